/* SPDX-License-Identifier: GPL-2.0-only */
#include "verify_priv.h"

#include <stdlib.h>
#include <string.h>

#include "worktree.h"

#define DEFAULT_MAKE_TIMEOUT 3600	/* seconds, for one make run */

/* Files that decide about the configuration. */
static bool is_kconfig(const char *path)
{
	const char *slash = strrchr(path, '/');

	return starts_with(slash ? slash + 1 : path, "Kconfig") ||
	       starts_with(path, "scripts/kconfig/") ||
	       (starts_with(path, "arch/") && strstr(path, "/configs/"));
}

static int add_kconfig(const char *path, const struct oid *oid, unsigned mode,
		       void *data)
{
	char hex[OID_HEX + 1];

	if (is_kconfig(path)) {
		oid_hex(oid, hex);
		strbuf_addf(data, "%s %s\n", hex, path);
	}
	return 0;
}

/* Does the tree that we are at have the same ones? */
static int has_same_kconfig(struct verify *v, const struct oid *tree,
			    bool *same, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	int ret = 0;

	*same = !oid_is_null(&v->at);
	if (*same)
		ret = repo_tree_diff(v->e->repo, &v->at, tree, &paths, err);
	for (size_t i = 0; i < paths.nr && *same; i++)
		*same = !is_kconfig(paths.v[i]);
	strvec_release(&paths);
	return ret;
}

/* By all the tree's files; to find them takes a look at each of its directories. */
static int hash_kconfig(struct verify *v, const struct oid *tree,
			char hex[OID_HEX + 1], struct strbuf *err)
{
	static const char kind[] = "kconfig-of";
	struct strbuf text = STRBUF_INIT;
	char key[OID_HEX + 1];
	struct oid oid;
	int ret = 0;

	oid_hex(tree, key);
	if (cache_get(v->e->cache, kind, key, &text) && text.len == OID_HEX) {
		memcpy(hex, text.buf, OID_HEX + 1);
		goto out;
	}
	strbuf_reset(&text);
	ret = repo_tree_walk(v->e->repo, tree, add_kconfig, &text, err);
	if (ret)
		goto out;
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, hex);
	cache_put(v->e->cache, kind, key, hex, OID_HEX);
out:
	strbuf_release(&text);
	return ret;
}

int verify_kconfig_of(struct verify *v, const struct oid *tree,
		      char hex[OID_HEX + 1], struct strbuf *err)
{
	bool same;
	int ret = has_same_kconfig(v, tree, &same, err);

	if (!ret && same)
		memcpy(hex, v->kconfig, sizeof(v->kconfig));
	return ret || same ? ret : hash_kconfig(v, tree, hex, err);
}

/*
 * What the work tree's way to @tree means for what make left behind; before it
 * goes there, as it may be killed on its way.
 */
static int tell_builds(struct verify *v, const struct oid *tree,
		       struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct oid now;
	bool known = worktree_at(v->tree, &now) &&
		     !repo_tree_diff(v->e->repo, &now, tree, &paths, NULL);
	int ret = 0;

	for (size_t i = 0; i < v->nr && !ret; i++) {
		struct kbuild *k = &v->configs[i].k;

		if (!known)
			ret = kbuild_changed(k, NULL, err);
		for (size_t j = 0; j < paths.nr && !ret && known; j++)
			ret = kbuild_changed(k, paths.v[j], err);
	}
	strvec_release(&paths);
	return ret;
}

int verify_move_tree(struct verify *v, struct snapshot *snap,
		     struct strbuf *err)
{
	char hex[OID_HEX + 1];
	struct oid tree;
	int ret;

	ret = snapshot_write(snap, &tree, err);
	if (!ret)
		ret = tell_builds(v, &tree, err);
	if (!ret)
		ret = worktree_move(v->tree, &tree, err);
	if (!ret)
		ret = verify_kconfig_of(v, &tree, hex, err);
	if (ret)
		return ret;
	v->at = tree;
	memcpy(v->kconfig, hex, sizeof(hex));
	return 0;
}

int verify_go_to(struct verify *v, struct config *c, struct snapshot *snap,
		 struct strvec *unmet, struct strbuf *err)
{
	struct strvec found = STRVEC_INIT;
	int ret = verify_move_tree(v, snap, err);

