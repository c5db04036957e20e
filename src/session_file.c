/* SPDX-License-Identifier: GPL-2.0-only */
/* ratchet/session.json. */
#include "session_priv.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION 1

char *session_path(struct repo *r)
{
	return xasprintf("%s/ratchet/session.json", repo_common_dir(r));
}

void session_init(struct session *s)
{
	memset(s, 0, sizeof(*s));
	strvec_init(&s->make_vars);
	strvec_init(&s->reasons);
	strvec_init(&s->problems);
}

void session_release(struct session *s)
{
	for (size_t i = 0; i < s->nr_done; i++)
		free(s->done[i].name);
	free(s->done);
	free(s->series_path);
	free(s->series);
	free(s->branch);
	free(s->build_dir);
	free(s->step);
	free(s->hash);
	free(s->worktree);
	strvec_release(&s->make_vars);
	strvec_release(&s->reasons);
	strvec_release(&s->problems);
	session_init(s);
}

static json_t *pack_oid(const struct oid *oid)
{
	char hex[OID_HEX + 1];

	oid_hex(oid, hex);
	return json_string(hex);
}

static json_t *pack_step(const struct session_step *d)
{
	const struct step_row *r = &d->row;

	return json_pack("{s:s, s:i, s:i, s:b, s:b, s:b, s:i, s:i, s:i, s:i, s:i, s:o}",
			 "name", d->name, "state", (int)r->state,
			 "mend", (int)r->mend, "skipped", r->skipped,
			 "proven", r->proven, "failed", r->proof_failed,
			 "files", (int)r->files, "sites", (int)r->sites,
			 "residue", (int)r->residue, "built", (int)r->built,
			 "not_compiled", (int)r->not_compiled,
			 "commit", pack_oid(&d->commit));
}

static json_t *pack(const struct session *s)
{
	json_t *done = json_array(), *all;

	for (size_t i = 0; i < s->nr_done; i++)
		json_array_append_new(done, pack_step(&s->done[i]));
	all = json_pack("{s:i, s:s, s:s, s:s, s:s?, s:I, s:I, s:i, s:o, s:b, s:b}",
			"version", VERSION, "path", s->series_path,
			"series", s->series,
			"branch", s->branch, "build_dir", s->build_dir,
			"first", (json_int_t)s->first,
			"last", (json_int_t)s->last, "proof", (int)s->proof,
			"make_vars", ledger_strings(&s->make_vars),
			"signoff", s->signoff, "compare", s->compare);
	if (!all) {
		json_decref(done);
		return NULL;
	}
	if (json_object_update_new(all,
			json_pack("{s:o, s:o, s:o, s:s, s:s, s:b, s:o, s:o, s:o, s:s?, s:o, s:b}",
				  "base", pack_oid(&s->base),
				  "tip", pack_oid(&s->tip),
				  "offer", pack_oid(&s->offer),
				  "step", s->step, "hash", s->hash,
				  "proof_failed", s->proof_failed,
				  "reasons", ledger_strings(&s->reasons),
				  "problems", ledger_strings(&s->problems),
				  "done", done, "worktree", s->worktree,
				  "prepared", pack_oid(&s->prepared),
				  "over", s->over))) {
		json_decref(all);
		return NULL;
	}
	return all;
}

int session_write(const struct session *s, struct repo *r, struct strbuf *err)
{
	json_t *all = pack(s);
	char *text = all ? json_dumps(all, JSON_INDENT(1)) : NULL;
	char *path = session_path(r);
	int ret;

	if (text)
		ret = file_write(path, text, strlen(text), 0644, err);
	else
		ret = error_set(err, ERR_UNABLE,
				"where the run stopped cannot be kept: a name of the series, branch or work tree is not UTF-8");
	json_decref(all);
	free(text);
	free(path);
	return ret;
}

/* ---- reading ---- */

static bool take_strings(json_t *list, struct strvec *out)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) {
		if (!json_is_string(one))
			return false;
		strvec_push(out, json_string_value(one));
	}
	return json_is_array(list);
}

static char *copy(json_t *s)
{
	return json_is_string(s) ? xstrdup(json_string_value(s)) : NULL;
}

