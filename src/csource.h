/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * csource: what can be known of a C file without a compiler: where its
 * comments, strings and preprocessor arms are, which function a line is in,
 * which functions it defines, which struct members it declares.  It is made
 * for kernel code that no parser takes whole, so it never fails: it lexes
 * exactly, and finds functions and structs by brace depth and shape.
 */
#ifndef CSOURCE_H
#define CSOURCE_H

#include "strbuf.h"
#include "strvec.h"

enum c_region {
	C_CODE,
	C_COMMENT,
	C_STRING,	/* string and character constants, <...> of an #include */
	C_IF0,		/* #if 0, and the dead arm of #if 1 */
	C_OLD_ARM,	/* arm of a LINUX_VERSION_CODE guard for kernels before 5.3 only */
	C_INACTIVE,	/* arm for C++, assembler or user space */
	C_MACRO,	/* parameters and body of a #define; its name is code */
};

/* What an identifier is, as far as its surroundings tell. */
enum c_role {
	C_PLAIN,
	C_MEMBER_USE,	/* after '.' or '->' */
	C_DESIGNATOR,	/* ".name =" (or "name:") in a braced initialiser */
	C_MEMBER_DECL,	/* declared by an aggregate's body */
	C_TAG,		/* after struct, union or enum */
	C_TYPEDEF,	/* the name that a typedef makes */
	C_LOCAL,	/* declared in a function, or as a parameter */
	C_LABEL,	/* "name:" or after goto */
	C_DEFINED,	/* the name after #define */
	C_FUNCTION,	/* declared or defined at file level, "name(" */
};

struct c_token {
	const char *text;	/* not terminated; without line splices */
	unsigned len;
	unsigned line, col;	/* from 1 */
	enum c_region region;
	enum c_role role;
	unsigned raw;		/* private to csource */
};

struct c_function {
	char *name;
	bool is_static;
	unsigned first_line, last_line;	/* from its declaration to its '}' */
	unsigned open_line, open_col;	/* of its '{' */
	unsigned last_col;		/* of its '}' */
};

/*
 * A member of any type; or (tag NULL) a variable, a parameter or a function's
 * result whose type is a struct or union.
 */
struct c_member {
	char *tag;		/* struct it is a member of; NULL: a variable or parameter */
	char *name;
	char *type_tag;		/* "dev_pagemap" of "struct dev_pagemap *pgmap"; NULL: none */
	char *type_name;	/* "dev_page_free_t", "bool": not a struct; or NULL */
	unsigned pointers;	/* number of '*' */
	bool array;
	unsigned line;
	bool is_typedef;	/* "typedef struct type_tag name;" */
	bool is_function;	/* "struct type_tag *name(" */
	bool is_param;		/* of a function or a prototype */
};

/* Is it C by its name: .c or .h? */
bool is_c_file(const char *path);

struct csource;

/* @buf is borrowed and must outlive the result. */
struct csource *csource_parse(const char *buf, size_t len);
void csource_free(struct csource *cs);

/*
 * Identifier tokens in order, also those inside comments and strings (each
 * word of them is a token of that region).
 */
const struct c_token *csource_tokens(const struct csource *cs, size_t *nr);
const struct c_function *csource_functions(const struct csource *cs, size_t *nr);
const struct c_member *csource_members(const struct csource *cs, size_t *nr);

/* The function whose lines hold @line, or NULL. */
const struct c_function *csource_function_at(const struct csource *cs,
					     unsigned line);
/* How many definitions of function @name: their last one, or NULL. */
const struct c_function *csource_find_function(const struct csource *cs,
					       const char *name);
/* Is token @i (code or macro) preceded by '.' or '->' (with blanks between)? */
bool csource_is_member_use(const struct csource *cs, size_t i);

/* The aggregate whose body declares token @i (C_MEMBER_DECL), or NULL. */
const char *csource_member_tag(const struct csource *cs, size_t i);

/*
 * What stands before the '.' or '->' of token @i.  @base is the identifier
 * that it begins with, @path the members after it, all but token @i itself:
 * "page->pgmap->data" has base "page" and path "pgmap".  @tag is the struct
 * that a cast or a container_of() names, with @path from there on; for a
 * designator it is the type of the initialised variable.  @last is the last
 * name of it all.  What is not known is left empty.
 */
struct c_receiver {
	struct strbuf base;
	struct strbuf tag;
	struct strbuf last;
	struct strvec path;
	struct strvec args;	/* words in the groups of calls that it ends with */
	bool call;		/* the base is called: "to_x(y)->data" */
	bool odd;		/* too involved to say */
};
#define C_RECEIVER_INIT \
	{ STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRVEC_INIT, STRVEC_INIT, \
	  false, false }

void csource_receiver(const struct csource *cs, size_t i,
		      struct c_receiver *out);
void c_receiver_release(struct c_receiver *r);

#endif
