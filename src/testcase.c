/* SPDX-License-Identifier: GPL-2.0-only */
#include "testcase.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"

/* ---- the tree with cases in it ---- */

static bool is_refused(const struct testcase *c)
{
	return c->refused.nr > 0;
}

/* Cases [from, to) that are (not) to be refused, in one tree. */
static struct snapshot *with_cases(struct snapshot *tree,
				   const struct testcases *t, size_t from,
				   size_t to, bool refused)
{
	struct file_change *changes = NULL;
	size_t nr = 0, alloc = 0;
	struct snapshot *out;

	for (size_t i = from; i < to; i++) {
		const struct testcase *c = &t->v[i];

		for (size_t k = 0; is_refused(c) == refused && k < c->before.nr; k++) {
			ALLOC_GROW(changes, nr + 1, alloc);
			changes[nr].path = c->before.v[k].path;
			changes[nr].mode = 0100644;
			strbuf_init(&changes[nr].content);
			strbuf_addbuf(&changes[nr++].content,
				      &c->before.v[k].text);
		}
	}
	out = snapshot_derive(tree, changes, nr);
	free(changes);
	return out;
}

static bool is_of_case(const struct testcase *c, const char *path)
{
	for (size_t i = 0; i < c->before.nr; i++)
		if (!strcmp(c->before.v[i].path, path))
			return true;
	return false;
}

/* ---- what became of a case ---- */

static void add_problem(const struct problem *p, const char *kind,
			struct strbuf *out)
{
	strbuf_addf(out, "  %s:%u: %s%s\n", p->path ? p->path : "-", p->line,
		    kind, p->text);
}

/* Problems of the case, or of no file. */
static void tell_problems(const struct testcase *c,
			  const struct step_result *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->nr_problems; i++)
		if (!r->problems[i].path || is_of_case(c, r->problems[i].path))
			add_problem(&r->problems[i], "", out);
}

static const struct strbuf *wanted(const struct testcase *c, size_t i)
{
	for (size_t k = 0; k < c->after.nr; k++)
		if (!strcmp(c->after.v[k].path, c->before.v[i].path))
			return &c->after.v[k].text;
	return &c->before.v[i].text;
}

/* Where two texts part: the line's number, and the line of each. */
static void tell_difference(const char *path, const struct strbuf *want,
			    const struct strbuf *got, struct strbuf *out)
{
	const char *a = want->buf, *b = got->buf;
	unsigned line = 1;

	for (;;) {
		size_t na = strcspn(a, "\n"), nb = strcspn(b, "\n");

		if (na != nb || memcmp(a, b, na) || !a[na] || !b[nb]) {
			strbuf_addf(out, "  %s:%u: wanted: %.*s\n", path, line,
				    (int)na, a);
			strbuf_addf(out, "  %s:%u: got:    %.*s\n", path, line,
				    (int)nb, b);
			return;
		}
		a += na + 1;
		b += nb + 1;
		line++;
	}
}

static int compare_files(struct testcase *c, const struct snapshot *after,
			 struct strbuf *err)
{
	struct strbuf got = STRBUF_INIT;
	int ret = 0;

	for (size_t i = 0; i < c->before.nr && !ret; i++) {
		const char *path = c->before.v[i].path;
		const struct strbuf *want = wanted(c, i);

		strbuf_reset(&got);
		ret = snapshot_read(after, path, &got, err);
		if (ret)
			break;
		strbuf_addf(&c->became, "%s:\n%s", path, got.buf);
		if (want->len != got.len || memcmp(want->buf, got.buf, got.len))
			tell_difference(path, want, &got, &c->wrong);
	}
	strbuf_release(&got);
	return ret;
}

static bool has_message(const struct problem *p, size_t nr,
			const struct test_line *want)
{
	bool found = false;

	for (size_t i = 0; i < nr && !found; i++) {
		char *place = xasprintf("%s:%u", p[i].path ? p[i].path : "-",
					p[i].line);

		found = !strcmp(place, want->place) &&
			strstr(p[i].text, want->text);
		free(place);
	}
	return found;
}

static void want_messages(struct testcase *c, const struct test_lines *want,
			  const struct problem *p, size_t nr, const char *verb)
{
	for (size_t i = 0; i < want->nr; i++)
		if (!has_message(p, nr, &want->v[i]))
			strbuf_addf(&c->wrong, "  %s: not %s: %s\n",
				    want->v[i].place, verb, want->v[i].text);
}

static void note_messages(struct testcase *c, const struct step_result *r)
{
	tell_problems(c, r, &c->became);
	for (size_t i = 0; i < r->nr_notes; i++)
		if (r->notes[i].path && is_of_case(c, r->notes[i].path))
			add_problem(&r->notes[i], "left alone: ", &c->became);
}

/* ---- running ---- */

/* It went well: what did the step make of each, and nothing the second time? */
static int judge(struct testcase *c, const struct step_result *r,
		 struct snapshot *before, struct strbuf *err)
{
	const struct snapshot *after = r->after ? r->after : before;
	int ret = compare_files(c, after, err);

