/* SPDX-License-Identifier: GPL-2.0-only */
#include "residue.h"

#include <stdlib.h>
#include <string.h>

#include "residue_int.h"

void residue_list_release(struct residue_list *l)
{
	size_t i;

	for (i = 0; i < l->nr; i++) {
		free(l->v[i].path);
		free(l->v[i].function);
		free(l->v[i].why);
	}
	free(l->v);
	strvec_release(&l->doubts);
	memset(l, 0, sizeof(*l));
}

struct residue *residue_add(struct finder *f, const struct expect *x,
			    const char *path, unsigned line, unsigned col,
			    const char *function, enum residue_class cls,
			    const char *why)
{
	struct residue_list *l = f->out;
	struct residue *r;

	ALLOC_GROW(l->v, l->nr + 1, l->alloc);
	r = &l->v[l->nr++];
	memset(r, 0, sizeof(*r));
	r->expect = x;
	r->path = xstrdup(path);
	r->line = line;
	r->col = col;
	r->function = function ? xstrdup(function) : NULL;
	r->cls = cls;
	r->why = why ? xstrdup(why) : NULL;
	return r;
}

enum residue_class residue_class_of(enum c_region region)
{
	switch (region) {
	case C_COMMENT:
		return RESIDUE_COMMENT;
	case C_STRING:
		return RESIDUE_STRING;
	case C_IF0:
		return RESIDUE_IF0;
	case C_OLD_ARM:
		return RESIDUE_OLD_ARM;
	case C_INACTIVE:
		return RESIDUE_INACTIVE;
	case C_MACRO:
		return RESIDUE_MACRO;
	case C_CODE:
		break;
	}
	return RESIDUE_UNEXPLAINED;
}

/* Old arms of version guards are harmless in a driver only. */
static bool class_is_harmless(enum residue_class cls)
{
	return cls == RESIDUE_COMMENT || cls == RESIDUE_STRING ||
	       cls == RESIDUE_IF0;
}

static int compare_residues(const void *a, const void *b)
{
	const struct residue *x = a, *y = b;
	int cmp = strcmp(x->path, y->path);

	if (cmp)
		return cmp;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	return x->expect < y->expect ? -1 : x->expect > y->expect;
}

static void apply_allows(const struct step *step, struct residue_list *l,
			 struct strvec *unused)
{
	size_t i, k;

	for (i = 0; i < l->nr; i++)
		l->v[i].harmless = class_is_harmless(l->v[i].cls);
	for (k = 0; k < step->nr_expects; k++) {
		const struct expect *x = &step->expects[k];
		bool used = false;

		if (x->kind != EXPECT_ALLOW)
			continue;
		for (i = 0; i < l->nr; i++) {
			struct residue *r = &l->v[i];

			if (r->cls != x->cls ||
			    !expect_path_matches(x, r->path))
				continue;
			used = true;
			if (r->harmless)
				continue;
			r->harmless = true;
			r->allowed_by = x;
		}
		if (!used && unused)
			strvec_pushf(unused, "expect:%u", x->line);
	}
	l->harmful = 0;
	for (i = 0; i < l->nr; i++)
		l->harmful += !l->v[i].harmless;
}

/* Was an earlier line's search for members of this struct this one's too? */
static bool struct_was_searched(const struct step *step, size_t i)
{
	const struct expect *x = &step->expects[i];
	size_t k;

	for (k = 0; k < i; k++) {
		const struct expect *y = &step->expects[k];

		if (y->kind == EXPECT_ABSENT && y->what == WHAT_MEMBER &&
		    !strcmp(x->name, y->name))
			return true;
	}
	return false;
}

static int find_one(struct finder *f, size_t i, struct strbuf *err)
{
	const struct expect *x = &f->step->expects[i];

	switch (x->what) {
	case WHAT_MEMBER:
		if (struct_was_searched(f->step, i))
			return 0;
		return residue_find_members(f, i, err);
	case WHAT_MATCH:
		return residue_find_match(f, x, err);
	default:
		return residue_find_names(f, x, err);
	}
}

static bool is_text_of_line(const struct strbuf *text, unsigned line,
			    const char *want)
{
	const char *p = text->buf;
	size_t n;

	while (--line && *(p += strcspn(p, "\n")))
		p++;
	n = strcspn(p, "\n");
	return n == strlen(want) && !memcmp(p, want, n);
}

/* A rule has looked at these, and said why it leaves them alone. */
static int find_rejected(struct snapshot *after, const struct left_site *left,
			 size_t nr_left, struct residue_list *l,
			 struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *path = NULL;
	int ret = 0;

	for (size_t i = 0; i < l->nr && nr_left && !ret; i++) {
		struct residue *r = &l->v[i];

		if (!r->line || (r->cls != RESIDUE_UNEXPLAINED &&
				 r->cls != RESIDUE_UNKNOWN_TYPE))
			continue;
		if (!path || strcmp(path, r->path)) {
			strbuf_reset(&text);
			path = r->path;
			ret = snapshot_read(after, path, &text, err);
		}
		for (size_t k = 0; k < nr_left && !ret; k++) {
			if (strcmp(left[k].path, r->path) ||
			    !is_text_of_line(&text, r->line, left[k].line))
				continue;
			r->cls = RESIDUE_REJECTED;
			free(r->why);
			r->why = xstrdup(left[k].why);
		}
	}
	strbuf_release(&text);
	return ret;
}

int residue_find(struct engine *e, const struct step *step,
		 struct snapshot *before, struct snapshot *after,
		 const struct left_site *left, size_t nr_left,
		 struct residue_list *out, struct strvec *unused,
		 struct strbuf *err)
{
	struct finder f = {
		.e = e, .step = step, .before = before, .after = after,
		.out = out,
	};
	struct strvec words = STRVEC_INIT;
	size_t i;
	int ret;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->doubts);
	expect_words(step, &words);
	ret = snapshot_learn(after, &words, err);
	for (i = 0; i < step->nr_expects && !ret; i++)
		if (step->expects[i].kind == EXPECT_ABSENT)
			ret = find_one(&f, i, err);
	if (!ret && out->nr)
		qsort(out->v, out->nr, sizeof(*out->v), compare_residues);
	if (!ret)
		ret = find_rejected(after, left, nr_left, out, err);
	if (!ret)
		apply_allows(step, out, unused);
	strvec_release(&words);
	return ret;
}
