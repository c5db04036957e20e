/* SPDX-License-Identifier: GPL-2.0-only */
#include "apply_priv.h"

#include <stdlib.h>
#include <string.h>

#include "ahead.h"
#include "log.h"
#include "session.h"

void apply_result_release(struct apply_result *r)
{
	for (size_t i = 0; i < r->nr; i++)
		applied_step_release(&r->steps[i]);
	free(r->steps);
	scan_stats_release(&r->scan);
	strvec_release(&r->unmet);
	rerun_release(&r->rerun);
	memset(r, 0, sizeof(*r));
}

static bool step_wanted(const struct apply *a, const struct step *s)
{
	return s >= a->from && s->number >= a->opt->first &&
	       s->number <= a->opt->last;
}

static bool wanted_ahead(const struct step *s, void *data)
{
	return step_wanted(data, s);
}

/* ---- steps ---- */

/*
 * The step's text, its trailers, and the user's sign-off last.  The trailers
 * say what made the commit, so that it can be made again.
 */
static int commit_message(struct apply *a, const struct applied_step *s,
			  struct strbuf *out, struct strbuf *err)
{
	step_message(s->step, a->e, out);
	if (s->row.mend) {
		char hex[OID_HEX + 1];

		oid_hex(&s->resolution, hex);
		strbuf_addf(out, "Ratchet-Mended: sha1:%s\n", hex);
	}
	if (a->opt->signoff) {
		struct strbuf who = STRBUF_INIT;
		int ret = repo_signoff(a->e->repo, &who, err);

		if (!ret)
			strbuf_addf(out, "Signed-off-by: %s\n", who.buf);
		strbuf_release(&who);
		return ret;
	}
	return 0;
}

/* Dates: the base's committer date and one second a step of the series. */
int64_t apply_step_time(const struct apply *a, const struct step *s)
{
	return a->base.time + (s - a->series->steps) + 1;
}

static int commit_step(struct apply *a, struct applied_step *s,
		       struct strbuf *err)
{
	struct strbuf message = STRBUF_INIT;
	struct commit_spec spec = {
		.parent = a->out->tip,
		.time = apply_step_time(a, s->step),
		.offset = a->base.offset,
	};
	int ret = snapshot_write(s->result.after, &spec.tree, err);

	if (!ret)
		ret = commit_message(a, s, &message, err);
	spec.message = message.buf;
	if (!ret)
		ret = repo_commit_create(a->e->repo, &spec, &s->commit, err);
	if (!ret) {
		a->out->tip = s->commit;
		a->out->commits++;
		ledger_commit(a, s);
	}
	strbuf_release(&message);
	return ret;
}

static void move_on(struct apply *a, struct applied_step *s)
{
	snapshot_put(a->now);
	a->now = snapshot_get(s->result.after);
	/* the step's own reference is not needed any more */
	snapshot_put(s->result.after);
	s->result.after = NULL;
}

/* One step; *stop says that it, or its proof, failed. */
static int do_step(struct apply *a, const struct step *step, bool *stop,
		   apply_progress_fn *progress, void *data, struct strbuf *err)
{
	struct apply_result *r = a->out;
	struct applied_step *s;
	int ret;

	ALLOC_GROW(r->steps, r->nr + 1, r->alloc);
	s = &r->steps[r->nr++];
	memset(s, 0, sizeof(*s));
	s->step = step;
	log_progress("%s", step->name);
	ahead_wait(a->ahead);
	ret = apply_attempt(a, s, err);
	log_progress_done();
	if (ret)
		return ret;
	*stop = s->result.state == STEP_FAILED ||
		(s->proof_failed && !a->opt->keep_going);
	if (!a->failed && (*stop || s->proof_failed)) {
		a->failed = true;
		r->failed = r->nr - 1;
	}
	if (!ret && !*stop && s->result.state == STEP_APPLIED) {
		/* no commit stands on one that is not proven */
		if (a->failed)
			;
		else if (a->opt->dry_run)
			r->commits++;
		else
			ret = commit_step(a, s, err);
		if (!ret)
			move_on(a, s);
	}
	if (!ret && progress)
		progress(s, data);
	return ret;
}

/* ---- before and after ---- */

/*
 * Where a rule names its candidates, the first process that runs it finds what
 * is wrong with it; parsing it before that would cost as much again.
 */
static bool has_no_candidates(const struct step *s, const struct pass *p,
			      void *data)
{
	return step_wanted(data, s) && !p->nr_candidates;
}

/* A rule that no file needed was not parsed yet, and may be wrong. */
static bool was_not_run(const struct step *s, const struct pass *p, void *data)
{
	const struct apply *a = data;

	if (!step_wanted(a, s))
		return false;
	for (size_t i = 0; i < a->out->nr; i++) {
		const struct step_result *r = &a->out->steps[i].result;

		if (a->out->steps[i].step != s)
			continue;
		for (size_t k = 0; k < r->nr_files; k++)
			if (r->files[k].pass == p)
				return false;
	}
	return true;
}

