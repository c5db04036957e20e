/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Are two traces the same, but for what the contract leaves open?
 *
 * Both are brought into one form first: what may be in another order gets into
 * a fixed one, what may be missing goes.  Everything that is allowed stands in
 * this file, with the reason.
 */
#include "conform_priv.h"

#include <stdlib.h>
#include <string.h>

/*
 * Neighbours that may change places.  A name is the beginning of an event; the
 * pair counts in both orders.
 */
static const struct {
	const char *a, *b;
} may_swap[] = {
	/* Clause 13 says that the shadow goes, not whether the lock is held. */
	{ "kasan_undo ", "unlock" },
	/* Clause 17 names both in one breath: they do not see each other. */
	{ "clear Active", "clear Waiters" },
	/* Nor does uncharging look at either: it asks for page->mapping. */
	{ "clear Active", "uncharge" },
	{ "clear Waiters", "uncharge" },
	/*
	 * Clause 7 has the key go on, and its put registered, for the first
	 * user: nobody can look between.
	 */
	{ "managed key on", "devm_add_action no data" },
};

static bool begins(const char *event, const char *name)
{
	return starts_with(event, name);
}

static bool commute(const char *x, const char *y)
{
	for (size_t i = 0; i < ARRAY_SIZE(may_swap); i++)
		if ((begins(x, may_swap[i].a) && begins(y, may_swap[i].b)) ||
		    (begins(x, may_swap[i].b) && begins(y, may_swap[i].a)))
			return true;
	return false;
}

/* The least of all orders that can be reached: the same for all of them. */
static void sort_free_pairs(struct strvec *v)
{
	for (size_t done = 0; done < v->nr; done++) {
		size_t best = done;
		char *event;

		for (size_t i = done + 1; i < v->nr; i++) {
			bool reaches = strcmp(v->v[i], v->v[best]) < 0;

			for (size_t k = done; k < i && reaches; k++)
				reaches = commute(v->v[k], v->v[i]);
			if (reaches)
				best = i;
		}
		event = v->v[best];
		memmove(&v->v[done + 1], &v->v[done],
			(best - done) * sizeof(*v->v));
		v->v[done] = event;
	}
}

static void drop(struct strvec *v, size_t i)
{
	free(v->v[i]);
	memmove(&v->v[i], &v->v[i + 1], (v->nr - i) * sizeof(*v->v));
	v->nr--;
}

/* Index of the event that begins with @name from @from on, or v->nr. */
static size_t find(const struct strvec *v, size_t from, const char *name)
{
	while (from < v->nr && !begins(v->v[from], name))
		from++;
	return from;
}

/*
 * A map that clause 7 turned down: the core's own count was never used, so it
 * may be given up without being killed and waited for.
 */
static void drop_unused_count(struct strvec *v, size_t from)
{
	static const char *const names[] = { "percpu_ref_kill ", "wait " };

	if (find(v, from, "percpu_ref_exit ") == v->nr)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		size_t at = find(v, from, names[i]);

		if (at < v->nr)
			drop(v, at);
	}
}

/*
 * Where the put of the key cannot be registered, the key may have been on for
 * a moment, or not at all: nobody else can have seen it.
 */
static void drop_short_key(struct strvec *v, size_t from)
{
	size_t on = find(v, from, "managed key on"), off;

	if (find(v, from, "devm_add_action no data fails") == v->nr)
		return;
	off = find(v, on, "managed key off");
	if (off == v->nr)
		return;
	drop(v, off);
	drop(v, on);
}

/* Some generations add whole sections, some what the owner named. */
static void push_shape(struct strvec *v, const char *event)
{
	const char *at = strstr(event, " 0x");
	const char *end = at ? at + 1 + strcspn(at + 1, " ") : NULL;

	if (at && memchr(at, '+', end - at))
		strvec_pushf(v, "%.*s A%s", (int)(at - event), event, end);
	else
		strvec_push(v, event);
}

/*
 * Pages may be put in any order (clause 14), so in between others may be freed:
 * one event for all of a call.  That it is each page once, the model checks.
 */
static void push_put(struct strvec *v, size_t from, const char *event)
{
	size_t n = strlen("put_page ");

	n += strcspn(event + n, " ");
	for (size_t i = from; i < v->nr; i++)
		if (!strncmp(v->v[i], event, n) && !v->v[i][n])
			return;
	strvec_pushn(v, event, n);
}

/* Clauses 4 and 7 ask for a warning each; one for both will do: W3. */
static void one_warning(struct strvec *v)
{
	if (v->nr < 2 || !begins(v->v[v->nr - 2], "warnings "))
		return;
	free(v->v[v->nr - 2]);
	v->v[v->nr - 2] = xstrdup("warnings 1");
}

/*
 * @weak is set where a known weakness makes everything behind it another
 * story: a structure that cannot be used again (W1, W4).
 */
static void normal_form(const struct run *r, struct strvec *v, bool *weak)
{
	bool shape = starts_with(r->scenario, "unaligned");
	size_t phase = 0;

	*weak = false;
	for (size_t i = 0; i < r->nr && !*weak; i++) {
		const struct record_line *l = &r->v[i];

		if (l->kind == '>' && l->text[0] == '[') {
			drop_short_key(v, phase);
			phase = v->nr;
		}
		if (l->kind == '>') {
			if (begins(l->text, "put_page "))
				push_put(v, phase, l->text);
			else if (shape)
				push_shape(v, l->text);
			else
				strvec_push(v, l->text);
		} else if (l->kind == '@') {
			drop_unused_count(v, phase);
		} else if (l->kind == '~' && !strcmp(l->text, "W2") && v->nr) {
			drop(v, v->nr - 1);
		} else if (l->kind == '~' && !strcmp(l->text, "W3")) {
			one_warning(v);
		} else if (l->kind == '~' && (starts_with(l->text, "W1") ||
					      starts_with(l->text, "W4"))) {
			*weak = true;
		}
	}
	drop_short_key(v, phase);
	sort_free_pairs(v);
}

static bool has_weakness(const struct run *r, const char *name)
{
	for (size_t i = 0; i < r->nr; i++)
		if (r->v[i].kind == '~' && !strcmp(r->v[i].text, name))
			return true;
	return false;
}

bool trace_equal(const struct run *tree, const struct run *golden,
		 struct strvec *tree_lines, struct strvec *golden_lines,
		 size_t *part)
{
	bool cut[2];
	size_t i = 0;

	normal_form(tree, tree_lines, &cut[0]);
	normal_form(golden, golden_lines, &cut[1]);
	/* what W1 leaves behind is missing from the trace, not different */
	if (has_weakness(tree, "W1") || has_weakness(golden, "W1"))
		return true;
	while (i < tree_lines->nr && i < golden_lines->nr &&
	       !strcmp(tree_lines->v[i], golden_lines->v[i]))
		i++;
	*part = i;
	if (i == tree_lines->nr && (cut[0] || i == golden_lines->nr))
		return true;
	return i == golden_lines->nr && cut[1];
}
