/* SPDX-License-Identifier: GPL-2.0-only */
/* What a commit stands on, and what it did to files, with those it renamed. */
#include "repo.h"

#include <stdlib.h>

#include "repo_priv.h"

/* Beyond that many files on either side names are not looked for. */
#define RENAME_LIMIT 2000

int repo_parents(struct repo *r, const struct oid *commit,
		 struct oid **parents, size_t *nr, struct strbuf *err)
{
	git_commit *c = NULL;
	char hex[OID_HEX + 1];
	git_oid id;

	*parents = NULL;
	*nr = 0;
	oid_to_git(&id, commit);
	oid_hex(commit, hex);
	if (git_commit_lookup(&c, r->git, &id) < 0)
		return repo_error(err, ERR_UNABLE, "cannot read commit '%s'",
				  hex);
	*nr = git_commit_parentcount(c);
	if (*nr)
		*parents = xcalloc(*nr, sizeof(**parents));
	for (size_t i = 0; i < *nr; i++)
		oid_from_git(&(*parents)[i], git_commit_parent_id(c, i));
	git_commit_free(c);
	return 0;
}

int repo_bisect_good(struct repo *r, const struct oid *commit, struct oid *out,
		     struct strbuf *err)
{
	git_reference_iterator *it = NULL;
	git_oid here, id, best;
	bool found = false;
	const char *name;

	oid_to_git(&here, commit);
	if (git_reference_iterator_glob_new(&it, r->git,
					    "refs/bisect/good-*") < 0)
		return repo_error(err, ERR_UNABLE, "cannot list refs/bisect/");
	while (!git_reference_next_name(&name, it)) {
		if (git_reference_name_to_id(&id, r->git, name) < 0 ||
		    (!git_oid_equal(&id, &here) &&
		     git_graph_descendant_of(r->git, &here, &id) != 1))
			continue;
		if (!found || git_graph_descendant_of(r->git, &id, &best) == 1)
			best = id;
		found = true;
	}
	git_reference_iterator_free(it);
	if (!found)
		return ERR_NOT_FOUND;
	oid_from_git(out, &best);
	return 0;
}

void tree_deltas_free(struct tree_delta *v, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		free(v[i].old_path);
		free(v[i].new_path);
	}
	free(v);
}

static bool is_file(const git_diff_file *f, bool there)
{
	return there && (f->mode == GIT_FILEMODE_BLOB ||
			 f->mode == GIT_FILEMODE_BLOB_EXECUTABLE);
}

static bool take_delta(const git_diff_delta *d, struct tree_delta *out)
{
	bool old_file = is_file(&d->old_file, d->status != GIT_DELTA_ADDED);
	bool new_file = is_file(&d->new_file, d->status != GIT_DELTA_DELETED);

	if ((!old_file && !new_file) ||
	    (old_file && new_file && d->status == GIT_DELTA_UNMODIFIED))
		return false;
	if (old_file) {
		out->old_path = xstrdup(d->old_file.path);
		oid_from_git(&out->old_oid, &d->old_file.id);
	}
	if (new_file) {
		out->new_path = xstrdup(d->new_file.path);
		oid_from_git(&out->new_oid, &d->new_file.id);
	}
	return true;
}

static const char *path_of(const struct tree_delta *d)
{
	return d->new_path ? d->new_path : d->old_path;
}

static int compare_deltas(const void *a, const void *b)
{
	return strcmp(path_of(a), path_of(b));
}

static int find_renames(git_diff *diff)
{
	git_diff_find_options opt;

	git_diff_find_options_init(&opt, GIT_DIFF_FIND_OPTIONS_VERSION);
	opt.flags = GIT_DIFF_FIND_RENAMES;
	opt.rename_limit = RENAME_LIMIT;
	return git_diff_find_similar(diff, &opt);
}

/* libgit2 by itself reads all of both trees: it is told where to look. */
static int compare_trees(struct repo *r, const struct oid *a,
			 const struct oid *b, struct strvec *paths,
			 git_diff **diff, struct strbuf *err)
{
	git_tree *from = NULL, *to = NULL;
	git_diff_options opt;
	int ret = oid_is_null(a) ? 0 : repo_tree_get(r, a, &from, err);

	if (!ret)
		ret = repo_tree_get(r, b, &to, err);
	git_diff_options_init(&opt, GIT_DIFF_OPTIONS_VERSION);
	opt.flags |= GIT_DIFF_INCLUDE_TYPECHANGE |
		     GIT_DIFF_DISABLE_PATHSPEC_MATCH;
	opt.pathspec.strings = paths->v;
	opt.pathspec.count = paths->nr;
	opt.ignore_submodules = GIT_SUBMODULE_IGNORE_ALL;
	if (!ret && (git_diff_tree_to_tree(diff, r->git, from, to, &opt) < 0 ||
		     find_renames(*diff) < 0))
		ret = repo_error(err, ERR_UNABLE, "cannot compare two trees");
	git_tree_free(from);
	git_tree_free(to);
	return ret;
}

int repo_tree_changes(struct repo *r, const struct oid *a, const struct oid *b,
		      struct tree_delta **out, size_t *nr, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	git_diff *diff = NULL;
	int ret = 0;

	*out = NULL;
	*nr = 0;
	if (!oid_is_null(a))
		ret = repo_tree_diff(r, a, b, &paths, err);
	if (ret || (!oid_is_null(a) && !paths.nr))
		goto out;
	ret = compare_trees(r, a, b, &paths, &diff, err);
	if (!ret)
		*out = xcalloc(git_diff_num_deltas(diff) + 1, sizeof(**out));
	for (size_t i = 0; !ret && i < git_diff_num_deltas(diff); i++)
		*nr += take_delta(git_diff_get_delta(diff, i), &(*out)[*nr]);
	if (*nr)
		qsort(*out, *nr, sizeof(**out), compare_deltas);
	git_diff_free(diff);
out:
	strvec_release(&paths);
	return ret;
}
