/* SPDX-License-Identifier: GPL-2.0-only */
#include "kbuild.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kbuild_priv.h"

/*
 * Which files does the configuration compile?  "make path/file.o" builds any
 * file, so kbuild itself is asked what it would visit.  Two goals of our own
 * are put into the tree's make with --eval (which reaches the makes below it):
 * at the top, the directories that the top Makefile descends into; and, in a
 * directory, through the tree's scripts/Makefile.build, what it makes of the
 * directory's Makefile under this configuration: objects with composites
 * taken apart, and sub-directories.  These variables are the same in 5.2, 5.3
 * and 6.1.  A goal with a leading dot never becomes a default goal of the
 * makes that kbuild starts meanwhile.
 *
 * Objects that a Makefile makes by rules of its own (the vdso's) are in none of
 * these lists and count as not compiled.
 */
static const char top_goal[] =
	"--eval=.ratchet-top: ; "
	"@:$(info ratchet-top $(vmlinux-dirs) $(build-dirs))"
	"$(if $(build),$(foreach d,$(RATCHET_DIRS),; "
	"$(MAKE) $(build)=$(d) .ratchet-dir))";
static const char dir_goal[] =
	"--eval=.ratchet-dir: ; "
	"@:$(info ratchet-dir $(obj))"
	"$(info ratchet-objs $(real-obj-y) $(real-obj-m) $(lib-y) "
	"$(extra-y) $(always) $(always-y))"
	"$(info ratchet-subs $(subdir-ym))";

struct dir {
	char *name;		/* "drivers/dax"; "." is the top */
	struct strvec objs;	/* sorted, relative to the tree's top */
	struct strvec subs;	/* sorted likewise */
};

struct owned {
	char *source;
	char *dir;
};

struct kbuild_dirs {
	struct dir **v;
	size_t nr, alloc;
	struct strvec asked;	/* evaluated, whether it worked or not */
	struct strvec top;	/* what the top Makefile visits, sorted */
	bool top_known;
	struct strvec top_before;	/* the same, and the top directory's */
	struct owned *owned;
	size_t nr_owned, alloc_owned;
	struct strbuf complaint;	/* what make said last */
	struct timespec as_of;	/* kbuild_last_decided() */
};

void kbuild_forget(struct kbuild *k)
{
	struct kbuild_dirs *ds = k->dirs;
	size_t i;

	if (!ds)
		return;
	for (i = 0; i < ds->nr; i++) {
		free(ds->v[i]->name);
		strvec_release(&ds->v[i]->objs);
		strvec_release(&ds->v[i]->subs);
		free(ds->v[i]);
	}
	for (i = 0; i < ds->nr_owned; i++) {
		free(ds->owned[i].source);
		free(ds->owned[i].dir);
	}
	free(ds->v);
	free(ds->owned);
	strvec_release(&ds->asked);
	strvec_release(&ds->top);
	strvec_release(&ds->top_before);
	strbuf_release(&ds->complaint);
	free(ds);
	k->dirs = NULL;
}

static struct kbuild_dirs *dirs_of(struct kbuild *k)
{
	if (!k->dirs) {
		k->dirs = xcalloc(1, sizeof(*k->dirs));
		strvec_init(&k->dirs->asked);
		strvec_init(&k->dirs->top);
		strvec_init(&k->dirs->top_before);
		strbuf_init(&k->dirs->complaint);
	}
	return k->dirs;
}

static struct dir *find_dir(const struct kbuild_dirs *ds, const char *name)
{
	size_t i;

	for (i = 0; i < ds->nr; i++)
		if (!strcmp(ds->v[i]->name, name))
			return ds->v[i];
	return NULL;
}

/*
 * What is known may be of make files, or a configuration, of before.  Where the
 * top leads to hardly changes: so it is known what to ask for at once.
 */
static void forget_old(struct kbuild *k)
{
	struct strvec top = STRVEC_INIT;
	struct timespec last;

	kbuild_last_decided(k, &last);
	if (k->dirs && (k->dirs->as_of.tv_sec != last.tv_sec ||
			k->dirs->as_of.tv_nsec != last.tv_nsec)) {
		const struct dir *root = find_dir(k->dirs, ".");

		strvec_pushv(&top, k->dirs->top_known ? &k->dirs->top :
							&k->dirs->top_before);
		if (root)
			strvec_pushv(&top, &root->subs);
		kbuild_forget(k);
	}
	if (top.nr)
		strvec_pushv(&dirs_of(k)->top_before, &top);
	dirs_of(k)->as_of = last;
	strvec_release(&top);
}

