/* SPDX-License-Identifier: GPL-2.0-only */
/* A run that stops, and one that goes on from there. */
#include "apply_priv.h"

#include <stdlib.h>
#include <string.h>

#include "session.h"

/* What the former run did, and the step that is left out. */
static int take_steps(struct apply *a, const struct step *at, struct strbuf *err)
{
	const struct apply_resume *resume = a->opt->resume;
	const struct session *s = resume->session;
	struct apply_result *r = a->out;

	ALLOC_GROW(r->steps, s->nr_done + 1, r->alloc);
	for (size_t i = 0; i < s->nr_done; i++) {
		const struct session_step *d = &s->done[i];
		const struct step *step = series_step(a->series, d->name);

		if (!step)
			return error_set(err, ERR_UNABLE,
					 "series '%s' has no step '%s' any more: 'ratchet abort', and apply it again",
					 s->series, d->name);
		r->steps[r->nr++] = (struct applied_step) {
			.step = step, .row = d->row, .commit = d->commit,
		};
		r->commits += !oid_is_null(&d->commit);
	}
	if (resume->skip)
		r->steps[r->nr++] = (struct applied_step) {
			.step = at, .row.skipped = true,
		};
	return 0;
}

int apply_take_up(struct apply *a, struct strbuf *err)
{
	const struct apply_resume *resume = a->opt->resume;
	const struct session *s = resume->session;
	const struct step *at = series_step(a->series, s->step);
	struct commit_info info;
	int ret;

	if (!at)
		return error_set(err, ERR_UNABLE,
				 "series '%s' has no step '%s' any more: 'ratchet abort', and apply it again",
				 s->series, s->step);
	if (resume->edited && strcmp(at->hash, s->hash))
		return error_set(err, ERR_UNABLE,
				 "step '%s' is not as it was when the run stopped, and '%s' was edited: undo one of the two",
				 s->step, s->worktree);
	ret = repo_commit_info(a->e->repo, &s->tip, &info, err);
	if (ret)
		return ret;
	a->out->tip = s->tip;
	a->tree = info.tree;
	a->from = at + resume->skip;
	commit_info_release(&info);
	return take_steps(a, at, err);
}

/* A commit on the tip that nobody but the session's ref names. */
static int commit_offer(struct apply *a, const struct applied_step *s,
			struct oid *out, struct strbuf *err)
{
	char *message = xasprintf("%s: what its passes could do\n",
				  s->step->name);
	struct commit_spec spec = {
		.parent = a->out->tip, .message = message,
		.time = apply_step_time(a, s->step), .offset = a->base.offset,
	};
	int ret = snapshot_write(applied_step_offer(s), &spec.tree, err);

	if (!ret)
		ret = repo_commit_create(a->e->repo, &spec, out, err);
	free(message);
	return ret;
}

static void add_problem(struct strvec *out, const char *path, unsigned line,
			const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	if (path)
		strbuf_add_printable(&sb, path, strlen(path));
	if (path && line)
		strbuf_addf(&sb, ":%u", line);
	if (path)
		strbuf_addstr(&sb, ": ");
	strbuf_add_printable(&sb, text, strcspn(text, "\n"));
	strvec_push(out, sb.buf);
	strbuf_release(&sb);
}

static void keep_asked(const struct apply *a, struct session *s)
{
	const struct apply_options *opt = a->opt;

	s->series_path = xstrdup(opt->series_path);
	s->series = xstrdup(a->series->name);
	s->branch = xstrdup(opt->branch);
	s->build_dir = opt->verify.build_dir ?
		       xstrdup(opt->verify.build_dir) : NULL;
	s->first = opt->first;
	s->last = opt->last;
	s->proof = opt->proof;
	s->signoff = opt->signoff;
	s->compare = opt->compare;
	strvec_pushv(&s->make_vars, &opt->verify.make_vars);
}

static void keep_state(const struct apply *a, const struct applied_step *at,
		       struct session *s)
{
	const struct diagnostics *d = &at->proof.new_diags;

	s->base = a->out->base;
	s->tip = a->out->tip;
	s->step = xstrdup(at->step->name);
	s->hash = xstrdup(at->step->hash);
	s->proof_failed = at->proof_failed;
	applied_step_reasons(at, &s->reasons);
	for (size_t i = 0; i < at->result.nr_problems; i++)
		add_problem(&s->problems, at->result.problems[i].path,
			    at->result.problems[i].line,
			    at->result.problems[i].text);
	for (size_t i = 0; at->proof_failed && i < d->nr; i++)
		add_problem(&s->problems, d->v[i].path, d->v[i].line,
			    d->v[i].text);
	s->done = xcalloc(a->out->nr, sizeof(*s->done));
	for (size_t i = 0; i < a->out->failed; i++)
		s->done[s->nr_done++] = (struct session_step) {
			.name = xstrdup(a->out->steps[i].step->name),
			.row = a->out->steps[i].row,
			.commit = a->out->steps[i].commit,
		};
}

int apply_keep_session(struct apply *a, struct strbuf *err)
{
	const struct applied_step *at = &a->out->steps[a->out->failed];
	const struct apply_resume *resume = a->opt->resume;
	const struct session *former = resume ? resume->session : NULL;
	struct session s;
	int ret;

	a->out->session = true;
	/* a mend that is not good enough yet stands where it is */
	if (former && resume->edited && !strcmp(former->step, at->step->name))
		return 0;
	session_init(&s);
	keep_asked(a, &s);
	keep_state(a, at, &s);
	if (former && former->worktree) {
		s.worktree = xstrdup(former->worktree);
		s.prepared = former->prepared;
	}
	ret = commit_offer(a, at, &s.offer, err);
	if (!ret)
		ret = session_save(&s, a->e->repo, err);
	session_release(&s);
	return ret;
}

int apply_compare(struct apply *a, struct strbuf *err)
{
	struct apply_result *r = a->out;
	struct rerun_step *steps = xcalloc(r->nr, sizeof(*steps));
	int ret;

	for (size_t i = 0; i < r->nr; i++)
		steps[i] = (struct rerun_step) {
			.name = r->steps[i].step->name,
			.commit = r->steps[i].commit,
		};
	ret = rerun_compare(a->e->repo, a->series->name, &r->base, steps,
			    r->nr, &r->rerun, err);
	r->compared = !ret;
	if (!ret)
		ledger_compare(a);
	free(steps);
	return ret == ERR_NOT_FOUND ? 0 : ret;
}
