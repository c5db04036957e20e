/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * history: commit after commit as snapshots, each derived from the one before,
 * so that only the first needs a scan of the tree.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include "snapshot.h"

struct history {
	struct repo *repo;
	struct cache *cache;
	int threads;
	const struct strvec *words;	/* borrowed: to scan for; NULL: none */
	struct snapshot *now;		/* a reference of ours, or NULL */
	struct oid commit;		/* what it is the source of */
};

/* Be at @commit; free if it is there already. */
int history_go(struct history *h, const struct oid *commit, struct strbuf *err);
/* The source as of @commit, derived from now: a reference of yours. */
int history_next(struct history *h, const struct oid *commit,
		 struct snapshot **after, struct strbuf *err);
/* Be at @commit, whose snapshot (taken) came from history_next(). */
void history_take(struct history *h, const struct oid *commit,
		  struct snapshot *after);
/* @tree, as changes of @from, whose tree is written: a reference of yours. */
int history_derive(struct snapshot *from, const struct oid *tree,
		   struct snapshot **after, struct strbuf *err);
void history_release(struct history *h);

#endif
