/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rules that find what must not be there: each report of a script, and each
 * line that the rule marks with '*'.  spatch tells the latter only in a diff
 * on its output, so a copy of the rule is run that takes the marked code away.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "residue_int.h"

struct match_file {
	const char *path;
	struct strbuf text;
	struct csource *cs;
};

static const char *function_at(const struct match_file *m, unsigned line)
{
	const struct c_function *fn = csource_function_at(m->cs, line);

	return fn ? fn->name : NULL;
}

static enum residue_class class_at(const struct match_file *m, unsigned line)
{
	const struct c_token *t;
	size_t nr, i;

	t = csource_tokens(m->cs, &nr);
	for (i = 0; i < nr; i++)
		if (t[i].line == line && t[i].region != C_COMMENT)
			return residue_class_of(t[i].region == C_STRING ?
						C_CODE : t[i].region);
	return RESIDUE_UNEXPLAINED;
}

static void add_at(struct finder *f, const struct expect *x,
		   const struct match_file *m, unsigned line, unsigned col,
		   const char *why)
{
	residue_add(f, x, m->path, line, col, function_at(m, line),
		    class_at(m, line), why);
}

static void take_reports(struct finder *f, const struct expect *x,
			 const struct match_file *m,
			 const struct strvec *reports)
{
	size_t i;

	for (i = 0; i < reports->nr; i++) {
		unsigned line, col;
		int n = 0;

		if (pass_takes_doubt(x->rule, reports->v[i], &f->out->doubts))
			continue;
		if (sscanf(reports->v[i], "at %u %u%n", &line, &col, &n) != 2 ||
		    !n)
			continue;
		while (reports->v[i][n] == ' ')
			n++;
		add_at(f, x, m, line, col + 1,
		       reports->v[i][n] ? reports->v[i] + n : NULL);
	}
}

static size_t line_length(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', end - p);

	return (nl ? nl + 1 : end) - p;
}

/* How many lines from @a on must go until the text goes on as @b does? */
static unsigned lines_until(const char *a, const char *a_end, const char *b,
			    const char *b_end)
{
	size_t n = line_length(b, b_end);
	unsigned lines = 0;

	/* a line that says little is no place to go on */
	for (; n > 3 && a < a_end && lines < 1000; lines++) {
		size_t len = line_length(a, a_end);

		if (len == n && !memcmp(a, b, n))
			return lines;
		a += len;
	}
	return 0;
}

/*
 * Lines of the file that are not so in the result, where something of them is
 * missing or they are.
 */
static void take_marks(struct finder *f, const struct expect *x,
		       const struct match_file *m, const struct strbuf *result)
{
	const char *a = m->text.buf, *a_end = a + m->text.len;
	const char *b = result->buf, *b_end = b + result->len;
	unsigned line = 1, gone = 0;

	for (; a < a_end; line++) {
		size_t n = line_length(a, a_end);
		size_t k = b < b_end ? line_length(b, b_end) : 0;

		if (!gone && k == n && !memcmp(a, b, n)) {
			b += k;
		} else {
			if (!gone)
				gone = lines_until(a, a_end, b, b_end);
			if (gone)
				gone--;		/* it is missing */
			else
				b += k;		/* it is another one */
			add_at(f, x, m, line, 0, NULL);
		}
		a += n;
	}
}

/* Does a line of a rule begin a script? -1: neither that nor a rule's head. */
static int begins_script(const char *line)
{
	if (*line != '@' || line[1] == '@')
		return -1;
	return starts_with(line, "@script:") ||
	       starts_with(line, "@initialize:") ||
	       starts_with(line, "@finalize:");
}

/*
 * Marked lines are over: an expression cannot go without something in its
 * place; a statement can.
 */
static void end_marks(struct strbuf *out, char last)
{
	if (last == ',')
		strbuf_addstr(out, "+ ratchet_mark,\n");
	else if (last && !strchr(";{}", last))
		strbuf_addstr(out, "+ ratchet_mark\n");
}

static char last_character(const char *line, size_t n)
{
	while (n && strchr(" \t\r\n", line[n - 1]))
		n--;
	return n ? line[n - 1] : 0;
}

