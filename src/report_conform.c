/* SPDX-License-Identifier: GPL-2.0-only */
#include "report_conform.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"
#include "report_text.h"

/* Lines of a trace before the one where two part, and behind it. */
#define LINES_BEFORE 6
#define LINES_BEHIND 3
#define COLUMN 44

/* ---- text ---- */

static void add_cell(const struct strvec *v, size_t i, struct strbuf *out)
{
	if (i < v->nr)
		report_text(v->v[i], out);
}

/* Both traces side by side; ">" is where they part. */
static void add_traces(const struct finding *f, bool all, struct strbuf *out)
{
	size_t longest = f->tree.nr > f->golden.nr ? f->tree.nr : f->golden.nr;
	size_t from = all || f->part < LINES_BEFORE ? 0 : f->part - LINES_BEFORE;
	size_t to = all || f->part + LINES_BEHIND > longest ? longest :
		    f->part + LINES_BEHIND;

	if (!longest)
		return;
	strbuf_addf(out, "        %-*s %s\n", COLUMN, "tree:", "golden:");
	for (size_t i = from; i < to; i++) {
		size_t at = out->len;

		strbuf_addstr(out, i == f->part ? "      > " : "        ");
		add_cell(&f->tree, i, out);
		while (f->golden.nr && out->len < at + 8 + COLUMN)
			strbuf_addch(out, ' ');
		strbuf_addch(out, ' ');
		add_cell(&f->golden, i, out);
		strbuf_rtrim(out);
		strbuf_addch(out, '\n');
	}
}

static void add_finding(const struct finding *f, bool all, struct strbuf *out)
{
	strbuf_addstr(out, "    ");
	report_text(f->text, out);
	strbuf_addch(out, '\n');
	if (!f->scenario)
		return;
	strbuf_addstr(out, "      in scenario ");
	report_text(f->scenario, out);
	if (strcmp(f->configuration, "all"))
		strbuf_addf(out, ", configuration %s", f->configuration);
	if (f->fault) {
		strbuf_addstr(out, ", with a failing ");
		report_text(f->fault, out);
	}
	strbuf_addch(out, '\n');
	add_traces(f, all, out);
}

static void add_row(const struct row *r, int row, struct strbuf *out)
{
	strbuf_addf(out, "%-6s %-62s %s", conform_row_name(row),
		    conform_row_title(row), verdict_name(r->verdict));
	if (r->verdict == VERDICT_VIOLATED)
		strbuf_addf(out, " (%u)", r->times);
	if (r->why.nr && r->verdict != VERDICT_HOLDS &&
	    r->verdict != VERDICT_VIOLATED) {
		strbuf_addstr(out, ": ");
		report_text(r->why.v[0], out);
	}
	strbuf_addch(out, '\n');
}

static void add_weaknesses(const struct conform *c, struct strbuf *out)
{
	bool any = false;

	for (int i = 0; i < WEAKNESSES; i++) {
		if (!c->weak[i])
			continue;
		if (!any)
			strbuf_addstr(out, "known weaknesses:\n");
		any = true;
		strbuf_addf(out, "  W%d  %s\n", i + 1, weakness_title(i));
	}
	if (!any)
		strbuf_addstr(out, "known weaknesses: none\n");
}

static const char *closing(const struct conform *c)
{
	switch (conform_verdict(c)) {
	case VERDICT_VIOLATED: return "does not conform";
	case VERDICT_UNSUPPORTED: return "cannot be judged as a whole";
	default: return "conforms";
	}
}

void report_conform_text(const struct conform *c,
			 const struct conform_source *s, bool all,
			 struct strbuf *out)
{
	for (int row = 1; row < CONFORM_ROWS; row++) {
		const struct row *r = &c->rows[row];

		add_row(r, row, out);
		for (size_t i = 0; i < r->nr; i++)
			add_finding(&r->v[i], all, out);
	}
	add_weaknesses(c, out);
	for (size_t i = 0; i < c->unknown.nr; i++) {
		strbuf_addstr(out, "the model does not know ");
		report_text(c->unknown.v[i], out);
		strbuf_addstr(out, "()\n");
	}
	strbuf_addf(out, "%u runs of %u scenarios in %u configurations",
		    c->runs, c->scenarios, c->configurations);
	if (c->compared)
		strbuf_addf(out, ", %u compared with golden's", c->compared);
	strbuf_addch(out, '\n');
	report_text(s->core_path, out);
	strbuf_addf(out, " %s\n", closing(c));
}

static json_t *json_finding(const struct finding *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "text", ledger_string(f->text));
	json_object_set_new(o, "configuration", ledger_string(f->configuration));
	json_object_set_new(o, "scenario", ledger_string(f->scenario));
	json_object_set_new(o, "fault", ledger_string(f->fault));
	json_object_set_new(o, "tree", ledger_strings(&f->tree));
	json_object_set_new(o, "golden", ledger_strings(&f->golden));
	json_object_set_new(o, "part", json_integer(f->part));
	return o;
}

static json_t *json_row(const struct row *r, int row)
{
	json_t *o = json_object(), *a = json_array();

	json_object_set_new(o, "clause", ledger_string(conform_row_name(row)));
	json_object_set_new(o, "title", ledger_string(conform_row_title(row)));
	json_object_set_new(o, "verdict", ledger_string(verdict_name(r->verdict)));
	json_object_set_new(o, "checks", json_integer(r->checks));
	json_object_set_new(o, "violations", json_integer(r->times));
	json_object_set_new(o, "why", ledger_strings(&r->why));
	for (size_t i = 0; i < r->nr; i++)
		json_array_append_new(a, json_finding(&r->v[i]));
	json_object_set_new(o, "findings", a);
	return o;
}

void report_conform_json(const struct conform *c,
			 const struct conform_source *s, struct strbuf *out)
{
	json_t *o = json_object(), *rows = json_array(), *weak = json_array();
	char *text;

	json_object_set_new(o, "core", ledger_string(s->core_path));
	json_object_set_new(o, "header", ledger_string(s->header_path));
	json_object_set_new(o, "conforms", json_boolean(
		conform_verdict(c) == VERDICT_HOLDS));
	json_object_set_new(o, "verdict", ledger_string(closing(c)));
	json_object_set_new(o, "golden_generation",
			    json_boolean(c->golden_generation));
	for (int row = 1; row < CONFORM_ROWS; row++)
		json_array_append_new(rows, json_row(&c->rows[row], row));
	json_object_set_new(o, "clauses", rows);
	for (int i = 0; i < WEAKNESSES; i++) {
		char *name = xasprintf("W%d", i + 1);

		if (c->weak[i])
			json_array_append_new(weak, json_string(name));
		free(name);
	}
	json_object_set_new(o, "weaknesses", weak);
	json_object_set_new(o, "features", ledger_strings(&c->features));
	json_object_set_new(o, "unknown", ledger_strings(&c->unknown));
	json_object_set_new(o, "runs", json_integer(c->runs));
	json_object_set_new(o, "golden_runs", json_integer(c->golden_runs));
	json_object_set_new(o, "scenarios", json_integer(c->scenarios));
	json_object_set_new(o, "compared", json_integer(c->compared));
	text = json_dumps(o, JSON_INDENT(1) | JSON_SORT_KEYS);
	strbuf_addstr(out, text);
	strbuf_addch(out, '\n');
	free(text);
	json_decref(o);
}
