/* SPDX-License-Identifier: GPL-2.0-only */
/* JUnit's XML: a test case for each commit, and one for what stood before. */
#include "report_check.h"

#include <stdlib.h>
#include <string.h>

#include "report_text.h"

/*
 * Characters that XML has no way to write become what a terminal is shown;
 * U+FFFE and U+FFFF are the only others.
 */
static void add_xml(const char *s, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	report_text(s, &text);
	for (const char *p = text.buf; *p; p++) {
		switch (*p) {
		case '&': strbuf_addstr(out, "&amp;"); break;
		case '<': strbuf_addstr(out, "&lt;"); break;
		case '>': strbuf_addstr(out, "&gt;"); break;
		case '"': strbuf_addstr(out, "&quot;"); break;
		case '\'': strbuf_addstr(out, "&apos;"); break;
		default:
			if (starts_with(p, "\xef\xbf\xbe") ||
			    starts_with(p, "\xef\xbf\xbf")) {
				strbuf_addstr(out, "?");
				p += 2;
			} else {
				strbuf_addch(out, *p);
			}
		}
	}
	strbuf_release(&text);
}

static void add_place(const struct check_finding *f, struct strbuf *out)
{
	if (!f->path)
		return;
	add_xml(f->path, out);
	strbuf_addf(out, ":%u:%u: ", f->line, f->col);
}

static void add_failure(const struct check_finding *f, struct strbuf *out)
{
	bool fails = f->level == CHECK_ERROR && !check_is_settled(f);
	const char *tag = fails ? "failure" : "system-out";

	strbuf_addf(out, "   <%s", tag);
	if (fails) {
		strbuf_addstr(out, " type=\"");
		add_xml(f->rule, out);
		strbuf_addstr(out, "\" message=\"");
		add_xml(f->message, out);
		strbuf_addch(out, '"');
	}
	strbuf_addch(out, '>');
	add_place(f, out);
	add_xml(f->message, out);
	if (f->why) {
		strbuf_addstr(out, " (");
		add_xml(f->why, out);
		strbuf_addch(out, ')');
	}
	if (f->allowed) {
		strbuf_addstr(out, "; allowed: ");
		add_xml(f->allowed, out);
	}
	strbuf_addf(out, " fingerprint %s</%s>\n", f->fingerprint, tag);
}

static size_t failures_of(const struct check_result *r, const struct oid *id)
{
	size_t n = 0;

	for (size_t i = 0; i < r->nr; i++)
		n += oid_equal(&r->v[i].commit, id) &&
		     r->v[i].level == CHECK_ERROR &&
		     !check_is_settled(&r->v[i]);
	return n;
}

/* The form has one failure a case at most where it is taken strictly. */
static void add_case(const struct check_result *r, const struct oid *id,
		     const char *name, struct strbuf *out)
{
	bool any = false;

	strbuf_addstr(out, "  <testcase classname=\"");
	add_xml(r->series->name, out);
	strbuf_addstr(out, "\" name=\"");
	add_xml(name, out);
	strbuf_addstr(out, "\" time=\"0\"");
	for (size_t i = 0; i < r->nr; i++) {
		if (!oid_equal(&r->v[i].commit, id))
			continue;
		strbuf_addstr(out, any ? "" : ">\n");
		any = true;
		add_failure(&r->v[i], out);
	}
	strbuf_addstr(out, any ? "  </testcase>\n" : "/>\n");
}

void report_check_junit(const struct check_result *r, struct strbuf *out)
{
	const struct oid none = { { 0 } };
	size_t old = failures_of(r, &none), failed = old > 0;

	for (size_t i = 0; i < r->nr_commits; i++)
		failed += failures_of(r, &r->commits[i].id) > 0;
	strbuf_addstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			   "<testsuites>\n <testsuite name=\"ratchet check ");
	add_xml(r->series->name, out);
	strbuf_addf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\" time=\"0\">\n",
		    r->nr_commits + (old > 0), failed);
	for (size_t i = 0; i < r->nr_commits; i++) {
		const struct check_commit *c = &r->commits[i];
		char hex[OID_HEX + 1], *name;

		oid_hex(&c->id, hex);
		name = xasprintf("%.12s %s", hex, c->subject);
		add_case(r, &c->id, name, out);
		free(name);
	}
	if (old)
		add_case(r, &none, r->files ? "all files" :
			 "before these commits", out);
	strbuf_addstr(out, " </testsuite>\n</testsuites>\n");
}
