/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Passes file by file: each file goes through all passes that concern it, one
 * after the other, and no file waits for another.  That gives what running
 * pass by pass gives: types come from before the step, facts from the collect
 * passes, so that a file's way depends on its own bytes only.
 */
#include "pass_priv.h"

#include <stdlib.h>
#include <string.h>

struct chain_run;

/* A file on its way. */
struct chain {
	struct chain_run *run;
	const char *path;
	size_t size;
	size_t pass;			/* the next, or the one that runs */
	struct snapshot *snap;		/* with what the passes made of the file */
	bool changed;
	struct file_result result;	/* of the pass that runs */
	struct file_job job;
};

struct chain_run {
	struct engine *engine;
	const struct pass_chain *todo;
	struct snapshot *types;
	const struct facts *facts;
	struct pass_result *out;
	struct jobs *jobs;
	struct strvec paths;
	struct chain *all;		/* large files first */
	size_t next, active;
	size_t last;			/* no pass after it is started */
	int error;
	struct strbuf *err;
};

/* ---- the way of one file ---- */

static void init_result(struct file_result *f, const char *path)
{
	memset(f, 0, sizeof(*f));
	f->path = xstrdup(path);
	f->outcome = SPATCH_CANCELLED;
	strbuf_init(&f->message);
	strbuf_init(&f->content);
	strvec_init(&f->reports);
}

static bool is_good(const struct file_result *f)
{
	if (f->outcome != SPATCH_CHANGED && f->outcome != SPATCH_UNCHANGED)
		return false;
	for (size_t i = 0; i < f->reports.nr; i++)
		if (starts_with(f->reports.v[i], "refuse "))
			return false;
	return true;
}

static void take_content(struct chain *c, const struct strbuf *content)
{
	struct file_change change = { .path = (char *)c->path };
	struct snapshot *next;
	struct oid ignored;

	if (snapshot_stat(c->snap, c->path, &ignored, &change.mode))
		BUG("'%s' was read and is gone", c->path);
	strbuf_init(&change.content);
	strbuf_addbuf(&change.content, content);
	next = snapshot_derive(c->snap, &change, 1);
	snapshot_put(c->snap);
	c->snap = next;
	c->changed = true;
}

/* The result of a pass; after a bad one no later pass is begun anywhere. */
static void take_result(struct chain *c)
{
	struct chain_run *run = c->run;
	struct pass_result *r = &run->out[c->pass];

	if (c->result.outcome == SPATCH_CHANGED)
		take_content(c, &c->result.content);
	if (!is_good(&c->result) && c->pass < run->last)
		run->last = c->pass;
	ALLOC_GROW(r->files, r->nr + 1, r->alloc);
	r->files[r->nr++] = c->result;
	c->pass++;
}

/* Does the pass concern the file as it is by now? */
static int is_concerned(struct chain *c, bool *yes, struct strbuf *err)
{
	const struct pass_chain *todo = c->run->todo;
	size_t i = c->pass;

	if (!c->changed) {
		*yes = strvec_has_sorted(&todo->candidates[i], c->path);
		return 0;
	}
	if (todo->learnt && strvec_has_sorted(&todo->learnt[i], c->path)) {
		*yes = true;
		return 0;
	}
	return pass_is_candidate(c->run->engine, todo->passes[i],
				 c->run->types, c->snap, c->path, yes, err);
}

static void file_done(struct file_job *job);

/* Begin the pass; *known: its result is there. */
static int begin(struct chain *c, bool *known, struct strbuf *err)
{
	struct chain_run *run = c->run;
	int ret;

	init_result(&c->result, c->path);
	c->job = (struct file_job){
		.engine = run->engine,
		.pass = run->todo->passes[c->pass],
		.snap = c->snap,
		.types = run->types,
		.facts = run->facts,
		.result = &c->result,
		.done = file_done,
		.data = c,
	};
	ret = file_job_start(&c->job, run->jobs, known, err);
	if (ret)
		file_result_release(&c->result);
	return ret;
}