	if (ret || (c->configured && !strcmp(v->kconfig, c->kconfig)))
		return ret;
	c->configured = false;
	ret = kbuild_configure(&c->k, c->fragment, v->kconfig, &found, err);
	if (!ret) {
		c->configured = true;
		memcpy(c->kconfig, v->kconfig, sizeof(c->kconfig));
	}
	for (size_t i = 0; unmet && i < found.nr; i++)
		strvec_pushf(unmet, "%s.config: %s", c->name, found.v[i]);
	strvec_release(&found);
	return ret;
}

int verify_make_timeout(struct repo *r, uint64_t *ms, struct strbuf *err)
{
	int64_t seconds = DEFAULT_MAKE_TIMEOUT;
	int ret = repo_config_int(r, "ratchet.makeTimeout", &seconds, err);

	if (ret && ret != ERR_NOT_FOUND)
		return ret;
	if (seconds < 0)
		return error_set(err, ERR_UNABLE,
				 "'ratchet.makeTimeout' must be at least 0");
	*ms = (uint64_t)seconds * 1000;
	return 0;
}

static const struct series_config bare = {
	.name = (char *)"defconfig",
};

static int open_config(struct verify *v, struct config *c,
		       const struct series_config *from,
		       const struct verify_options *opt, struct strbuf *err)
{
	const char *dir = worktree_dir(v->tree);
	bool first = c == v->configs;

	c->name = from->name;
	c->fragment = from->fragment.buf ? from->fragment.buf : "";
	c->k.source = xstrdup(worktree_path(v->tree));
	c->k.output = first ? xasprintf("%s/obj", dir) :
			      xasprintf("%s/obj-%s", dir, c->name);
	c->k.jobs = v->e->jobs;
	c->k.home = v->e->home;
	strvec_pushv(&c->k.make_vars, &opt->make_vars);
	strvec_pushv(&c->k.modules, &from->modules);
	return verify_make_timeout(v->e->repo, &c->k.timeout_ms, err);
}

static int open_configs(struct verify *v, const struct verify_options *opt,
			struct strbuf *err)
{
	int ret = 0;

	v->nr = opt->nr_configs ? opt->nr_configs : 1;
	v->configs = xcalloc(v->nr, sizeof(*v->configs));
	for (size_t i = 0; i < v->nr; i++) {
		kbuild_init(&v->configs[i].k);
		strvec_init(&v->configs[i].seen);
	}
	for (size_t i = 0; i < v->nr && !ret; i++)
		ret = open_config(v, &v->configs[i],
				  opt->nr_configs ? &opt->configs[i] : &bare,
				  opt, err);
	return ret;
}

int verify_check_dir(struct worktree *tree, struct strbuf *err)
{
	if (!strpbrk(worktree_dir(tree), " \t:#$%\\'\""))
		return 0;
	return error_set(err, ERR_UNABLE, "make cannot build in '%s': choose a "
			 "directory without blanks, ':', '#' and '$' with "
			 "--build-dir", worktree_dir(tree));
}

int verify_open(struct verify **out, struct engine *e, struct snapshot *base,
		const struct verify_options *opt, struct strvec *unmet,
		struct strbuf *err)
{
	struct verify *v = xcalloc(1, sizeof(*v));
	char *dir;
	int ret;

	v->e = e;
	v->want_gone = opt->gone;
	v->want_lines = opt->lines;
	v->want_full = opt->full;
	if (opt->build_dir)
		dir = xstrdup(opt->build_dir);
	else
		dir = xasprintf("%s/ratchet", repo_common_dir(e->repo));
	ret = worktree_open(&v->tree, e->repo, dir, err);
	free(dir);
	if (ret)
		goto out;
	ret = verify_check_dir(v->tree, err);
	if (!ret)
		ret = open_configs(v, opt, err);
	if (!ret)
		ret = verify_side_by_side(v, base, NULL, err);
	for (size_t i = 0; i < v->nr && !ret; i++) {
		ret = verify_go_to(v, &v->configs[i], base, unmet, err);
		if (!ret)
			ret = kbuild_prepare(&v->configs[i].k, err);
	}
out:
	if (ret)
		verify_close(v);
	else
		*out = v;
	return ret;
}

