/* SPDX-License-Identifier: GPL-2.0-only */
#include "history.h"

#include <stdlib.h>
#include <sys/stat.h>

void history_release(struct history *h)
{
	snapshot_put(h->now);
	h->now = NULL;
}

void history_take(struct history *h, const struct oid *commit,
		  struct snapshot *after)
{
	snapshot_put(h->now);
	h->now = after;
	h->commit = *commit;
}

int history_go(struct history *h, const struct oid *commit, struct strbuf *err)
{
	struct scan_options opt = { .cache = h->cache, .threads = h->threads };
	struct strvec none = STRVEC_INIT;
	struct scan_stats stats = { 0 };
	struct commit_info info;
	int ret;

	if (h->now && oid_equal(&h->commit, commit))
		return 0;
	history_release(h);
	ret = repo_commit_info(h->repo, commit, &info, err);
	if (ret)
		return ret;
	ret = snapshot_of_tree(&h->now, h->repo, &info.tree,
			       h->words ? h->words : &none, &opt, &stats, err);
	h->commit = *commit;
	scan_stats_release(&stats);
	commit_info_release(&info);
	return ret;
}

/* One file as @tree has it; a submodule is no file. */
static int take_change(struct repo *r, const struct oid *tree,
		       const char *path, struct file_change *c, bool *is_file,
		       struct strbuf *err)
{
	struct oid oid;
	int ret = repo_tree_lookup(r, tree, path, &oid, &c->mode, err);

	strbuf_init(&c->content);
	c->path = (char *)path;
	*is_file = true;
	if (ret == ERR_NOT_FOUND) {
		c->mode = 0;
		return 0;
	}
	if (!ret && (c->mode & S_IFMT) != S_IFREG &&
	    (c->mode & S_IFMT) != S_IFLNK)
		*is_file = false;
	else if (!ret)
		ret = repo_blob_read(r, &oid, &c->content, err);
	return ret;
}

int history_derive(struct snapshot *from, const struct oid *tree,
		   struct snapshot **after, struct strbuf *err)
{
	struct repo *r = snapshot_repo(from);
	struct strvec paths = STRVEC_INIT;
	struct file_change *changes;
	struct oid before;
	size_t n = 0;
	int ret = snapshot_write(from, &before, err);

	if (!ret)
		ret = repo_tree_diff(r, &before, tree, &paths, err);
	changes = xcalloc(paths.nr + 1, sizeof(*changes));
	for (size_t i = 0; i < paths.nr && !ret; i++) {
		bool is_file;

		ret = take_change(r, tree, paths.v[i], &changes[n], &is_file,
				  err);
		n += !ret && is_file;
	}
	if (!ret)
		*after = snapshot_derive(from, changes, n);
	else
		for (size_t i = 0; i < n; i++)
			strbuf_release(&changes[i].content);
	free(changes);
	strvec_release(&paths);
	return ret;
}

int history_next(struct history *h, const struct oid *commit,
		 struct snapshot **after, struct strbuf *err)
{
	struct commit_info info;
	int ret = repo_commit_info(h->repo, commit, &info, err);

	if (!ret) {
		ret = history_derive(h->now, &info.tree, after, err);
		commit_info_release(&info);
	}
	return ret;
}
