/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Code outside of a kernel: all of it is looked at, beside the types that the
 * series brings along, as each step finds them.
 */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

#include "rewrite.h"
#include "tempfile.h"

/* Where the files stand in the small tree. */
#define HERE "drivers/own"

struct path_check {
	struct check check;
	struct rewrite_types *t;
	const struct driver *d;
	struct strvec paths;	/* of the files, in the small tree; sorted */
	struct strvec include_dirs;
	const char *name;	/* what was given, without '/' at its end */
};

static struct snapshot *add_files(struct path_check *p, size_t step)
{
	struct file_change *changes = xcalloc(p->d->nr, sizeof(*changes));
	struct snapshot *s;

	for (size_t i = 0; i < p->d->nr; i++) {
		changes[i].path = xasprintf(HERE "/%s", p->d->files[i].path);
		changes[i].mode = 0100644;
		strbuf_init(&changes[i].content);
		strbuf_addbuf(&changes[i].content, &p->d->files[i].text);
	}
	s = snapshot_derive(p->t->before[step], changes, p->d->nr);
	for (size_t i = 0; i < p->d->nr; i++) {
		strbuf_release(&changes[i].content);
		free(changes[i].path);
	}
	free(changes);
	return s;
}

/* An earlier step has told of that place. */
static bool is_told(const struct check_result *r, const char *path,
		    const struct check_use *u)
{
	for (size_t i = 0; i < r->nr; i++)
		if (r->v[i].line == u->line && !strcmp(r->v[i].path, path) &&
		    (r->v[i].col == u->col || !r->v[i].col || !u->col))
			return true;
	return false;
}

/* The path as the user would write it. */
static char *path_of(const struct path_check *p, const char *path)
{
	const char *slash = strrchr(p->name, '/');

	path += strlen(HERE "/");
	if (driver_is_directory(p->name))
		return xasprintf("%s/%s", p->name, path);
	return xasprintf("%.*s%s", slash ? (int)(slash + 1 - p->name) : 0,
			 p->name, path);
}

static void take(struct path_check *p, struct check_uses *uses)
{
	for (size_t i = 0; i < uses->nr; i++) {
		struct check_use *u = &uses->v[i];
		char *path = path_of(p, u->path);

		/* for kernels that still have it */
		if (u->cls == RESIDUE_OLD_ARM ||
		    is_told(p->check.out, path, u)) {
			free(path);
			continue;
		}
		free(u->path);
		u->path = path;
		check_add_use(&p->check, u, NULL);
	}
}

static int one_step(struct path_check *p, size_t i, struct strbuf *err)
{
	const struct step *step = &p->t->series->steps[i];
	struct check_rules *rules = &p->check.rules;
	bool *wanted = xcalloc(rules->nr + 1, sizeof(*wanted)), any = false;
	struct check_uses uses = { 0 };
	struct snapshot *snap;
	int ret = 0;

	for (size_t k = 0; k < rules->nr; k++)
		any |= wanted[k] = rules->v[k].step == step;
	if (any) {
		snap = add_files(p, i);
		ret = check_uses_find(&p->t->engine, rules, wanted, snap,
				      &p->paths, &uses, err);
		if (!ret)
			ret = check_uses_allow(&uses, snap, err);
		if (!ret)
			take(p, &uses);
		check_uses_release(&uses);
		snapshot_put(snap);
	}
	free(wanted);
	return ret;
}

static int open_sandbox(struct path_check *p, struct strbuf *err)
{
	struct strvec writable = STRVEC_INIT, readable = STRVEC_INIT;
	char *kept = xasprintf("%s/ratchet", repo_common_dir(p->t->repo));
	int ret = mkdirs(kept, err);

	strvec_push(&writable, scratch_path());
	strvec_push(&writable, kept);
	strvec_push(&readable, p->t->series->dir);
	if (!ret)
		ret = sandbox_start(p->check.opt->sandbox, &writable, &readable,
				    err);
	if (!ret)
		p->check.out->sandbox = xstrdup(sandbox_describe());
	strvec_release(&writable);
	strvec_release(&readable);
	free(kept);
	return ret;
}

static void list_paths(struct path_check *p)
{
	for (size_t i = 0; i < p->d->nr; i++)
		strvec_pushf(&p->paths, HERE "/%s", p->d->files[i].path);
	strvec_sort_uniq(&p->paths);
	for (size_t i = 0; i < p->d->include_dirs.nr; i++)
		strvec_pushf(&p->include_dirs, HERE "%s%s",
			     *p->d->include_dirs.v[i] ? "/" : "",
			     p->d->include_dirs.v[i]);
}

static int look_at(struct path_check *p, struct strbuf *err)
{
	struct check_result *out = p->check.out;
	int ret = open_sandbox(p, err);

	check_rules_of(p->t->series, &p->check.rules);
	list_paths(p);
	p->t->engine.include_dirs = &p->include_dirs;
	for (size_t i = 0; i < p->t->series->nr_steps && !ret; i++)
		if (p->t->applies[i])
			ret = one_step(p, i, err);
	p->t->engine.include_dirs = NULL;
	check_rules_release(&p->check.rules);
	out->files = p->d->nr;
	check_name(out->v, out->nr);
	check_count(out, p->check.opt->baseline);
	return ret;
}

int check_path(struct series *series, const char *path, int jobs,
	       const struct check_options *opt, struct check_result *out,
	       struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT, dirs = STRVEC_INIT;
	struct rewrite_types types = { 0 };
	struct driver d = { 0 };
	char *name = xstrdup(path);
	struct path_check p = {
		.check = { .opt = opt, .out = out },
		.t = &types, .d = &d, .name = name,
		.paths = STRVEC_INIT, .include_dirs = STRVEC_INIT,
	};
	int ret;

	while (strlen(name) > 1 && ends_with(name, "/"))
		name[strlen(name) - 1] = '\0';
	memset(out, 0, sizeof(*out));
	out->series = series;
	strvec_push(&paths, path);
	ret = driver_read(&d, &paths, &dirs, err);
	if (!ret)
		ret = rewrite_types_open(&types, series, jobs, err);
	if (!ret)
		ret = look_at(&p, err);
	driver_release(&d);
	if (types.series)
		rewrite_types_close(&types);
	strvec_release(&paths);
	strvec_release(&dirs);
	strvec_release(&p.paths);
	strvec_release(&p.include_dirs);
	free(name);
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}
