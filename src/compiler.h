/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compiler: gcc on single files that are no part of a kernel build.  The only
 * module that knows its options and messages for that.
 */
#ifndef COMPILER_H
#define COMPILER_H

#include "child.h"

/* One file to compile; strings and vectors are borrowed. */
struct compile {
	const char *dir;		/* where it runs; paths are relative to it */
	const char *home;
	const char *source;
	const char *output;		/* object; NULL: look at the source only */
	const struct strvec *include_dirs;	/* NULL: none */
	const struct strvec *first;	/* headers that are read before it */
	const struct strvec *defines;	/* "NAME" or "NAME=VALUE" */
	bool hosted;			/* it sees the C library */
	bool undefined;			/* it is watched for undefined behaviour too */
};

/*
 * What a file that is not hosted sees of the compiler itself (stddef.h,
 * stdarg.h); asked once a run.
 */
int compiler_headers(const char *home, struct strbuf *out, struct strbuf *err);
/* @headers: what compiler_headers() gave. */
void compiler_prepare(struct child *c, const struct compile *what,
		      const char *headers);
void compiler_prepare_link(struct child *c, const char *dir, const char *home,
			   const struct strvec *objects, const char *output);
/* What a program of ours with its sanitizers needs. */
void compiler_sanitizer_env(struct child *c);

struct complaint {
	char *path;
	unsigned line;
	bool error;
	char *text;
};
struct complaints {
	struct complaint *v;
	size_t nr, alloc;
};
void complaints_release(struct complaints *c);
/* Read what the compiler wrote. */
void compiler_complaints(const struct child *c, struct complaints *out);
/* Add the functions that were used and are declared nowhere, sorted. */
void compiler_undeclared(const struct complaints *c, struct strvec *names);
/* Did it end as it should?  If not: why, in one line, ERR_UNABLE. */
int compiler_result(const struct child *c, const char *what,
		    struct strbuf *err);

#endif
