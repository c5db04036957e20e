/* SPDX-License-Identifier: GPL-2.0-only */
#include "session_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mendtree.h"
#include "runlock.h"

#define REF "refs/ratchet/session"

int session_lock(struct repo *r, int *lock, struct strbuf *err)
{
	char *path = xasprintf("%s/ratchet/lock", repo_common_dir(r));
	int ret = runlock_take(lock, path, err);
	struct session s;

	free(path);
	/* one that cannot be read is told to who asks for it */
	if (!ret && !session_read(&s, r, NULL)) {
		if (s.over)
			ret = session_end(&s, r, err);
		session_release(&s);
	}
	if (ret) {
		runlock_drop(*lock);
		*lock = -1;
	}
	return ret;
}

int session_load(struct session *s, struct repo *r, struct strbuf *err)
{
	int ret = session_read(s, r, err);

	if (!ret && s->over) {
		session_release(s);
		ret = ERR_NOT_FOUND;
	}
	return ret;
}

int session_refuse(struct repo *r, struct strbuf *err)
{
	struct session s;
	int ret = session_load(&s, r, err);

	if (ret)
		return ret == ERR_NOT_FOUND ? 0 : ret;
	ret = error_set(err, ERR_UNABLE,
			"a run of series '%s' stopped at '%s' and waits: 'ratchet status' tells, then ratchet continue, skip or abort",
			s.series, s.step);
	session_release(&s);
	return ret;
}

/* Whatever stood there, it is this session's. */
static int hold(struct repo *r, const struct oid *commit, struct strbuf *err)
{
	struct oid old;
	int ret = repo_ref_read(r, REF, &old, err);

	if (ret && ret != ERR_NOT_FOUND)
		return ret;
	if (!ret && oid_equal(&old, commit))
		return 0;
	ret = repo_ref_update(r, REF, commit, ret ? NULL : &old,
			      "ratchet: stopped", err);
	return ret == ERR_EXISTS ? ERR_UNABLE : ret;
}

int session_save(const struct session *s, struct repo *r, struct strbuf *err)
{
	int ret = hold(r, &s->offer, err);

	return ret ? ret : session_write(s, r, err);
}

/* Where nobody named another directory. */
static char *own_tree(struct repo *r)
{
	return xasprintf("%s/ratchet/mend", repo_common_dir(r));
}

int session_end(struct session *s, struct repo *r, struct strbuf *err)
{
	char *path = session_path(r), *own = own_tree(r);
	char *refs = xasprintf("%s/refs/ratchet", repo_common_dir(r));
	struct oid old;
	int ret;

	s->over = true;
	ret = session_write(s, r, err);
	if (!ret && s->worktree)
		ret = mendtree_remove(r, s->worktree, err);
	/* where its .git file is gone it is ours all the same */
	if (!ret)
		ret = remove_tree(own, err);
	if (!ret && !repo_ref_read(r, REF, &old, err))
		ret = repo_ref_delete(r, REF, err);
	/* git makes it again; if there are others in it, it stays */
	if (!ret)
		rmdir(refs);
	if (!ret && unlink(path) && errno != ENOENT)
		ret = error_set(err, ERR_UNABLE, "cannot remove '%s': %s", path,
				strerror(errno));
	free(refs);
	free(own);
	free(path);
	return ret;
}

int session_offer(const struct session *s, struct repo *r, struct oid *tree,
		  struct strbuf *err)
{
	struct commit_info info;
	int ret = repo_commit_info(r, &s->offer, &info, err);

	if (ret)
		return ret;
	*tree = info.tree;
	commit_info_release(&info);
	return 0;
}

/*
 * As git names it: absolute and without links, though nothing is there yet.
 * What is above it must be there.
 */
static int absolute(const char *dir, char **out, struct strbuf *err)
{
	char *copy = xstrdup(dir), *slash, *parent = NULL;
	size_t n = strlen(copy);

	while (n > 1 && copy[n - 1] == '/')
		copy[--n] = '\0';
	*out = realpath(copy, NULL);
	slash = strrchr(copy, '/');
	if (!*out && errno == ENOENT) {
		if (slash)
			*slash = '\0';
		parent = realpath(!slash ? "." : slash == copy ? "/" : copy,
				  NULL);
	}
	if (parent)
		*out = xasprintf("%s/%s", parent, slash ? slash + 1 : copy);
	free(parent);
	free(copy);
	return *out ? 0 :
	       error_set(err, ERR_UNABLE, "cannot make '%s': %s", dir,
			 strerror(errno));
}

static int make_tree(struct session *s, struct repo *r, const char *dir,
		     const struct oid *tree, struct strbuf *err)
{
	bool ours = !dir;
	char *path = NULL;
	int ret = 0;

	if (ours)
		path = own_tree(r);
	else
		ret = absolute(dir, &path, err);
	/* of a run that was killed */
	if (!ret && ours)
		ret = mendtree_remove(r, path, err);
	if (!ret && ours)
		ret = remove_tree(path, err);
	if (ret) {
		free(path);
		return ret;
	}
	/* whoever goes on from here knows what to remove */
	s->worktree = path;
	memset(&s->prepared, 0, sizeof(s->prepared));
	ret = mendtree_check(path, err);
	if (!ret)
		ret = session_write(s, r, err);
	if (!ret)
		ret = mendtree_make(r, path, &s->tip, tree, err);
	return ret;
}

int session_worktree(struct session *s, struct repo *r, const char *dir,
		     struct strbuf *err)
{
	struct oid tree;
	bool there = s->worktree && mendtree_is_there(r, s->worktree);
	int ret = session_offer(s, r, &tree, err);

	if (ret)
		return ret;
	if (s->worktree && dir && strcmp(s->worktree, dir) && there)
		return error_set(err, ERR_UNABLE,
				 "the step has a work tree already: '%s'",
				 s->worktree);
	if (there && oid_equal(&s->prepared, &s->offer))
		return 0;
	if (there) {
		ret = mendtree_move(r, s->worktree, &s->tip, &tree, err);
	} else {
		free(s->worktree);
		s->worktree = NULL;
		ret = make_tree(s, r, dir, &tree, err);
	}
	if (ret)
		return ret;
	s->prepared = s->offer;
	return session_write(s, r, err);
}

int session_mended(const struct session *s, struct repo *r, struct oid *tree,
		   bool *edited, struct strbuf *err)
{
	struct oid offer;
	int ret = session_offer(s, r, &offer, err);

	*edited = false;
	*tree = offer;
	if (ret || !s->worktree || !oid_equal(&s->prepared, &s->offer))
		return ret;
	if (!mendtree_is_there(r, s->worktree))
		return error_set(err, ERR_UNABLE,
				 "the work tree '%s' is gone: 'ratchet status --worktree' makes it again",
				 s->worktree);
	ret = mendtree_content(r, s->worktree, tree, err);
	*edited = !ret && !oid_equal(tree, &offer);
	return ret;
}
