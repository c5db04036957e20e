/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "kbuild.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kbuild_priv.h"

/* What every make run pins, so that two runs cannot differ by it. */
static const char *const pinned[] = {
	"KBUILD_BUILD_TIMESTAMP=Thu Jan  1 00:00:00 UTC 1970",
	"KBUILD_BUILD_USER=ratchet",
	"KBUILD_BUILD_HOST=ratchet",
};

void kbuild_init(struct kbuild *k)
{
	memset(k, 0, sizeof(*k));
	strvec_init(&k->make_vars);
	strvec_init(&k->modules);
	strvec_init(&k->generated);
}

void kbuild_release(struct kbuild *k)
{
	kbuild_forget(k);
	free(k->source);
	free(k->output);
	free(k->stamp);
	free(k->compiler);
	free(k->kdir);
	free(k->module_dir);
	strvec_release(&k->make_vars);
	strvec_release(&k->modules);
	strvec_release(&k->generated);
	kbuild_init(k);
}

void object_result_release(struct object_result *r)
{
	free(r->source);
	free(r->module);
	r->source = r->module = NULL;
	diagnostics_release(&r->diags);
	strvec_release(&r->undefined);
	strvec_release(&r->defined);
	strvec_release(&r->weak);
}

char *kbuild_own_path(const struct kbuild *k, const char *name)
{
	return xasprintf("%s/.ratchet/%s", k->output, name);
}

bool kbuild_plain_name(const char *path)
{
	if (!path_is_safe(path) || *path == '-')
		return false;
	for (; *path; path++)
		if (!is_word_char(*path) && !strchr("/.,+-@", *path))
			return false;
	return true;
}

/* The line at @s, without its end. */
static size_t line_length(const char *s)
{
	return strcspn(s, "\n");
}

static bool line_has(const char *line, const char *word)
{
	return memmem(line, line_length(line), word, strlen(word));
}

void kbuild_add_reason(const struct child *c, struct strbuf *out)
{
	const char *s = c->err.buf, *best = NULL, *last = NULL;

	for (; *s; s += line_length(s), s += *s == '\n') {
		if (!line_length(s))
			continue;
		if (!best && (line_has(s, "error:") || line_has(s, "***")))
			best = s;
		last = s;
	}
	if (!best)
		best = last;
	if (best) {
		strbuf_addstr(out, ": ");
		strbuf_add(out, best, line_length(best));
	}
}

/*
 * The note of a running make.  If it is found at the start, that run was
 * killed: what it was writing may be half there and look newer than its
 * sources, so everything not older than the note goes away.
 */
static bool older(const struct stat *st, const struct timespec *when)
{
	return st->st_mtim.tv_sec < when->tv_sec ||
	       (st->st_mtim.tv_sec == when->tv_sec &&
		st->st_mtim.tv_nsec < when->tv_nsec);
}

