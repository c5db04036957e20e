/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_build_files: what a step's Kconfig and make files, and the .c files
 * that it removes, do to the build as a whole.  That they can be read; that
 * every object they newly list can be made, and none is listed whose source is
 * gone; that no symbol of the fragment loses its value.
 */
#include "verify_priv.h"

#include <stdlib.h>
#include <string.h>

#include "decls.h"
#include "source_kind.h"

struct check {
	struct verify *v;
	struct config *c;
	struct snapshot *before, *after;
	struct strvec changed;		/* paths, sorted */
	const char *kconfig, *make;	/* the first of that kind, or NULL */
	struct strvec dirs;		/* whose lists may have changed, sorted */
	struct diagnostics *out;
	bool broken;
	struct strbuf *err;
};

static void add_dir(struct check *k, const char *path)
{
	const char *slash = strrchr(path, '/');

	strvec_insert_sorted(&k->dirs, ".");
	if (slash) {
		char *dir = xstrndup(path, slash - path);

		strvec_insert_sorted(&k->dirs, dir);
		free(dir);
	}
}

static int find_changed(struct check *k)
{
	int ret = verify_changed(k->v, k->before, k->after, &k->changed, k->err);

	for (size_t i = 0; i < k->changed.nr && !ret; i++) {
		const char *path = k->changed.v[i];
		enum source_kind kind = source_kind(path);

		if (kind == SOURCE_KCONFIG && !k->kconfig)
			k->kconfig = path;
		if (kind == SOURCE_MAKE && !k->make)
			k->make = path;
		if (kind == SOURCE_MAKE ||
		    (ends_with(path, ".c") &&
		     snapshot_stat(k->after, path, NULL, NULL)))
			add_dir(k, path);
	}
	return ret;
}

/*
 * kbuild cannot work at @after, as @err says.  That is the step's doing if it
 * can at @before.
 */
static int blame(struct check *k, const char *path, int ret)
{
	struct strbuf why = STRBUF_INIT;

	if (ret != ERR_UNABLE)
		return ret;
	strbuf_addbuf(&why, k->err);
	strbuf_reset(k->err);
	if (verify_go_to(k->v, k->c, k->before, NULL, k->err) == 0 &&
	    kbuild_prepare(&k->c->k, k->err) == 0) {
		verify_add_error(k->out, path, 0, why.buf);
		k->broken = true;
		ret = 0;
	}
	if (k->broken)
		strbuf_reset(k->err);
	strbuf_release(&why);
	return ret;
}

/* "SYMBOL: wanted ..." */
static bool told_before(const struct strvec *lines, const char *line)
{
	size_t n = strcspn(line, ":");

	for (size_t i = 0; i < lines->nr; i++)
		if (!strncmp(lines->v[i], line, n + 1))
			return true;
	return false;
}

/* Symbols of the fragment that had their value and have it no longer. */
static int check_values(struct check *k)
{
	struct strvec old = STRVEC_INIT, now = STRVEC_INIT;
	int ret = verify_unmet(k->v, k->c, k->before, &old, k->err);

	if (!ret)
		ret = blame(k, k->kconfig,
			    verify_go_to(k->v, k->c, k->after, NULL, k->err));
	if (!ret && !k->broken)
		ret = verify_unmet(k->v, k->c, k->after, &now, k->err);
	for (size_t i = 0; i < now.nr && !ret; i++)
		if (!kbuild_unmet_is_gone(now.v[i]) &&
		    !told_before(&old, now.v[i]))
			verify_add_error(k->out, k->kconfig, 0, now.v[i]);
	strvec_release(&old);
	strvec_release(&now);
	return ret;
}

static bool has_source(struct snapshot *snap, const char *object,
		       const char *suffix)
{
	char *path = xasprintf("%.*s%s", (int)strlen(object) - 2, object,
			       suffix);
	bool yes = !snapshot_stat(snap, path, NULL, NULL);

	free(path);
	return yes;
}

