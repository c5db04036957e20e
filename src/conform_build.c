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
#define _GNU_SOURCE
#include "conform_priv.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pahole.h"
#include "tempfile.h"

#define RUN_TIMEOUT_MS 60000
#define HEADER "include/linux/memremap.h"

const struct conform_config conform_configs[CONFIGS] = {
	{ "all", { "CONFIG_DEV_PAGEMAP_OPS=1", "CONFIG_DEVICE_PRIVATE=1",
		   "CONFIG_FS_DAX=1" } },
	{ "no-private", { "CONFIG_DEV_PAGEMAP_OPS=1", "CONFIG_FS_DAX=1" } },
	{ "fs-dax-limited", { "CONFIG_DEV_PAGEMAP_OPS=1",
			      "CONFIG_DEVICE_PRIVATE=1", "CONFIG_FS_DAX=1",
			      "CONFIG_FS_DAX_LIMITED=1" } },
	{ "no-ops", { NULL } },
};

static const char golden_name[] = "golden";

/* Something that a child does, and what is said if it cannot. */
struct task {
	struct child child;
	struct side *side;		/* NULL: of all */
	const char *what;		/* a file's name; borrowed */
	const struct conform_config *config;
	bool may_fail;
};

struct builder {
	char *dir, *home;		/* scratch */
	const char *golden;
	struct strbuf headers;		/* of the compiler */
	struct strvec shim_dirs;
	struct strvec common;		/* objects of the model and the scenarios */
	struct task **tasks;
	size_t nr, alloc;
	int jobs;
	struct cache *cache;
	bool quick;
	char key[OID_HEX + 1];		/* of golden, the model, the compiler */
};

/* ---- tasks ---- */

static struct task *new_task(struct builder *b, struct side *side,
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

/* ---- files ---- */

/* The name of an #include in the line at @p, in @out; false: it has none. */
static bool include_at(const char *p, size_t n, struct strbuf *out)
{
	const char *end = p + n, *close;

#define SKIP_BLANKS while (p < end && (*p == ' ' || *p == '\t')) p++
	SKIP_BLANKS;
	if (p == end || *p++ != '#')
		return false;
	SKIP_BLANKS;
	if (end - p < 7 || memcmp(p, "include", 7))
		return false;
	p += 7;
	SKIP_BLANKS;
#undef SKIP_BLANKS
	if (p == end || (*p != '<' && *p != '"'))
		return false;
	close = memchr(p + 1, *p == '<' ? '>' : '"', end - p - 1);
	if (!close)
		return false;
	strbuf_reset(out);
	strbuf_add(out, p + 1, close - p - 1);
	return true;
}

static int write_stub(const char *dir, const struct strbuf *name,
		      const char *what, struct strbuf *err)
{
	static const char text[] = "#include <kernel.h>\n";
	char *path;
	int ret;

	if (!strcmp(name->buf, "linux/memremap.h"))
		return 0;
	if (!path_is_safe(name->buf))
		return error_set(err, ERR_UNABLE,
				 "'%s' includes '%s', which the model does not know",
				 what, name->buf);
	path = xasprintf("%s/%s", dir, name->buf);
	ret = mkdirs_for(path, err);
	if (!ret)
		ret = file_write(path, text, strlen(text), 0600, err);
	free(path);
	return ret;
}

int conform_stubs(const struct strbuf *text, const char *what, const char *dir,
		  struct strbuf *err)
{
	const char *p = text->buf, *end = p + text->len;
	struct strbuf name = STRBUF_INIT;
	int ret = 0;

	while (p < end && !ret) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);

		if (include_at(p, n, &name))
			ret = write_stub(dir, &name, what, err);
		p += n + 1;
	}
	strbuf_release(&name);
	return ret;
}

static int write_at(const char *dir, const char *name,
		    const struct strbuf *text, struct strbuf *err)
{
	char *path = xasprintf("%s/%s", dir, name);
	int ret = mkdirs_for(path, err);

	if (!ret)
		ret = file_write(path, text->buf, text->len, 0600, err);
	free(path);
	return ret;
}

