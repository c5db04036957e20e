/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Semantic patches as passes: one spatch process for each candidate, each in a
 * view of its own, through the cache.
 */
#include "pass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "jobs.h"
#include "log.h"
#include "tempfile.h"
#include "view.h"

struct pass_run;

/* One candidate on its way. */
struct job {
	struct pass_run *run;
	struct file_result *result;
	struct view view;
	struct spatch_run spatch;
	struct strbuf before, rule;
	char key[OID_HEX + 1];
	char *dir, *view_dir, *rule_path, *out_path;
	bool started;
};

struct pass_run {
	struct engine *engine;
	const struct pass *pass;
	struct snapshot *snap, *types;
	const struct facts *facts;
	struct jobs *jobs;
	struct job *all;
	size_t *order;		/* in which they are started */
	size_t nr, next, done;
	int error;
	struct strbuf *err;
};

static bool outcome_is_lasting(enum spatch_outcome o)
{
	return o == SPATCH_CHANGED || o == SPATCH_UNCHANGED ||
	       o == SPATCH_SKIPPED || o == SPATCH_BAD_RULE;
}

/* ---- the cache: a line of numbers, then the parts one after the other ---- */

static void result_format(const struct file_result *f, struct strbuf *out)
{
	size_t reports = 0;

	for (size_t i = 0; i < f->reports.nr; i++)
		reports += strlen(f->reports.v[i]) + 1;
	strbuf_addf(out, "%d %llu %u %zu %zu %zu\n", f->outcome,
		    (unsigned long long)f->spatch_us, f->sites, reports,
		    f->message.len, f->content.len);
	for (size_t i = 0; i < f->reports.nr; i++)
		strbuf_addf(out, "%s\n", f->reports.v[i]);
	strbuf_addbuf(out, &f->message);
	strbuf_addbuf(out, &f->content);
}

static bool result_parse(struct file_result *f, const struct strbuf *in)
{
	unsigned long long us;
	size_t reports, message, content, pos;
	int outcome, n = 0;

	if (sscanf(in->buf, "%d %llu %u %zu %zu %zu%n", &outcome, &us,
		   &f->sites, &reports, &message, &content, &n) != 6 ||
	    in->buf[n] != '\n')
		return false;
	pos = n + 1;
	if (in->len != pos + reports + message + content)
		return false;
	f->outcome = outcome;
	f->spatch_us = us;
	for (size_t end = pos + reports; pos < end; ) {
		size_t len = strcspn(in->buf + pos, "\n");

		strvec_pushn(&f->reports, in->buf + pos, len);
		pos += len + 1;
	}
	strbuf_add(&f->message, in->buf + pos, message);
	strbuf_add(&f->content, in->buf + pos + message, content);
	f->cached = true;
	return true;
}

/* Everything that the outcome depends on. */
static void make_key(struct job *job)
{
	const struct pass_run *run = job->run;
	const struct pass *p = run->pass;
	const struct spatch *sp = &run->engine->spatch;
	struct strbuf text = STRBUF_INIT;
	struct oid oid;

	strbuf_addf(&text, "3 spatch %s %llu %llu\n", sp->version,
		    (unsigned long long)sp->timeout_ms,
		    (unsigned long long)sp->memory);
	for (size_t i = 0; i < p->options.nr; i++)
		strbuf_addf(&text, "option %s\n", p->options.v[i]);
	for (size_t i = 0; i < p->headers.nr; i++)
		strbuf_addf(&text, "header %s\n", p->headers.v[i]);
	for (size_t i = 0; i < p->defines.nr; i++)
		strbuf_addf(&text, "define %s\n", p->defines.v[i]);
	view_describe(&job->view, &text);
	strbuf_addbuf(&text, &job->rule);
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, job->key);
	strbuf_release(&text);
}

/* ---- one candidate ---- */

static void fill_rule(struct job *job)
{
	const struct pass_run *run = job->run;
	const struct pass *p = run->pass;
	struct strvec statics = STRVEC_INIT;
	const struct c_function *fn;
	struct csource *cs;
	size_t nr;

	if (!run->facts || !facts_wanted(p->text)) {
		strbuf_add(&job->rule, p->text, p->len);
		return;
	}
	cs = csource_parse(job->before.buf, job->before.len);
	fn = csource_functions(cs, &nr);
	for (size_t i = 0; i < nr; i++)
		if (fn[i].is_static)
			strvec_push(&statics, fn[i].name);
	strvec_sort_uniq(&statics);
	facts_fill(run->facts, p->text, p->len, job->result->path, &statics,
		   &job->rule);
	csource_free(cs);
	strvec_release(&statics);
}

static int make_directory(struct job *job, struct strbuf *err)
{
	int ret;

	job->dir = scratch_mkdir("pass", err);
	if (!job->dir)
		return ERR_UNABLE;
	job->view_dir = xasprintf("%s/view", job->dir);
	job->rule_path = xasprintf("%s/rule.cocci", job->dir);
	job->out_path = xasprintf("%s/out", job->dir);
	ret = mkdirs(job->view_dir, err);
	if (!ret)
		ret = view_write(&job->view, job->view_dir, err);
	if (!ret)
		ret = file_write(job->rule_path, job->rule.buf, job->rule.len,
				 0600, err);
	return ret;
}

static void job_finish(struct job *job)
{
	job->run->done++;
	view_release(&job->view);
	if (job->started)
		spatch_run_release(&job->spatch);
	strbuf_release(&job->before);
	strbuf_release(&job->rule);
	if (job->dir)
		remove_tree(job->dir, NULL);
	free(job->dir);
	free(job->view_dir);
	free(job->rule_path);
	free(job->out_path);
}