/* Go on until a process runs or the file's way is at its end. */
static void advance(struct chain *c)
{
	struct chain_run *run = c->run;

	while (!run->error && c->pass <= run->last) {
		bool yes = false, known = false;

		run->error = is_concerned(c, &yes, run->err);
		if (run->error)
			break;
		if (!yes) {
			c->pass++;
			continue;
		}
		run->error = begin(c, &known, run->err);
		if (run->error)
			break;
		if (!known)
			return;
		take_result(c);
	}
	if (run->error)
		jobs_cancel(run->jobs);
	run->active--;
}

/* As many as can run, and one that is ready when one of them ends. */
static void start_more(struct chain_run *run)
{
	size_t most = (run->engine->jobs > 0 ? run->engine->jobs : 1) + 1;

	while (!run->error && run->active < most && run->next < run->paths.nr) {
		run->active++;
		advance(&run->all[run->next++]);
	}
}

static void file_done(struct file_job *job)
{
	struct chain *c = job->data;

	take_result(c);
	advance(c);
	start_more(c->run);
}

/* ---- all of them ---- */

static int larger_first(const void *a, const void *b)
{
	const struct chain *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(x->path, y->path);
}

static void prepare(struct chain_run *run, struct snapshot *snap)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < run->todo->nr; i++)
		strvec_pushv(&run->paths, &run->todo->candidates[i]);
	strvec_sort_uniq(&run->paths);
	run->all = xcalloc(run->paths.nr, sizeof(*run->all));
	for (size_t i = 0; i < run->paths.nr; i++) {
		struct chain *c = &run->all[i];

		c->run = run;
		c->path = run->paths.v[i];
		c->snap = snapshot_get(snap);
		strbuf_reset(&text);
		/* what cannot be read is reported when its turn comes */
		snapshot_read(snap, c->path, &text, NULL);
		c->size = text.len;
	}
	qsort(run->all, run->paths.nr, sizeof(*run->all), larger_first);
	strbuf_release(&text);
}

static int by_path(const void *a, const void *b)
{
	const struct file_result *x = a, *y = b;

	return strcmp(x->path, y->path);
}

int pass_run_chain(struct engine *e, const struct pass_chain *todo,
		   struct snapshot *snap, struct snapshot *types,
		   const struct facts *facts, struct pass_result *out,
		   struct strbuf *err)
{
	struct chain_run run = {
		.engine = e, .todo = todo, .types = types, .facts = facts,
		.out = out, .paths = STRVEC_INIT, .last = todo->nr - 1,
		.err = err,
	};
	int end;

	memset(out, 0, todo->nr * sizeof(*out));
	run.jobs = jobs_new(e->jobs);
	prepare(&run, snap);
	start_more(&run);
	end = jobs_run(run.jobs);
	for (size_t i = 0; i < todo->nr; i++)
		if (out[i].nr)
			qsort(out[i].files, out[i].nr, sizeof(*out[i].files),
			      by_path);
	for (size_t i = 0; i < run.paths.nr; i++)
		snapshot_put(run.all[i].snap);
	jobs_free(run.jobs);
	strvec_release(&run.paths);
	free(run.all);
	if (run.error)
		return run.error == ERR_NOT_FOUND ? ERR_UNABLE : run.error;
	if (end)
		return error_set(err, end, "interrupted");
	return 0;
}

int pass_run(struct engine *e, const struct pass *p, struct snapshot *snap,
	     struct snapshot *types, const struct facts *facts,
	     const struct strvec *paths, struct pass_result *out,
	     struct strbuf *err)
{
	struct strvec candidates = *paths;	/* borrowed */
	struct pass_chain one = {
		.passes = &p, .nr = 1, .candidates = &candidates,
	};

	if (!pass_is_cocci(p))
		return text_pass_run(e, p, snap, paths, out, err);
	return pass_run_chain(e, &one, snap, types, facts, out, err);
}