const char *kbuild_owner(const struct kbuild *k, const char *source)
{
	size_t i;

	for (i = 0; k->dirs && i < k->dirs->nr_owned; i++)
		if (!strcmp(k->dirs->owned[i].source, source))
			return k->dirs->owned[i].dir;
	return NULL;
}

static void set_owner(struct kbuild *k, const char *source, const char *dir)
{
	struct kbuild_dirs *ds = k->dirs;

	if (kbuild_owner(k, source))
		return;
	ALLOC_GROW(ds->owned, ds->nr_owned + 1, ds->alloc_owned);
	ds->owned[ds->nr_owned].source = xstrdup(source);
	ds->owned[ds->nr_owned++].dir = xstrdup(dir);
}

static bool have_file(const struct kbuild *k, const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s/%s", k->source, dir, name);
	struct stat st;
	bool yes = !lstat(path, &st) && S_ISREG(st.st_mode);

	free(path);
	return yes;
}

/* The words of a line, as paths of the tree, sorted. */
static void add_paths(struct kbuild *k, struct strvec *out, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, " \t");

		if (n) {
			char *path = kbuild_tree_path(k, s, n);
			size_t len = strlen(path);

			if (len && path[len - 1] == '/')
				path[--len] = '\0';
			strvec_push(out, len ? path : ".");
			free(path);
		}
		s += n;
		s += strspn(s, " \t");
	}
	strvec_sort_uniq(out);
}

static void parse_answer(struct kbuild *k, char *text)
{
	struct kbuild_dirs *ds = k->dirs;
	struct dir *d = NULL;
	char *line, *save = NULL;

	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (starts_with(line, "ratchet-top ")) {
			add_paths(k, &ds->top, line + 12);
			ds->top_known = ds->top.nr > 0;
		} else if (starts_with(line, "ratchet-dir ")) {
			d = find_dir(ds, line + 12);
			if (d)
				continue;
			d = xcalloc(1, sizeof(*d));
			d->name = xstrdup(line + 12);
			strvec_init(&d->objs);
			strvec_init(&d->subs);
			ALLOC_GROW(ds->v, ds->nr + 1, ds->alloc);
			ds->v[ds->nr++] = d;
		} else if (d && starts_with(line, "ratchet-objs ")) {
			add_paths(k, &d->objs, line + 13);
		} else if (d && starts_with(line, "ratchet-subs ")) {
			add_paths(k, &d->subs, line + 13);
		}
	}
}

/* Ask for @names, those that were not asked before. */
static int evaluate(struct kbuild *k, struct strvec *names, struct strbuf *err)
{
	struct kbuild_dirs *ds = dirs_of(k);
	struct strvec args = STRVEC_INIT;
	struct strbuf list = STRBUF_INIT;
	struct child c;
	size_t i;
	int ret;

	strvec_sort_uniq(names);
	strbuf_addstr(&list, "RATCHET_DIRS=");
	for (i = 0; i < names->nr; i++) {
		if (strvec_has(&ds->asked, names->v[i]))
			continue;
		strvec_push(&ds->asked, names->v[i]);
		strbuf_addf(&list, "%s ", names->v[i]);
	}
	child_init(&c);
	ret = 0;
	if (ds->top_known && ends_with(list.buf, "="))
		goto out;
	strvec_pushl(&args, top_goal, dir_goal, list.buf, ".ratchet-top", NULL);
	ret = kbuild_make(k, &args, &c, err);
	if (ret)
		goto out;
	parse_answer(k, c.out.buf);
	strbuf_reset(&ds->complaint);
	kbuild_add_reason(&c, &ds->complaint);
	if (!ds->top_known)
		ret = error_set(err, ERR_UNABLE, "the tree's Makefile does not "
				"say which directories it builds%s",
				ds->complaint.buf);
out:
	child_release(&c);
	strvec_release(&args);
	strbuf_release(&list);
	return ret;
}

/* Is @path @dir or below it? */
static bool below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return !strncmp(path, dir, n) && (path[n] == '/' || !path[n]);
}

static bool below_one(const char *path, const struct strvec *dirs)
{
	for (size_t i = 0; i < dirs->nr; i++)
		if (below(path, dirs->v[i]))
			return true;
	return false;
}

/* Before the top is known: as far as was known before. */
static bool below_top(const struct kbuild_dirs *ds, const char *dir)
{
	const struct dir *root = find_dir(ds, ".");

	if (!ds->top_known)
		return below_one(dir, &ds->top_before);
	return below_one(dir, &ds->top) ||
	       (root && below_one(dir, &root->subs));
}

