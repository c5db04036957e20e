/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One semantic patch on one candidate: a spatch process in a view of its own,
 * through the cache.
 */
#include "pass_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "log.h"
#include "tempfile.h"
#include "wrap.h"

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
	strbuf_addf(out, "%lld %d %llu %u %zu %zu %zu\n",
		    (long long)wall_clock_us(), f->outcome,
		    (unsigned long long)f->spatch_us, f->sites, reports,
		    f->message.len, f->content.len);
	for (size_t i = 0; i < f->reports.nr; i++)
		strbuf_addf(out, "%s\n", f->reports.v[i]);
	strbuf_addbuf(out, &f->message);
	strbuf_addbuf(out, &f->content);
}

/* @since: what is as young was made for this run, by the process ahead. */
static bool result_parse(struct file_result *f, const struct strbuf *in,
			 int64_t since)
{
	unsigned long long us;
	long long made;
	size_t reports, message, content, pos;
	int outcome, n = 0;

	if (sscanf(in->buf, "%lld %d %llu %u %zu %zu %zu%n", &made, &outcome,
		   &us, &f->sites, &reports, &message, &content, &n) != 7 ||
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
	f->cached = made < since;
	return true;
}

/* Everything that the outcome depends on. */
static void make_key(struct file_job *job)
{
	const struct pass *p = job->pass;
	const struct spatch *sp = &job->engine->spatch;
	struct strbuf text = STRBUF_INIT;
	struct oid oid;

	strbuf_addf(&text, "8 spatch %s %llu %llu\n", sp->version,
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

/* The functions that the file defines as static, through the cache. */
static void find_statics(struct file_job *job, struct strvec *statics)
{
	struct strbuf text = STRBUF_INIT;
	const struct c_function *fn;
	char key[OID_HEX + 1];
	struct csource *cs;
	struct oid oid;
	size_t nr;

	oid_of_blob(job->before.buf, job->before.len, &oid);
	oid_hex(&oid, key);
	if (cache_get(job->engine->cache, "statics", key, &text)) {
		strvec_split(statics, text.buf);
		goto out;
	}
	cs = csource_parse(job->before.buf, job->before.len);
	fn = csource_functions(cs, &nr);
	for (size_t i = 0; i < nr; i++)
		if (fn[i].is_static)
			strvec_push(statics, fn[i].name);
	strvec_sort_uniq(statics);
	for (size_t i = 0; i < statics->nr; i++)
		strbuf_addf(&text, "%s ", statics->v[i]);
	cache_put(job->engine->cache, "statics", key, text.buf, text.len);
	csource_free(cs);
out:
	strbuf_release(&text);
}

static void fill_rule(struct file_job *job)
{
	const struct pass *p = job->pass;
	struct strvec statics = STRVEC_INIT;

	if (!job->facts || !facts_wanted(p->text)) {
		strbuf_add(&job->rule, p->text, p->len);
		return;
	}
	if (facts_from_elsewhere(job->facts, job->result->path))
		find_statics(job, &statics);
	facts_fill(job->facts, p->text, p->len, job->result->path, &statics,
		   &job->rule);
	strvec_release(&statics);
}

/*
 * spatch takes a CR for a blank that belongs to the line: it stays when the line
 * goes.  So of a file in which all lines end in CR LF it is shown the text, false
 * if it is none.
 */
static bool take_cr(struct strbuf *text)
{
	struct strbuf out = STRBUF_INIT;
	bool is = *text->buf != '\n' && memchr(text->buf, '\r', text->len);

	for (size_t i = 0; i < text->len && is; i++) {
		if (text->buf[i] != '\r')
			strbuf_addch(&out, text->buf[i]);
		is = (text->buf[i] == '\r') ==
		     (i + 1 < text->len && text->buf[i + 1] == '\n');
	}
	if (is)
		strbuf_swap(text, &out);
	strbuf_release(&out);
	return is;
}

static void give_cr(struct strbuf *text)
{
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < text->len; i++) {
		if (text->buf[i] == '\n')
			strbuf_addch(&out, '\r');
		strbuf_addch(&out, text->buf[i]);
	}
	strbuf_swap(text, &out);
	strbuf_release(&out);
}

/* Leave out the functions in which the rule cannot match. */
static void make_excerpt(struct file_job *job)
{
	struct strvec few = STRVEC_INIT, words = STRVEC_INIT;

	pass_words(job->pass, &few);
	strvec_sort_uniq(&few);
	if (!job->engine->whole_files &&
	    spatch_needed_words(job->rule.buf, job->rule.len, &few, &words))
		excerpt_make(&job->excerpt, &job->before, &words);
	if (job->excerpt.nr || job->crlf)
		view_replace(&job->view, job->excerpt.nr ? &job->excerpt.text :
							   &job->before);
	strvec_release(&words);
	strvec_release(&few);
}

/* What spatch was shown of the file. */
static const struct strbuf *shown(const struct file_job *job)
{
	return job->excerpt.nr ? &job->excerpt.text : &job->before;
}

/* What was left out goes back into the result. */
static void put_back(struct file_job *job)
{
	struct file_result *f = job->result;
	struct strbuf whole = STRBUF_INIT;
	unsigned line;

	if (f->outcome != SPATCH_CHANGED || !job->excerpt.nr)
		return;
	if (excerpt_restore(&job->excerpt, &job->before, &f->content, &whole,
			    &line)) {
		strbuf_swap(&f->content, &whole);
		/* the same changes, but beside other lines */
		f->sites = count_sites(&job->before, &f->content);
	} else {
		f->outcome = SPATCH_CONTRADICTORY;
		strbuf_reset(&f->message);
		strbuf_addf(&f->message,
			    "the rule changed the function at line %u, which holds nothing that it names (ratchet.wholeFiles=1 shows it whole)",
			    line);
		strbuf_reset(&f->content);
	}
	strbuf_release(&whole);
}

static void complete(struct file_job *job)
{
	put_back(job);
	if (job->crlf && job->result->outcome == SPATCH_CHANGED)
		give_cr(&job->result->content);
}

static int make_directory(struct file_job *job, struct strbuf *err)
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

static void job_release(struct file_job *job)
{
	view_release(&job->view);
	if (job->started)
		spatch_run_release(&job->spatch);
	strbuf_release(&job->before);
	strbuf_release(&job->rule);
	strvec_release(&job->headers);
	excerpt_release(&job->excerpt);
	if (job->dir)
		remove_tree(job->dir, NULL);
	free(job->dir);
	free(job->view_dir);
	free(job->rule_path);
	free(job->out_path);
}

static void job_done(struct child *c, void *data)
{
	struct file_job *job = data;
	struct file_result *f = job->result;
	struct spatch_run *sp = &job->spatch;
	struct strbuf text = STRBUF_INIT;

	spatch_classify(sp, shown(job)->buf, shown(job)->len);
	f->outcome = sp->outcome;
	f->spatch_us = c->wall_us;
	strbuf_swap(&f->content, &sp->result);
	strbuf_swap(&f->message, &sp->message);
	strvec_pushv(&f->reports, &sp->reports);
	if (f->outcome == SPATCH_CHANGED) {
		wrap_long_lines(shown(job), &f->content);
		f->sites = count_sites(shown(job), &f->content);
	}
	if (outcome_is_lasting(f->outcome)) {
		result_format(f, &text);
		cache_put(job->engine->cache, "spatch", job->key, text.buf,
			  text.len);
	}
	complete(job);
	strbuf_release(&text);
	job_release(job);
	job->done(job);
}

static bool has_option(const struct pass *p, const char *option)
{
	return strvec_has(&p->options, option);
}

static void prepare_spatch(struct file_job *job)
{
	const struct pass *p = job->pass;
	struct spatch_run *sp = &job->spatch;

	spatch_run_init(sp);
	job->started = true;
	sp->sp = &job->engine->spatch;
	sp->view = job->view_dir;
	sp->rule = job->rule_path;
	sp->text = job->rule.buf;
	sp->text_len = job->rule.len;
	sp->file = job->result->path;
	sp->out = job->out_path;
	sp->home = job->engine->home;
	sp->options = &p->options;
	strvec_pushv(&job->headers, &p->headers);
	/* what -I finds, spatch is given by its name */
	if (!has_option(p, "--no-includes"))
		strvec_pushv(&job->headers, &job->view.headers);
	sp->headers = &job->headers;
	sp->defines = &p->defines;
	spatch_prepare(sp);
}

/* What is known without a process: *known, with the result. */
static int look_up(struct file_job *job, bool *known, struct strbuf *err)
{
	const struct pass *p = job->pass;
	struct file_result *f = job->result;
	struct strbuf value = STRBUF_INIT;
	int ret = snapshot_read(job->snap, f->path, &job->before, err);

	if (ret)
		return ret;
	ret = view_list(&job->view, job->snap, job->types, f->path,
			&p->headers, job->engine->include_dirs, &f->message);
	if (ret == ERR_NOT_FOUND) {
		f->outcome = SPATCH_NEEDS;
		*known = true;
		return 0;
	}
	if (ret)
		return error_set(err, ret, "%s", f->message.buf);
	job->crlf = take_cr(&job->before);
	fill_rule(job);
	make_excerpt(job);
	make_key(job);
	/* with one job there is no second process that could have made it */
	*known = cache_get(job->engine->cache, "spatch", job->key, &value) &&
		 result_parse(f, &value, job->engine->jobs < 2 ? INT64_MAX :
						 job->engine->since);
	strbuf_release(&value);
	if (*known)
		complete(job);
	return 0;
}

int file_job_start(struct file_job *job, struct jobs *jobs, bool *known,
		   struct strbuf *err)
{
	int ret;

	*known = false;
	strbuf_init(&job->before);
	strbuf_init(&job->rule);
	strbuf_init(&job->excerpt.text);
	strvec_init(&job->headers);
	ret = look_up(job, known, err);
	if (!ret && !*known)
		ret = make_directory(job, err);
	if (ret || *known) {
		job_release(job);
		return ret;
	}
	prepare_spatch(job);
	log_verbose("  SPATCH  %s %s", job->pass->name, job->result->path);
	jobs_add(jobs, &job->spatch.child, job_done, job);
	return 0;
}