static void config_release(struct config *c)
{
	kbuild_release(&c->k);
	strvec_release(&c->seen);
	free(c->seen_at);
	diagnostics_release(&c->full_said);
}

void verify_close(struct verify *v)
{
	if (!v)
		return;
	for (size_t i = 0; i < v->nr; i++)
		config_release(&v->configs[i]);
	free(v->configs);
	worktree_close(v->tree);
	includes_free(v->includes);
	free(v);
}

void verify_result_release(struct verify_result *r)
{
	size_t i;

	for (i = 0; i < r->nr; i++)
		object_result_release(&r->objects[i]);
	free(r->objects);
	free(r->configs);
	diagnostics_release(&r->new_diags);
	diagnostics_release(&r->gone_diags);
	compiled_lines_release(&r->lines);
	same_code_release(&r->same);
	strvec_release(&r->unmet);
	memset(r, 0, sizeof(*r));
	strvec_init(&r->unmet);
}

static bool has_warning(const struct object_result *r)
{
	size_t i;

	for (i = 0; i < r->diags.nr; i++)
		if (!r->diags.v[i].is_error)
			return true;
	return false;
}

bool verify_known_diag(const struct diagnostics *l, const struct diagnostic *d)
{
	for (size_t i = 0; i < l->nr; i++)
		if (l->v[i].line == d->line && l->v[i].col == d->col &&
		    verify_same_text(&l->v[i], d))
			return true;
	return false;
}

void verify_add_error(struct diagnostics *l, const char *path, unsigned line,
		      const char *text)
{
	const struct diagnostic d = {
		.path = (char *)path, .line = line, .is_error = true,
		.text = (char *)text,
	};

	if (!verify_known_diag(l, &d))
		diagnostics_add(l, path, line, 0, true, text);
}

/*
 * One header's error is the same for each object that includes it, and in each
 * configuration.
 */
static void add_once(struct diagnostics *to, struct diagnostics *from)
{
	for (size_t i = 0; i < from->nr; i++)
		/* about a goal of our own, which make may hear of twice */
		if (!strstr(from->v[i].text, "'.ratchet-") &&
		    !verify_known_diag(to, &from->v[i]))
			diagnostics_add(to, from->v[i].path, from->v[i].line,
					from->v[i].col, from->v[i].is_error,
					from->v[i].text);
	diagnostics_release(from);
}

/* The same errors before and after: it is not the step that breaks it. */
static bool failed_alike(const struct object_result *before,
			 const struct object_result *after,
			 const struct diagnostics *fresh)
{
	return before->state == OBJECT_FAILED &&
	       after->state == OBJECT_FAILED &&
	       diagnostics_have_error(&after->diags) &&
	       !diagnostics_have_error(fresh);
}

static void compare_object(struct verify *v, struct snapshot *before,
			   struct snapshot *after,
			   const struct object_result *old,
			   struct object_result *now,
			   struct verify_result *out)
{
	const struct diagnostics none = { 0 };
	struct diagnostics fresh = { 0 }, gone = { 0 };

	verify_compare_diags(before, after, old ? &old->diags : &none,
			     &now->diags, &fresh, &gone);
	if (old && failed_alike(old, now, &fresh))
		now->state = OBJECT_NOT_COMPILED;
	add_once(&out->new_diags, &fresh);
	if (v->want_gone)
		add_once(&out->gone_diags, &gone);
	diagnostics_release(&gone);
}

/*
 * What is new at @after, of which @objects are the results.  Only objects that
 * warn or fail need to be looked at, and built, at @before, unless it is asked
 * what is gone.  One that could not be built before either counts as not
 * compiled.
 */
static int compare(struct verify *v, struct config *c, struct snapshot *before,
		   struct snapshot *after, struct object_result *objects,
		   struct verify_result *out, struct strbuf *err)
{
	struct strvec sources = STRVEC_INIT;
	struct object_result *old;
	size_t n = 0;
	int ret = 0;

