/* SPDX-License-Identifier: GPL-2.0-only */
#include "report_rewrite.h"

#include <stdlib.h>
#include <string.h>

int report_rewrite_diff(const struct driver *d, const struct rewrite_result *r,
			struct strbuf *out, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < d->nr && !ret; i++) {
		char *path = xasprintf("%s%s", d->prefix, d->files[i].path);

		if (strbuf_cmp(&d->files[i].text, &r->texts[i]))
			ret = diff_print(path, &d->files[i].text, &r->texts[i],
					 out, err);
		free(path);
	}
	return ret;
}

static const char *class_of(const struct rewrite_left *l)
{
	return l->refused ? "refused" : residue_class_name(l->cls);
}

/* Something that a rule leaves alone on purpose, or wants to be known. */
static bool is_note(const struct rewrite_left *l)
{
	return l->harmless && l->cls == RESIDUE_REJECTED;
}

static void add_left(const struct driver *d, const struct rewrite_left *l,
		     struct strbuf *out)
{
	strbuf_add_printable(out, d->prefix, strlen(d->prefix));
	if (l->path) {
		strbuf_add_printable(out, l->path, strlen(l->path));
		if (l->line)
			strbuf_addf(out, ":%u", l->line);
		strbuf_addstr(out, ": ");
	}
	if (l->function)
		strbuf_addf(out, "%s(): ", l->function);
	if (!is_note(l))
		strbuf_addf(out, "%s: ", class_of(l));
	if (l->what)
		strbuf_addf(out, "%s%s", l->what, l->why ? ": " : "");
	if (l->why)
		strbuf_addstr(out, l->why);
	else if (!l->refused && l->cls == RESIDUE_UNEXPLAINED)
		strbuf_addstr(out, ": no rule knows this form");
	strbuf_addf(out, " [%s%s%s]\n", l->step->name, l->pass ? "/" : "",
		    l->pass ? l->pass->name : "");
}

void report_rewrite_text(const struct driver *d, const struct rewrite_result *r,
			 struct strbuf *out)
{
	size_t old = 0, notes = 0;

	for (size_t i = 0; i < d->skipped.nr; i++)
		strbuf_addf(out, "not looked at: %s%s\n", d->prefix,
			    d->skipped.v[i]);
	for (size_t i = 0; i < r->left.nr; i++) {
		const struct rewrite_left *l = &r->left.v[i];

		if (!l->harmless)
			add_left(d, l, out);
		else if (l->cls == RESIDUE_OLD_ARM)
			old++;
		else if (is_note(l))
			notes++;
	}
	for (size_t i = 0; i < r->left.nr && notes; i++)
		if (is_note(&r->left.v[i])) {
			strbuf_addstr(out, "note: ");
			add_left(d, &r->left.v[i], out);
		}
	if (old)
		strbuf_addf(out, "%zu use%s of the old interface in arms for older kernels stay%s\n",
			    old, old == 1 ? "" : "s", old == 1 ? "s" : "");
}

void report_rewrite_table(const struct rewrite_row *rows, size_t nr,
			  struct strbuf *out)
{
	size_t width = strlen("driver");

	for (size_t i = 0; i < nr; i++)
		if (strlen(rows[i].name) > width)
			width = strlen(rows[i].name);
	strbuf_addf(out, "%-*s  places  files  left\n", (int)width, "driver");
	for (size_t i = 0; i < nr; i++) {
		const struct rewrite_row *r = &rows[i];

		if (r->known)
			strbuf_addf(out, "%-*s  %6u  %5u  %4u%s\n", (int)width,
				    r->name, r->sites, r->files, r->left,
				    r->guarded ? "  both forms" : "");
		else
			strbuf_addf(out, "%-*s  could not be looked at\n",
				    (int)width, r->name);
	}
}

void report_rewrite_row(const struct driver *d, const struct rewrite_result *r,
			struct strbuf *out)
{
	strbuf_add_printable(out, d->name, strlen(d->name));
	if (!r->sites && !r->open) {
		strbuf_addstr(out, ": nothing to convert\n");
		return;
	}
	strbuf_addf(out, ": %u place%s in %u file%s converted, %u left\n",
		    r->sites, r->sites == 1 ? "" : "s", r->changed,
		    r->changed == 1 ? "" : "s", r->open);
}

/* The length of the longest part of @why, from its end on, that @text has. */
static const char *find_reason(const char *text, const char *why)
{
	for (; strlen(why) > 20; why++) {
		const char *hit = strstr(text, why);

		if (hit)
			return hit;
	}
	return NULL;
}