/* Does a line of @dir's make files that the step wrote name the object? */
static bool newly_named(struct check *k, const char *dir, const char *object)
{
	const char *slash = strrchr(object, '/');
	const char *name = slash ? slash + 1 : object;
	bool found = false;

	for (size_t i = 0; i < k->changed.nr && !found; i++) {
		const char *path = k->changed.v[i];
		struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

		slash = strrchr(path, '/');
		if (source_kind(path) != SOURCE_MAKE ||
		    strncmp(path, strcmp(dir, ".") ? dir : "",
			    slash ? slash - path : 0) ||
		    snapshot_read(k->after, path, &b, NULL))
			continue;
		if (!snapshot_stat(k->before, path, NULL, NULL))
			snapshot_read(k->before, path, &a, NULL);
		found = strstr(b.buf, name) && !strstr(a.buf, name);
		strbuf_release(&a);
		strbuf_release(&b);
	}
	return found;
}

static int check_object(struct check *k, const char *dir, const char *object)
{
	struct strbuf why = STRBUF_INIT;
	char *source = xasprintf("%.*s.c", (int)strlen(object) - 2, object);
	int ret = 0;

	if (has_source(k->after, object, ".c") ||
	    has_source(k->after, object, ".S"))
		goto out;
	if (has_source(k->before, object, ".c")) {
		verify_add_error(k->out, source, 0,
				 "it is gone, and a make file lists its object");
	} else if (newly_named(k, dir, object)) {
		ret = kbuild_try(&k->c->k, object, &why, k->err);
		if (!ret && why.len)
			verify_add_error(k->out, k->make, 0, why.buf);
	}
out:
	free(source);
	strbuf_release(&why);
	return ret;
}

static int check_dir(struct check *k, const char *dir)
{
	struct strbuf complaint = STRBUF_INIT;
	struct strvec objects = STRVEC_INIT;
	int ret = kbuild_listed(&k->c->k, dir, &objects, &complaint, k->err);

	if (!ret && complaint.len) {
		verify_add_error(k->out, k->make ? k->make : dir, 0,
				 complaint.buf);
		k->broken = true;
	}
	for (size_t i = 0; i < objects.nr && !ret; i++)
		if (ends_with(objects.v[i], ".o"))
			ret = check_object(k, dir, objects.v[i]);
	strvec_release(&objects);
	strbuf_release(&complaint);
	return ret;
}

int verify_build_files(struct verify *v, struct config *c,
		       struct snapshot *before, struct snapshot *after,
		       struct diagnostics *out, bool *broken,
		       struct strbuf *err)
{
	struct check k = { .v = v, .c = c, .before = before, .after = after,
			   .changed = STRVEC_INIT, .dirs = STRVEC_INIT,
			   .out = out, .err = err };
	struct strbuf known = STRBUF_INIT;
	char key[OID_HEX + 1];
	size_t had = out->nr;
	int ret = find_changed(&k);

	if (ret || !(k.kconfig || k.dirs.nr))
		goto out;
	ret = verify_pair_key(v, c, before, after, "build files 1", key, err);
	if (ret || cache_get(v->e->cache, "buildfiles", key, &known))
		goto out;
	if (k.kconfig)
		ret = check_values(&k);
	if (!ret && !k.broken && k.dirs.nr)
		ret = verify_go_to(v, c, after, NULL, err);
	for (size_t i = 0; i < k.dirs.nr && !ret && !k.broken; i++)
		ret = blame(&k, k.make ? k.make : k.dirs.v[i],
			    check_dir(&k, k.dirs.v[i]));
	if (!ret && out->nr == had)
		cache_put(v->e->cache, "buildfiles", key, "fine", 4);
out:
	*broken = k.broken;
	strbuf_release(&known);
	strvec_release(&k.changed);
	strvec_release(&k.dirs);
	return ret;
}
