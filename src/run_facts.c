/* SPDX-License-Identifier: GPL-2.0-only */
#include "run_facts.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void commit_facts_init(struct commit_facts *f)
{
	memset(f, 0, sizeof(*f));
	strvec_init(&f->left);
	strvec_init(&f->configs);
}

void commit_facts_release(struct commit_facts *f)
{
	strvec_release(&f->left);
	strvec_release(&f->configs);
	free(f->spatch);
	commit_facts_init(f);
}

/* The events of one file, in order. */
static json_t *read_events(const char *path)
{
	json_t *all = json_array(), *one;
	FILE *f = fopen(path, "r");

	while (f && (one = json_loadf(f, JSON_DISABLE_EOF_CHECK, NULL)))
		json_array_append_new(all, one);
	if (f)
		fclose(f);
	return all;
}

static const char *text_of(json_t *e, const char *key)
{
	const char *s = json_string_value(json_object_get(e, key));

	return s ? s : "";
}

static unsigned number_of(json_t *e, const char *key)
{
	return json_integer_value(json_object_get(e, key));
}

static bool is_event(json_t *e, const char *name)
{
	return !strcmp(text_of(e, "event"), name);
}

/* Does @e speak of this commit?  apply names it by its step. */
static bool is_of(json_t *e, const char *hex, const char *step)
{
	return !strcmp(text_of(e, "commit"), hex) ||
	       (*step && !strcmp(text_of(e, "step"), step));
}

static void take_making(json_t *e, struct commit_facts *f)
{
	if (is_event(e, "step")) {
		f->made = true;
		f->files = number_of(e, "files");
		f->sites = number_of(e, "sites");
	} else if (is_event(e, "left")) {
		strvec_pushf(&f->left, "%s:%u: %s", text_of(e, "path"),
			     number_of(e, "line"), text_of(e, "why"));
	}
}

static void take_proof(json_t *e, struct commit_facts *f)
{
	if (is_event(e, "config")) {
		strvec_push(&f->configs, text_of(e, "config"));
	} else if (is_event(e, "proof")) {
		f->proven = json_is_true(json_object_get(e, "proven"));
		f->full = !strcmp(text_of(e, "level"), "full");
		f->built = number_of(e, "built");
		f->not_compiled = number_of(e, "not_compiled");
	}
}

/* The step that a run committed as @hex; "": it is not that run. */
static const char *step_of(json_t *events, const char *hex)
{
	json_t *e;
	size_t i;

	json_array_foreach(events, i, e)
		if (is_event(e, "commit") && !strcmp(text_of(e, "id"), hex))
			return text_of(e, "step");
	return "";
}

static bool has_proof(json_t *events, const char *hex, const char *step)
{
	json_t *e;
	size_t i;

	json_array_foreach(events, i, e)
		if (is_event(e, "proof") && is_of(e, hex, step) &&
		    json_is_true(json_object_get(e, "proven")))
			return true;
	return false;
}

static void take_events(json_t *events, const struct oid *commit,
			struct commit_facts *f)
{
	char hex[OID_HEX + 1];
	bool made, proof;
	const char *step;
	json_t *e;
	size_t i;

	oid_hex(commit, hex);
	step = step_of(events, hex);
	made = *step && !f->made;
	proof = !f->proven && has_proof(events, hex, step);
	json_array_foreach(events, i, e) {
		if (made && is_event(e, "run") && !f->spatch)
			f->spatch = xstrdup(text_of(e, "spatch"));
		if (!is_of(e, hex, step))
			continue;
		if (made)
			take_making(e, f);
		if (proof)
			take_proof(e, f);
	}
}

/* Paths of all ledgers, the oldest first. */
static void list_ledgers(struct repo *r, struct strvec *paths)
{
	char *dir = xasprintf("%s/ratchet/ledger", repo_common_dir(r));
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (ends_with(e->d_name, ".jsonl"))
			strvec_pushf(paths, "%s/%s", dir, e->d_name);
	if (d)
		closedir(d);
	/* their names begin with the time */
	strvec_sort(paths);
	free(dir);
}

void run_facts(struct repo *r, const struct oid *commits, size_t n,
	       struct commit_facts *out)
{
	struct strvec paths = STRVEC_INIT;

	list_ledgers(r, &paths);
	for (size_t i = paths.nr; i-- > 0; ) {
		json_t *events = read_events(paths.v[i]);

		for (size_t k = 0; k < n; k++)
			if (!out[k].made || !out[k].proven)
				take_events(events, &commits[k], &out[k]);
		json_decref(events);
	}
	strvec_release(&paths);
}

/* Of a run of @series that made a branch. */
static bool take_run(json_t *events, const char *series, struct former_run *out)
{
	const char *base = "", *tip = "", *branch = "";
	json_t *e;
	size_t i;

	json_array_foreach(events, i, e) {
		if (is_event(e, "run") && !strcmp(text_of(e, "series"), series)) {
			base = text_of(e, "base");
			branch = text_of(e, "branch");
		} else if (is_event(e, "end") &&
			   !strcmp(text_of(e, "end"), "done") &&
			   json_is_true(json_object_get(e, "branch_moved"))) {
			tip = text_of(e, "tip");
		}
	}
	if (!oid_parse(base, &out->base) || !oid_parse(tip, &out->tip))
		return false;
	out->branch = xstrdup(branch);
	return true;
}

int run_former(struct repo *r, const char *series, const struct oid *base,
	       struct former_run *out)
{
	struct strvec paths = STRVEC_INIT;
	bool found = false;

	list_ledgers(r, &paths);
	for (size_t i = paths.nr; i-- > 0 && !found; ) {
		json_t *events = read_events(paths.v[i]);

		found = take_run(events, series, out);
		json_decref(events);
		if (found && oid_equal(&out->base, base)) {
			free(out->branch);
			out->branch = NULL;
			found = false;
		}
	}
	strvec_release(&paths);
	return found ? 0 : ERR_NOT_FOUND;
}
