/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_ahead: what a range of commits affects is built where it begins, before
 * the first commit is proven.  So its warnings of before are known, and make,
 * which is asked once instead of commit by commit, saves all the commands.
 */
#include "verify_priv.h"

#include <stdlib.h>

/* What each commit affects; stops where one does not follow the one before. */
static int affected_by_all(struct verify *v, struct history *at,
			   const struct oid *commits, size_t nr,
			   struct strvec *sources, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < nr && !ret; i++) {
		struct strvec of_one = STRVEC_INIT;
		struct snapshot *after;
		struct commit_info info;
		bool follows;

		ret = repo_commit_info(at->repo, &commits[i], &info, err);
		if (ret)
			break;
		follows = info.parents && oid_equal(&info.parent, &at->commit);
		commit_info_release(&info);
		if (!follows)
			break;
		ret = history_next(at, &commits[i], &after, err);
		if (ret)
			break;
		ret = verify_affected(v->e, at->now, after, &v->includes,
				      &of_one, NULL, err);
		strvec_pushv(sources, &of_one);
		strvec_release(&of_one);
		history_take(at, &commits[i], after);
	}
	strvec_sort_uniq(sources);
	return ret;
}

/* What cannot be built here is found again by the commit that asks for it. */
static int build_at(struct verify *v, struct snapshot *base,
		    const struct strvec *sources, struct strbuf *err)
{
	int ret = verify_side_by_side(v, base, sources, err);

	for (size_t i = 0; i < v->nr && !ret; i++) {
		struct object_result *out = xcalloc(sources->nr + 1,
						    sizeof(*out));

		ret = verify_results(v, &v->configs[i], base, sources, out,
				     NULL, err);
		for (size_t j = 0; j < sources->nr && !ret; j++)
			object_result_release(&out[j]);
		free(out);
		if (ret == ERR_UNABLE) {
			strbuf_reset(err);
			ret = 0;
		}
	}
	return ret;
}

int verify_ahead(struct verify *v, const struct history *at,
		 const struct oid *commits, size_t nr, size_t *objects,
		 struct strbuf *err)
{
	struct strvec all = STRVEC_INIT, there = STRVEC_INIT;
	struct history h = *at;
	struct oid tree;
	int ret;

	snapshot_get(h.now);
	ret = affected_by_all(v, &h, commits, nr, &all, err);
	history_release(&h);
	for (size_t i = 0; i < all.nr; i++)
		if (!snapshot_stat(at->now, all.v[i], NULL, NULL))
			strvec_push(&there, all.v[i]);
	if (!ret)
		ret = snapshot_write(at->now, &tree, err);
	if (!ret) {
		v->chain_before = v->chain_after = tree;
		ret = build_at(v, at->now, &there, err);
	}
	*objects = there.nr;
	strvec_release(&all);
	strvec_release(&there);
	return ret;
}
