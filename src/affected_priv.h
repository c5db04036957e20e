/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of affected. */
#ifndef AFFECTED_PRIV_H
#define AFFECTED_PRIV_H

#include "verify.h"

/* Files that are looked at where one would do. */
#define AFFECTED_WITNESSES 8

/* Of the changed headers: those that a name comes from, a bit each. */
typedef uint64_t from_bits;
#define FROM_MAX 64

struct name {
	char *name;
	char *tag;		/* of a member; NULL: of a type without a name */
	from_bits from;
};
struct name_list {
	struct name *v;
	size_t nr, alloc;
	size_t done;
};

/* What code reaches a struct by. */
struct reach_entry {
	char *tag;
	struct strvec words;
};

struct search {
	struct snapshot *before, *after;
	const struct includes *graph;
	struct strvec *sources;
	struct name_list names;		/* whose users are wanted */
	struct name_list members;
	struct name_list inlines;	/* whose witnesses are wanted */
	struct reach_entry *reach;
	size_t nr_reach, alloc_reach;
	struct file_set users[FROM_MAX];	/* who includes it */
	struct file_set beside[FROM_MAX];	/* what they include */
	unsigned nr_from;
	struct strvec headers;		/* changed, in more than comments */
	struct layout_groups groups;
	struct strvec lossy;		/* those that lost an #include, or are gone */
	struct strvec generators;	/* .c files that headers are made of */
	struct strbuf *err;
};

static inline bool affected_is_source(const char *path)
{
	return ends_with(path, ".c");
}

static inline bool affected_is_header(const char *path)
{
	return ends_with(path, ".h");
}

/* affected.c: the .c files that name the header in an #include */
int affected_includers(struct search *s, const char *path, struct strvec *out);

/* affected_generated.c */

int affected_find_generators(struct search *s);
/* Of a .c file that changed: if it is a generator, add what it makes otherwise. */
void affected_changed_generator(struct search *s, const struct strbuf *before,
				const struct strbuf *after);
/* Add the names that those of @paths which are generators make of @word. */
int affected_generated(struct search *s, const struct strvec *paths,
		       const char *word);

/* affected_names.c */

void affected_add_name(struct name_list *l, const char *tag, const char *name,
		       from_bits from);
void affected_names_release(struct name_list *l);
/* The users of all names of the search, and of what they lead to. */
int affected_follow(struct search *s);
/* The first few of @paths, which stays unsorted; some may be taken already. */
void affected_witnesses(struct search *s, struct strvec *paths, size_t max);
/* Where a file is likely to be compiled; higher is less likely, 50: hardly. */
int affected_unlikely(const char *path);
/* Structs of a changed header have other members than before. */
int affected_laid_out(struct search *s, const struct strvec *tags,
		      from_bits from);

/*
 * Users of a layout from which on it is worth a look whether it changed; that
 * takes about as long as to compile ten files.
 */
#define AFFECTED_MANY 24

/* What changed Kconfig and make files among @changed affect; unsorted. */
int affected_by_config(struct snapshot *before, struct snapshot *after,
		       const struct strvec *changed, struct strvec *sources,
		       struct strbuf *err);

/* Who depends on the layout of structs; see affected_layout.c. */
struct layout_query {
	struct snapshot *snap;
	/* may the file see the structs? */
	bool (*concerns)(void *data, const char *path);
	/* here one is held by value (.c), or an assertion names one (.c, .h) */
	void (*found)(void *data, const char *path, unsigned line);
	void *data;
};
int layout_users(const struct layout_query *q, const struct strvec *tags,
		 struct strbuf *err);

#endif
