/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_generated: is what "make prepare" generates as the sources have it?  The
 * files that sizes and offsets are taken from are compiled to assembler
 * (kernel/bounds.c, asm-offsets.c, ...); their times say it, as they say it to
 * make.  One that is older than what it is made of is made again by its saved
 * command: if the values are the same, it is as good as new.
 */
#include "kbuild_priv.h"

#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool kbuild_is_newer(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec > b->st_mtim.tv_sec ||
	       (a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
		a->st_mtim.tv_nsec >= b->st_mtim.tv_nsec);
}

/* An assembler text, and what its .cmd file says of it. */
struct generated {
	const char *cmd;	/* path of the .cmd file */
	char *target;
	struct strbuf text;	/* of the .cmd file */
	struct strvec deps;	/* the source and what it includes */
};

static void generated_release(struct generated *g)
{
	free(g->target);
	strbuf_release(&g->text);
	strvec_release(&g->deps);
}

/* "source_X := FILE", and the lines behind "deps_X := \" */
static void read_deps(struct generated *g)
{
	const char *source = strstr(g->text.buf, "\nsource_");
	const char *s = strstr(g->text.buf, "\ndeps_");

	source = source ? strstr(source, ":= ") : NULL;
	if (!source || !s)
		return;
	source += 3;
	strvec_pushn(&g->deps, source, strcspn(source, " \n"));
	s = strchr(s + 1, '\n');
	while (s && s[1] == ' ') {
		s += 1 + strspn(s + 1, " ");
		if (*s != '$')		/* $(wildcard include/config/...) */
			strvec_pushn(&g->deps, s, strcspn(s, " \n"));
		s = strchr(s, '\n');
	}
}

/* False: it cannot be told what it is made of. */
static bool generated_read(struct generated *g, const char *cmd)
{
	const char *slash = strrchr(cmd, '/');

	/* dir/.NAME.s.cmd is of dir/NAME.s */
	g->cmd = cmd;
	g->target = xasprintf("%.*s/%.*s", (int)(slash - cmd), cmd,
			      (int)(strlen(slash) - strlen("/..cmd")),
			      slash + 2);
	strbuf_init(&g->text);
	strvec_init(&g->deps);
	if (!file_read(cmd, &g->text, NULL))
		read_deps(g);
	return g->deps.nr;
}

static bool is_older(const struct kbuild *k, const char *name,
		     const struct stat *target)
{
	char *path = *name == '/' ? xstrdup(name) :
				    xasprintf("%s/%s", k->output, name);
	struct stat st;
	bool ok = !stat(path, &st) && !kbuild_is_newer(&st, target);

	free(path);
	return ok;
}

/*
 * As new as this file it is, although make does not know: what make saved of it
 * may name other symbols of the configuration, so make is to make it again.
 */
static char *same_path(const struct kbuild *k, const struct generated *g)
{
	return xasprintf("%s/.ratchet/same/%s", k->output,
			 g->target + strlen(k->output) + 1);
}

static bool is_up_to_date(const struct kbuild *k, const struct generated *g)
{
	char *same = same_path(k, g);
	struct stat st, later;
	bool ok = !stat(g->target, &st);

	if (ok && !stat(same, &later) && kbuild_is_newer(&later, &st))
		st = later;
	free(same);
	for (size_t i = 0; i < g->deps.nr && ok; i++)
		ok = is_older(k, g->deps.v[i], &st);
	return ok;
}

/* ---- made again ---- */

/* What make reads values from: "->NAME value text", since 4.20 in .ascii "". */
static int read_values(const char *path, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	int ret = file_read(path, &text, NULL);

	for (const char *s = text.buf; (s = strstr(s, "->")); s += strcspn(s, "\n"))
		strbuf_addf(out, "%.*s\n", (int)strcspn(s, "\n"), s);
	strbuf_release(&text);
	return ret;
}

