/* SPDX-License-Identifier: GPL-2.0-only */
/* What is told of a finding beside where it is: a name, and what to do. */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

/* All but where the line stands: blanks and line numbers come and go. */
static void describe(const struct check_finding *f, struct strbuf *out)
{
	strbuf_addf(out, "1\n%s\n%s\n%s\n", f->rule, f->path ? f->path : "",
		    f->function ? f->function : "");
	for (const char *s = f->source ? f->source : f->message; *s; s++)
		if (!strchr(" \t\r", *s))
			strbuf_addch(out, *s);
}

void check_name(struct check_finding *v, size_t nr)
{
	struct strvec seen = STRVEC_INIT;

	for (size_t i = 0; i < nr; i++) {
		struct strbuf text = STRBUF_INIT;
		char hex[OID_HEX + 1];
		unsigned times = 0;
		struct oid oid;

		describe(&v[i], &text);
		for (size_t k = 0; k < seen.nr; k++)
			times += !strcmp(seen.v[k], text.buf);
		strvec_push(&seen, text.buf);
		strbuf_addf(&text, "\n%u", times);
		oid_of_blob(text.buf, text.len, &oid);
		oid_hex(&oid, hex);
		v[i].fingerprint = xstrdup(hex);
		strbuf_release(&text);
	}
	strvec_release(&seen);
}

/* ---- what the series makes of a file ---- */

/* @after NULL: the passes refuse it, which is no error here. */
static int run_passes(struct check *c, const struct step *step,
		      const char *path, struct snapshot *snap,
		      struct snapshot **after, struct strbuf *err)
{
	struct strvec only = STRVEC_INIT, words = STRVEC_INIT;
	int ret = steps_check(c->e, step, 1, NULL, NULL, err);

	*after = NULL;
	strvec_push(&only, path);
	c->e->only = &only;
	/* all words in one scan */
	step_words(step, &words);
	if (!ret)
		ret = snapshot_learn(snap, &words, err);
	if (!ret)
		ret = step_passes_part(c->e, step, snap, after, err);
	c->e->only = NULL;
	strvec_release(&only);
	strvec_release(&words);
	return ret == ERR_FAILED ? 0 : ret;
}

static int make_diff(struct check *c, const struct step *step,
		     const char *path, struct snapshot *snap, char **diff,
		     struct strbuf *err)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, text = STRBUF_INIT;
	struct snapshot *after;
	int ret = run_passes(c, step, path, snap, &after, err);

	if (!ret && after) {
		ret = snapshot_read(snap, path, &a, err);
		if (!ret)
			ret = snapshot_read(after, path, &b, err);
		if (!ret)
			ret = diff_print(path, &a, &b, &text, err);
	}
	if (!ret && text.len)
		*diff = strbuf_detach(&text, NULL);
	snapshot_put(after);
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&text);
	return ret;
}

/* One of these has been asked for the same; its answer, which may be none. */
static const struct check_finding *asked(const struct check_finding *first,
					 const struct check_finding *f)
{
	for (; first < f; first++)
		if (first->step == f->step && first->path &&
		    !strcmp(first->path, f->path))
			return first;
	return NULL;
}

int check_diffs(struct check *c, size_t first, struct snapshot *snap,
		struct strbuf *err)
{
	struct check_finding *v = c->out->v + first;
	int ret = 0;

	for (size_t i = 0; i < c->out->nr - first && !ret; i++) {
		const struct check_finding *before;

		if (!v[i].step || !v[i].path)
			continue;
		before = asked(v, &v[i]);
		if (!before)
			ret = make_diff(c, v[i].step, v[i].path, snap,
					&v[i].diff, err);
		else if (before->diff)
			v[i].diff = xstrdup(before->diff);
	}
	return ret;
}
