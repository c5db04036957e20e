/* SPDX-License-Identifier: GPL-2.0-only */
#include "pass_text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

/* ---- statements ---- */

static void split_line(const char *s, size_t n, struct strvec *words)
{
	const char *end = s + n;

	while (s < end) {
		const char *from = s;

		if (*s == ' ' || *s == '\t' || *s == '\r') {
			s++;
			continue;
		}
		if (*s == '"') {
			s++;
			while (s < end && *s != '"')
				s++;
			strvec_pushn(words, from, s - from);
			s += s < end;
			continue;
		}
		while (s < end && *s != ' ' && *s != '\t' && *s != '\r')
			s++;
		strvec_pushn(words, from, s - from);
	}
}

int text_pass_lines(struct pass *p, text_line_fn *fn, void *data,
		    struct strbuf *err)
{
	struct text_line l = { .words = STRVEC_INIT };
	int ret = 0;

	for (const char *s = p->text; *s && !ret; ) {
		size_t n = strcspn(s, "\n");

		l.number++;
		strvec_release(&l.words);
		split_line(s, n, &l.words);
		if (l.words.nr && *l.words.v[0] != '#')
			ret = fn(p, &l, data, err);
		s += n;
		s += *s == '\n';
	}
	strvec_release(&l.words);
	return ret;
}

int text_line_error(const struct pass *p, const struct text_line *l,
		    struct strbuf *err, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	error_set(err, ERR_UNABLE, "%s:%u: %s", p->path, l->number, text.buf);
	strbuf_release(&text);
	return ERR_UNABLE;
}

void text_pass_add_words(struct pass *p, const char *a, const char *b)
{
	struct word_set *set;

	p->candidates = xrealloc(p->candidates, (p->nr_candidates + 1) *
				 sizeof(*p->candidates));
	set = &p->candidates[p->nr_candidates++];
	strvec_init(&set->words);
	strvec_push(&set->words, a);
	if (b)
		strvec_push(&set->words, b);
}

/* ---- files ---- */

void text_refuse(struct text_job *job, unsigned line, unsigned col,
		 const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	strvec_pushf(&job->result->reports, "refuse %u %u %s", line, col,
		     text.buf);
	strbuf_release(&text);
}

static int run_one(struct text_job *job, text_job_fn *fn, struct strbuf *err)
{
	struct file_result *f = job->result;
	struct strbuf before = STRBUF_INIT;
	int ret = snapshot_read(job->snap, f->path, &before, err);
	uint64_t start = now_us();

	if (ret)
		return ret;
	log_verbose("  PASS    %s %s", job->pass->name, f->path);
	strbuf_init(&job->after);
	strbuf_addbuf(&job->after, &before);
	job->before = &before;
	f->outcome = SPATCH_UNCHANGED;
	ret = fn(job, err);
	if (!ret && f->outcome == SPATCH_UNCHANGED && !f->reports.nr &&
	    strbuf_cmp(&before, &job->after)) {
		f->outcome = SPATCH_CHANGED;
		f->sites = count_sites(&before, &job->after);
		strbuf_swap(&f->content, &job->after);
	}
	f->spatch_us = now_us() - start;
	strbuf_release(&before);
	strbuf_release(&job->after);
	return ret;
}

int text_pass_each(struct engine *e, const struct pass *p,
		   struct snapshot *snap, const struct strvec *paths,
		   text_job_fn *fn, void *data, struct pass_result *out,
		   struct strbuf *err)
{
	int ret = 0;

	memset(out, 0, sizeof(*out));
	out->files = xcalloc(paths->nr, sizeof(*out->files));
	out->nr = paths->nr;
	for (size_t i = 0; i < paths->nr; i++) {
		struct file_result *f = &out->files[i];
		struct text_job job = {
			.engine = e, .pass = p, .snap = snap,
			.path = paths->v[i], .result = f, .data = data,
		};

		f->path = xstrdup(paths->v[i]);
		f->outcome = SPATCH_CANCELLED;
		strbuf_init(&f->message);
		strbuf_init(&f->content);
		strvec_init(&f->reports);
		if (!ret && child_interrupted())
			ret = error_set(err, ERR_INTERRUPTED, "interrupted");
		if (!ret)
			ret = run_one(&job, fn, err);
	}
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}

/* ---- what pass.h offers, by kind ---- */

int text_pass_load(struct pass *p, struct strbuf *err)
{
	switch (p->kind) {
	case PASS_KCONFIG:
		return kconfig_pass_load(p, err);
	case PASS_UNIFDEF:
		return unifdef_pass_load(p, err);
	case PASS_RST:
		return rst_pass_load(p, err);
	default:
		BUG("'%s' is a semantic patch", p->name);
	}
}

int text_pass_candidates(struct engine *e, const struct pass *p,
			 struct snapshot *snap, struct strvec *paths,
			 struct strbuf *err)
{
	switch (p->kind) {
	case PASS_KCONFIG:
		return kconfig_pass_candidates(e, p, snap, paths, err);
	case PASS_UNIFDEF:
		return unifdef_pass_candidates(e, p, snap, paths, err);
	case PASS_RST:
		return rst_pass_candidates(e, p, snap, paths, err);
	default:
		BUG("'%s' is a semantic patch", p->name);
	}
}

int text_pass_run(struct engine *e, const struct pass *p,
		  struct snapshot *snap, const struct strvec *paths,
		  struct pass_result *out, struct strbuf *err)
{
	switch (p->kind) {
	case PASS_KCONFIG:
		return kconfig_pass_run(e, p, snap, paths, out, err);
	case PASS_UNIFDEF:
		return unifdef_pass_run(e, p, snap, paths, out, err);
	case PASS_RST:
		return rst_pass_run(e, p, snap, paths, out, err);
	default:
		BUG("'%s' is a semantic patch", p->name);
	}
}
