/* SPDX-License-Identifier: GPL-2.0-only */
/* What is told of a finding, its name, and what to do about it. */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

void check_result_release(struct check_result *r)
{
	for (size_t i = 0; i < r->nr; i++) {
		struct check_finding *f = &r->v[i];

		free(f->rule);
		free(f->path);
		free(f->function);
		free(f->source);
		free(f->message);
		free(f->why);
		free(f->fingerprint);
		free(f->allowed);
		free(f->diff);
	}
	free(r->v);
	for (size_t i = 0; i < r->nr_commits; i++)
		free(r->commits[i].subject);
	free(r->commits);
	free(r->sandbox);
	memset(r, 0, sizeof(*r));
}

struct check_finding *check_add(struct check *c)
{
	struct check_result *r = c->out;

	ALLOC_GROW(r->v, r->nr + 1, r->alloc);
	memset(&r->v[r->nr], 0, sizeof(*r->v));
	return &r->v[r->nr++];
}

/* ---- findings ---- */

static enum check_level level_of(const struct check *c,
				 const struct check_use *u)
{
	if (c->opt->mode == CHECK_PENDING || u->cls == RESIDUE_UNKNOWN_TYPE)
		return CHECK_WARNING;
	return CHECK_ERROR;
}

static void say_what(const struct check_use *u, struct strbuf *out)
{
	const struct expect *x = u->rule->x;

	switch (x->what) {
	case WHAT_MEMBER:
		strbuf_addf(out, "member '%s' of struct %s", x->member, x->name);
		break;
	case WHAT_CONFIG:
		strbuf_addf(out, "CONFIG_%s", x->name);
		break;
	case WHAT_FUNCTION:
		strbuf_addf(out, "%s()", x->name);
		break;
	case WHAT_MATCH:
		strbuf_addf(out, "code that %s finds", x->name);
		break;
	case WHAT_TYPE:
	case WHAT_WORD:
		strbuf_addf(out, "'%s'", x->name);
		break;
	}
	strbuf_addf(out, " is used, which step %s takes away",
		    u->rule->step->name);
}

static void say_why(const struct check_use *u, struct strbuf *out)
{
	strbuf_addf(out, "%s: %s", u->rule->step->name,
		    u->rule->step->subject);
	if (u->cls != RESIDUE_UNEXPLAINED)
		strbuf_addf(out, "; %s", residue_class_name(u->cls));
	if (u->why)
		strbuf_addf(out, "; %s", u->why);
}

void check_add_use(struct check *c, const struct check_use *u,
		   const struct oid *commit)
{
	struct strbuf text = STRBUF_INIT, why = STRBUF_INIT;
	struct check_finding *f = check_add(c);

	f->step = u->rule->step;
	f->rule = xstrdup(u->rule->id);
	f->level = level_of(c, u);
	f->path = xstrdup(u->path);
	f->line = u->line;
	f->col = u->col;
	f->function = u->function ? xstrdup(u->function) : NULL;
	f->source = xstrdup(u->source);
	say_what(u, &text);
	f->message = strbuf_detach(&text, NULL);
	say_why(u, &why);
	f->why = strbuf_detach(&why, NULL);
	f->allowed = u->allowed ? xstrdup(u->allowed) : NULL;
	if (commit)
		f->commit = *commit;
	if (!u->bad_allow || u->allowed)
		return;
	f = check_add(c);
	*f = (struct check_finding){
		.step = u->rule->step, .rule = xstrdup("ratchet/allow"),
		.level = CHECK_ERROR, .path = xstrdup(u->path),
		.line = u->line, .col = u->col, .source = xstrdup(u->source),
		.message = xstrdup(u->bad_allow),
	};
	if (commit)
		f->commit = *commit;
}

void check_count(struct check_result *r, const struct strvec *baseline)
{
	for (size_t i = 0; i < r->nr; i++) {
		struct check_finding *f = &r->v[i];

		f->known = baseline && strvec_has_sorted(baseline,
							 f->fingerprint);
		if (f->allowed)
			r->allowed++;
		else if (f->known)
			r->known++;
		else if (f->level == CHECK_ERROR)
			r->errors++;
		else if (f->level == CHECK_WARNING)
			r->warnings++;
	}
}

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
