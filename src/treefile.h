/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * treefile: the files of one git tree, looked up and read once.  A run asks
 * for the same few hundred files again and again; the object store inflates
 * them anew each time.
 */
#ifndef TREEFILE_H
#define TREEFILE_H

#include "repo.h"

struct treefiles;

struct treefiles *treefiles_new(struct repo *r, const struct oid *tree);
void treefiles_free(struct treefiles *t);

/* ERR_NOT_FOUND without text; @oid and @mode may be NULL. */
int treefile_stat(struct treefiles *t, const char *path, struct oid *oid,
		  unsigned *mode);
/* Append the file's bytes; errors are those of repo_blob_read(). */
int treefile_read(struct treefiles *t, const char *path, struct strbuf *out,
		  struct strbuf *err);

#endif