static unsigned line_number(const char *text, const char *at)
{
	unsigned line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* The rule whose script says so begins with the "@name@" before that script's. */
static const char *rule_start(const char *text, const char *at)
{
	const char *start = at;
	unsigned heads = 0;

	while (start > text && heads < 2) {
		start--;
		while (start > text && start[-1] != '\n')
			start--;
		if (*start == '@' && start[1] != '@')
			heads++;
	}
	return start;
}

static void add_rule(const struct pass *p, const char *why, struct strbuf *out)
{
	const char *at = why ? find_reason(p->text, why) : NULL, *start, *end;

	strbuf_addf(out, "  the rule: %s", p->path);
	if (!at) {
		strbuf_addch(out, '\n');
		return;
	}
	strbuf_addf(out, ":%u\n", line_number(p->text, at));
	start = rule_start(p->text, at);
	end = at + strcspn(at, "\n");
	while (start < end) {
		size_t n = strcspn(start, "\n");

		strbuf_addf(out, "    | %.*s\n", (int)n, start);
		start += n + 1;
	}
}

/* A form that no rule takes: these are the ones that could have. */
static void add_near_rules(const struct rewrite_left *l, const char *text,
			   size_t len, struct strbuf *out)
{
	for (size_t i = 0; i < l->step->nr_passes; i++) {
		const struct pass *p = &l->step->passes[i];

		if (pass_concerns(p, text, len))
			strbuf_addf(out, "  could be about it: %s\n", p->path);
	}
}

bool report_rewrite_explain(const struct driver *d,
			    const struct rewrite_result *r, const char *path,
			    unsigned line, struct strbuf *out)
{
	const struct driver_file *f = driver_find(d, path);
	bool found = false;

	for (size_t i = 0; i < r->left.nr; i++) {
		const struct rewrite_left *l = &r->left.v[i];

		if (!l->path || strcmp(l->path, path) || l->line != line)
			continue;
		found = true;
		add_left(d, l, out);
		strbuf_addf(out, "  the step: %s\n", l->step->subject ?
			    l->step->subject : l->step->name);
		if (l->unit)
			add_left(d, &r->left.v[l->unit - 1], out);
		if (l->pass)
			add_rule(l->pass, l->why, out);
		else if (f && !l->refused && !l->unit)
			add_near_rules(l, f->text.buf, f->text.len, out);
	}
	return found;
}

/* No more of them: the first ones say why. */
#define DIAGS_MAX 20

static bool was_said(const struct rewrite_build *was,
		     const struct diagnostic *d)
{
	for (size_t i = 0; was && i <= was->made.nr; i++) {
		const struct diagnostics *l = i < was->made.nr ?
					      &was->made.objects[i].diags :
					      &was->made.other;

		for (size_t k = 0; k < l->nr; k++)
			if (l->v[k].is_error == d->is_error &&
			    !strcmp(l->v[k].path, d->path) &&
			    !strcmp(l->v[k].text, d->text))
				return true;
	}
	return false;
}

static void add_diagnostic(const struct diagnostic *d, struct strbuf *out)
{
	strbuf_addstr(out, "  ");
	strbuf_add_printable(out, d->path, strlen(d->path));
	if (d->line)
		strbuf_addf(out, ":%u:%u", d->line, d->col);
	strbuf_addf(out, ": %s: ", d->is_error ? "error" : "warning");
	strbuf_add_printable(out, d->text, strcspn(d->text, "\n"));
	strbuf_addch(out, '\n');
}

void report_rewrite_build(const struct rewrite_build *b,
			  const struct rewrite_build *was, struct strbuf *out)
{
	unsigned told = 0;

	strbuf_addf(out, "%s for %s: %s", b->before ? "before" : "after",
		    b->kdir, b->made.failed ? "does not build" : "builds");
	for (size_t i = 0; i < b->made.modules.nr && !b->made.failed; i++)
		strbuf_addf(out, "%s %s", i ? "," : ":", b->made.modules.v[i]);
	strbuf_addch(out, '\n');
	for (size_t i = 0; i <= b->made.nr; i++) {
		const struct diagnostics *l = i < b->made.nr ?
					      &b->made.objects[i].diags :
					      &b->made.other;

		for (size_t k = 0; k < l->nr; k++)
			if (!was_said(was, &l->v[k]) && told++ < DIAGS_MAX)
				add_diagnostic(&l->v[k], out);
	}
	if (told > DIAGS_MAX)
		strbuf_addf(out, "  and %u more\n", told - DIAGS_MAX);
}

void report_rewrite_ledger(const struct driver *d,
			   const struct rewrite_result *r,
			   struct ledger *ledger)
{
	for (size_t i = 0; i < r->nr_steps; i++) {
		const struct rewrite_step *s = &r->steps[i];

		ledger_add(ledger, "step",
			   json_pack("{s:o, s:s, s:i, s:s, s:i, s:i}", "driver",
				     ledger_string(d->name), "step",
				     s->step->name, "number",
				     (int)s->step->number, "state", "applied",
				     "files", (int)s->files, "sites",
				     (int)s->sites));
	}
	for (size_t i = 0; i < r->left.nr; i++) {
		const struct rewrite_left *l = &r->left.v[i];

		ledger_add(ledger, "left",
			   json_pack("{s:o, s:o, s:i, s:i, s:o, s:s, s:b, s:o, s:o, s:s, s:o}",
				     "driver", ledger_string(d->name), "path",
				     ledger_string(l->path), "line",
				     (int)l->line, "col", (int)l->col,
				     "function", ledger_string(l->function),
				     "class", class_of(l), "harmless",
				     (int)l->harmless, "what",
				     ledger_string(l->what), "why",
				     ledger_string(l->why), "step",
				     l->step->name, "rule",
				     ledger_string(l->pass ? l->pass->name :
							      NULL)));
	}
	ledger_add(ledger, "driver",
		   json_pack("{s:o, s:i, s:i, s:i, s:i, s:b, s:I}", "name",
			     ledger_string(d->name), "files", (int)d->nr,
			     "changed", (int)r->changed, "sites",
			     (int)r->sites, "left", (int)r->open, "guarded",
			     (int)r->guarded, "us", (json_int_t)r->wall_us));
}