	for (size_t i = 0; i < out->nr; i++)
		if (objects[i].state != OBJECT_NOT_COMPILED &&
		    (has_warning(&objects[i]) || v->want_gone ||
		     objects[i].state == OBJECT_FAILED) &&
		    !snapshot_stat(before, objects[i].source, NULL, NULL))
			strvec_push(&sources, objects[i].source);
	old = xcalloc(sources.nr + 1, sizeof(*old));
	if (sources.nr)
		ret = verify_results(v, c, before, &sources, old, NULL, err);
	for (size_t i = 0; i < out->nr && !ret; i++) {
		bool has = n < sources.nr &&
			   !strcmp(sources.v[n], objects[i].source);

		if (objects[i].state != OBJECT_NOT_COMPILED)
			compare_object(v, before, after, has ? &old[n] : NULL,
				       &objects[i], out);
		n += has;
	}
	for (size_t i = 0; i < sources.nr && !ret; i++)
		object_result_release(&old[i]);
	free(old);
	strvec_release(&sources);
	return ret;
}

static void take_result(struct object_result *to, struct object_result *from)
{
	*to = *from;
	memset(from, 0, sizeof(*from));
}

/* One object's result in one more configuration; @from is left empty. */
static void merge_object(struct object_result *to, struct object_result *from)
{
	bool better = from->state == OBJECT_FAILED ||
		      (from->state == OBJECT_BUILT &&
		       to->state == OBJECT_NOT_COMPILED);

	if (!to->source || better) {
		object_result_release(to);
		take_result(to, from);
	} else {
		object_result_release(from);
		memset(from, 0, sizeof(*from));
	}
}

static void count(const struct object_result *objects, size_t nr, size_t *built,
		  size_t *failed, size_t *not_compiled)
{
	for (size_t i = 0; i < nr; i++) {
		*built += objects[i].state == OBJECT_BUILT;
		*failed += objects[i].state == OBJECT_FAILED;
		*not_compiled += objects[i].state == OBJECT_NOT_COMPILED;
	}
}

static void not_compiled(const struct strvec *sources,
			 struct object_result *objects)
{
	for (size_t i = 0; i < sources->nr; i++) {
		objects[i].source = xstrdup(sources->v[i]);
		objects[i].state = OBJECT_NOT_COMPILED;
		strvec_init(&objects[i].undefined);
		strvec_init(&objects[i].defined);
		strvec_init(&objects[i].weak);
	}
}

/* The step in one configuration. */
static int prove_in(struct verify *v, struct config *c,
		    const struct strvec *sources, struct snapshot *before,
		    struct snapshot *after, const struct strvec *same_code,
		    struct verify_result *out, struct strbuf *err)
{
	struct object_result *objects = xcalloc(sources->nr + 1,
						sizeof(*objects));
	struct config_result *r = &out->configs[out->nr_configs];
	bool broken = false;
	int ret = verify_build_files(v, c, before, after, &out->new_diags,
				     &broken, err);

	if (!ret && !broken)
		ret = verify_results(v, c, after, sources, objects,
				     &out->unmet, err);
	out->broken |= broken;
	if (broken)
		not_compiled(sources, objects);
	if (!ret) {
		r->name = c->name;
		out->nr_configs++;
		ret = compare(v, c, before, after, objects, out, err);
		if (!ret && !diagnostics_have_error(&out->new_diags))
			ret = verify_symbols(v, c, before, after, objects,
					     sources->nr, &out->new_diags, err);
		if (!ret && v->want_full &&
		    !diagnostics_have_error(&out->new_diags))
			ret = verify_full(v, c, before, after, out, err);
		if (!ret && same_code &&
		    !diagnostics_have_error(&out->new_diags))
			ret = verify_same(v, c, before, after, same_code,
					  objects, sources->nr, out, err);
		count(objects, sources->nr, &r->built, &r->failed,
		      &r->not_compiled);
		for (size_t i = 0; i < sources->nr; i++)
			merge_object(&out->objects[i], &objects[i]);
	}
	free(objects);
	return ret;
}

int verify_changed(struct verify *v, struct snapshot *before,
		   struct snapshot *after, struct strvec *paths,
		   struct strbuf *err)
{
	struct oid a, b;
	int ret = snapshot_write(before, &a, err);