static int drop_newer(const char *dir, const struct timespec *since)
{
	char *roots[] = { (char *)dir, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;
	int bad = 0;

	if (!fts)
		return -1;
	while ((e = fts_read(fts)) && !bad) {
		if (e->fts_info == FTS_D && e->fts_level == 1 &&
		    !strcmp(e->fts_name, ".ratchet"))
			fts_set(fts, e, FTS_SKIP);
		if (e->fts_info != FTS_F || older(e->fts_statp, since) ||
		    (e->fts_level == 1 && !strcmp(e->fts_name, ".config")))
			continue;
		bad = unlink(e->fts_accpath) && errno != ENOENT;
	}
	fts_close(fts);
	return bad ? -1 : 0;
}

static int repair(struct kbuild *k, struct strbuf *err)
{
	char *note = kbuild_own_path(k, "running");
	struct stat st;
	int ret = 0;

	if (lstat(note, &st))
		goto out;
	if (drop_newer(k->output, &st.st_mtim)) {
		ret = error_set(err, ERR_UNABLE, "cannot clean '%s' after a "
				"build that was killed: %s; remove it",
				k->output, strerror(errno));
		goto out;
	}
	ret = kbuild_unsettle(k, err);
	if (!ret)
		unlink(note);
out:
	free(note);
	return ret;
}

int kbuild_make(struct kbuild *k, const struct strvec *args, struct child *c,
		struct strbuf *err)
{
	struct strbuf how = STRBUF_INIT;
	char *tmp = kbuild_own_path(k, "tmp");
	char *note = kbuild_own_path(k, "running");
	size_t i;
	int ret;

	if (*k->source != '/' || *k->output != '/')
		BUG("kbuild: '%s', '%s': not absolute", k->source, k->output);
	child_init(c);
	/* a module is always built from scratch */
	ret = k->kdir ? 0 : repair(k, err);
	if (ret)
		goto out;
	/* compilers that were killed leave their temporary files */
	ret = remove_tree(tmp, err);
	if (!ret)
		ret = mkdirs(tmp, err);
	if (!ret)
		ret = file_write(note, "", 0, 0644, err);
	if (ret)
		goto out;
	child_env(c, k->home, tmp);
	for (i = 0; i < ARRAY_SIZE(pinned); i++)
		strvec_push(&c->env, pinned[i]);
	strvec_pushl(&c->argv, "make", "-C", k->kdir ? k->kdir : k->source,
		     "LOCALVERSION=", NULL);
	if (k->kdir)
		strvec_pushf(&c->argv, "M=%s%s%s", k->source,
			     *k->module_dir ? "/" : "", k->module_dir);
	else
		strvec_pushf(&c->argv, "O=%s", k->output);
	strvec_pushv(&c->argv, &k->make_vars);
	strvec_pushv(&c->argv, args);
	c->timeout_ms = k->timeout_ms;
	child_run(c);
	if (c->end == CHILD_EXITED && c->code)
		/* the note stays: what was written may be half of it */
		ret = kbuild_check_machine(k, c, err);
	if (c->end == CHILD_EXITED) {
		if (!ret)
			unlink(note);
		goto out;
	}
	if (c->end == CHILD_CANCELLED) {
		ret = error_set(err, ERR_INTERRUPTED, "make was interrupted");
		goto out;
	}
	if (c->end == CHILD_TIMED_OUT) {
		ret = error_set(err, ERR_UNABLE, "make did not end within "
				"%llu s (ratchet.makeTimeout sets the limit)",
				(unsigned long long)(k->timeout_ms / 1000));
		goto out;
	}
	child_describe_end(c, &how);
	ret = error_set(err, ERR_UNABLE, "make: %s", how.buf);
out:
	strbuf_release(&how);
	free(note);
	free(tmp);
	return ret;
}

/* One note for each object: its time stamp, then what its compiler said. */
static char *note_path(const struct kbuild *k, const char *source)
{
	return xasprintf("%s/.ratchet/diags/%s", k->output, source);
}

static void object_key(const struct stat *st, struct strbuf *out)
{
	strbuf_addf(out, "%lld.%09ld %lld\n", (long long)st->st_mtim.tv_sec,
		    st->st_mtim.tv_nsec, (long long)st->st_size);
}

/* Is the note of the object that @st describes at hand? */
static bool note_read(const struct kbuild *k, const char *source,
		      const struct stat *st, struct diagnostics *diags)
{
	struct strbuf text = STRBUF_INIT, key = STRBUF_INIT;
	char *path = note_path(k, source);
	bool ok = false;

	object_key(st, &key);
	if (!file_read(path, &text, NULL) && starts_with(text.buf, key.buf))
		ok = diagnostics_load(diags, text.buf + key.len,
				      text.len - key.len);
	free(path);
	strbuf_release(&text);
	strbuf_release(&key);
	return ok;
}

static int note_write(const struct kbuild *k, const char *source,
		      const struct stat *st, const struct diagnostics *diags,
		      struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char *path = note_path(k, source);
	int ret;

	object_key(st, &text);
	diagnostics_save(diags, &text);
	ret = mkdirs_for(path, err);
	if (!ret)
		ret = file_write(path, text.buf, text.len, 0644, err);
	free(path);
	strbuf_release(&text);
	return ret;
}

/*
 * Objects whose diagnostics are not known are taken away, so that make says
 * them again.  @old gets the time stamps of the others.
 */
static int prepare_objects(struct kbuild *k, const struct strvec *sources,
			   struct stat *old, struct strbuf *err)
{
	struct diagnostics diags = { 0 };
	size_t i;

	for (i = 0; i < sources->nr; i++) {
		char *object = kbuild_object_path(k->output, sources->v[i]);
		int bad = 0;

		memset(&old[i], 0, sizeof(old[i]));
		if (!lstat(object, &old[i]) &&
		    !note_read(k, sources->v[i], &old[i], &diags)) {
			memset(&old[i], 0, sizeof(old[i]));
			bad = unlink(object);
		}
		diagnostics_release(&diags);
		if (bad)
			error_set(err, ERR_UNABLE, "cannot remove '%s': %s",
				  object, strerror(errno));
		free(object);
		if (bad)
			return ERR_UNABLE;
	}
	return 0;
}

static bool own_directory(const char *owner, const char *source)
{
	size_t dir = strrchr(source, '/') ? strrchr(source, '/') - source : 0;

	return strlen(owner) == dir && !strncmp(owner, source, dir);
}

/*
 * The directory that has to be asked for @source in a make of its own: if it is
 * not the one that the file is in, or if there are more of @sources in it.  The
 * tree's Makefile starts a make for each goal, and such a make reads the .cmd
 * files of the whole directory, also those that others are writing.  If nothing
 * is to be prepared (@prepared), all are.
 */
static const char *sub_owner(struct kbuild *k, const struct strvec *sources,
			     const char *source, bool prepared)
{
	const char *owner = kbuild_owner(k, source);

	if (!owner || prepared || !own_directory(owner, source))
		return owner;
	for (size_t i = 0; i < sources->nr; i++) {
		const char *o = kbuild_owner(k, sources->v[i]);

		if (o && !strcmp(o, owner) && strcmp(sources->v[i], source))
			return owner;
	}
	return NULL;
}

static bool add_goals(struct kbuild *k, const struct strvec *sources,
		      bool prepared, struct strvec *args)
{
	size_t i, had = args->nr;

	for (i = 0; i < sources->nr; i++)
		if (!sub_owner(k, sources, sources->v[i], prepared) &&
		    !kbuild_module_dir(k, sources->v[i]))
			strvec_pushf(args, "%.*s.o",
				     (int)strlen(sources->v[i]) - 2,
				     sources->v[i]);
	if (args->nr == had && !prepared)
		strvec_push(args, "prepare");
	return args->nr > had;
}

/*
 * Objects that a directory's Makefile compiles for another ("nouveau-y +=
 * nvkm/core/client.o"), or several of one: a goal of our own for each such
 * directory.  They need what "prepare" makes, so this is a second run.
 */
static bool add_sub_goals(struct kbuild *k, const struct strvec *sources,
			  bool prepared, struct strvec *args)
{
	struct strbuf rule = STRBUF_INIT;
	struct strvec done = STRVEC_INIT;
	bool any = false;
	size_t i, j;

	for (i = 0; i < sources->nr; i++) {
		const char *owner = sub_owner(k, sources, sources->v[i],
					      prepared);

		if (!owner || strvec_has(&done, owner))
			continue;
		any = true;
		strvec_push(&done, owner);
		strbuf_reset(&rule);
		strbuf_addf(&rule, ".ratchet-sub-%zu: ; +@$(MAKE) $(build)=%s",
			    done.nr, owner);
		for (j = i; j < sources->nr; j++) {
			const char *o = kbuild_owner(k, sources->v[j]);

			if (o && !strcmp(o, owner))
				strbuf_addf(&rule, " %.*s.o",
					    (int)strlen(sources->v[j]) - 2,
					    sources->v[j]);
		}
		strvec_pushf(args, "--eval=%s", rule.buf);
		strvec_pushf(args, ".ratchet-sub-%zu", done.nr);
	}
	strvec_release(&done);
	strbuf_release(&rule);
	return any;
}

/*
 * make failed and named no object: errors that no object of ours caused (in a
 * header that "make prepare" compiles) are everybody's.
 */
static bool spread_errors(struct make_report *r)
{
	size_t i, j;

	if (!diagnostics_have_error(&r->other))
		return false;
	for (i = 0; i < r->nr; i++) {
		r->failed[i] = true;
		for (j = 0; j < r->other.nr; j++) {
			const struct diagnostic *d = &r->other.v[j];

			if (d->is_error)
				diagnostics_add(&r->of[i], d->path, d->line,
						d->col, true, d->text);
		}
	}
	return true;
}

static int one_result(struct kbuild *k, struct object_result *res,
		      const struct stat *old, struct make_report *r, size_t i,
		      struct strbuf *err)
{
	char *object = kbuild_object_path(k->output, res->source);
	struct stat st;
	bool there = !lstat(object, &st);
	int ret = 0;

	free(object);
	diagnostics_release(&res->diags);
	if (r->failed[i] || !there) {
		res->state = OBJECT_FAILED;
		/* of what it needs, and no object of ours is */
		for (size_t j = 0; !there && j < r->other.nr; j++)
			if (r->other.v[j].is_error &&
			    !diagnostics_have_error(&r->of[i]))
				diagnostics_add(&r->of[i], r->other.v[j].path,
						r->other.v[j].line,
						r->other.v[j].col, true,
						r->other.v[j].text);
		if (!diagnostics_have_error(&r->of[i]))
			diagnostics_add(&r->of[i], res->source, 0, 0, true,
					"make made no object of it");
	} else {
		res->state = OBJECT_BUILT;
		if (old->st_ino && st.st_mtim.tv_sec == old->st_mtim.tv_sec &&
		    st.st_mtim.tv_nsec == old->st_mtim.tv_nsec &&
		    note_read(k, res->source, &st, &res->diags))
			return 0;
		ret = note_write(k, res->source, &st, &r->of[i], err);
	}
	res->diags = r->of[i];
	memset(&r->of[i], 0, sizeof(r->of[i]));
	return ret;
}

static void common_args(struct kbuild *k, struct strvec *args)
{
	strvec_push(args, "-k");
	strvec_push(args, "--output-sync=target");
	strvec_pushf(args, "-j%d", k->jobs > 0 ? k->jobs : online_cpus());
}

/* One run that adds its stderr and status to @c. */
static int run_more(struct kbuild *k, const struct strvec *args,
		    struct child *c, struct strbuf *err)
{
	struct child more;
	int ret = kbuild_make(k, args, &more, err);

	strbuf_addbuf(&c->err, &more.err);
	if (!c->code)
		c->code = more.code;
	child_release(&more);
	return ret;
}

/* What only "make M=DIR" builds. */
static int run_modules(struct kbuild *k, const struct strvec *sources,
		       struct child *c, struct strbuf *err)
{
	struct strvec args = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < k->modules.nr && !ret; i++) {
		const char *dir = k->modules.v[i];
		bool any = false;

		strvec_release(&args);
		common_args(k, &args);
		strvec_pushf(&args, "M=%s", dir);
		for (size_t j = 0; j < sources->nr; j++) {
			const char *file = sources->v[j];
			const char *of = kbuild_module_dir(k, file);

			if (!of || strcmp(of, dir))
				continue;
			any = true;
			file += strlen(dir) + 1;
			strvec_pushf(&args, "%.*s.o", (int)strlen(file) - 2,
				     file);
		}
		if (any)
			ret = run_more(k, &args, c, err);
	}
	strvec_release(&args);
	return ret;
}

