/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a core and its header to the records of its runs.  All of it happens in
 * the scratch directory, in children with limits.  Each side has a directory:
 *
 *	SIDE/memremap.c  SIDE/include/linux/memremap.h  SIDE/stubs/...
 *
 * Four rounds, each in parallel: what the headers have, and the objects that
 * are the same for all; the objects of each side; programs; runs.  What does
 * not depend on the tree comes from the cache, if it was there before.
 */
#include "conform_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pahole.h"
#include "tempfile.h"

#define RUN_TIMEOUT_MS 60000

const struct conform_config conform_configs[CONFIGS] = {
	{ "all", { "CONFIG_DEV_PAGEMAP_OPS=1", "CONFIG_DEVICE_PRIVATE=1",
		   "CONFIG_FS_DAX=1" } },
	{ "no-private", { "CONFIG_DEV_PAGEMAP_OPS=1", "CONFIG_FS_DAX=1" } },
	{ "fs-dax-limited", { "CONFIG_DEV_PAGEMAP_OPS=1",
			      "CONFIG_DEVICE_PRIVATE=1", "CONFIG_FS_DAX=1",
			      "CONFIG_FS_DAX_LIMITED=1" } },
	{ "no-ops", { NULL } },
};

/* ---- tasks ---- */

struct task *conform_task(struct builder *b, struct side *side,
			  const char *what)
{
	struct task *t = xcalloc(1, sizeof(*t));

	child_init(&t->child);
	t->side = side;
	t->what = what;
	ALLOC_GROW(b->tasks, b->nr + 1, b->alloc);
	b->tasks[b->nr++] = t;
	return t;
}

static void drop_tasks(struct builder *b)
{
	for (size_t i = 0; i < b->nr; i++) {
		child_release(&b->tasks[i]->child);
		free(b->tasks[i]);
	}
	b->nr = 0;
}

static void task_done(struct child *c, void *data)
{
}

/* Run all there are; the first that must not fail and does is told. */
static int run_tasks(struct builder *b, struct strbuf *err)
{
	struct jobs *jobs = jobs_new(b->jobs);
	int ret;

	for (size_t i = 0; i < b->nr; i++)
		jobs_add(jobs, &b->tasks[i]->child, task_done, NULL);
	ret = jobs_run(jobs);
	jobs_free(jobs);
	for (size_t i = 0; i < b->nr && !ret; i++)
		if (!b->tasks[i]->may_fail)
			ret = compiler_result(&b->tasks[i]->child,
					      b->tasks[i]->what, err);
	return ret;
}

/*
 * The first side is the tree's.  Of golden one configuration is enough: where
 * something is switched off there is little to compare.
 */
static size_t configs_of(const struct builder *b, size_t i)
{
	return i || b->quick ? 1 : CONFIGS;
}

/* ---- programs and runs ---- */

static void add_link(struct builder *b, struct side *s,
		     const struct conform_config *config)
{
	struct strvec objects = STRVEC_INIT;
	char *program = xasprintf("%s/harness-%s", s->name, config->name);
	struct task *t = conform_task(b, s, program);

	strvec_pushv(&objects, &b->common);
	strvec_pushf(&objects, "%s/adapter.o", s->name);
	strvec_pushf(&objects, "%s/core-%s.o", s->name, config->name);
	if (s->unknown.nr)
		strvec_pushf(&objects, "%s/unknown.o", s->name);
	if (!s->no_nodevice)
		strvec_pushf(&objects, "%s/nodevice.o", s->name);
	compiler_prepare_link(&t->child, b->dir, b->home, &objects, program);
	t->what = "memremap.c";
	strvec_release(&objects);
	free(program);
}

static void add_run(struct builder *b, struct side *s,
		    const struct conform_config *config, int shard, int shards)
{
	struct task *t = conform_task(b, s, "harness");
	struct child *c = &t->child;

	t->config = config;
	t->may_fail = true;
	strvec_pushf(&c->argv, "%s/%s/harness-%s", b->dir, s->name,
		     config->name);
	strvec_pushf(&c->argv, "%d", shard);
	strvec_pushf(&c->argv, "%d", shards);
	strvec_push(&c->argv, config->name);
	/* golden's runs have to be complete */
	if (b->quick && strcmp(s->name, GOLDEN_SIDE))
		strvec_push(&c->argv, "first");
	child_env(c, b->home, b->home);
	compiler_sanitizer_env(c);
	c->dir = b->home;
	c->timeout_ms = RUN_TIMEOUT_MS;
	/* no limit of memory: the sanitizer's own map is larger than any */
	c->file_size = 64 << 20;
}

static void add_types(struct builder *b, struct side *s)
{
	struct task *t = conform_task(b, s, "pahole");
	char *object = xasprintf("%s/adapter.o", s->name);

	t->may_fail = true;
	pahole_prepare(&t->child, b->dir, b->home,
		       "vmem_altmap,memory_type,dev_pagemap_ops,dev_pagemap",
		       object);
	free(object);
}

static void read_runs(struct builder *b)
{
	for (size_t i = 0; i < b->nr; i++) {
		struct task *t = b->tasks[i];
		const struct child *c = &t->child;

		if (!t->config)
			continue;
		if (!run_list_add(&t->side->runs, t->config, c->out.buf,
				  c->out.len) ||
		    c->end != CHILD_EXITED || c->code)
			t->side->incomplete = true;
	}
}