/* Does kbuild descend into @name?  Some directory's list must have it. */
static bool visited(const struct kbuild_dirs *ds, const char *name)
{
	size_t i;

	if (!strcmp(name, ".") || strvec_has_sorted(&ds->top, name))
		return true;
	for (i = 0; i < ds->nr; i++) {
		const struct dir *d = ds->v[i];

		if ((!strcmp(d->name, ".") ||
		     (below(name, d->name) && strcmp(name, d->name))) &&
		    strvec_has_sorted(&d->subs, name) && visited(ds, d->name))
			return true;
	}
	return false;
}

static bool has_makefile(const struct kbuild *k, const char *dir)
{
	return have_file(k, dir, "Kbuild") || have_file(k, dir, "Makefile");
}

/* Directories above @source with a Makefile, that kbuild may reach. */
static void want_parents(struct kbuild *k, const char *source,
			 struct strvec *names)
{
	char *dir = xstrdup(source), *slash;

	while ((slash = strrchr(dir, '/'))) {
		*slash = '\0';
		if (below_top(k->dirs, dir) && has_makefile(k, dir))
			strvec_push(names, dir);
	}
	free(dir);
}

/*
 * A file may be compiled by a directory beside its own ("../powerplay/x.o" in
 * amd/amdgpu): those that a directory above both descends into at once.
 */
static void want_siblings(struct kbuild *k, const char *source,
			  struct strvec *names)
{
	struct kbuild_dirs *ds = k->dirs;
	size_t i, j;

	for (i = 0; i < ds->nr; i++) {
		const struct dir *d = ds->v[i];
		size_t n = strlen(d->name), part;

		if (!strcmp(d->name, ".") || !below(source, d->name) ||
		    !visited(ds, d->name))
			continue;
		part = n + 1 + strcspn(source + n + 1, "/");
		if (source[part] != '/')
			continue;
		for (j = 0; j < d->subs.nr; j++)
			if (!strncmp(d->subs.v[j], source, part + 1) &&
			    has_makefile(k, d->subs.v[j]))
				strvec_push(names, d->subs.v[j]);
	}
}

/* Look for @source's object in all that is known; the deepest one wins. */
static bool find_owner(struct kbuild *k, const char *source)
{
	struct kbuild_dirs *ds = k->dirs;
	char *object = xasprintf("%.*s.o", (int)strlen(source) - 2, source);
	const struct dir *best = NULL;
	size_t i;

	for (i = 0; i < ds->nr; i++) {
		const struct dir *d = ds->v[i];

		if (!strvec_has_sorted(&d->objs, object) ||
		    (best && strlen(best->name) >= strlen(d->name)) ||
		    !visited(ds, d->name))
			continue;
		best = d;
	}
	free(object);
	if (best)
		set_owner(k, source, best->name);
	return best != NULL;
}

/* A directory that kbuild visits but that gave no answer hides the truth. */
static int check_answered(struct kbuild *k, const char *source,
			  struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	size_t i;
	int ret = 0;

	want_parents(k, source, &names);
	for (i = 0; i < names.nr && !ret; i++)
		if (!find_dir(k->dirs, names.v[i]) &&
		    visited(k->dirs, names.v[i]))
			ret = error_set(err, ERR_UNABLE, "cannot find out what "
					"'%s' compiles: make cannot read its "
					"Makefile%s", names.v[i],
					k->dirs->complaint.buf);
	strvec_release(&names);
	return ret;
}

static bool candidate(const struct kbuild *k, const char *source)
{
	return ends_with(source, ".c") && kbuild_plain_name(source) &&
	       have_file(k, ".", source);
}

/* Does the Makefile of @dir name the object of @source, right in @dir? */
static bool makefile_names(const struct kbuild *k, const char *dir,
			   const char *source)
{
	static const char *const names[] = { "Kbuild", "Makefile" };
	const char *file = source + strlen(dir) + 1;
	char *object = xasprintf("%.*s.o", (int)strlen(file) - 2, file);
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(names) && !found; i++) {
		char *path = xasprintf("%s/%s/%s", k->source, dir, names[i]);
		struct strbuf text = STRBUF_INIT;
		const char *p = text.buf;

		if (!file_read(path, &text, NULL))
			for (p = text.buf; (p = strstr(p, object)) && !found;
			     p++)
				found = p > text.buf && strchr(" \t=", p[-1]) &&
					!is_word_char(p[strlen(object)]);
		strbuf_release(&text);
		free(path);
	}
	free(object);
	return found;
}