/* All runs' stderr and worst status in @c. */
static int run_make(struct kbuild *k, const struct strvec *sources,
		    struct child *c, struct strbuf *err)
{
	struct strvec args = STRVEC_INIT;
	bool prepared;
	int ret = kbuild_is_prepared(k, &prepared, err);

	common_args(k, &args);
	if (!ret && add_goals(k, sources, prepared, &args))
		ret = run_more(k, &args, c, err);
	strvec_release(&args);
	if (ret)
		return ret;
	common_args(k, &args);
	if (add_sub_goals(k, sources, prepared, &args))
		ret = run_more(k, &args, c, err);
	strvec_release(&args);
	if (!ret)
		ret = run_modules(k, sources, c, err);
	return ret;
}

static int build(struct kbuild *k, const struct strvec *sources,
		 struct object_result **res, struct strbuf *err);

/*
 * With -k, which of the others were made is not said reliably (the outer make
 * calls all of them "not remade").  So they are asked for again, by themselves.
 */
static int build_rest(struct kbuild *k, struct object_result **res, size_t nr,
		      struct strbuf *err)
{
	struct object_result **rest = xcalloc(nr + 1, sizeof(*rest));
	struct strvec sources = STRVEC_INIT;
	size_t i;
	int ret = 0;

	for (i = 0; i < nr; i++) {
		if (res[i]->state == OBJECT_FAILED)
			continue;
		rest[sources.nr] = res[i];
		strvec_push(&sources, res[i]->source);
	}
	if (sources.nr)
		ret = build(k, &sources, rest, err);
	strvec_release(&sources);
	free(rest);
	return ret;
}

