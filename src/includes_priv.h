/* SPDX-License-Identifier: GPL-2.0-only */
/* includes_priv: what includes*.c share. */
#ifndef INCLUDES_PRIV_H
#define INCLUDES_PRIV_H

#include "includes.h"

/*
 * The #include lines of a file, as words parted by newlines: "<linux/mm.h" or
 * "\"hmm.h"; "?" is one that only a preprocessor can tell.
 */
void include_lines(const char *text, size_t len, struct strbuf *out);

/* Does a file with this name have #include lines of its own? */
bool includes_read_name(const char *path);

/* A file of the tree and its lines. */
struct include_file {
	char *path;
	char *lines;
};
struct include_list {
	struct include_file *v;	/* sorted by path */
	size_t nr, alloc;
};
void include_list_release(struct include_list *l);
/* NULL: not there */
struct include_file *include_list_find(const struct include_list *l,
				       const char *path);
/* Takes over @lines. */
void include_list_put(struct include_list *l, const char *path, char *lines);
int include_list_read(struct include_list *l, struct engine *e,
		      const struct oid *tree, struct strbuf *err);

#endif
