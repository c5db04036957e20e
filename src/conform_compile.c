/* SPDX-License-Identifier: GPL-2.0-only */
/* What is compiled of each side, and what the compiler says about it. */
#define _GNU_SOURCE	/* strchrnul */
#include "conform_priv.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* "SIDE/NAME" or a file of the model, by whether there is a side. */
static void task_compile(struct builder *b, struct task *t, const char *source,
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

/* Files that are compiled for each side, not once. */
static bool is_per_side(const char *name)
{
	return !strcmp(name, "adapter.c") || !strcmp(name, "nodevice.c") ||
	       !strcmp(name, "probe.c") || !strcmp(name, "interface.c");
}

int compile_common(struct builder *b, const char *sub, struct strbuf *err)
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
			if (!keep_load_object(b, object))
				task_compile(b, conform_task(b, NULL, "the model"),
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

void compile_probe(struct builder *b, struct side *s)
{
	struct strvec defines = STRVEC_INIT;
	char *source = xasprintf("%s/shim/probe.c", b->golden);
	struct task *t = conform_task(b, s, "probe.c");

	t->may_fail = true;
	strvec_push(&defines, "CONFIG_ZONE_DEVICE=1");
	task_compile(b, t, source, NULL, &defines, NULL, false);
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
int take_probe(struct builder *b, struct task *t, struct strbuf *err)
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
	task_compile(b, conform_task(b, s, "memremap.h"), source, object, &defines,
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
	struct task *t = conform_task(b, s, "nodevice.c");

	t->may_fail = true;
	task_compile(b, t, source, object, NULL, NULL, false);
	free(source);
	free(object);
}

static void add_interface(struct builder *b, struct side *s, bool zone_device)
{
	char *source = xasprintf("%s/shim/interface.c", b->golden);
	struct task *t = conform_task(b, s, "interface.c");
	struct strvec defines = STRVEC_INIT;

	t->may_fail = true;
	if (zone_device)
		strvec_push(&defines, "CONFIG_ZONE_DEVICE=1");
	task_compile(b, t, source, NULL, &defines, NULL, false);
	strvec_release(&defines);
	free(source);
}

static void add_core(struct builder *b, struct side *s,
		     const struct conform_config *config)
{
	char *source = xasprintf("%s/memremap.c", s->name);
	char *object = xasprintf("%s/core-%s.o", s->name, config->name);
	struct strvec defines = STRVEC_INIT, first = STRVEC_INIT;
	struct task *t = conform_task(b, s, "memremap.c");

	side_defines(s, &defines);
	strvec_push(&defines, "CONFIG_ZONE_DEVICE=1");
	for (size_t i = 0; i < ARRAY_SIZE(config->defines); i++)
		if (config->defines[i])
			strvec_push(&defines, config->defines[i]);
	strvec_pushl(&first, "kernel.h", "linux/memremap.h", "late.h", NULL);
	t->config = config;
	task_compile(b, t, source, object, &defines, &first, false);
	strvec_release(&defines);
	strvec_release(&first);
	free(source);
	free(object);
}

void compile_side(struct builder *b, struct side *s, size_t configs)
{
	add_adapter(b, s);
	for (size_t k = 0; k < configs; k++)
		add_core(b, s, &conform_configs[k]);
	add_nodevice(b, s);
	add_interface(b, s, true);
	add_interface(b, s, false);
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
void take_objects(struct builder *b)
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
int compile_unknown(struct builder *b, struct side *s, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char *source = xasprintf("%s/unknown.c", s->name);
	char *object = xasprintf("%s/unknown.o", s->name);
	int ret;

	strbuf_addstr(&text, "void unsupported(const char *symbol);\n");
	for (size_t i = 0; i < s->unknown.nr; i++)
		strbuf_addf(&text, "long %s(void) { unsupported(\"%s\"); return 0; }\n",
			    s->unknown.v[i], s->unknown.v[i]);
	ret = conform_write(b->dir, source, &text, err);
	if (!ret)
		task_compile(b, conform_task(b, s, "unknown.c"), source, object,
			    NULL, NULL, false);
	strbuf_release(&text);
	free(source);
	free(object);
	return ret;
}
