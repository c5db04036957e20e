/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which site of a step breaks it, and which of its passes wrote that: those of
 * which the text at the site is another than that of the pass before.
 */
#include "apply_priv.h"

#include <stdlib.h>
#include <string.h>

#include "decls.h"

/* The passes of @s that changed @path, in their order; NULL-terminated. */
static const struct pass **passes_of(const struct applied_step *s,
				     const char *path, size_t *nr)
{
	const struct step_result *r = &s->result;
	const struct pass **v = xcalloc(s->step->nr_passes + 1, sizeof(*v));

	*nr = 0;
	for (size_t i = 0; i < s->step->nr_passes; i++) {
		const struct pass *p = &s->step->passes[i];

		for (size_t k = 0; k < r->nr_files; k++)
			if (r->files[k].pass == p &&
			    r->files[k].outcome == SPATCH_CHANGED &&
			    !strcmp(r->files[k].path, path)) {
				v[(*nr)++] = p;
				break;
			}
	}
	return v;
}

static bool touches(const struct text_hunk *t, const struct culprit_hunk *h)
{
	unsigned end = t->b_first + t->b_lines, last = h->last + 1;

	/* what was removed stands between two lines */
	if (t->b_first == end || h->first == last)
		return t->b_first <= last && h->first <= end;
	return t->b_first < last && h->first < end;
}

/* What stands in @text where @final has the lines of @h; "" if just these. */
static void text_at(const char *text, const char *final,
		    const struct culprit_hunk *h, struct strbuf *out)
{
	size_t nr;
	struct text_hunk *hunks = text_hunks(text, final, &nr);

	for (size_t i = 0; i < nr; i++) {
		const char *s = text;

		if (!touches(&hunks[i], h))
			continue;
		for (unsigned line = 1; line < hunks[i].a_first; line++)
			s += strcspn(s, "\n") + 1;
		strbuf_addf(out, "%u %u\n", hunks[i].b_first,
			    hunks[i].b_lines);
		for (unsigned k = 0; k < hunks[i].a_lines; k++) {
			size_t n = strcspn(s, "\n");

			strbuf_add(out, s, n);
			strbuf_addch(out, '\n');
			s += n + (s[n] == '\n');
		}
	}
	free(hunks);
}

/* The file after the passes up to @last, which are known from the cache. */
static int text_after(struct apply *a, const struct step *step,
		      const struct pass *last, const char *path,
		      struct strbuf *out, struct strbuf *err)
{
	struct step part = *step;
	struct snapshot *snap = NULL;
	int ret;

	part.nr_passes = last - step->passes + 1;
	ret = step_passes(a->e, &part, a->now, &snap, err);
	if (!ret)
		ret = snapshot_read(snap, path, out, err);
	snapshot_put(snap);
	return ret;
}

static int name_rules(struct apply *a, struct applied_step *s,
		      struct culprit_hunk *h, struct strbuf *err)
{
	struct strbuf final = STRBUF_INIT, text = STRBUF_INIT;
	struct strbuf was = STRBUF_INIT, now = STRBUF_INIT;
	struct strbuf names = STRBUF_INIT;
	size_t nr;
	const struct pass **v = passes_of(s, h->path, &nr);
	int ret = 0;

	if (nr == 1) {
		strbuf_addstr(&names, v[0]->name);
		goto out;
	}
	ret = snapshot_read(s->result.after, h->path, &final, err);
	if (!ret)
		ret = snapshot_read(a->now, h->path, &text, err);
	if (!ret)
		text_at(text.buf, final.buf, h, &was);
	for (size_t i = 0; i < nr && !ret; i++) {
		strbuf_reset(&text);
		strbuf_reset(&now);
		ret = text_after(a, s->step, v[i], h->path, &text, err);
		if (ret)
			break;
		text_at(text.buf, final.buf, h, &now);
		if (strbuf_cmp(&was, &now))
			strbuf_addf(&names, "%s%s", names.len ? ", " : "",
				    v[i]->name);
		strbuf_swap(&was, &now);
	}
out:
	if (!ret && names.len)
		h->rule = strbuf_detach(&names, NULL);
	free(v);
	strbuf_release(&names);
	strbuf_release(&final);
	strbuf_release(&text);
	strbuf_release(&was);
	strbuf_release(&now);
	return ret;
}

int apply_find_culprit(struct apply *a, struct applied_step *s,
		       struct strbuf *err)
{
	int ret = culprit_find(a->verify, a->now, s->result.after, &s->proof,
			       &s->culprit, err);

	for (size_t i = 0; i < s->culprit.nr && !ret; i++)
		ret = name_rules(a, s, &s->culprit.v[i], err);
	return ret == ERR_FAILED ? ERR_UNABLE : ret;
}