static void save_golden(struct builder *b, const struct side *s)
{
	char *key = keep_key(b, GOLDEN_SIDE);
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < s->types.nr; i++)
		strbuf_addf(&text, "%s\n", s->types.v[i]);
	strbuf_addch(&text, '\n');
	for (size_t i = 0; i < b->nr; i++)
		if (b->tasks[i]->side == s && b->tasks[i]->config)
			strbuf_addbuf(&text, &b->tasks[i]->child.out);
	cache_put(b->cache, "conform", key, text.buf, text.len);
	strbuf_release(&text);
	free(key);
}

/* ---- all of it ---- */

static int find_features(struct builder *b, struct side *const *sides,
			 struct strbuf *err)
{
	size_t i, k;
	int ret = 0;

	for (i = 0; sides[i] && !ret; i++) {
		ret = conform_lay_out(b, sides[i], err);
		compile_probe(b, sides[i]);
	}
	if (!ret)
		ret = compile_common(b, "shim", err);
	if (!ret)
		ret = compile_common(b, "scenarios", err);
	if (!ret)
		ret = run_tasks(b, err);
	for (k = 0; k < i && !ret; k++)
		ret = take_probe(b, b->tasks[k], err);
	if (!ret && b->nr > i)
		keep_save_objects(b);
	drop_tasks(b);
	return ret;
}

static int make_objects(struct builder *b, struct side *const *sides,
			struct strbuf *err)
{
	int ret;

	for (size_t i = 0; sides[i]; i++)
		compile_side(b, sides[i], configs_of(b, i));
	ret = run_tasks(b, err);
	if (ret)
		return ret;
	take_objects(b);
	drop_tasks(b);
	for (size_t i = 0; sides[i] && !ret; i++)
		if (sides[i]->unknown.nr)
			ret = compile_unknown(b, sides[i], err);
	if (!ret)
		ret = run_tasks(b, err);
	drop_tasks(b);
	return ret;
}

static int link_all(struct builder *b, struct side *const *sides,
		    struct strbuf *err)
{
	int ret;

	for (size_t i = 0; sides[i]; i++)
		for (size_t k = 0; k < configs_of(b, i); k++)
			add_link(b, sides[i], &conform_configs[k]);
	ret = run_tasks(b, err);
	drop_tasks(b);
	return ret;
}

static int run_all(struct builder *b, struct side *const *sides,
		   struct strbuf *err)
{
	int ret;

	for (int shard = 0; shard < SHARDS; shard++)
		for (size_t i = 0; sides[i]; i++)
			add_run(b, sides[i], &conform_configs[0], shard, SHARDS);
	for (size_t i = 0; sides[i]; i++)
		for (size_t k = 1; k < configs_of(b, i); k++)
			add_run(b, sides[i], &conform_configs[k], 0, 1);
	for (size_t i = 0; sides[i]; i++)
		add_types(b, sides[i]);
	ret = run_tasks(b, err);
	for (size_t i = 0; i < b->nr && !ret; i++)
		if (!strcmp(b->tasks[i]->what, "pahole"))
			ret = pahole_types(&b->tasks[i]->child,
					   &b->tasks[i]->side->types, err);
	if (!ret)
		read_runs(b);
	return ret;
}

static int build(struct builder *b, struct side *tree, struct side *its,
		 struct strbuf *err)
{
	struct side *sides[] = { tree, its, NULL };
	int ret = keep_make_key(b, err);

	if (!ret && keep_load_golden(b, its))
		sides[1] = NULL;
	if (!ret)
		ret = compiler_headers(b->home, &b->headers, err);
	if (!ret)
		ret = find_features(b, sides, err);
	if (!ret)
		ret = make_objects(b, sides, err);
	if (!ret)
		ret = link_all(b, sides, err);
	if (!ret)
		ret = run_all(b, sides, err);
	if (!ret && sides[1] && !its->incomplete)
		save_golden(b, its);
	return ret;
}

int conform_build(struct side *tree, struct side *its, const char *golden,
		  struct cache *cache, bool quick, int jobs,
		  struct strbuf *err)
{
	struct builder b = {
		.golden = golden, .headers = STRBUF_INIT,
		.shim_dirs = STRVEC_INIT, .common = STRVEC_INIT, .jobs = jobs,
		.cache = cache, .quick = quick,
	};
	int ret = ERR_UNABLE;

	b.dir = scratch_mkdir("conform", err);
	b.home = b.dir ? scratch_mkdir("home", err) : NULL;
	strvec_pushf(&b.shim_dirs, "%s/shim", golden);
	strvec_pushf(&b.shim_dirs, "%s/scenarios", golden);
	if (b.home)
		ret = build(&b, tree, its, err);
	drop_tasks(&b);
	free(b.tasks);
	if (b.dir)
		remove_tree(b.dir, NULL);
	if (b.home)
		remove_tree(b.home, NULL);
	free(b.dir);
	free(b.home);
	strbuf_release(&b.headers);
	strvec_release(&b.shim_dirs);
	strvec_release(&b.common);
	return ret;
}
