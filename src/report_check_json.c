/* SPDX-License-Identifier: GPL-2.0-only */
/* The forms that are JSON. */
#include "report_check.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

#define FINGERPRINT "ratchet/v1"

static void set(json_t *o, const char *key, json_t *value)
{
	json_object_set_new(o, key, value);
}

static json_t *text_object(const char *s)
{
	json_t *o = json_object();

	set(o, "text", ledger_string(s));
	return o;
}

static json_t *commit_id(const struct oid *id)
{
	char hex[OID_HEX + 1];

	if (oid_is_null(id))
		return json_null();
	oid_hex(id, hex);
	return json_string(hex);
}

static void dump(json_t *o, struct strbuf *out)
{
	char *text = json_dumps(o, JSON_INDENT(1) | JSON_SORT_KEYS |
				JSON_ENSURE_ASCII);

	strbuf_addstr(out, text);
	strbuf_addch(out, '\n');
	free(text);
	json_decref(o);
}

/* ---- our own ---- */

static json_t *json_finding(const struct check_finding *f)
{
	json_t *o = json_object();

	set(o, "rule", ledger_string(f->rule));
	set(o, "step", ledger_string(f->step ? f->step->name : NULL));
	set(o, "level", ledger_string(check_level_name(f->level)));
	set(o, "path", ledger_string(f->path));
	set(o, "line", f->line ? json_integer(f->line) : json_null());
	set(o, "column", f->col ? json_integer(f->col) : json_null());
	set(o, "function", ledger_string(f->function));
	set(o, "source", ledger_string(f->source));
	set(o, "message", ledger_string(f->message));
	set(o, "why", ledger_string(f->why));
	set(o, "commit", commit_id(&f->commit));
	set(o, "fingerprint", ledger_string(f->fingerprint));
	set(o, "allowed", ledger_string(f->allowed));
	set(o, "known", json_boolean(f->known));
	set(o, "diff", ledger_string(f->diff));
	return o;
}

void report_check_json(const struct check_result *r, struct strbuf *out)
{
	json_t *o = json_object(), *commits = json_array();
	json_t *findings = json_array();

	for (size_t i = 0; i < r->nr_commits; i++) {
		const struct check_commit *c = &r->commits[i];
		json_t *j = json_object();

		set(j, "id", commit_id(&c->id));
		set(j, "subject", ledger_string(c->subject));
		set(j, "step", ledger_string(c->step ? c->step->name : NULL));
		set(j, "proven", json_boolean(c->proven));
		set(j, "built", json_integer(c->built));
		set(j, "not_compiled", json_integer(c->not_compiled));
		json_array_append_new(commits, j);
	}
	for (size_t i = 0; i < r->nr; i++)
		json_array_append_new(findings, json_finding(&r->v[i]));
	set(o, "ratchet", ledger_string(RATCHET_VERSION));
	set(o, "series", ledger_string(r->series->name));
	set(o, "sandbox", ledger_string(r->sandbox));
	set(o, "commits", commits);
	set(o, "findings", findings);
	set(o, "errors", json_integer(r->errors));
	set(o, "warnings", json_integer(r->warnings));
	set(o, "allowed", json_integer(r->allowed));
	set(o, "known", json_integer(r->known));
	dump(o, out);
}

/* ---- SARIF ---- */

/* A path as a relative URI reference, byte by byte. */
static json_t *uri(const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz0123456789-._~/";
	struct strbuf text = STRBUF_INIT;
	json_t *j;

	for (; *path; path++)
		if (strchr(plain, *path))
			strbuf_addch(&text, *path);
		else
			strbuf_addf(&text, "%%%02X", (unsigned char)*path);
	j = json_string(text.buf);
	strbuf_release(&text);
	return j;
}

static json_t *artifact(const char *path)
{
	json_t *o = json_object();

	set(o, "uri", uri(path));
	set(o, "uriBaseId", json_string("%SRCROOT%"));
	return o;
}

/* Columns are bytes to us, and characters there. */
static unsigned column(const struct check_finding *f)
{
	unsigned n = 1;

	for (unsigned i = 0; f->source && f->source[i] && i + 1 < f->col; i++)
		n += ((unsigned char)f->source[i] & 0xc0) != 0x80;
	return n;
}

static json_t *location(const struct check_finding *f)
{
	json_t *o = json_object(), *physical = json_object();
	json_t *region = json_object(), *logical;

	set(physical, "artifactLocation", artifact(f->path));
	if (f->line) {
		set(region, "startLine", json_integer(f->line));
		if (f->col)
			set(region, "startColumn", json_integer(column(f)));
		if (f->source)
			set(region, "snippet", text_object(f->source));
		set(physical, "region", json_incref(region));
	}
	json_decref(region);
	set(o, "physicalLocation", physical);
	if (f->function) {
		logical = json_object();
		set(logical, "name", ledger_string(f->function));
		set(logical, "kind", json_string("function"));
		set(o, "logicalLocations", json_pack("[o]", logical));
	}
	return o;
}

