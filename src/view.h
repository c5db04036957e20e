/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * view: what one spatch process sees: the candidate, its quoted includes
 * transitively, and the headers that the pass names.  A view is listed first
 * (so that a key can be made of it) and written to a directory only when the
 * result is not in the cache.
 */
#ifndef VIEW_H
#define VIEW_H

#include "snapshot.h"

struct view_file {
	char *path;
	struct oid oid;
	const struct snapshot *from;
};

struct view {
	struct view_file *files;	/* the candidate first */
	size_t nr, alloc;
	const struct strbuf *instead;	/* of the candidate's bytes; NULL: its own */
	struct strvec headers;		/* found in a directory of @dirs */
};

/*
 * @candidate comes from @snap, everything else from @types.  What is included
 * is looked for in @dirs (NULL: none), too.  ERR_NOT_FOUND names a header of
 * @headers that is not in the tree.
 */
int view_list(struct view *v, const struct snapshot *snap,
	      const struct snapshot *types, const char *candidate,
	      const struct strvec *headers, const struct strvec *dirs,
	      struct strbuf *err);
void view_release(struct view *v);
/* Have the candidate hold @text (borrowed) in place of its own bytes. */
void view_replace(struct view *v, const struct strbuf *text);
/* A line "oid path" each. */
void view_describe(const struct view *v, struct strbuf *out);
/* Write the files below the empty directory @dir. */
int view_write(const struct view *v, const char *dir, struct strbuf *err);

/*
 * The tree's path that '#include "@name"' in @from means: beside the including
 * file.  false: it leads out of the tree.
 */
bool include_path(const char *from, const char *name, size_t len,
		  struct strbuf *out);

#endif