static void start_more(struct pass_run *run);

static void job_done(struct child *c, void *data)
{
	struct job *job = data;
	struct pass_run *run = job->run;
	struct file_result *f = job->result;
	struct spatch_run *sp = &job->spatch;
	struct strbuf text = STRBUF_INIT;

	spatch_classify(sp, job->before.buf, job->before.len);
	f->outcome = sp->outcome;
	f->spatch_us = c->wall_us;
	strbuf_swap(&f->content, &sp->result);
	strbuf_swap(&f->message, &sp->message);
	strvec_pushv(&f->reports, &sp->reports);
	if (f->outcome == SPATCH_CHANGED)
		f->sites = count_sites(&job->before, &f->content);
	if (outcome_is_lasting(f->outcome)) {
		result_format(f, &text);
		cache_put(run->engine->cache, "spatch", job->key, text.buf,
			  text.len);
	}
	strbuf_release(&text);
	job_finish(job);
	start_more(run);
}

/* Look up the cache; start a process if the result is not there. */
static int job_start(struct job *job, struct strbuf *err)
{
	struct pass_run *run = job->run;
	const struct pass *p = run->pass;
	struct file_result *f = job->result;
	struct strbuf known = STRBUF_INIT;
	bool found;
	int ret;

	strbuf_init(&job->before);
	strbuf_init(&job->rule);
	ret = snapshot_read(run->snap, f->path, &job->before, err);
	if (ret)
		return ret;
	ret = view_list(&job->view, run->snap, run->types, f->path,
			&p->headers, &f->message);
	if (ret == ERR_NOT_FOUND) {
		f->outcome = SPATCH_NEEDS;
		job_finish(job);
		return 0;
	}
	if (ret)
		return error_set(err, ret, "%s", f->message.buf);
	fill_rule(job);
	make_key(job);
	found = cache_get(run->engine->cache, "spatch", job->key, &known) &&
		result_parse(f, &known);
	strbuf_release(&known);
	if (found) {
		job_finish(job);
		return 0;
	}
	ret = make_directory(job, err);
	if (ret)
		return ret;
	spatch_run_init(&job->spatch);
	job->started = true;
	job->spatch.sp = &run->engine->spatch;
	job->spatch.view = job->view_dir;
	job->spatch.rule = job->rule_path;
	job->spatch.file = f->path;
	job->spatch.out = job->out_path;
	job->spatch.home = run->engine->home;
	job->spatch.options = &p->options;
	job->spatch.headers = &p->headers;
	job->spatch.defines = &p->defines;
	spatch_prepare(&job->spatch);
	log_verbose("  SPATCH  %s %s", p->name, f->path);
	jobs_add(run->jobs, &job->spatch.child, job_done, job);
	return 0;
}

/* Keep a few prepared, not thousands of directories at once. */
static void start_more(struct pass_run *run)
{
	size_t ahead = 2 * (run->engine->jobs > 0 ? run->engine->jobs : 1);

	while (!run->error && run->next < run->nr &&
	       run->next < run->done + ahead) {
		struct job *job = &run->all[run->order[run->next++]];

		run->error = job_start(job, run->err);
		if (run->error) {
			job_finish(job);
			jobs_cancel(run->jobs);
		}
	}
}

struct sized {
	size_t index, size;
};

static int larger_first(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return x->index < y->index ? -1 : 1;
}

/* Large files first: the last processes to end are then short ones. */
static size_t *starting_order(const struct snapshot *snap,
			      const struct strvec *paths)
{
	struct sized *all = xcalloc(paths->nr, sizeof(*all));
	size_t *order = xcalloc(paths->nr, sizeof(*order));
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < paths->nr; i++) {
		strbuf_reset(&text);
		/* what cannot be read is reported when its turn comes */
		snapshot_read(snap, paths->v[i], &text, NULL);
		all[i] = (struct sized){ i, text.len };
	}
	qsort(all, paths->nr, sizeof(*all), larger_first);
	for (size_t i = 0; i < paths->nr; i++)
		order[i] = all[i].index;
	strbuf_release(&text);
	free(all);
	return order;
}

int pass_run(struct engine *e, const struct pass *p, struct snapshot *snap,
	     struct snapshot *types, const struct facts *facts,
	     const struct strvec *paths, struct pass_result *out,
	     struct strbuf *err)
{
	struct pass_run run = {
		.engine = e, .pass = p, .snap = snap, .types = types,
		.facts = facts, .nr = paths->nr, .err = err,
	};
	int end;

	memset(out, 0, sizeof(*out));
	out->files = xcalloc(paths->nr, sizeof(*out->files));
	out->nr = paths->nr;
	run.all = xcalloc(paths->nr, sizeof(*run.all));
	for (size_t i = 0; i < paths->nr; i++) {
		struct file_result *f = &out->files[i];

		f->path = xstrdup(paths->v[i]);
		f->outcome = SPATCH_CANCELLED;
		strbuf_init(&f->message);
		strbuf_init(&f->content);
		strvec_init(&f->reports);
		run.all[i].run = &run;
		run.all[i].result = f;
	}
	run.order = starting_order(snap, paths);
	run.jobs = jobs_new(e->jobs);
	start_more(&run);
	end = jobs_run(run.jobs);
	jobs_free(run.jobs);
	free(run.all);
	free(run.order);
	if (run.error)
		return run.error == ERR_NOT_FOUND ? ERR_UNABLE : run.error;
	if (end)
		return error_set(err, end, "interrupted");
	return 0;
}
