/* SPDX-License-Identifier: GPL-2.0-only */
/* One step of a run and its proof, and what was done by hand for it. */
#include "apply_priv.h"

#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "log.h"
#include "resolution.h"
#include "session.h"

void applied_step_release(struct applied_step *s)
{
	step_result_release(&s->result);
	if (s->has_proof)
		verify_result_release(&s->proof);
	culprit_release(&s->culprit);
}

static bool is_good(const struct applied_step *s)
{
	return s->result.state != STEP_FAILED && !s->proof_failed;
}

/* The proof's work tree is made when the first step asks for it. */
static int open_proof(struct apply *a, struct strbuf *err)
{
	int ret;

	if (a->verify)
		return 0;
	log_progress("preparing the proof's work tree");
	ret = verify_open(&a->verify, a->e, a->now, &a->opt->verify,
			  &a->out->unmet, err);
	log_progress_done();
	/* also after a failure, which they may explain */
	for (size_t i = 0; i < a->out->unmet.nr; i++)
		log_warn("%s", a->out->unmet.v[i]);
	return ret;
}

/* Code that is not the same has none: it compiles as it should. */
static int find_culprit(struct apply *a, struct applied_step *s,
			struct strbuf *err)
{
	int ret;

	if (s->proof.broken || s->proof.same.same < s->proof.same.nr)
		return 0;
	log_progress("looking for the part of %s that breaks it",
		     s->step->name);
	ret = apply_find_culprit(a, s, err);
	log_progress_done();
	if (!ret)
		verify_culprit_ledger(a->ledger, "step", s->step->name,
				      &s->culprit);
	return ret;
}

static int prove_step(struct apply *a, struct applied_step *s,
		      struct strbuf *err)
{
	struct strvec same = STRVEC_INIT;
	bool promised = step_same_code(s->step, &same);
	int ret = open_proof(a, err);

	if (!ret) {
		log_progress("proving %s", s->step->name);
		if (s->step == &a->series->steps[a->series->nr_steps - 1])
			verify_tip(a->verify);
		ret = verify_step(a->verify, a->now, s->result.after,
				  promised ? &same : NULL, &s->proof, err);
		log_progress_done();
	}
	strvec_release(&same);
	s->has_proof = ret == 0 || ret == ERR_FAILED;
	s->proof_failed = ret == ERR_FAILED;
	return s->has_proof ? 0 : ret;
}

static int tell_proof(struct apply *a, struct applied_step *s,
		      struct strbuf *err)
{
	for (size_t i = 0; i < s->proof.unmet.nr; i++)
		log_warn("%s: %s", s->step->name, s->proof.unmet.v[i]);
	verify_ledger(a->ledger, "step", s->step->name, &s->proof,
		      s->proof_failed);
	return s->proof_failed ? find_culprit(a, s, err) : 0;
}

/* ---- attempts ---- */

void applied_step_reasons(const struct applied_step *s, struct strvec *out)
{
	const struct diagnostics *d = &s->proof.new_diags;
	char *key;

	for (size_t i = 0; i < s->result.nr_problems; i++) {
		const struct problem *p = &s->result.problems[i];

		key = reason_key(p->path, p->text);
		strvec_push(out, key);
		free(key);
	}
	for (size_t i = 0; s->proof_failed && i < d->nr; i++) {
		key = reason_key(d->v[i].path, d->v[i].text);
		strvec_push(out, key);
		free(key);
	}
	strvec_sort_uniq(out);
}

/* @mended: what somebody made of it, NULL: the passes alone. */
static int attempt(struct apply *a, struct applied_step *s,
		   struct snapshot *mended, struct strbuf *err)
{
	int ret;

	if (mended)
		ret = step_run_mended(a->e, s->step, a->now, mended,
				      &s->result, err);
	else
		ret = step_run(a->e, s->step, a->now, &s->result, err);
	if (!ret && s->result.state == STEP_APPLIED &&
	    a->opt->proof != PROOF_NONE)
		ret = prove_step(a, s, err);
	return ret;
}

