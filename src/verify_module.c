/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_module: the proof for a repository that is no kernel tree but a module
 * of its own: all of it is built, before and after, for the kernel at KDIR.
 */
#include "verify_module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify_priv.h"
#include "worktree.h"

struct verify_module {
	struct engine *e;
	struct worktree *tree;
	struct kbuild k;
	struct strbuf stamp;
};

int verify_module_open(struct verify_module **out, struct engine *e,
		       const struct verify_module_options *opt,
		       struct strbuf *err)
{
	struct verify_module *m = xcalloc(1, sizeof(*m));
	char *dir = opt->build_dir ? xstrdup(opt->build_dir) :
		    xasprintf("%s/ratchet", repo_common_dir(e->repo));
	int ret;

	m->e = e;
	strbuf_init(&m->stamp);
	kbuild_init(&m->k);
	ret = worktree_open(&m->tree, e->repo, dir, err);
	free(dir);
	if (!ret)
		ret = verify_check_dir(m->tree, err);
	if (ret)
		goto out;
	ret = kbuild_init_module(&m->k, opt->kdir, worktree_path(m->tree),
				 opt->subdir ? opt->subdir : "", e->home, err);
	if (ret)
		goto out;
	m->k.jobs = e->jobs;
	strvec_pushv(&m->k.make_vars, opt->make_vars);
	ret = verify_make_timeout(e->repo, &m->k.timeout_ms, err);
	if (!ret)
		ret = kbuild_module_stamp(&m->k, &m->stamp, err);
out:
	if (ret)
		verify_module_close(m);
	else
		*out = m;
	return ret;
}

void verify_module_close(struct verify_module *m)
{
	if (!m)
		return;
	worktree_close(m->tree);
	kbuild_release(&m->k);
	strbuf_release(&m->stamp);
	free(m);
}

/* ---- one tree ---- */

struct source_list {
	const char *dir;
	struct strvec paths;
};

static int add_source(const char *path, const struct oid *oid, unsigned mode,
		      void *data)
{
	struct source_list *l = data;
	size_t n = strlen(l->dir);

	(void)oid;
	if (ends_with(path, ".c") && (mode & 0170000) == 0100000 &&
	    !ends_with(path, ".mod.c") &&
	    (!n || (!strncmp(path, l->dir, n) && path[n] == '/')))
		strvec_push(&l->paths, path);
	return 0;
}

static void save(const struct module_build *b, struct strbuf *out)
{
	strbuf_addf(out, "%d %zu %zu\n", b->failed, b->nr, b->modules.nr);
	for (size_t i = 0; i < b->modules.nr; i++)
		strbuf_addf(out, "%s\n", b->modules.v[i]);
	for (size_t i = 0; i <= b->nr; i++) {
		struct strbuf text = STRBUF_INIT;

		diagnostics_save(i < b->nr ? &b->objects[i].diags : &b->other,
				 &text);
		strbuf_addf(out, "%d %zu %s\n%s",
			    i < b->nr ? (int)b->objects[i].state : 0, text.len,
			    i < b->nr ? b->objects[i].source : "", text.buf);
		strbuf_release(&text);
	}
}

static char *take_line(const char **s)
{
	size_t n = strcspn(*s, "\n");
	char *line = xstrndup(*s, n);

	*s += n + ((*s)[n] == '\n');
	return line;
}

static bool load_object(struct module_build *b, size_t i, const char **s,
			const char *end)
{
	struct object_result *o = i < b->nr ? &b->objects[i] : NULL;
	char *line = take_line(s);
	int state, used = 0;
	size_t len;
	bool ok = sscanf(line, "%d %zu %n", &state, &len, &used) == 2 &&
		  len <= (size_t)(end - *s) &&
		  diagnostics_load(o ? &o->diags : &b->other, *s, len);

	if (ok && o) {
		o->state = state;
		o->source = xstrdup(line + used);
		strvec_init(&o->undefined);
		strvec_init(&o->defined);
		strvec_init(&o->weak);
	}
	if (ok)
		*s += len;
	free(line);
	return ok;
}

