/* SPDX-License-Identifier: GPL-2.0-only */
/* The uses in some files, as residue finds them. */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

#include "reach.h"

void check_uses_release(struct check_uses *u)
{
	for (size_t i = 0; i < u->nr; i++) {
		free(u->v[i].path);
		free(u->v[i].function);
		free(u->v[i].why);
		free(u->v[i].source);
		free(u->v[i].allowed);
		free(u->v[i].bad_allow);
	}
	free(u->v);
	memset(u, 0, sizeof(*u));
}

/* Can one of @paths hold a use of the member?  Most hold another's. */
static int member_may_be_in(struct engine *e, const struct expect *x,
			    struct snapshot *snap, const struct strvec *paths,
			    bool *yes, struct strbuf *err)
{
	struct strvec words = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret = tag_words(e, snap, x->name, &words, err);

	*yes = false;
	for (size_t i = 0; i < paths->nr && !ret && !*yes; i++) {
		strbuf_reset(&text);
		ret = snapshot_read(snap, paths->v[i], &text, err);
		*yes = !ret && text_has_word(text.buf, text.len, x->member) &&
		       (text_has_word(text.buf, text.len, x->name) ||
			member_matters(&text, x->member, &words));
	}
	strvec_release(&words);
	strbuf_release(&text);
	return ret;
}

/* A step that promises what the chosen rules do; @of: whose line is whose. */
static int make_probe(struct engine *e, const struct check_rules *rules,
		      const bool *wanted, struct snapshot *snap,
		      const struct strvec *paths, struct step *probe,
		      const struct check_rule **of, struct strbuf *err)
{
	int ret = 0;

	memset(probe, 0, sizeof(*probe));
	probe->expects = xcalloc(rules->nr + 1, sizeof(*probe->expects));
	for (size_t i = 0; i < rules->nr && !ret; i++) {
		const struct check_rule *r = &rules->v[i];
		bool may = true;

		if (!wanted[i])
			continue;
		if (r->x->what == WHAT_MEMBER && paths)
			ret = member_may_be_in(e, r->x, snap, paths, &may, err);
		if (ret || !may)
			continue;
		of[probe->nr_expects] = r;
		probe->expects[probe->nr_expects++] = *r->x;
	}
	return ret;
}

static bool is_allowed(const struct step *step, const struct residue *r)
{
	for (size_t i = 0; i < step->nr_expects; i++) {
		const struct expect *x = &step->expects[i];

		if (x->kind == EXPECT_ALLOW && x->cls == r->cls &&
		    expect_path_matches(x, r->path))
			return true;
	}
	return false;
}

static char *line_of(const struct strbuf *text, unsigned line)
{
	const char *p = text->buf;

	if (!line)
		return xstrdup("");
	while (--line && *(p += strcspn(p, "\n")))
		p++;
	return xstrndup(p, strcspn(p, "\n"));
}

static void add_use(struct check_uses *out, const struct check_rule *rule,
		    const struct residue *r, const struct strbuf *text)
{
	struct check_use *u;

	ALLOC_GROW(out->v, out->nr + 1, out->alloc);
	u = &out->v[out->nr++];
	memset(u, 0, sizeof(*u));
	u->rule = rule;
	u->path = xstrdup(r->path);
	u->line = r->line;
	u->col = r->col;
	u->cls = r->cls;
	u->function = r->function ? xstrdup(r->function) : NULL;
	u->why = r->why ? xstrdup(r->why) : NULL;
	u->source = line_of(text, r->line);
}

/* Is a use at that place told already, by an earlier step or another line? */
static bool is_told(const struct check_uses *out, const struct residue *r)
{
	for (size_t i = out->nr; i-- > 0; ) {
		const struct check_use *u = &out->v[i];

		if (strcmp(u->path, r->path) || u->line != r->line)
			return false;
		if (u->col == r->col || !r->col || !u->col ||
		    r->expect->what == WHAT_MATCH)
			return true;
	}
	return false;
}

static int take(const struct residue_list *list, const struct step *probe,
		const struct check_rule **of, struct snapshot *snap,
		struct check_uses *out, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *path = NULL;
	int ret = 0;

	for (size_t i = 0; i < list->nr && !ret; i++) {
		const struct residue *r = &list->v[i];
		const struct check_rule *rule = of[r->expect - probe->expects];

		if (r->harmless || is_allowed(rule->step, r) || is_told(out, r))
			continue;
		if (!path || strcmp(path, r->path)) {
			strbuf_reset(&text);
			path = r->path;
			ret = snapshot_read(snap, path, &text, err);
		}
		if (!ret)
			add_use(out, rule, r, &text);
	}
	strbuf_release(&text);
	return ret;
}

int check_uses_find(struct engine *e, const struct check_rules *rules,
		    const bool *wanted, struct snapshot *snap,
		    const struct strvec *paths, struct check_uses *out,
		    struct strbuf *err)
{
	const struct check_rule **of = xcalloc(rules->nr + 1, sizeof(*of));
	struct residue_list list = { 0 };
	struct step probe = { 0 };
	int ret;

	memset(out, 0, sizeof(*out));
	ret = make_probe(e, rules, wanted, snap, paths, &probe, of, err);
	e->only = paths;
	if (!ret && probe.nr_expects) {
		ret = residue_find(e, &probe, snap, snap, NULL, 0, &list, NULL,
				   err);
		if (!ret)
			ret = take(&list, &probe, of, snap, out, err);
		residue_list_release(&list);
	}
	e->only = NULL;
	free(probe.expects);
	free(of);
	return ret;
}
