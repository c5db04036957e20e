/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_module: "make -C KDIR M=DIR" of a module that is in no kernel tree.
 * It builds in its own source directory, which is a work tree of ours.
 */
#include "kbuild_priv.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void module_build_release(struct module_build *b)
{
	for (size_t i = 0; i < b->nr; i++)
		object_result_release(&b->objects[i]);
	free(b->objects);
	diagnostics_release(&b->other);
	strvec_release(&b->modules);
	memset(b, 0, sizeof(*b));
	strvec_init(&b->modules);
}

bool kbuild_leaves(const char *name)
{
	static const char *const ends[] = {
		".o", ".ko", ".mod", ".mod.c", ".cmd",
	};

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (ends_with(name, ends[i]))
			return true;
	return !strcmp(name, ".tmp_versions");
}

static bool is_there(const struct kbuild *k, const char *source)
{
	char *path = xasprintf("%s/%.*s.o", k->output, (int)strlen(source) - 2,
			       source);
	struct stat st;
	bool yes = !lstat(path, &st);

	free(path);
	return yes;
}

/* Take the source directory out of a line's paths. */
static void relative(const struct kbuild *k, char *line)
{
	size_t dir = strlen(k->source);
	char *at;

	while ((at = strstr(line, k->source)))
		memmove(at, at + dir + (at[dir] == '/'),
			strlen(at + dir + (at[dir] == '/')) + 1);
}

void kbuild_take_link(const struct kbuild *k, const char *text,
		      struct diagnostics *out)
{
	for (const char *s = text; *s; s += *s == '\n') {
		size_t n = strcspn(s, "\n");
		char *line = xstrndup(s, n);
		bool is_error = starts_with(line, "ERROR: ") ||
				starts_with(line, "FATAL: ");

		relative(k, line);
		if (strstr(line, "multiple definition of `") ||
		    strstr(line, "undefined reference to `"))
			diagnostics_add(out, "ld", 0, 0, true, line);
		/* in 5.2 it is a warning, and the module cannot be loaded */
		else if (is_error || starts_with(line, "WARNING: "))
			diagnostics_add(out, "modpost", 0, 0,
					is_error || strstr(line, "undefined!"),
					strchr(line, ' ') + 1);
		free(line);
		s += n;
	}
}

static int find_modules(const struct kbuild *k, struct strvec *out,
			struct strbuf *err)
{
	char *roots[] = { k->source, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;

	if (!fts)
		return error_set(err, ERR_UNABLE, "cannot read '%s'", k->source);
	while ((e = fts_read(fts)))
		if (e->fts_info == FTS_F && ends_with(e->fts_name, ".ko"))
			strvec_push(out, e->fts_path + strlen(k->source) + 1);
	fts_close(fts);
	strvec_sort_uniq(out);
	return 0;
}

static void take_objects(struct kbuild *k, const struct strvec *sources,
			 struct make_report *r, struct module_build *out)
{
	out->objects = xcalloc(sources->nr + 1, sizeof(*out->objects));
	out->nr = sources->nr;
	for (size_t i = 0; i < sources->nr; i++) {
		struct object_result *o = &out->objects[i];

		o->source = xstrdup(sources->v[i]);
		strvec_init(&o->undefined);
		strvec_init(&o->defined);
		strvec_init(&o->weak);
		o->diags = r->of[i];
		memset(&r->of[i], 0, sizeof(r->of[i]));
		o->state = r->failed[i] || diagnostics_have_error(&o->diags) ?
			   OBJECT_FAILED : is_there(k, o->source) ?
			   OBJECT_BUILT : OBJECT_NOT_COMPILED;
	}
}

static int make_goal(struct kbuild *k, const char *goal, struct child *c,
		     struct strbuf *err)
{
	struct strvec args = STRVEC_INIT;
	int ret;

	strvec_pushl(&args, "-k", "--output-sync=target", NULL);
	strvec_pushf(&args, "-j%d", k->jobs > 0 ? k->jobs : online_cpus());
	strvec_push(&args, goal);
	ret = kbuild_make(k, &args, c, err);
	strvec_release(&args);
	return ret;
}

int kbuild_module(struct kbuild *k, const struct strvec *sources,
		  struct module_build *out, struct strbuf *err)
{
	struct make_report r = { 0 };
	struct child c;
	int ret;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->modules);
	/* warnings are said when a file is compiled, so all of them are */
	ret = make_goal(k, "clean", &c, err);
	child_release(&c);
	if (ret)
		return ret;
	ret = make_goal(k, "modules", &c, err);
	if (ret)
		goto out;
	make_report_parse(&r, k, sources, c.err.buf, c.err.len);
	take_objects(k, sources, &r, out);
	out->other = r.other;
	memset(&r.other, 0, sizeof(r.other));
	kbuild_take_link(k, c.err.buf, &out->other);
	out->failed = c.code != 0;
	if (out->failed) {
		bool said = diagnostics_have_error(&out->other);

		for (size_t i = 0; i < out->nr; i++)
			said |= out->objects[i].state == OBJECT_FAILED;
		if (!said) {
			struct strbuf why = STRBUF_INIT;

			strbuf_addstr(&why, "make failed");
			kbuild_add_reason(&c, &why);
			diagnostics_add(&out->other, "make", 0, 0, true,
					why.buf);
			strbuf_release(&why);
		}
	}
	make_report_release(&r);
	ret = find_modules(k, &out->modules, err);
out:
	child_release(&c);
	if (ret)
		module_build_release(out);
	return ret;
}

/* What of a file there is, by its size and time: Module.symvers is large. */
static bool add_file(const char *dir, const char *name, struct strbuf *out)
{
	char *path = xasprintf("%s/%s", dir, name);
	struct stat st;
	bool there = !stat(path, &st);

	if (there)
		strbuf_addf(out, "%s %lld %lld.%09ld\n", name,
			    (long long)st.st_size, (long long)st.st_mtim.tv_sec,
			    st.st_mtim.tv_nsec);
	free(path);
	return there;
}

int kbuild_init_module(struct kbuild *k, const char *kdir, const char *tree,
		       const char *dir, const char *home, struct strbuf *err)
{
	kbuild_init(k);
	k->kdir = realpath(kdir, NULL);
	k->module_dir = xstrdup(dir);
	k->source = xstrdup(tree);
	k->output = xstrdup(tree);
	k->home = home;
	return k->kdir ? 0 : error_set(err, ERR_UNABLE, "'%s': %s", kdir,
				       strerror(errno));
}

int kbuild_module_stamp(struct kbuild *k, struct strbuf *out,
			struct strbuf *err)
{
	strbuf_addf(out, "module 1\n%s\n%s\n", k->kdir, k->module_dir);
	if (!add_file(k->kdir, "Makefile", out))
		return error_set(err, ERR_UNABLE, "'%s' is no kernel to build "
				 "modules for: it has no Makefile; install the "
				 "kernel's headers, or name another with KDIR=",
				 k->kdir);
	/* what of these is there decides about the module */
	add_file(k->kdir, ".config", out);
	add_file(k->kdir, "include/config/auto.conf", out);
	add_file(k->kdir, "Module.symvers", out);
	for (size_t i = 0; i < k->make_vars.nr; i++)
		strbuf_addf(out, "make %s\n", k->make_vars.v[i]);
	return kbuild_compiler_version(k, out, err);
}