static int check_rules(struct apply *a, step_pass_fn *wanted,
		       struct strbuf *err)
{
	int ret;

	log_progress("checking the rules");
	ret = steps_check(a->e, a->series->steps, a->series->nr_steps, wanted,
			  a, err);
	log_progress_done();
	return ret;
}

/* One scan for the words of all steps together. */
static int scan_base(struct apply *a, struct strbuf *err)
{
	struct scan_options opt = {
		.cache = a->e->cache, .threads = a->e->jobs,
		.words = a->e->words, .only_words_of_objects = true,
	};
	struct strvec words = STRVEC_INIT, tags = STRVEC_INIT;
	int ret;

	for (size_t i = 0; i < a->series->nr_steps; i++) {
		step_words(&a->series->steps[i], &words);
		step_tags(&a->series->steps[i], &tags);
	}
	strvec_sort_uniq(&words);
	log_progress("scanning the tree");
	ret = snapshot_of_tree(&a->now, a->e->repo, &a->tree, &words,
			       &opt, &a->out->scan, err);
	if (!ret) {
		snapshot_use_words(a->now, a->e->words);
		ret = tags_learn(a->e, a->now, &tags, err);
	}
	log_progress_done();
	if (!ret)
		ledger_scan(a);
	for (size_t i = 0; i < a->out->scan.missing.nr; i++)
		log_warn("the object store lacks '%s': its words are not known; a pass that needs it would stop the run",
			 a->out->scan.missing.v[i]);
	strvec_release(&words);
	strvec_release(&tags);
	return ret;
}

static void warn_of_name(const struct apply *a, const char *name)
{
	for (size_t i = 0; i < a->out->nr; i++) {
		const struct applied_step *s = &a->out->steps[i];

		for (size_t k = 0; k < s->result.doubts.nr; k++) {
			const char *d = s->result.doubts.v[k];
			size_t n = strcspn(d, " ");

			if (n == strlen(name) && !memcmp(d, name, n))
				log_warn("%s/%s: '%s' is no metavariable, and no file has it: what asks for it matches nothing",
					 s->step->name, d + n + 1, name);
		}
	}
}

/* Is it a word of a file that some pass looked at?  Saves a scan. */
static bool was_seen(const struct apply *a, struct snapshot *base,
		     const char *name)
{
	struct strbuf text = STRBUF_INIT;
	struct strvec paths = STRVEC_INIT;
	bool seen = false;

	for (size_t i = 0; i < a->out->nr; i++) {
		const struct step_result *r = &a->out->steps[i].result;

		for (size_t k = 0; k < r->nr_files; k++)
			strvec_push(&paths, r->files[k].path);
	}
	strvec_sort_uniq(&paths);
	for (size_t i = 0; i < paths.nr && !seen; i++) {
		strbuf_reset(&text);
		seen = !snapshot_read(base, paths.v[i], &text, NULL) &&
		       text_has_word(text.buf, text.len, name);
	}
	strvec_release(&paths);
	strbuf_release(&text);
	return seen;
}

/*
 * Names in rules of which spatch asks whether they should be metavariables: one
 * that no file holds, before or after, is probably misspelt.
 */
static int warn_of_names(struct apply *a, struct snapshot *base,
			 struct strbuf *err)
{
	struct strvec names = STRVEC_INIT, all = STRVEC_INIT;
	int ret;

	for (size_t i = 0; i < a->out->nr; i++) {
		const struct strvec *d = &a->out->steps[i].result.doubts;

		for (size_t k = 0; k < d->nr; k++)
			strvec_pushn(&all, d->v[k], strcspn(d->v[k], " "));
	}
	strvec_sort_uniq(&all);
	for (size_t i = 0; i < all.nr; i++)
		if (!was_seen(a, base, all.v[i]))
			strvec_push(&names, all.v[i]);
	strvec_release(&all);
	ret = names.nr ? snapshot_learn(a->now, &names, err) : 0;
	for (size_t i = 0; i < names.nr && !ret; i++) {
		struct strvec files = STRVEC_INIT;

		ret = snapshot_grep(a->now, names.v[i], &files, err);
		if (!ret && !files.nr)
			ret = snapshot_grep(base, names.v[i], &files, err);
		if (!ret && !files.nr)
			warn_of_name(a, names.v[i]);
		strvec_release(&files);
	}
	strvec_release(&names);
	return ret;
}

static int branch_is_taken(const struct apply *a, struct strbuf *err)
{
	return error_set(err, ERR_UNABLE,
			 "branch '%s' exists and is something else: delete it, or choose another by --branch",
			 a->opt->branch + strlen("refs/heads/"));
}

static int move_branch(struct apply *a, bool exists, const struct oid *old,
		       struct strbuf *err)
{
	struct apply_result *r = a->out;
	char *log;
	int ret;

