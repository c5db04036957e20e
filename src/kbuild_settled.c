/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_settled: may commands that hold be run without make?  They may if an
 * object is no more than what they make, and what "make prepare" generates is as
 * new as what it is made of: the files say so, as they say it to make.
 */
#include "kbuild_priv.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* With one of these an object is more than what its saved command makes. */
static const char *const more_than_compiled[] = {
	"MODVERSIONS", "STACK_VALIDATION", "OBJTOOL", "FTRACE_MCOUNT_RECORD",
};

/* make variables by which make does more with an object than compile it. */
static const char *const more_variables[] = {
	"C=", "W=", "KBUILD_CHECKSRC=", "KBUILD_EXTRA_WARN=",
};

bool kbuild_is_newer(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec > b->st_mtim.tv_sec ||
	       (a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
		a->st_mtim.tv_nsec >= b->st_mtim.tv_nsec);
}

/* A file is there if make has run since something changed. */
int kbuild_unsettle(struct kbuild *k, struct strbuf *err)
{
	char *settled = kbuild_own_path(k, "settled");
	int ret = 0;

	if (unlink(settled) && errno != ENOENT)
		ret = error_set(err, ERR_UNABLE, "cannot remove '%s': %s",
				settled, strerror(errno));
	free(settled);
	return ret;
}

int kbuild_settle(struct kbuild *k, struct strbuf *err)
{
	char *settled = kbuild_own_path(k, "settled");
	int ret = file_write(settled, "", 0, 0644, err);

	free(settled);
	return ret;
}

static bool told_settled(const struct kbuild *k)
{
	char *settled = kbuild_own_path(k, "settled");
	bool there = !access(settled, F_OK);

	free(settled);
	return there;
}

bool kbuild_only_compiles(const struct kbuild *k)
{
	struct strbuf config = STRBUF_INIT;
	bool ok = !kbuild_config(k, &config, NULL);

	for (size_t i = 0; i < ARRAY_SIZE(more_than_compiled) && ok; i++) {
		char *v = config_value(config.buf, more_than_compiled[i]);

		ok = !strcmp(v, "n");
		free(v);
	}
	for (size_t i = 0; i < k->make_vars.nr && ok; i++)
		for (size_t j = 0; j < ARRAY_SIZE(more_variables); j++)
			ok &= !starts_with(k->make_vars.v[i],
					   more_variables[j]);
	strbuf_release(&config);
	return ok;
}

/* ---- what is generated ---- */

/* Is the file that is named at @s there, and not newer? */
static bool is_older(const struct kbuild *k, const char *s,
		     const struct stat *target)
{
	char *name = xstrndup(s, strcspn(s, " \n"));
	char *path = *name == '/' ? xstrdup(name) :
				    xasprintf("%s/%s", k->output, name);
	struct stat st;
	bool ok = !stat(path, &st) && !kbuild_is_newer(&st, target);

	free(path);
	free(name);
	return ok;
}

/* Is none newer of the files in "source_X := FILE" and "deps_X := \"? */
static bool is_up_to_date(const struct kbuild *k, const struct stat *target,
			  const char *text)
{
	const char *source = strstr(text, "\nsource_");
	const char *s = strstr(text, "\ndeps_");
	bool ok;

	source = source ? strstr(source, ":= ") : NULL;
	ok = source && s && is_older(k, source + 3, target);
	s = s ? strchr(s + 1, '\n') : NULL;
	while (ok && s && s[1] == ' ') {
		s += 1 + strspn(s + 1, " ");
		if (*s != '$')		/* $(wildcard include/config/...) */
			ok = is_older(k, s, target);
		s = strchr(s, '\n');
	}
	return ok;
}

/* @cmd: dir/.NAME.s.cmd */
static bool is_generated_fresh(const struct kbuild *k, const char *cmd)
{
	const char *slash = strrchr(cmd, '/');
	char *target = xasprintf("%.*s/%.*s", (int)(slash - cmd), cmd,
				 (int)(strlen(slash) - strlen("/..cmd")),
				 slash + 2);
	struct strbuf text = STRBUF_INIT;
	struct stat st;
	bool ok = !stat(target, &st) && !file_read(cmd, &text, NULL) &&
		  is_up_to_date(k, &st, text.buf);

	strbuf_release(&text);
	free(target);
	return ok;
}

/*
 * The files which offsets and sizes are taken from are compiled to assembler
 * (kernel/bounds.c, asm-offsets.c, ...); there is no one list of them.
 */
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

static bool generated_fresh(struct kbuild *k)
{
	if (!k->generated.nr)
		find_generated(k, &k->generated);
	for (size_t i = 0; i < k->generated.nr; i++)
		if (!is_generated_fresh(k, k->generated.v[i]))
			return false;
	return k->generated.nr;
}

int kbuild_is_settled(struct kbuild *k, bool *is, struct strbuf *err)
{
	int ret = 0;

	*is = told_settled(k) && generated_fresh(k);
	if (*is)
		return 0;
	/* what fails in it is make's to tell, with the objects */
	ret = kbuild_generate(k, err);
	if (ret == ERR_UNABLE)
		return 0;
	strvec_release(&k->generated);
	*is = !ret && generated_fresh(k);
	return ret;
}