	if (!ret)
		ret = snapshot_write(after, &b, err);
	if (!ret)
		ret = repo_tree_diff(v->e->repo, &a, &b, paths, err);
	strvec_sort_uniq(paths);
	return ret;
}

int verify_text(struct snapshot *snap, const char *path, struct strbuf *out,
		struct strbuf *err)
{
	if (snapshot_stat(snap, path, NULL, NULL))
		return 0;
	return snapshot_read(snap, path, out, err);
}

int verify_verdict(struct verify_result *out, struct strbuf *err)
{
	struct strbuf where = STRBUF_INIT;
	const struct diagnostic *d = NULL;
	size_t i;

	for (i = 0; i < out->new_diags.nr; i++)
		if (!d || (out->new_diags.v[i].is_error && !d->is_error))
			d = &out->new_diags.v[i];
	if (!d)
		return 0;
	if (d->line)
		strbuf_addf(&where, "%s:%u", d->path, d->line);
	else
		strbuf_addstr(&where, d->path);
	error_set(err, ERR_FAILED, "%s: %s: %.*s", where.buf,
		  d->is_error ? "error" : "new warning",
		  (int)strcspn(d->text, "\n"), d->text);
	strbuf_release(&where);
	return ERR_FAILED;
}

/*
 * A symbol of the fragment that a step takes away is no longer wanted; one that
 * was never there was told of at the base.
 */
static void drop_gone(struct strvec *unmet)
{
	struct strvec kept = STRVEC_INIT;

	for (size_t i = 0; i < unmet->nr; i++)
		if (!kbuild_unmet_is_gone(unmet->v[i]))
			strvec_push(&kept, unmet->v[i]);
	strvec_release(unmet);
	*unmet = kept;
}

/* What each configuration will be asked for; see compare(). */
static int build_ahead(struct verify *v, struct snapshot *before,
		       struct snapshot *after, const struct strvec *sources,
		       struct strbuf *err)
{
	struct strvec old = STRVEC_INIT;
	int ret = verify_side_by_side(v, after, sources, err);

	for (size_t i = 0; i < sources->nr && v->want_gone; i++)
		if (!snapshot_stat(before, sources->v[i], NULL, NULL))
			strvec_push(&old, sources->v[i]);
	if (!ret)
		ret = verify_side_by_side(v, before, &old, err);
	strvec_release(&old);
	return ret;
}

void verify_tip(struct verify *v)
{
	for (size_t i = 0; i < v->nr; i++)
		v->configs[i].k.make_only = true;
}

int verify_step(struct verify *v, struct snapshot *before,
		struct snapshot *after, const struct strvec *same_code,
		struct verify_result *out, struct strbuf *err)
{
	struct strvec sources = STRVEC_INIT;
	struct layout_groups groups = { 0 };
	uint64_t start = now_us();
	int ret;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->unmet);
	ret = verify_affected(v->e, before, after, &v->includes, &sources,
			      &groups, err);
	if (!ret)
		ret = verify_values(v, before, after, &sources, err);
	if (!ret)
		ret = verify_layouts(v, before, after, &groups, &sources, err);
	if (!ret)
		ret = verify_chain(v, before, after, err);
	if (ret)
		goto out;
	out->objects = xcalloc(sources.nr + 1, sizeof(*out->objects));
	out->configs = xcalloc(v->nr, sizeof(*out->configs));
	out->nr = sources.nr;
	out->full = v->want_full;
	out->same_asked = same_code != NULL;
	ret = build_ahead(v, before, after, &sources, err);
	for (size_t i = 0; i < v->nr && !ret; i++)
		ret = prove_in(v, &v->configs[i], &sources, before, after,
			       same_code, out, err);
	add_once(&out->new_diags, &out->same.diags);
	drop_gone(&out->unmet);
	count(out->objects, out->nr, &out->built, &out->failed,
	      &out->not_compiled);
	if (!ret)
		ret = verify_verdict(out, err);
	if (!ret && v->want_lines)
		ret = verify_lines(v, before, after, out, &out->lines, err);
out:
	out->wall_us = now_us() - start;
	if (ret && ret != ERR_FAILED)
		verify_result_release(out);
	layout_groups_release(&groups);
	strvec_release(&sources);
	return ret;
}