/* What its passes could do, of a step that stopped. */
struct snapshot *applied_step_offer(const struct applied_step *s)
{
	return s->result.offer ? s->result.offer : s->result.after;
}

static int attempt_again(struct apply *a, struct applied_step *s,
			 const struct resolution *r, struct strbuf *err)
{
	struct applied_step t = { .step = s->step };
	struct snapshot *mended;
	int ret = resolution_apply(r, applied_step_offer(s), &mended, err);

	if (ret)
		return ret == ERR_FAILED ? 0 : ret;
	ret = attempt(a, &t, mended, err);
	if (!ret && is_good(&t)) {
		applied_step_release(s);
		*s = t;
		s->row.mend = MEND_AGAIN;
		s->resolution = r->id;
	} else {
		applied_step_release(&t);
	}
	snapshot_put(mended);
	return ret;
}

/* Was it mended before, where it stopped for no other reasons? */
static int try_resolutions(struct apply *a, struct applied_step *s,
			   struct strbuf *err)
{
	struct strvec reasons = STRVEC_INIT;
	struct resolution *v;
	int ret = 0;
	size_t nr;

	applied_step_reasons(s, &reasons);
	resolution_find(a->e->repo, s->step, s->proof_failed, &reasons, &v,
			&nr);
	for (size_t i = 0; i < nr && !ret && !is_good(s); i++)
		ret = attempt_again(a, s, &v[i], err);
	for (size_t i = 0; i < nr; i++)
		resolution_release(&v[i]);
	free(v);
	strvec_release(&reasons);
	return ret;
}

/* What it makes of the offer becomes a resolution when it is good. */
static int keep_resolution(struct apply *a, struct applied_step *s,
			   struct strbuf *err)
{
	const struct session *session = a->opt->resume->session;
	struct resolution r;
	struct oid offer;
	int ret = session_offer(session, a->e->repo, &offer, err);

	if (ret)
		return ret;
	ret = resolution_make(&r, a->e->repo, &offer, &a->opt->resume->mended,
			      err);
	r.series = xstrdup(a->series->name);
	r.step = xstrdup(s->step->name);
	r.proof = session->proof_failed;
	strvec_pushv(&r.reasons, &session->reasons);
	if (!ret)
		ret = resolution_save(&r, a->e->repo, err);
	s->resolution = r.id;
	s->row.mend = MEND_BY_HAND;
	resolution_release(&r);
	return ret;
}

static int attempt_by_hand(struct apply *a, struct applied_step *s,
			   struct strbuf *err)
{
	struct snapshot *mended;
	int ret = history_derive(a->now, &a->opt->resume->mended, &mended, err);

	if (ret)
		return ret;
	ret = attempt(a, s, mended, err);
	if (!ret && s->result.state == STEP_APPLIED && !s->proof_failed)
		ret = keep_resolution(a, s, err);
	snapshot_put(mended);
	return ret;
}

static void fill_row(struct applied_step *s)
{
	struct step_row *r = &s->row;

	r->state = s->result.state;
	r->files = s->result.changed;
	r->sites = s->result.sites;
	r->residue = s->result.residue.nr;
	r->proven = s->has_proof;
	r->proof_failed = s->proof_failed;
	if (s->has_proof) {
		r->built = s->proof.built;
		r->not_compiled = s->proof.not_compiled;
	}
}

int apply_attempt(struct apply *a, struct applied_step *s, struct strbuf *err)
{
	const struct apply_resume *resume = a->opt->resume;
	int ret;

	if (resume && resume->edited && s->step == a->from) {
		ret = attempt_by_hand(a, s, err);
	} else {
		ret = attempt(a, s, NULL, err);
		if (!ret && !is_good(s))
			ret = try_resolutions(a, s, err);
	}
	if (ret)
		return ret;
	fill_row(s);
	ledger_step(a, s);
	if (s->row.mend)
		ledger_mend(a, s);
	return s->has_proof ? tell_proof(a, s, err) : 0;
}