static int build(struct kbuild *k, const struct strvec *sources,
		 struct object_result **res, struct strbuf *err)
{
	struct make_report r = { 0 };
	struct stat *old = xcalloc(sources->nr, sizeof(*old));
	struct child c;
	bool named = false;
	size_t i;
	int ret;

	child_init(&c);
	ret = prepare_objects(k, sources, old, err);
	if (!ret)
		ret = run_make(k, sources, &c, err);
	if (ret)
		goto out;
	make_report_parse(&r, k, sources, c.err.buf, c.err.len);
	for (i = 0; i < r.nr; i++)
		named |= r.failed[i];
	if (c.code && !named && !spread_errors(&r)) {
		ret = error_set(err, ERR_UNABLE, "make failed (status %d) "
				"without naming a file of the step", c.code);
		if (err)
			kbuild_add_reason(&c, err);
		goto out;
	}
	for (i = 0; i < sources->nr && !ret; i++)
		ret = one_result(k, res[i], &old[i], &r, i, err);
	if (!ret && !c.code)
		ret = kbuild_settle(k, err);
	if (!ret && c.code && named)
		ret = build_rest(k, res, sources->nr, err);
out:
	make_report_release(&r);
	child_release(&c);
	free(old);
	return ret;
}

/* With make, those that are not @done. */
static int build_others(struct kbuild *k, struct object_result **res,
			size_t nr, const bool *done, struct strbuf *err)
{
	struct object_result **others = xcalloc(nr + 1, sizeof(*others));
	struct strvec sources = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < nr; i++) {
		if (done[i])
			continue;
		others[sources.nr] = res[i];
		strvec_push(&sources, res[i]->source);
	}
	if (sources.nr)
		ret = kbuild_find_owners(k, &sources, err);
	if (!ret && sources.nr)
		ret = build(k, &sources, others, err);
	if (!ret && sources.nr)
		ret = kbuild_symbols(k, k->output, others, sources.nr, err);
	strvec_release(&sources);
	free(others);
	return ret;
}