static bool load(struct module_build *b, const struct strbuf *text)
{
	const char *s = text->buf, *end = text->buf + text->len;
	size_t modules;
	char *line = take_line(&s);
	int failed;
	bool ok;

	memset(b, 0, sizeof(*b));
	strvec_init(&b->modules);
	ok = sscanf(line, "%d %zu %zu", &failed, &b->nr, &modules) == 3;
	free(line);
	if (!ok || b->nr > text->len) {
		b->nr = 0;
		return false;
	}
	b->failed = failed;
	b->objects = xcalloc(b->nr + 1, sizeof(*b->objects));
	while (modules--) {
		line = take_line(&s);
		strvec_push(&b->modules, line);
		free(line);
	}
	for (size_t i = 0; i <= b->nr && ok; i++)
		ok = load_object(b, i, &s, end);
	if (!ok)
		module_build_release(b);
	return ok;
}

static int build_at(struct verify_module *m, struct snapshot *snap,
		    struct module_build *out, struct strbuf *err)
{
	struct source_list l = { .dir = m->k.module_dir, .paths = STRVEC_INIT };
	struct strbuf key_text = STRBUF_INIT, text = STRBUF_INIT;
	char hex[OID_HEX + 1], key[OID_HEX + 1];
	struct oid tree, oid;
	int ret = snapshot_write(snap, &tree, err);

	if (ret)
		return ret;
	oid_hex(&tree, hex);
	strbuf_addf(&key_text, "%s\n%s", hex, m->stamp.buf);
	oid_of_blob(key_text.buf, key_text.len, &oid);
	oid_hex(&oid, key);
	strbuf_release(&key_text);
	if (cache_get(m->e->cache, "module", key, &text) && load(out, &text))
		goto out;
	ret = worktree_move(m->tree, &tree, err);
	if (!ret)
		ret = repo_tree_walk(m->e->repo, &tree, add_source, &l, err);
	if (!ret)
		ret = kbuild_module(&m->k, &l.paths, out, err);
	if (!ret) {
		strbuf_reset(&text);
		save(out, &text);
		/* a failure is not kept: memory or disk may have been short */
		if (!out->failed)
			cache_put(m->e->cache, "module", key, text.buf,
				  text.len);
	}
out:
	strvec_release(&l.paths);
	strbuf_release(&text);
	return ret;
}

/* ---- a step ---- */

static void all_diags(const struct module_build *b, struct diagnostics *out)
{
	for (size_t i = 0; i <= b->nr; i++) {
		const struct diagnostics *l = i < b->nr ?
					      &b->objects[i].diags : &b->other;

		for (size_t k = 0; k < l->nr; k++)
			diagnostics_add(out, l->v[k].path, l->v[k].line,
					l->v[k].col, l->v[k].is_error,
					l->v[k].text);
	}
}

static void check_modules(const struct module_build *before,
			  const struct module_build *after,
			  struct verify_result *out)
{
	for (size_t i = 0; i < before->modules.nr && !after->failed; i++)
		if (!strvec_has_sorted(&after->modules, before->modules.v[i]))
			strvec_pushf(&out->unmet, "'%s' is no longer built",
				     before->modules.v[i]);
}

int verify_module_step(struct verify_module *m, struct snapshot *before,
		       struct snapshot *after, struct verify_result *out,
		       struct strbuf *err)
{
	struct module_build a = { 0 }, b = { 0 };
	struct diagnostics old = { 0 }, now = { 0 };
	uint64_t start = now_us();
	int ret;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->unmet);
	ret = build_at(m, before, &a, err);
	if (!ret)
		ret = build_at(m, after, &b, err);
	if (ret)
		goto out;
	all_diags(&a, &old);
	all_diags(&b, &now);
	verify_compare_diags(before, after, &old, &now, &out->new_diags,
			     &out->gone_diags);
	check_modules(&a, &b, out);
	out->objects = b.objects;
	out->nr = b.nr;
	b.objects = NULL;
	b.nr = 0;
	for (size_t i = 0; i < out->nr; i++) {
		out->built += out->objects[i].state == OBJECT_BUILT;
		out->failed += out->objects[i].state == OBJECT_FAILED;
		out->not_compiled += out->objects[i].state ==
				     OBJECT_NOT_COMPILED;
	}
	out->wall_us = now_us() - start;
	ret = verify_verdict(out, err);
out:
	diagnostics_release(&old);
	diagnostics_release(&now);
	module_build_release(&a);
	module_build_release(&b);
	return ret;
}