/* The rule with '-' for '*' in the first column; false if there is none. */
static bool unmark_rule(const struct pass *p, struct strbuf *out)
{
	const char *line = p->text, *end = line + p->len;
	bool script = false, found = false;
	char last = 0;

	for (; line < end; line += line_length(line, end)) {
		size_t n = line_length(line, end);
		int begins = begins_script(line);

		if (begins >= 0)
			script = begins;
		if (*line == '*' && !script) {
			strbuf_addch(out, '-');
			strbuf_add(out, line + 1, n - 1);
			last = last_character(line, n);
			found = true;
			continue;
		}
		end_marks(out, last);
		last = 0;
		strbuf_add(out, line, n);
	}
	if (last && !ends_with(out->buf, "\n"))
		strbuf_addch(out, '\n');
	end_marks(out, last);
	return found;
}

/*
 * What spatch cannot parse, no rule finds.  It matters if all words of one
 * alternative of the rule's candidates stand in it.
 */
static void take_unparsed(struct finder *f, const struct expect *x,
			  const struct match_file *m,
			  const struct parse_report *r)
{
	const char *p = m->text.buf, *end = p + m->text.len;
	unsigned line = 1;
	size_t i;

	for (i = 0; i < r->nr; i++) {
		const char *start;

		while (p < end && line < r->bad[i].first)
			line += *p++ == '\n';
		start = p;
		while (p < end && line <= r->bad[i].last)
			line += *p++ == '\n';
		if (pass_concerns(x->rule, start, p - start))
			residue_add(f, x, m->path, r->bad[i].first, 0,
				    function_at(m, r->bad[i].first),
				    RESIDUE_UNPARSED,
				    "spatch cannot parse this region");
	}
}

static bool is_ok(enum spatch_outcome o)
{
	return o == SPATCH_CHANGED || o == SPATCH_UNCHANGED;
}

static int take_result(struct finder *f, const struct expect *x,
		       const struct file_result *r,
		       const struct parse_report *parse, struct strbuf *err)
{
	struct match_file m = { .path = r->path, .text = STRBUF_INIT };
	int ret;

	if (!is_ok(r->outcome)) {
		char *why = xasprintf("spatch: %s: %s",
				      spatch_outcome_name(r->outcome),
				      r->message.buf);

		residue_add(f, x, r->path, 0, 0, NULL,
			    r->outcome == SPATCH_UNPARSED ?
			    RESIDUE_UNPARSED : RESIDUE_NOT_VISITED, why);
		free(why);
		return 0;
	}
	ret = snapshot_read(f->after, r->path, &m.text, err);
	if (!ret) {
		m.cs = csource_parse(m.text.buf, m.text.len);
		take_reports(f, x, &m, &r->reports);
		if (r->outcome == SPATCH_CHANGED)
			take_marks(f, x, &m, &r->content);
		if (parse->failed)
			residue_add(f, x, r->path, 0, 0, NULL,
				    RESIDUE_UNPARSED,
				    "spatch cannot parse this file");
		else
			take_unparsed(f, x, &m, parse);
	}
	csource_free(m.cs);
	strbuf_release(&m.text);
	return ret;
}

static int match_files(struct finder *f, const struct expect *x,
		       struct strvec *paths, struct strbuf *err)
{
	struct strvec all = STRVEC_INIT;
	size_t i;
	int ret = pass_check(f->e, x->rule, err);

	if (!ret)
		ret = pass_candidates(f->e, x->rule, f->after, &all, err);
	for (i = 0; i < all.nr; i++)
		if (expect_path_matches(x, all.v[i]))
			strvec_push(paths, all.v[i]);
	strvec_release(&all);
	return ret;
}

int residue_find_match(struct finder *f, const struct expect *x,
		       struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct pass_result result = { 0 };
	struct parse_report *parse = NULL;
	struct strbuf text = STRBUF_INIT;
	struct pass rule = *x->rule;	/* borrows all but the text */
	int ret = match_files(f, x, &paths, err);
	size_t i;

	if (ret || !paths.nr)
		goto out;
	if (unmark_rule(x->rule, &text)) {
		rule.text = text.buf;
		rule.len = text.len;
	}
	parse = xcalloc(paths.nr, sizeof(*parse));
	ret = pass_run(f->e, &rule, f->after, f->before, NULL, &paths,
		       &result, err);
	if (!ret)
		ret = pass_parse_reports(f->e, f->after, &paths, NULL, parse,
					 err);
	if (!ret)
		pass_doubt_types(x->rule, &f->out->doubts);
	for (i = 0; i < result.nr && !ret; i++)
		ret = take_result(f, x, &result.files[i], &parse[i], err);
	for (i = 0; i < paths.nr; i++)
		parse_report_release(&parse[i]);
	free(parse);
	pass_result_release(&result);
out:
	strbuf_release(&text);
	strvec_release(&paths);
	return ret;
}
