/* SPDX-License-Identifier: GPL-2.0-only */
#include "report_check.h"

#include <stdlib.h>
#include <string.h>

#include "report_text.h"

const char *check_level_name(enum check_level level)
{
	static const char *const names[] = {
		[CHECK_NOTE] = "note", [CHECK_WARNING] = "warning",
		[CHECK_ERROR] = "error",
	};

	return names[level];
}

/* Each line of a text behind two blanks. */
static void add_lines(const char *text, struct strbuf *out)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		strbuf_addstr(out, "  ");
		/* a tab moves the cursor, and no more */
		for (size_t i = 0, k; i < n; i = k) {
			for (k = i; k < n && text[k] != '\t'; k++)
				;
			strbuf_add_printable(out, text + i, k - i);
			if (k < n)
				strbuf_addch(out, text[k++]);
		}
		strbuf_addch(out, '\n');
		text += n + (text[n] == '\n');
	}
}

static void add_finding(const struct check_finding *f, bool all,
			struct strbuf *out)
{
	if (f->path) {
		report_text(f->path, out);
		if (f->line)
			strbuf_addf(out, ":%u", f->line);
		if (f->line && f->col)
			strbuf_addf(out, ":%u", f->col);
		strbuf_addstr(out, ": ");
	}
	strbuf_addf(out, "%s: ", check_is_settled(f) ? "note" :
		    check_level_name(f->level));
	report_text(f->message, out);
	if (f->function) {
		strbuf_addstr(out, ", in ");
		report_text(f->function, out);
	}
	if (f->allowed) {
		strbuf_addstr(out, "; allowed: ");
		report_text(f->allowed, out);
	} else if (f->known) {
		strbuf_addstr(out, "; known before");
	}
	strbuf_addf(out, " [%s]\n", f->rule);
	if (f->why && (all || !f->path))
		add_lines(f->why, out);
	if (f->diff && all)
		add_lines(f->diff, out);
}

static void add_commit(const struct check_commit *c, struct strbuf *out)
{
	char hex[OID_HEX + 1];

	oid_hex(&c->id, hex);
	strbuf_addf(out, "commit %.12s ", hex);
	report_text(c->subject, out);
	if (c->step)
		strbuf_addf(out, " (as step %s makes it)", c->step->name);
	if (c->proven)
		strbuf_addf(out, " (proven: %zu built, %zu not compiled)",
			    c->built, c->not_compiled);
	strbuf_addch(out, '\n');
}

static bool is_shown(const struct check_finding *f, bool all)
{
	return all || !check_is_settled(f);
}

static bool shows_any(const struct check_result *r, const struct oid *commit,
		      bool all)
{
	for (size_t i = 0; i < r->nr; i++)
		if (oid_equal(&r->v[i].commit, commit) &&
		    is_shown(&r->v[i], all))
			return true;
	return false;
}

static void add_findings(const struct check_result *r, const struct oid *commit,
			 bool all, struct strbuf *out)
{
	for (size_t i = 0; i < r->nr; i++)
		if (oid_equal(&r->v[i].commit, commit) &&
		    is_shown(&r->v[i], all))
			add_finding(&r->v[i], all, out);
}

static void add_sum(const struct check_result *r, struct strbuf *out)
{
	size_t nr = r->files ? r->files : r->nr_commits;

	strbuf_addf(out, "%zu %s%s: %zu %s, %zu %s", nr,
		    r->files ? "file" : "commit", nr == 1 ? "" : "s", r->errors,
		    r->errors == 1 ? "error" : "errors", r->warnings,
		    r->warnings == 1 ? "warning" : "warnings");
	if (r->allowed)
		strbuf_addf(out, ", %zu allowed by comments", r->allowed);
	if (r->known)
		strbuf_addf(out, ", %zu known before", r->known);
	if (r->sandbox && starts_with(r->sandbox, "none"))
		strbuf_addf(out, "; no sandbox%s",
			    r->sandbox + strlen("none"));
	strbuf_addch(out, '\n');
}

void report_check_text(const struct check_result *r, bool all,
		       struct strbuf *out)
{
	struct oid none = { { 0 } };

	for (size_t i = 0; i < r->nr_commits; i++) {
		const struct check_commit *c = &r->commits[i];

		if (!all && !shows_any(r, &c->id, all))
			continue;
		add_commit(c, out);
		add_findings(r, &c->id, all, out);
	}
	if (shows_any(r, &none, all)) {
		if (!r->files)
			strbuf_addstr(out, "before these commits\n");
		add_findings(r, &none, all, out);
	}
	add_sum(r, out);
}

/* ---- GitHub ---- */

/* @property: in front of the message, where more has a meaning. */
static void add_github(const char *s, bool property, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	report_text(s, &text);
	for (const char *p = text.buf; *p; p++)
		if (*p == '%' || (property && (*p == ':' || *p == ',')))
			strbuf_addf(out, "%%%02X", *p);
		else
			strbuf_addch(out, *p);
	strbuf_release(&text);
}

void report_check_github(const struct check_result *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->nr; i++) {
		const struct check_finding *f = &r->v[i];
		char hex[OID_HEX + 1];

		if (check_is_settled(f))
			continue;
		strbuf_addf(out, "::%s ", f->level == CHECK_NOTE ? "notice" :
			    check_level_name(f->level));
		if (f->path) {
			strbuf_addstr(out, "file=");
			add_github(f->path, true, out);
			if (f->line)
				strbuf_addf(out, ",line=%u", f->line);
			if (f->col)
				strbuf_addf(out, ",col=%u", f->col);
			strbuf_addch(out, ',');
		}
		strbuf_addstr(out, "title=");
		add_github(f->rule, true, out);
		strbuf_addstr(out, "::");
		add_github(f->message, false, out);
		oid_hex(&f->commit, hex);
		if (!oid_is_null(&f->commit))
			strbuf_addf(out, " (commit %.12s)", hex);
		strbuf_addch(out, '\n');
	}
}
