/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What became of a step, kept for the next run: by the program, the step, and
 * the snapshot it starts from.  Its changed files are named by blob, which are
 * in the object store once the step was committed; if one is not, the step is
 * run again.  Steps that failed are not kept.
 */
#include "step_priv.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define KIND "step"

static void make_key(const struct run *run, char key[OID_HEX + 1])
{
	struct strbuf text = STRBUF_INIT;
	char hex[OID_HEX + 1];
	struct oid oid;

	snapshot_id(run->before, &oid);
	oid_hex(&oid, hex);
	strbuf_addf(&text, "1 step %s%s\nprogram %s\nstep %s %s\non %s\n",
		    RATCHET_VERSION, run->part ? " part" : "", run->e->id, run->step->name,
		    run->step->hash, hex);
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, key);
	strbuf_release(&text);
}

/* ---- to JSON ---- */

static json_t *pack_changes(const struct run *run)
{
	struct strvec paths = STRVEC_INIT;
	json_t *list = json_array();

	snapshot_changed(run->now, &paths);
	for (size_t i = 0; i < paths.nr; i++) {
		struct oid old, new;
		char hex[OID_HEX + 1] = "";
		unsigned mode = 0;
		bool was = !snapshot_stat(run->before, paths.v[i], &old, NULL);
		bool is = !snapshot_stat(run->now, paths.v[i], &new, &mode);

		if (was == is && (!is || oid_equal(&old, &new)))
			continue;
		if (is)
			oid_hex(&new, hex);
		json_array_append_new(list,
				      json_pack("[s, i, s]", paths.v[i],
						(int)mode, hex));
	}
	strvec_release(&paths);
	return list;
}

static json_t *pack_files(const struct run *run)
{
	const struct step_result *r = run->out;
	json_t *list = json_array();

	for (size_t i = 0; i < r->nr_files; i++) {
		const struct step_file *f = &r->files[i];

		json_array_append_new(list,
			json_pack("[i, s, i, i, I]",
				  (int)(f->pass - run->step->passes), f->path,
				  (int)f->outcome, (int)f->sites,
				  (json_int_t)f->spatch_us));
	}
	return list;
}

static json_t *pack_doubts(const struct step_result *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->doubts.nr; i++)
		json_array_append_new(list, json_string(r->doubts.v[i]));
	return list;
}

static json_t *pack_notes(const struct step_result *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->nr_notes; i++)
		json_array_append_new(list,
			json_pack("[s, i, i, s]", r->notes[i].path,
				  (int)r->notes[i].line, (int)r->notes[i].col,
				  r->notes[i].text));
	return list;
}

static int index_of(const struct run *run, const struct expect *x)
{
	return x ? (int)(x - run->step->expects) : -1;
}

static json_t *pack_residue(const struct run *run)
{
	const struct residue_list *all = &run->out->residue;
	json_t *list = json_array();

	for (size_t i = 0; i < all->nr; i++) {
		const struct residue *x = &all->v[i];

		json_array_append_new(list,
			json_pack("[i, s?, i, i, s?, i, s?, b, i]",
				  index_of(run, x->expect), x->path,
				  (int)x->line, (int)x->col, x->function,
				  (int)x->cls, x->why, (int)x->harmless,
				  index_of(run, x->allowed_by)));
	}
	return list;
}

void step_remember(const struct run *run)
{
	const struct step_result *r = run->out;
	char key[OID_HEX + 1];
	json_t *all;
	char *text;

	if (r->state == STEP_FAILED)
		return;
	all = json_pack("{s:i, s:i, s:i, s:i, s:I, s:o, s:o, s:o, s:o, s:o}",
			"state", (int)r->state, "unmet",
			index_of(run, r->unmet), "changed", (int)r->changed,
			"sites", (int)r->sites, "spatch_us",
			(json_int_t)r->spatch_us, "changes",
			pack_changes(run), "files", pack_files(run), "doubts",
			pack_doubts(r), "notes", pack_notes(r), "residue", pack_residue(run));
	/* a name that is not UTF-8 cannot be kept: then nothing is */
	text = all ? json_dumps(all, JSON_COMPACT) : NULL;
	if (text) {
		make_key(run, key);
		cache_put(run->e->cache, KIND, key, text, strlen(text));
	}
	free(text);
	json_decref(all);
}

/* ---- from JSON ---- */