/* A hunk "@@ -A,B +C,D @@" as what takes the place of lines A to A+B-1. */
static json_t *replacement(const char **diff)
{
	const char *p = strchr(*diff, '-');
	char *end;
	long first = strtol(p + 1, &end, 10), nr = 1;
	struct strbuf text = STRBUF_INIT;
	json_t *o = NULL, *inserted;

	if (*end == ',')
		nr = strtol(end + 1, NULL, 10);
	p += strcspn(p, "\n");
	while (*p == '\n' && strchr(" +-\\", p[1]) && p[1]) {
		size_t n = strcspn(++p, "\n");

		if (*p == ' ' || *p == '+') {
			strbuf_add(&text, p + 1, n - 1);
			strbuf_addch(&text, '\n');
		}
		p += n;
	}
	*diff = p;
	inserted = json_string(text.buf);
	if (inserted)
		o = json_pack("{s:{s:I,s:i,s:I,s:i},s:{s:o}}", "deletedRegion",
			      "startLine", (json_int_t)(first + !nr),
			      "startColumn", 1, "endLine",
			      (json_int_t)(first + nr + !nr), "endColumn", 1,
			      "insertedContent", "text", inserted);
	strbuf_release(&text);
	return o;
}

/* A text that no JSON can hold makes it none. */
static json_t *fixes(const struct check_finding *f)
{
	json_t *list = json_array(), *o = json_object(), *change;
	const char *p = strstr(f->diff, "\n@@ ");

	while (p) {
		json_t *r;

		p++;
		r = replacement(&p);
		if (!r) {
			json_decref(list);
			json_decref(o);
			return NULL;
		}
		json_array_append_new(list, r);
		p = starts_with(p, "\n@@ ") ? p : NULL;
	}
	change = json_object();
	set(change, "artifactLocation", artifact(f->path));
	set(change, "replacements", list);
	set(o, "description", text_object("what the step makes of this file"));
	set(o, "artifactChanges", json_pack("[o]", change));
	return json_pack("[o]", o);
}

static json_t *sarif_message(const struct check_finding *f)
{
	char *text = f->why ? xasprintf("%s\n%s", f->message, f->why) :
			      xstrdup(f->message);
	json_t *o = text_object(text);

	free(text);
	return o;
}

static json_t *sarif_result(const struct check_finding *f, size_t rule)
{
	json_t *o = json_object(), *more;

	set(o, "ruleId", ledger_string(f->rule));
	set(o, "ruleIndex", json_integer(rule));
	set(o, "level", ledger_string(check_level_name(f->level)));
	set(o, "message", sarif_message(f));
	if (f->path)
		set(o, "locations", json_pack("[o]", location(f)));
	set(o, "partialFingerprints",
	    json_pack("{s:o}", FINGERPRINT, ledger_string(f->fingerprint)));
	set(o, "baselineState",
	    json_string(f->known ? "unchanged" : "new"));
	if (f->allowed)
		set(o, "suppressions",
		    json_pack("[{s:s,s:o}]", "kind", "inSource",
			      "justification", ledger_string(f->allowed)));
	more = f->diff ? fixes(f) : NULL;
	if (more)
		set(o, "fixes", more);
	if (!oid_is_null(&f->commit))
		set(o, "properties",
		    json_pack("{s:o}", "commit", commit_id(&f->commit)));
	return o;
}

/* The place of the finding's rule among @rules, where it is put if need be. */
static size_t rule_index(json_t *rules, const struct check_finding *f)
{
	json_t *o, *known;
	size_t i;

	json_array_foreach(rules, i, known)
		if (!strcmp(json_string_value(json_object_get(known, "id")),
			    f->rule))
			return i;
	o = json_object();
	set(o, "id", ledger_string(f->rule));
	set(o, "shortDescription",
	    text_object(f->step ? f->step->subject : f->rule));
	if (f->step)
		set(o, "help", text_object(f->step->message));
	json_array_append_new(rules, o);
	return i;
}

void report_check_sarif(const struct check_result *r, struct strbuf *out)
{
	json_t *rules = json_array(), *results = json_array();
	char *id = xasprintf("ratchet/%s/", r->series->name);

	for (size_t i = 0; i < r->nr; i++)
		json_array_append_new(results, sarif_result(&r->v[i],
			rule_index(rules, &r->v[i])));
	dump(json_pack("{s:s,s:s,s:[{s:{s:{s:s,s:s,s:o}},s:{s:o},s:s,s:[{s:b,s:{s:o}}],s:o}]}",
		       "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
		       "version", "2.1.0", "runs",
		       "tool", "driver", "name", "ratchet",
		       "semanticVersion", RATCHET_VERSION ".0", "rules", rules,
		       "automationDetails", "id", ledger_string(id),
		       "columnKind", "unicodeCodePoints",
		       "invocations", "executionSuccessful", 1,
		       "properties", "sandbox", ledger_string(r->sandbox),
		       "results", results), out);
	free(id);
}

/* ---- GitLab ---- */

void report_check_gitlab(const struct check_result *r, struct strbuf *out)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->nr; i++) {
		const struct check_finding *f = &r->v[i];
		json_t *o = json_object();

		if (check_is_settled(f)) {
			json_decref(o);
			continue;
		}
		set(o, "description", ledger_string(f->message));
		set(o, "check_name", ledger_string(f->rule));
		set(o, "fingerprint", ledger_string(f->fingerprint));
		set(o, "severity", json_string(f->level == CHECK_ERROR ?
					       "major" : "minor"));
		/* a place is asked for, also of a commit as a whole */
		set(o, "location",
		    json_pack("{s:o,s:{s:i}}", "path",
			      ledger_string(f->path ? f->path : "."), "lines",
			      "begin", f->line ? (int)f->line : 1));
		json_array_append_new(list, o);
	}
	dump(list, out);
}