static bool same_values(const char *a, const char *b)
{
	struct strbuf old = STRBUF_INIT, now = STRBUF_INIT;
	bool same = !read_values(a, &old) && !read_values(b, &now) &&
		    old.len && old.len == now.len && !memcmp(old.buf, now.buf, old.len);

	strbuf_release(&old);
	strbuf_release(&now);
	return same;
}

/* Does the compiler name no file that the .cmd file does not? */
static bool knows_all(const struct generated *g, const char *depfile)
{
	/* kbuild leaves these out: it looks at the symbols one by one */
	static const char *const left_out[] = {
		"include/generated/autoconf.h", "include/generated/autoksyms.h",
	};
	struct strbuf text = STRBUF_INIT;
	const char *s;
	bool ok = !file_read(depfile, &text, NULL);

	s = strchr(text.buf, ':');
	ok &= s != NULL;
	for (s = s ? s + 1 : ""; *s && ok; ) {
		char *name;

		s += strspn(s, " \\\n");
		name = xstrndup(s, strcspn(s, " \n"));
		s += strlen(name);
		ok = !*name || strvec_has(&g->deps, name);
		for (size_t i = 0; i < ARRAY_SIZE(left_out) && !ok; i++)
			ok = ends_with(name, left_out[i]);
		free(name);
	}
	strbuf_release(&text);
	return ok;
}

/* The .c file below the source tree that dir/.NAME.s.cmd is of. */
static char *source_of(const struct kbuild *k, const struct generated *g)
{
	size_t skip = strlen(k->output) + 1;

	return xasprintf("%.*sc", (int)(strlen(g->target) - skip - 1),
			 g->target + skip);
}

static int make_again(struct kbuild *k, const struct generated *g, bool *same,
		      struct strbuf *err)
{
	char *again = kbuild_own_path(k, "tmp/again.s");
	char *depfile = kbuild_own_path(k, "tmp/again.d");
	char *instead = xasprintf("-S -o %s -MD -MF %s", again, depfile);
	char *source = source_of(k, g), *stamp = same_path(k, g);
	struct strbuf cmd = STRBUF_INIT;
	struct child c;
	int ret = 0;

	*same = false;
	if (!kbuild_cmd_holds_at(k, g->cmd, source) ||
	    !kbuild_saved_command(g->text.buf, g->text.len, &cmd) ||
	    !kbuild_replay_command(&cmd, instead))
		goto out;
	ret = kbuild_run_saved(k, &cmd, source, &c, err);
	if (!ret)
		*same = same_values(g->target, again) && knows_all(g, depfile) &&
			!mkdirs_for(stamp, NULL) &&
			!file_write(stamp, "", 0, 0644, NULL);
	child_release(&c);
	/* what fails in it is make's to tell */
	if (ret == ERR_UNABLE) {
		if (err)
			strbuf_reset(err);
		ret = 0;
	}
out:
	free(again);
	free(depfile);
	free(instead);
	free(source);
	free(stamp);
	strbuf_release(&cmd);
	return ret;
}

/* ---- all of them ---- */

/* There is no one list of them. */
static void find_generated(const struct kbuild *k, struct strvec *out)
{
	char *roots[] = { k->output, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;

	while (fts && (e = fts_read(fts)))
		if (e->fts_info == FTS_D && !strcmp(e->fts_name, ".ratchet"))
			fts_set(fts, e, FTS_SKIP);
		else if (e->fts_info == FTS_F && e->fts_name[0] == '.' &&
			 ends_with(e->fts_name, ".s.cmd"))
			strvec_push(out, e->fts_path);
	if (fts)
		fts_close(fts);
}

int kbuild_generated_fresh(struct kbuild *k, bool *fresh, struct strbuf *err)
{
	int ret = 0;

	if (!k->generated.nr)
		find_generated(k, &k->generated);
	*fresh = k->generated.nr;
	for (size_t i = 0; i < k->generated.nr && *fresh && !ret; i++) {
		struct generated g;

		*fresh = generated_read(&g, k->generated.v[i]);
		if (*fresh && !is_up_to_date(k, &g))
			ret = make_again(k, &g, fresh, err);
		generated_release(&g);
	}
	return ret;
}