static bool take_done(json_t *list, struct session *s)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) {
		int state, mend, skipped, proven, failed, files, sites;
		int residue, built, not_compiled;
		const char *name, *commit;
		struct session_step *d;

		if (json_unpack(one, "{s:s, s:i, s:i, s:b, s:b, s:b, s:i, s:i, s:i, s:i, s:i, s:s}",
				"name", &name, "state", &state, "mend", &mend,
				"skipped", &skipped, "proven", &proven,
				"failed", &failed, "files", &files, "sites",
				&sites, "residue", &residue, "built", &built,
				"not_compiled", &not_compiled, "commit",
				&commit) ||
		    state < 0 || state > STEP_FAILED || mend < 0 ||
		    mend > MEND_AGAIN)
			return false;
		ALLOC_GROW(s->done, s->nr_done + 1, s->alloc_done);
		d = &s->done[s->nr_done++];
		*d = (struct session_step) {
			.name = xstrdup(name),
			.row = {
				.state = state, .mend = mend,
				.skipped = skipped, .proven = proven,
				.proof_failed = failed, .files = files,
				.sites = sites, .residue = residue,
				.built = built, .not_compiled = not_compiled,
			},
		};
		if (!oid_parse(commit, &d->commit))
			return false;
	}
	return json_is_array(list);
}

static bool unpack_asked(json_t *all, struct session *s)
{
	const char *path, *series, *branch;
	int version, proof, signoff, compare;
	json_t *build_dir, *vars;
	json_int_t first, last;

	if (json_unpack(all, "{s:i, s:s, s:s, s:s, s:o, s:I, s:I, s:i, s:o, s:b, s:b}",
			"version", &version, "path", &path, "series", &series, "branch", &branch, "build_dir",
			&build_dir, "first", &first, "last", &last, "proof",
			&proof, "make_vars", &vars, "signoff", &signoff,
			"compare", &compare) ||
	    version != VERSION || proof < PROOF_NONE || proof > PROOF_FULL)
		return false;
	s->series_path = xstrdup(path);
	s->series = xstrdup(series);
	s->branch = xstrdup(branch);
	s->build_dir = copy(build_dir);
	s->first = first;
	s->last = last;
	s->proof = proof;
	s->signoff = signoff;
	s->compare = compare;
	return starts_with(branch, "refs/heads/") &&
	       take_strings(vars, &s->make_vars);
}

static bool unpack_state(json_t *all, struct session *s)
{
	const char *base, *tip, *offer, *prepared, *step, *hash;
	json_t *reasons, *problems, *done, *worktree;
	int proof_failed, over;

	if (json_unpack(all, "{s:s, s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:s, s:b}",
			"base", &base, "tip", &tip, "offer", &offer, "step",
			&step, "hash", &hash, "proof_failed", &proof_failed,
			"reasons", &reasons, "problems", &problems, "done",
			&done, "worktree", &worktree, "prepared", &prepared, "over", &over) ||
	    !oid_parse(base, &s->base) || !oid_parse(tip, &s->tip) ||
	    !oid_parse(offer, &s->offer) || !oid_parse(prepared, &s->prepared))
		return false;
	s->step = xstrdup(step);
	s->hash = xstrdup(hash);
	s->proof_failed = proof_failed;
	s->worktree = copy(worktree);
	s->over = over;
	return take_strings(reasons, &s->reasons) &&
	       take_strings(problems, &s->problems) && take_done(done, s);
}

int session_read(struct session *s, struct repo *r, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char *path = session_path(r);
	json_t *all = NULL;
	int ret = 0;

	session_init(s);
	if (access(path, F_OK))
		ret = ERR_NOT_FOUND;
	else
		ret = file_read(path, &text, err);
	if (!ret) {
		all = json_loadb(text.buf, text.len, 0, NULL);
		if (!all || !unpack_asked(all, s) || !unpack_state(all, s))
			ret = error_set(err, ERR_UNABLE,
					"'%s' is damaged, or of another version: remove it to give up the run that stopped",
					path);
	}
	if (ret)
		session_release(s);
	json_decref(all);
	strbuf_release(&text);
	free(path);
	return ret;
}
