/* SPDX-License-Identifier: GPL-2.0-only */
#include "rewrite_commit.h"

#include <stdlib.h>
#include <string.h>

struct committing {
	struct engine *e;
	const struct driver *d;
	const struct rewrite_result *r;
	struct repo *repo;
	struct commit_info head;
	char *below;		/* the driver's directory in the tree, "" or "a/b/" */
	struct rewrite_commits *out;
};

static int find_place(struct committing *c, struct strbuf *err)
{
	const char *top = repo_workdir(c->repo);
	char *real = top ? realpath(top, NULL) : NULL;
	size_t n = real ? strlen(real) : 0;
	int ret = 0;

	if (!real || strncmp(c->d->root, real, n) ||
	    (c->d->root[n] && c->d->root[n] != '/'))
		ret = error_set(err, ERR_UNABLE,
				"'%s' is not in the work tree of a git repository",
				c->d->root);
	else if (c->d->root[n])
		c->below = xasprintf("%s/", c->d->root + n + 1);
	else
		c->below = xstrdup("");
	free(real);
	return ret;
}

/* Commits are made of what HEAD has: it must be what was read. */
static int check_file(struct committing *c, size_t i, struct strbuf *err)
{
	const struct driver_file *f = &c->d->files[i];
	char *path = xasprintf("%s%s", c->below, f->path);
	struct oid read, have;
	unsigned mode;
	int ret = repo_tree_lookup(c->repo, &c->head.tree, path, &have, &mode,
				   err);

	oid_of_blob(f->text.buf, f->text.len, &read);
	if (ret == ERR_NOT_FOUND || (!ret && !oid_equal(&read, &have)))
		ret = error_set(err, ERR_UNABLE,
				"'%s' is not as HEAD has it: commit it first, or use --in-place",
				path);
	free(path);
	return ret;
}

static int make_tree(struct committing *c, const struct strbuf *texts,
		     struct oid *tree, struct strbuf *err)
{
	struct tree_change *changes = xcalloc(c->d->nr + 1, sizeof(*changes));
	struct strvec paths = STRVEC_INIT;
	size_t nr = 0;
	int ret = 0;

	for (size_t i = 0; i < c->d->nr; i++)
		strvec_pushf(&paths, "%s%s", c->below, c->d->files[i].path);
	for (size_t i = 0; i < c->d->nr && !ret; i++) {
		struct tree_change *x = &changes[nr];
		struct oid old;

		if (!strbuf_cmp(&c->d->files[i].text, &texts[i]))
			continue;
		x->path = paths.v[i];
		ret = repo_tree_lookup(c->repo, &c->head.tree, paths.v[i], &old,
				       &x->mode, err);
		if (!ret)
			ret = repo_blob_write(c->repo, texts[i].buf,
					      texts[i].len, &x->oid, err);
		nr++;
	}
	if (!ret)
		ret = repo_tree_update(c->repo, &c->head.tree, changes, nr,
				       tree, err);
	free(changes);
	strvec_release(&paths);
	return ret;
}

/* If the texts are anything new. */
static int commit_texts(struct committing *c, const struct strbuf *texts,
			const struct strbuf *message, size_t number,
			struct oid *tree, struct strbuf *err)
{
	struct commit_spec spec = {
		.parent = c->out->tip,
		.message = message->buf,
		.time = c->head.time + number,
		.offset = c->head.offset,
	};
	int ret = make_tree(c, texts, &spec.tree, err);

	if (!ret && !oid_equal(&spec.tree, tree)) {
		ret = repo_commit_create(c->repo, &spec, &c->out->tip, err);
		c->out->nr += !ret;
		*tree = spec.tree;
	}
	return ret;
}

static int commit_step(struct committing *c, size_t i, struct oid *tree,
		       struct strbuf *err)
{
	const struct rewrite_step *s = &c->r->steps[i];
	struct strbuf message = STRBUF_INIT;
	int ret;

	step_message(s->step, c->e, &message);
	ret = commit_texts(c, s->texts, &message, i + 1, tree, err);
	strbuf_release(&message);
	return ret;
}

/* What is no step's: code of older kernels that is gone. */
static int commit_rest(struct committing *c, struct oid *tree,
		       struct strbuf *err)
{
	const char *name = strrchr(c->d->root, '/');
	struct strbuf message = STRBUF_INIT;
	long version = c->r->target;
	int ret;

	strbuf_addf(&message, "%s: drop code for old kernels\n\n",
		    name && name[1] ? name + 1 : "driver");
	strbuf_addf(&message, "No kernel from %ld.%ld on compiles it.\n",
		    version >> 16, version >> 8 & 255);
	ret = commit_texts(c, c->r->texts, &message, c->r->nr_steps + 1, tree,
			   err);
	strbuf_release(&message);
	return ret;
}

static int move_branch(struct committing *c, const char *branch,
		       struct strbuf *err)
{
	struct oid old;
	int ret = repo_ref_read(c->repo, branch, &old, err);

	if (!ret && oid_equal(&old, &c->out->tip)) {
		c->out->same = true;
		return 0;
	}
	if (!ret)
		return error_set(err, ERR_UNABLE,
				 "branch '%s' exists and is something else: delete it, or choose another by --branch",
				 branch + strlen("refs/heads/"));
	if (ret != ERR_NOT_FOUND || !c->out->nr)
		return ret == ERR_NOT_FOUND ? 0 : ret;
	ret = repo_ref_update(c->repo, branch, &c->out->tip, NULL,
			      "ratchet: rewrite", err);
	return ret == ERR_EXISTS ? ERR_UNABLE : ret;
}

int rewrite_commit(struct engine *e, const struct driver *d,
		   const struct rewrite_result *r, const char *branch,
		   struct rewrite_commits *out, struct strbuf *err)
{
	struct committing c = { .e = e, .d = d, .r = r, .out = out };
	struct oid tree;
	int ret = repo_open(&c.repo, d->root, err);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = find_place(&c, err);
	if (!ret)
		ret = repo_resolve(c.repo, "HEAD", &out->base, err);
	if (!ret)
		ret = repo_commit_info(c.repo, &out->base, &c.head, err);
	if (!ret)
		ret = repo_ident_check(c.repo, err);
	for (size_t i = 0; i < d->nr && !ret; i++)
		if (strbuf_cmp(&d->files[i].text, &r->texts[i]))
			ret = check_file(&c, i, err);
	out->tip = out->base;
	tree = c.head.tree;
	for (size_t i = 0; i < r->nr_steps && !ret; i++)
		ret = commit_step(&c, i, &tree, err);
	if (!ret && r->dropped)
		ret = commit_rest(&c, &tree, err);
	if (!ret)
		ret = move_branch(&c, branch, err);
	commit_info_release(&c.head);
	free(c.below);
	repo_free(c.repo);
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}