	if (exists && oid_equal(old, &r->tip)) {
		/* what was kept of a run that stopped stands there already */
		if (r->end == APPLY_STOPPED)
			r->branch_moved = true;
		else
			r->end = APPLY_SAME;
		return 0;
	}
	if (exists)
		return branch_is_taken(a, err);
	log = xasprintf("ratchet: apply %s", a->series->name);
	ret = repo_ref_update(a->e->repo, a->opt->branch, &r->tip, NULL, log,
			      err);
	free(log);
	r->branch_moved = !ret;
	return ret == ERR_EXISTS ? ERR_UNABLE : ret;
}

/*
 * A branch that exists may be this result already; surely not, if the base is
 * not among its last commits.  Better said before the work than after it.
 */
static int check_branch(struct apply *a, struct strbuf *err)
{
	struct oid at;
	int ret;

	if (a->opt->dry_run)
		return 0;
	ret = repo_ref_read(a->e->repo, a->opt->branch, &at, err);
	if (ret)
		return ret == ERR_NOT_FOUND ? 0 : ret;
	for (size_t i = 0; i <= a->series->nr_steps && !ret; i++) {
		struct commit_info info;

		if (oid_equal(&at, &a->out->base))
			return 0;
		ret = repo_commit_info(a->e->repo, &at, &info, err);
		if (ret)
			break;
		at = info.parent;
		if (!info.parents)
			i = a->series->nr_steps;
		commit_info_release(&info);
	}
	return ret ? ret : branch_is_taken(a, err);
}

static int finish(struct apply *a, bool stopped, struct strbuf *err)
{
	struct apply_result *r = a->out;
	struct oid old;
	int exists;

	if (a->opt->dry_run) {
		r->end = stopped ? APPLY_STOPPED : APPLY_DRY;
		return 0;
	}
	r->end = stopped ? APPLY_STOPPED : APPLY_DONE;
	if (stopped && !a->opt->keep_proven && !a->opt->keep_going)
		return apply_keep_session(a, err);
	if (stopped && !(a->opt->keep_proven && r->commits)) {
		r->tip = r->base;
		return 0;
	}
	if (!r->commits) {
		r->end = APPLY_NOTHING;
		return 0;
	}
	if (child_interrupted())
		return error_set(err, ERR_INTERRUPTED, "interrupted");
	if (a->opt->compare) {
		exists = apply_compare(a, err);
		if (exists)
			return exists;
	}
	exists = repo_ref_read(a->e->repo, a->opt->branch, &old, err);
	if (exists && exists != ERR_NOT_FOUND)
		return exists;
	return move_branch(a, !exists, &old, err);
}

int apply_series(struct engine *e, struct series *series,
		 const struct apply_options *opt, struct ledger *ledger,
		 apply_progress_fn *progress, void *data,
		 struct apply_result *out, struct strbuf *err)
{
	struct apply a = {
		.e = e, .series = series, .opt = opt, .ledger = ledger,
		.out = out,
	};
	uint64_t start = now_us();
	struct snapshot *base = NULL;
	bool stop = false;
	int ret = 0;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->unmet);
	strvec_init(&out->scan.missing);
	if (opt->resume)
		out->base = opt->resume->session->base;
	else
		ret = repo_resolve(e->repo, opt->onto, &out->base, err);
	if (!ret)
		ret = repo_commit_info(e->repo, &out->base, &a.base, err);
	out->tip = out->base;
	a.tree = a.base.tree;
	a.from = series->steps;
	if (!ret && opt->resume)
		ret = apply_take_up(&a, err);
	if (!ret && !opt->dry_run)
		ret = repo_ident_check(e->repo, err);
	if (!ret)
		ret = check_branch(&a, err);
	if (!ret)
		ret = check_rules(&a, has_no_candidates, err);
	if (!ret) {
		ledger_run(&a);
		ret = scan_base(&a, err);
	}
	if (!ret)
		base = snapshot_get(a.now);
	if (!ret)
		a.ahead = ahead_start(e, series->steps, series->nr_steps,
				      a.now, wanted_ahead, &a);
	for (size_t i = 0; i < series->nr_steps && !ret && !stop; i++) {
		if (step_wanted(&a, &series->steps[i]))
			ret = do_step(&a, &series->steps[i], &stop, progress,
				      data, err);
		if (!ret && child_interrupted())
			ret = error_set(err, ERR_INTERRUPTED, "interrupted");
	}
	ahead_stop(a.ahead);
	if (!ret)
		ret = warn_of_names(&a, base, err);
	if (!ret && !stop)
		ret = check_rules(&a, was_not_run, err);
	if (!ret)
		ret = finish(&a, a.failed, err);
	out->wall_us = now_us() - start;
	if (!ret)
		ledger_end(&a);
	verify_close(a.verify);
	snapshot_put(base);
	snapshot_put(a.now);
	commit_info_release(&a.base);
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}