int kbuild_objects(struct kbuild *k, const struct strvec *sources,
		   struct object_result *results, struct strbuf *err)
{
	struct object_result **res;
	size_t i, nr = 0;
	bool *yes, *done;
	int ret;

	memset(results, 0, sources->nr * sizeof(*results));
	if (!sources->nr)
		return 0;
	yes = xcalloc(sources->nr, sizeof(*yes));
	done = xcalloc(sources->nr, sizeof(*done));
	res = xcalloc(sources->nr, sizeof(*res));
	ret = kbuild_compiled(k, sources, yes, err);
	if (ret)
		goto out;
	for (i = 0; i < sources->nr; i++) {
		results[i].source = xstrdup(sources->v[i]);
		results[i].state = OBJECT_NOT_COMPILED;
		strvec_init(&results[i].undefined);
		strvec_init(&results[i].defined);
		strvec_init(&results[i].weak);
		if (yes[i])
			res[nr++] = &results[i];
	}
	if (nr && !k->make_only)
		ret = kbuild_rerun(k, res, nr, done, err);
	if (!ret)
		ret = build_others(k, res, nr, done, err);
out:
	if (ret)
		for (i = 0; i < sources->nr; i++)
			object_result_release(&results[i]);
	free(yes);
	free(done);
	free(res);
	return ret;
}

int kbuild_full(struct kbuild *k, struct diagnostics *said, struct strbuf *err)
{
	struct strvec args = STRVEC_INIT, none = STRVEC_INIT;
	struct make_report r = { 0 };
	struct strbuf why = STRBUF_INIT;
	struct child c;
	int ret;

	common_args(k, &args);
	ret = kbuild_make(k, &args, &c, err);
	if (ret)
		goto out;
	make_report_parse(&r, k, &none, c.err.buf, c.err.len);
	*said = r.other;
	memset(&r.other, 0, sizeof(r.other));
	kbuild_take_link(k, c.err.buf, said);
	if (c.code && !diagnostics_have_error(said)) {
		strbuf_addstr(&why, "make failed");
		kbuild_add_reason(&c, &why);
		diagnostics_add(said, "make", 0, 0, true, why.buf);
	}
	make_report_release(&r);
out:
	strbuf_release(&why);
	child_release(&c);
	strvec_release(&args);
	return ret;
}