static int lay_out(struct builder *b, struct side *s, struct strbuf *err)
{
	char *dir = xasprintf("%s/%s", b->dir, s->name);
	char *stubs = xasprintf("%s/stubs", dir);
	int ret = mkdirs(stubs, err);

	if (!ret)
		ret = write_at(dir, "memremap.c", s->core, err);
	if (!ret)
		ret = write_at(dir, HEADER, s->header, err);
	if (!ret)
		ret = conform_stubs(s->core, "memremap.c", stubs, err);
	if (!ret)
		ret = conform_stubs(s->header, "memremap.h", stubs, err);
	free(stubs);
	free(dir);
	return ret;
}

/*
 * The first side is the tree's.  Of golden one configuration is enough: where something is switched off there
 * is little to compare.
 */
static size_t configs_of(const struct builder *b, size_t i)
{
	return i || b->quick ? 1 : CONFIGS;
}

/* ---- compiling ---- */

/* "SIDE/NAME" or a file of the model, by whether there is a side. */
static void add_compile(struct builder *b, struct task *t, const char *source,
			const char *output, const struct strvec *defines,
			const struct strvec *first, bool hosted)
{
	struct strvec dirs = STRVEC_INIT;
	struct compile what = {
		.dir = b->dir, .home = b->home, .source = source,
		.output = output, .defines = defines, .first = first,
		.include_dirs = &dirs, .hosted = hosted,
		.undefined = t->side != NULL,
	};

	strvec_pushv(&dirs, &b->shim_dirs);
	if (t->side) {
		strvec_pushf(&dirs, "%s/include", t->side->name);
		strvec_pushf(&dirs, "%s/stubs", t->side->name);
	}
	compiler_prepare(&t->child, &what, b->headers.buf);
	strvec_release(&dirs);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_source(const struct dirent *e)
{
	return ends_with(e->d_name, ".c");
}

static int is_source_or_header(const struct dirent *e)
{
	return ends_with(e->d_name, ".c") || ends_with(e->d_name, ".h");
}

/* Files that are compiled for each side, not once. */
static bool is_per_side(const char *name)
{
	return !strcmp(name, "adapter.c") || !strcmp(name, "nodevice.c") ||
	       !strcmp(name, "probe.c") || !strcmp(name, "interface.c");
}

static char *cache_key(const struct builder *b, const char *name)
{
	return xasprintf("%s-%s", b->key, name);
}

static bool load_object(struct builder *b, const char *object)
{
	char *key = cache_key(b, object);
	struct strbuf bytes = STRBUF_INIT;
	bool there = cache_get(b->cache, "conform", key, &bytes) &&
		     !write_at(b->dir, object, &bytes, NULL);

	strbuf_release(&bytes);
	free(key);
	return there;
}

static void save_objects(struct builder *b)
{
	for (size_t i = 0; i < b->common.nr; i++) {
		char *key = cache_key(b, b->common.v[i]);
		char *path = xasprintf("%s/%s", b->dir, b->common.v[i]);
		struct strbuf bytes = STRBUF_INIT;

		if (!file_read(path, &bytes, NULL))
			cache_put(b->cache, "conform", key, bytes.buf,
				  bytes.len);
		strbuf_release(&bytes);
		free(path);
		free(key);
	}
}

static int add_common(struct builder *b, const char *sub, struct strbuf *err)
{
	char *dir = xasprintf("%s/%s", b->golden, sub);
	struct dirent **found = NULL;
	int nr = scandir(dir, &found, is_source, by_name), ret = 0;

	if (nr <= 0)
		ret = error_set(err, ERR_UNABLE,
				"there is no model of the kernel in '%s'", dir);
	for (int i = 0; i < nr; i++) {
		const char *name = found[i]->d_name;
		char *source = xasprintf("%s/%s", dir, name);

		if (!is_per_side(name)) {
			char *object = xasprintf("%s-%s.o", sub, name);

			strvec_push(&b->common, object);
			if (!load_object(b, object))
				add_compile(b, new_task(b, NULL, "the model"),
					    source, object, NULL, NULL,
					    !strcmp(name, "host.c"));
			free(object);
		}
		free(source);
		free(found[i]);
	}
	free(found);
	free(dir);
	return ret;
}

static void add_probe(struct builder *b, struct side *s)
{
	struct strvec defines = STRVEC_INIT;
	char *source = xasprintf("%s/shim/probe.c", b->golden);
	struct task *t = new_task(b, s, "probe.c");

	t->may_fail = true;
	strvec_push(&defines, "CONFIG_ZONE_DEVICE=1");
	add_compile(b, t, source, NULL, &defines, NULL, false);
	strvec_release(&defines);
	free(source);
}

/*
 * The names of probe.c, "MACRO(NAME, ..." or "typedef char NAME[", of the lines
 * that the compiler liked.
 */
static void take_features(struct side *s, const char *text,
			  const struct complaints *c)
{
	unsigned line = 1;

	for (const char *p = text; *p; line++) {
		const char *nl = strchrnul(p, '\n');
		const char *name = NULL;
		bool liked = true;

		if (starts_with(p, "MAP(") || starts_with(p, "OPS("))
			name = p + 4;
		else if (starts_with(p, "SAME("))
			name = p + 5;
		else if (starts_with(p, "typedef char "))
			name = p + strlen("typedef char ");
		for (size_t i = 0; i < c->nr && name; i++)
			if (c->v[i].line == line &&
			    ends_with(c->v[i].path, "probe.c"))
				liked = false;
		if (name && liked)
			strvec_pushn(&s->features, name, strcspn(name, ",["));
		p = *nl ? nl + 1 : nl;
	}
}

/* A header that is wrong in itself is no header. */
static int read_probe(struct builder *b, struct task *t, struct strbuf *err)
{
	char *path = xasprintf("%s/shim/probe.c", b->golden);
	struct complaints c = { 0 };
	struct strbuf text = STRBUF_INIT;
	int ret = file_read(path, &text, err);

	if (!ret && t->child.end != CHILD_EXITED)
		ret = compiler_result(&t->child, "memremap.h", err);
	compiler_complaints(&t->child, &c);
	for (size_t i = 0; i < c.nr && !ret; i++)
		if (c.v[i].error && !ends_with(c.v[i].path, "probe.c"))
			ret = error_set(err, ERR_UNABLE,
					"'memremap.h' cannot be compiled: %s:%u: %s",
					c.v[i].path, c.v[i].line, c.v[i].text);
	if (!ret)
		take_features(t->side, text.buf, &c);
	complaints_release(&c);
	strbuf_release(&text);
	free(path);
	return ret;
}

/* ---- a side's own objects ---- */

static void side_defines(const struct side *s, struct strvec *out)
{
	for (size_t i = 0; i < s->features.nr; i++)
		strvec_pushf(out, "SHIM_HAVE_%s", s->features.v[i]);
	/* what stands in the map in one generation, in the methods in another */
	if (side_has(s, "OPS_KILL_BY_REF") && !side_has(s, "KILL_BY_REF"))
		strvec_push(out, "SHIM_HAVE_KILL_BY_REF");
	if (side_has(s, "OPS_PAGE_FREE_DATA") && !side_has(s, "PAGE_FREE_DATA"))
		strvec_push(out, "SHIM_HAVE_PAGE_FREE_DATA");
	if (side_has(s, "HEADER_PRIVATE_PAGE"))
		strvec_push(out, "SHIM_HEADER_HAS_IS_DEVICE_PRIVATE_PAGE");
	if (side_has(s, "REF_EMBEDDED"))
		strvec_push(out, "SHIM_PUT_MANAGED_REFS");
}

static void add_adapter(struct builder *b, struct side *s)
{
	char *source = xasprintf("%s/shim/adapter.c", b->golden);
	char *object = xasprintf("%s/adapter.o", s->name);
	struct strvec defines = STRVEC_INIT, first = STRVEC_INIT;

	side_defines(s, &defines);
	strvec_pushl(&defines, "CONFIG_ZONE_DEVICE=1", NULL);
	strvec_push(&first, "kernel.h");
	add_compile(b, new_task(b, s, "adapter.c"), source, object, &defines,
		    &first, false);
	strvec_release(&defines);
	strvec_release(&first);
	free(source);
	free(object);
}

/* The header, as it is without ZONE_DEVICE: it may not even compile. */
static void add_nodevice(struct builder *b, struct side *s)
{
	char *source = xasprintf("%s/shim/nodevice.c", b->golden);
	char *object = xasprintf("%s/nodevice.o", s->name);
	struct task *t = new_task(b, s, "nodevice.c");

	t->may_fail = true;
	add_compile(b, t, source, object, NULL, NULL, false);
	free(source);
	free(object);
}

static void add_interface(struct builder *b, struct side *s, bool zone_device)
{
	char *source = xasprintf("%s/shim/interface.c", b->golden);
	struct task *t = new_task(b, s, "interface.c");
	struct strvec defines = STRVEC_INIT;

	t->may_fail = true;
	if (zone_device)
		strvec_push(&defines, "CONFIG_ZONE_DEVICE=1");
	add_compile(b, t, source, NULL, &defines, NULL, false);
	strvec_release(&defines);
	free(source);
}

static void add_core(struct builder *b, struct side *s,
		     const struct conform_config *config)
{
	char *source = xasprintf("%s/memremap.c", s->name);
	char *object = xasprintf("%s/core-%s.o", s->name, config->name);
	struct strvec defines = STRVEC_INIT, first = STRVEC_INIT;
	struct task *t = new_task(b, s, "memremap.c");

	side_defines(s, &defines);
	strvec_push(&defines, "CONFIG_ZONE_DEVICE=1");
	for (size_t i = 0; i < ARRAY_SIZE(config->defines); i++)
		if (config->defines[i])
			strvec_push(&defines, config->defines[i]);
	strvec_pushl(&first, "kernel.h", "linux/memremap.h", "late.h", NULL);
	t->config = config;
	add_compile(b, t, source, object, &defines, &first, false);
	strvec_release(&defines);
	strvec_release(&first);
	free(source);
	free(object);
}

static void take_interface(struct side *s, const struct child *c, bool zone)
{
	struct complaints all = { 0 };

	compiler_complaints(c, &all);
	for (size_t i = 0; i < all.nr; i++) {
		const char *what = strstr(all.v[i].text,
					  "static assertion failed: ");
		char *text;

		if (!all.v[i].error || strstr(all.v[i].text, "static assertion is not"))
			continue;
		what = what ? what + strlen("static assertion failed: ") :
		       all.v[i].text;
		text = xasprintf("%s%s", what,
				 zone ? "" : ", without ZONE_DEVICE");
		if (!strvec_has(&s->broken_interface, text))
			strvec_push(&s->broken_interface, text);
		free(text);
	}
	complaints_release(&all);
}

/* What the objects of a side had to say. */
static void read_objects(struct builder *b)
{
	unsigned interfaces = 0;

	for (size_t i = 0; i < b->nr; i++) {
		struct task *t = b->tasks[i];
		struct complaints c = { 0 };
		struct strbuf why = STRBUF_INIT;
		struct strvec missing = STRVEC_INIT;

		compiler_complaints(&t->child, &c);
		if (t->config)
			compiler_undeclared(&c, &t->side->unknown);
		else if (!strcmp(t->what, "nodevice.c"))
			compiler_undeclared(&c, &missing);
		if (!strcmp(t->what, "interface.c"))
			take_interface(t->side, &t->child, !(interfaces++ % 2));
		if (missing.nr)
			t->side->no_nodevice = xasprintf("there is no %s() without ZONE_DEVICE",
							 missing.v[0]);
		else if (!strcmp(t->what, "nodevice.c") &&
			 compiler_result(&t->child, t->what, &why))
			t->side->no_nodevice = strbuf_detach(&why, NULL);
		strvec_release(&missing);
		strbuf_release(&why);
		complaints_release(&c);
	}
}

/* Functions that nobody knows: a run that gets to one ends there. */
static int add_unknown(struct builder *b, struct side *s, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char *source = xasprintf("%s/unknown.c", s->name);
	char *object = xasprintf("%s/unknown.o", s->name);
	int ret;

	strbuf_addstr(&text, "void unsupported(const char *symbol);\n");
	for (size_t i = 0; i < s->unknown.nr; i++)
		strbuf_addf(&text, "long %s(void) { unsupported(\"%s\"); return 0; }\n",
			    s->unknown.v[i], s->unknown.v[i]);
	ret = write_at(b->dir, source, &text, err);
	if (!ret)
		add_compile(b, new_task(b, s, "unknown.c"), source, object,
			    NULL, NULL, false);
	strbuf_release(&text);
	free(source);
	free(object);
	return ret;
}

/* ---- programs and runs ---- */

static void add_link(struct builder *b, struct side *s,
		     const struct conform_config *config)
{
	struct strvec objects = STRVEC_INIT;
	char *program = xasprintf("%s/harness-%s", s->name, config->name);
	struct task *t = new_task(b, s, program);

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
	struct task *t = new_task(b, s, "harness");
	struct child *c = &t->child;

	t->config = config;
	t->may_fail = true;
	strvec_pushf(&c->argv, "%s/%s/harness-%s", b->dir, s->name,
		     config->name);
	strvec_pushf(&c->argv, "%d", shard);
	strvec_pushf(&c->argv, "%d", shards);
	strvec_push(&c->argv, config->name);
	/* golden's runs have to be complete */
	if (b->quick && strcmp(s->name, golden_name))
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
	struct task *t = new_task(b, s, "pahole");
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

/* ---- golden, if it was run before ---- */

static bool load_golden(struct builder *b, struct side *s)
{
	char *key = cache_key(b, golden_name);
	struct strbuf text = STRBUF_INIT;
	bool there = cache_get(b->cache, "conform", key, &text);
	const char *p = text.buf, *end;
	size_t n;

	/* first what pahole said, an empty line, then each shard's runs */
	while (there && *p && *p != '\n') {
		n = strcspn(p, "\n");
		strvec_pushn(&s->types, p, n);
		p += n + (p[n] == '\n');
	}
	for (p += *p == '\n'; there && *p; p = end) {
		end = strstr(p, "\n# ");
		end = end ? end + 1 + strcspn(end + 1, "\n") : p + strlen(p);
		end += *end == '\n';
		there = run_list_add(&s->runs, &conform_configs[0], p, end - p);
	}
	strbuf_release(&text);
	free(key);
	return there && s->runs.nr;
}

static void save_golden(struct builder *b, const struct side *s)
{
	char *key = cache_key(b, golden_name);
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
		ret = lay_out(b, sides[i], err);
		add_probe(b, sides[i]);
	}
	if (!ret)
		ret = add_common(b, "shim", err);
	if (!ret)
		ret = add_common(b, "scenarios", err);
	if (!ret)
		ret = run_tasks(b, err);
	for (k = 0; k < i && !ret; k++)
		ret = read_probe(b, b->tasks[k], err);
	if (!ret && b->nr > i)
		save_objects(b);
	drop_tasks(b);
	return ret;
}

static int make_objects(struct builder *b, struct side *const *sides,
			struct strbuf *err)
{
	int ret;

	for (size_t i = 0; sides[i]; i++) {
		add_adapter(b, sides[i]);
		for (size_t k = 0; k < configs_of(b, i); k++)
			add_core(b, sides[i], &conform_configs[k]);
		add_nodevice(b, sides[i]);
		add_interface(b, sides[i], true);
		add_interface(b, sides[i], false);
	}
	ret = run_tasks(b, err);
	if (ret)
		return ret;
	read_objects(b);
	drop_tasks(b);
	for (size_t i = 0; sides[i] && !ret; i++)
		if (sides[i]->unknown.nr)
			ret = add_unknown(b, sides[i], err);
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

/* What a result of golden depends on, the compiler included. */
static int make_key(struct builder *b, struct strbuf *err)
{
	static const char *const subs[] = { ".", "shim", "scenarios" };
	struct strbuf all = STRBUF_INIT;
	struct oid oid;
	int ret = 0;

	child_describe_program("gcc", &all);
	child_describe_program("/proc/self/exe", &all);
	for (size_t i = 0; i < ARRAY_SIZE(subs); i++) {
		char *dir = xasprintf("%s/%s", b->golden, subs[i]);
		struct dirent **found = NULL;
		int nr = scandir(dir, &found, is_source_or_header, by_name);

		for (int k = 0; k < nr; k++) {
			char *path = xasprintf("%s/%s", dir, found[k]->d_name);

			strbuf_addf(&all, "\n%s\n", found[k]->d_name);
			if (!ret)
				ret = file_read(path, &all, err);
			free(path);
			free(found[k]);
		}
		free(found);
		free(dir);
	}
	oid_of_blob(all.buf, all.len, &oid);
	oid_hex(&oid, b->key);
	strbuf_release(&all);
	return ret;
}

static int build(struct builder *b, struct side *tree, struct side *its,
		 struct strbuf *err)
{
	struct side *sides[] = { tree, its, NULL };
	int ret = make_key(b, err);

	if (!ret && load_golden(b, its))
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
