/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spatch_bench: one rule, one view, one run of the adapter; with the real
 * spatch, or with a result that a test records by hand.
 */
#ifndef SPATCH_BENCH_H
#define SPATCH_BENCH_H

#include "unit.h"

#include <sys/stat.h>

#include "spatch.h"

struct bench {
	char *dir, *view, *rule, *out, *home;
	struct strvec options, headers, defines;
	struct spatch sp;	/* a copy that a test may change */
	struct spatch_run run;
	struct strbuf before;
};

static unsigned bench_count;

static inline void bench_write(const char *dir, const char *name,
			       const void *text, size_t len)
{
	char *path = xasprintf("%s/%s", dir, name);
	struct strbuf err = STRBUF_INIT;

	if (mkdirs_for(path, &err) ||
	    file_write(path, text, len, 0600, &err))
		fail_msg("%s", err.buf);
	strbuf_release(&err);
	free(path);
}

/* A file of the view. */
static inline void bench_file(struct bench *b, const char *name,
			      const char *text)
{
	bench_write(b->view, name, text, strlen(text));
}

static inline void bench_init(struct bench *b, const struct spatch *sp,
			      const char *rule)
{
	memset(b, 0, sizeof(*b));
	b->dir = unit_path("bench-%u", bench_count++);
	b->view = xasprintf("%s/view", b->dir);
	b->rule = xasprintf("%s/rule.cocci", b->dir);
	b->out = xasprintf("%s/out", b->dir);
	b->home = xasprintf("%s/home", b->dir);
	strvec_init(&b->options);
	strvec_init(&b->headers);
	strvec_init(&b->defines);
	strbuf_init(&b->before);
	b->sp = *sp;
	assert_int_equal(mkdirs(b->view, NULL), 0);
	assert_int_equal(mkdirs(b->home, NULL), 0);
	if (rule)
		bench_write(b->dir, "rule.cocci", rule, strlen(rule));
	spatch_run_init(&b->run);
	b->run.sp = &b->sp;
	b->run.view = b->view;
	b->run.rule = b->rule;
	b->run.text = rule ? rule : "";
	b->run.text_len = strlen(b->run.text);
	b->run.out = b->out;
	b->run.home = b->home;
	b->run.options = &b->options;
	b->run.headers = &b->headers;
	b->run.defines = &b->defines;
}

static inline void bench_release(struct bench *b)
{
	spatch_run_release(&b->run);
	strvec_release(&b->options);
	strvec_release(&b->headers);
	strvec_release(&b->defines);
	strbuf_release(&b->before);
	remove_tree(b->dir, NULL);
	free(b->dir);
	free(b->view);
	free(b->rule);
	free(b->out);
	free(b->home);
}

/* Run the real spatch on a file of the view. */
static inline void bench_run(struct bench *b, const char *file)
{
	char *path = xasprintf("%s/%s", b->view, file);

	file_read(path, &b->before, NULL);
	b->run.file = file;
	spatch_prepare(&b->run);
	child_run(&b->run.child);
	spatch_classify(&b->run, b->before.buf, b->before.len);
	free(path);
}

#define bench_expect(b, want)						\
	do {								\
		const struct spatch_run *r_ = &(b)->run;		\
									\
		if (r_->outcome != (want))				\
			fail_msg("'%s', not '%s': %s\nstderr: %s",	\
				 spatch_outcome_name(r_->outcome),	\
				 spatch_outcome_name(want),		\
				 r_->message.buf, r_->child.err.buf);	\
	} while (0)

#define says(sb, text)							\
	do {								\
		if (!strstr((sb)->buf, (text)))				\
			fail_msg("'%s' does not say '%s'", (sb)->buf,	\
				 (text));				\
	} while (0)

#endif