	note_messages(c, r);
	want_messages(c, &c->left, r->notes, r->nr_notes, "left alone");
	return ret;
}

static int second_time(struct engine *e, const struct step *step,
		       struct testcases *t, size_t from, size_t to,
		       struct snapshot *after, struct strbuf *err)
{
	struct step_result r = { 0 };
	struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;
	int ret = step_run(e, step, after, &r, err);

	for (size_t i = from; i < to && !ret; i++) {
		struct testcase *c = &t->v[i];

		if (is_refused(c))
			continue;
		tell_problems(c, &r, &c->wrong);
		for (size_t k = 0; r.after && k < c->before.nr && !ret; k++) {
			const char *path = c->before.v[k].path;

			strbuf_reset(&one);
			strbuf_reset(&two);
			ret = snapshot_read(after, path, &one, err);
			if (!ret)
				ret = snapshot_read(r.after, path, &two, err);
			if (!ret && strcmp(one.buf, two.buf)) {
				strbuf_addf(&c->wrong, "  the second time:\n");
				tell_difference(path, &one, &two, &c->wrong);
			}
		}
	}
	strbuf_release(&one);
	strbuf_release(&two);
	step_result_release(&r);
	return ret;
}

/* Cases [from, to) that convert, in one tree; *failed: the step did. */
static int run_together(struct engine *e, const struct step *step,
			struct snapshot *tree, struct testcases *t,
			size_t from, size_t to, bool *failed,
			struct strbuf *err)
{
	struct snapshot *before = with_cases(tree, t, from, to, false);
	struct step_result r = { 0 };
	int ret = step_run(e, step, before, &r, err);

	*failed = !ret && r.state == STEP_FAILED;
	for (size_t i = from; i < to && !ret && !*failed; i++)
		if (!is_refused(&t->v[i]))
			ret = judge(&t->v[i], &r, before, err);
	if (!ret && !*failed && r.after)
		ret = second_time(e, step, t, from, to, r.after, err);
	if (*failed && to == from + 1) {
		struct testcase *c = &t->v[from];

		strbuf_addstr(&c->wrong, "  the step fails:\n");
		tell_problems(c, &r, &c->wrong);
		note_messages(c, &r);
	}
	step_result_release(&r);
	snapshot_put(before);
	return ret;
}

static int run_refused(struct engine *e, const struct step *step,
		       struct snapshot *tree, struct testcases *t, size_t i,
		       struct strbuf *err)
{
	struct snapshot *before = with_cases(tree, t, i, i + 1, true);
	struct testcase *c = &t->v[i];
	struct step_result r = { 0 };
	int ret = step_run(e, step, before, &r, err);

	if (!ret) {
		note_messages(c, &r);
		want_messages(c, &c->refused, r.problems, r.nr_problems,
			      "refused");
		if (c->wrong.len && r.state == STEP_FAILED) {
			strbuf_addstr(&c->wrong, "  the step fails with:\n");
			tell_problems(c, &r, &c->wrong);
		}
		if (r.state != STEP_FAILED)
			strbuf_addf(&c->wrong, "  the step does not fail: it is %s\n",
				    step_state_name(r.state));
	}
	step_result_release(&r);
	snapshot_put(before);
	return ret;
}

int testcases_run(struct engine *e, const struct step *step,
		  struct snapshot *tree, struct testcases *t,
		  struct strbuf *err)
{
	bool failed = false;
	int ret = run_together(e, step, tree, t, 0, t->nr, &failed, err);

	/* one by one, to see which it is */
	for (size_t i = 0; i < t->nr && failed && !ret; i++) {
		bool ignored;

		if (!is_refused(&t->v[i]))
			ret = run_together(e, step, tree, t, i, i + 1, &ignored,
					   err);
	}
	for (size_t i = 0; i < t->nr && !ret; i++)
		if (is_refused(&t->v[i]))
			ret = run_refused(e, step, tree, t, i, err);
	return ret;
}

int testcases_parse(struct engine *e, struct snapshot *tree,
		    struct testcases *t, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < t->nr && !ret; i++) {
		struct testcase *c = &t->v[i];
		struct snapshot *with = with_cases(tree, t, i, i + 1,
						   is_refused(c));
		struct strvec paths = STRVEC_INIT;
		struct parse_report *r;

		for (size_t k = 0; k < c->before.nr; k++)
			if (is_c_file(c->before.v[k].path))
				strvec_push(&paths, c->before.v[k].path);
		r = xcalloc(paths.nr, sizeof(*r));
		ret = pass_parse_reports(e, with, &paths, NULL, r, err);
		for (size_t k = 0; k < paths.nr && !ret; k++) {
			strbuf_addf(&c->became, "%s: not parsed: ", paths.v[k]);
			parse_report_format(&r[k], &c->became);
			strbuf_addch(&c->became, '\n');
			parse_report_release(&r[k]);
		}
		free(r);
		strvec_release(&paths);
		snapshot_put(with);
	}
	return ret;
}