const char *kbuild_module_dir(const struct kbuild *k, const char *source)
{
	for (size_t i = 0; i < k->modules.nr; i++) {
		const char *dir = k->modules.v[i];

		if (below(source, dir) && candidate(k, source) &&
		    !strchr(source + strlen(dir) + 1, '/') &&
		    makefile_names(k, dir, source))
			return dir;
	}
	return NULL;
}

int kbuild_listed(struct kbuild *k, const char *dir, struct strvec *objects,
		  struct strbuf *complaint, struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	char *inside = xasprintf("%s/x.c", dir);
	const struct dir *d;
	int ret;

	forget_old(k);
	if (have_file(k, ".", "Kbuild"))
		strvec_push(&names, ".");
	if (strcmp(dir, ".") && !k->dirs->top_known)
		want_parents(k, inside, &names);
	ret = evaluate(k, &names, err);
	strvec_release(&names);
	if (!ret && strcmp(dir, "."))
		want_parents(k, inside, &names);
	if (!ret)
		ret = evaluate(k, &names, err);
	d = ret ? NULL : find_dir(k->dirs, dir);
	if (d && visited(k->dirs, dir))
		strvec_pushv(objects, &d->objs);
	else if (!ret && !d && strcmp(dir, ".") && visited(k->dirs, dir) &&
		 has_makefile(k, dir))
		strbuf_addf(complaint, "make cannot read it%s",
			    k->dirs->complaint.buf);
	strvec_release(&names);
	free(inside);
	return ret;
}

int kbuild_try(struct kbuild *k, const char *goal, struct strbuf *why,
	       struct strbuf *err)
{
	struct strvec args = STRVEC_INIT;
	struct child c;
	int ret;

	strvec_push(&args, goal);
	ret = kbuild_make(k, &args, &c, err);
	if (!ret && c.code) {
		strbuf_addf(why, "make cannot make '%s'", goal);
		kbuild_add_reason(&c, why);
	}
	child_release(&c);
	strvec_release(&args);
	return ret;
}

/* Those that are not @yes yet. */
static int ask(struct kbuild *k, const struct strvec *sources, bool *yes,
	       struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	size_t i;
	int round, ret;

	forget_old(k);
	if (have_file(k, ".", "Kbuild"))
		strvec_push(&names, ".");
	for (i = 0; i < sources->nr && !k->dirs->top_known; i++)
		if (!yes[i] && candidate(k, sources->v[i]))
			want_parents(k, sources->v[i], &names);
	ret = evaluate(k, &names, err);
	for (round = 0; round < 2 && !ret; round++) {
		strvec_release(&names);
		for (i = 0; i < sources->nr; i++) {
			if (yes[i] || !candidate(k, sources->v[i]))
				continue;
			if (round == 0)
				want_parents(k, sources->v[i], &names);
			else
				want_siblings(k, sources->v[i], &names);
		}
		ret = evaluate(k, &names, err);
		for (i = 0; i < sources->nr && !ret; i++) {
			if (yes[i] || !candidate(k, sources->v[i]))
				continue;
			yes[i] = kbuild_module_dir(k, sources->v[i]) != NULL;
			if (yes[i])
				continue;
			yes[i] = find_owner(k, sources->v[i]);
			if (!yes[i])
				ret = check_answered(k, sources->v[i], err);
		}
	}
	strvec_release(&names);
	return ret;
}

/* What make compiled, by a command that holds: it need not be asked. */
static size_t take_held(const struct kbuild *k, const struct strvec *sources,
			bool *yes)
{
	size_t nr = 0;

	for (size_t i = 0; i < sources->nr; i++) {
		yes[i] = candidate(k, sources->v[i]) &&
			 kbuild_cmd_holds(k, sources->v[i]);
		nr += yes[i];
	}
	return nr;
}

int kbuild_compiled(struct kbuild *k, const struct strvec *sources, bool *yes,
		    struct strbuf *err)
{
	if (take_held(k, sources, yes) == sources->nr)
		return 0;
	return ask(k, sources, yes, err);
}

int kbuild_find_owners(struct kbuild *k, const struct strvec *sources,
		       struct strbuf *err)
{
	bool *yes = xcalloc(sources->nr + 1, sizeof(*yes));
	int ret = ask(k, sources, yes, err);

	free(yes);
	return ret;
}