/* The snapshot with the changes; false if a blob is not there (any more). */
static bool take_changes(struct run *run, json_t *list)
{
	size_t nr = json_array_size(list), n = 0;
	struct file_change *changes = xcalloc(nr, sizeof(*changes));
	struct snapshot *next;
	bool ok = true;

	for (n = 0; n < nr && ok; n++) {
		const char *path, *hex;
		struct oid oid;
		int mode;

		ok = !json_unpack(json_array_get(list, n), "[s, i, s]", &path,
				  &mode, &hex);
		if (!ok)
			break;
		changes[n].path = (char *)path;
		changes[n].mode = mode;
		strbuf_init(&changes[n].content);
		ok = !mode || (oid_parse(hex, &oid) &&
			       !repo_blob_read(run->e->repo, &oid,
					       &changes[n].content, NULL));
	}
	if (ok && nr) {
		next = snapshot_derive(run->now, changes, nr);
		snapshot_put(run->now);
		run->now = next;
	}
	for (size_t i = 0; i < n; i++)
		strbuf_release(&changes[i].content);
	free(changes);
	return ok;
}

static bool take_files(struct run *run, json_t *list)
{
	struct step_result *r = run->out;
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one) {
		struct step_file f = { .cached = true };
		int pass, outcome, sites;
		json_int_t us;
		const char *path;

		if (json_unpack(one, "[i, s, i, i, I]", &pass, &path, &outcome,
				&sites, &us) ||
		    pass < 0 || (size_t)pass >= run->step->nr_passes)
			return false;
		f.pass = &run->step->passes[pass];
		f.path = xstrdup(path);
		f.outcome = outcome;
		f.sites = sites;
		f.spatch_us = us;
		ALLOC_GROW(r->files, r->nr_files + 1, r->alloc_files);
		r->files[r->nr_files++] = f;
	}
	return true;
}

static bool take_doubts(struct run *run, json_t *list)
{
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one) {
		if (!json_is_string(one))
			return false;
		strvec_push(&run->out->doubts, json_string_value(one));
	}
	return true;
}

static bool take_notes(struct run *run, json_t *list)
{
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one) {
		const char *path, *text;
		int line, col;

		if (json_unpack(one, "[s, i, i, s]", &path, &line, &col, &text))
			return false;
		step_note(run, path, line, col, text, NULL);
	}
	return true;
}

/* @i: as index_of() gave it. */
static const struct expect *expect_at(const struct run *run, int i)
{
	return i >= 0 && (size_t)i < run->step->nr_expects ?
	       &run->step->expects[i] : NULL;
}

/* A string, or null. */
static char *copy(json_t *s)
{
	return json_is_string(s) ? xstrdup(json_string_value(s)) : NULL;
}

static bool take_residue(struct run *run, json_t *list)
{
	struct residue_list *all = &run->out->residue;
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one) {
		json_t *path, *function, *why;
		int expect, line, col, cls, harmless, allowed;
		struct residue *x;

		if (json_unpack(one, "[i, o, i, i, o, i, o, b, i]", &expect,
				&path, &line, &col, &function, &cls, &why,
				&harmless, &allowed) ||
		    !expect_at(run, expect))
			return false;
		ALLOC_GROW(all->v, all->nr + 1, all->alloc);
		x = &all->v[all->nr++];
		*x = (struct residue) {
			.expect = expect_at(run, expect), .path = copy(path),
			.line = line, .col = col, .function = copy(function),
			.cls = cls, .why = copy(why), .harmless = harmless,
			.allowed_by = expect_at(run, allowed),
		};
	}
	return true;
}

static bool take_all(struct run *run, json_t *all)
{
	struct step_result *r = run->out;
	json_t *changes, *files, *doubts, *notes, *residue;
	int state, unmet, changed, sites;
	json_int_t us;

	if (json_unpack(all, "{s:i, s:i, s:i, s:i, s:I, s:o, s:o, s:o, s:o, s:o}",
			"state", &state, "unmet", &unmet, "changed", &changed,
			"sites", &sites, "spatch_us", &us, "changes", &changes,
			"files", &files, "doubts", &doubts, "notes", &notes, "residue", &residue))
		return false;
	r->state = state;
	r->unmet = expect_at(run, unmet);
	r->changed = changed;
	r->sites = sites;
	r->spatch_us = us;
	return take_files(run, files) && take_doubts(run, doubts) &&
	       take_notes(run, notes) && take_residue(run, residue) &&
	       take_changes(run, changes);
}

bool step_recall(struct run *run)
{
	struct strbuf text = STRBUF_INIT;
	char key[OID_HEX + 1];
	json_t *all = NULL;
	bool ok = false;

	make_key(run, key);
	if (cache_get(run->e->cache, KIND, key, &text))
		all = json_loadb(text.buf, text.len, 0, NULL);
	if (all)
		ok = take_all(run, all);
	if (all && !ok) {
		step_result_release(run->out);
		strvec_init(&run->out->doubts);
		run->out->state = STEP_FAILED;
	}
	json_decref(all);
	strbuf_release(&text);
	return ok;
}
