/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mendtree: a linked work tree of the user's repository, made and read by the
 * program git, for somebody to edit.  His own work tree, index, branches and
 * configuration stay as they are; no hook is run.
 */
#ifndef MENDTREE_H
#define MENDTREE_H

#include "repo.h"

/* ERR_UNABLE: @dir exists and is no empty directory. */
int mendtree_check(const char *dir, struct strbuf *err);
/*
 * At commit @head, with @tree in its index and files: "git diff" shows what is
 * edited, "git diff --cached" what @tree has over @head.
 */
int mendtree_make(struct repo *r, const char *dir, const struct oid *head,
		  const struct oid *tree, struct strbuf *err);
/* The same for one that is there; what was edited in it is lost. */
int mendtree_move(struct repo *r, const char *dir, const struct oid *head,
		  const struct oid *tree, struct strbuf *err);
bool mendtree_is_there(struct repo *r, const char *dir);
/* All that stands in it, new files too, but for what git ignores. */
int mendtree_content(struct repo *r, const char *dir, struct oid *tree,
		     struct strbuf *err);
/* One that is not there is fine. */
int mendtree_remove(struct repo *r, const char *dir, struct strbuf *err);

#endif
