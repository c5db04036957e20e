/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ways to the core, by semantic match: a fault on a private page calls
 * migrate_to_ram, and a put page gets to page_free.  The rules stand beside
 * golden, in dispatch/.  A rule puts ratchet_found() where it matches.
 */
#define _GNU_SOURCE
#include "conform_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "spatch.h"
#include "tempfile.h"

#define FOUND "ratchet_found"

/* One rule on one file, and what it says if it does not match. */
struct question {
	const char *rule, *word, *missing;
	const char *also[2];		/* words that must be there too */
	int row;
	const struct strbuf *text;
	const char *path;
	struct strbuf rule_text;
	struct spatch_run run;
	struct strvec none;
	char *dir;
};

void functions_with(const struct strbuf *text, const char *word,
		    struct strbuf *out)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_function *f;
	const char *p = text->buf, *end = p + text->len;
	unsigned line = 1;
	size_t nr;

	f = csource_functions(cs, &nr);
	for (size_t i = 0; i < nr; i++) {
		const char *start;

		for (; p < end && line < f[i].first_line; p++)
			line += *p == '\n';
		start = p;
		for (; p < end && line <= f[i].last_line; p++)
			line += *p == '\n';
		if (memmem(start, p - start, word, strlen(word))) {
			strbuf_add(out, start, p - start);
			strbuf_addch(out, '\n');
		}
	}
	csource_free(cs);
}

static int prepare(struct question *q, const struct spatch *sp,
		   const char *golden, const char *home, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char *rule, *view, *file;
	int ret;

	q->dir = scratch_mkdir("dispatch", err);
	if (!q->dir)
		return ERR_UNABLE;
	rule = xasprintf("%s/dispatch/%s", golden, q->rule);
	view = xasprintf("%s/view", q->dir);
	file = xasprintf("%s/file.c", view);
	functions_with(q->text, q->word, &text);
	ret = file_read(rule, &q->rule_text, err);
	if (!ret)
		ret = mkdirs(view, err);
	if (!ret)
		ret = file_write(file, text.buf, text.len, 0600, err);
	free(rule);
	rule = xasprintf("%s/rule.cocci", q->dir);
	if (!ret)
		ret = file_write(rule, q->rule_text.buf, q->rule_text.len, 0600,
				 err);
	if (!ret) {
		q->run.sp = sp;
		q->run.view = view;
		q->run.rule = rule;
		q->run.file = "file.c";
		q->run.out = xasprintf("%s/out", q->dir);
		q->run.home = home;
		q->run.options = q->run.headers = q->run.defines = &q->none;
		q->run.text = q->rule_text.buf;
		q->run.text_len = q->rule_text.len;
		spatch_prepare(&q->run);
	}
	strbuf_release(&text);
	free(file);
	return ret;
}

static void answer(struct conform *out, struct question *q)
{
	struct strbuf text = STRBUF_INIT;
	bool words = true;

	functions_with(q->text, q->word, &text);
	for (size_t i = 0; i < ARRAY_SIZE(q->also); i++)
		words = words && (!q->also[i] || strstr(text.buf, q->also[i]));
	spatch_classify(&q->run, text.buf, text.len);
	if (q->run.outcome == SPATCH_CHANGED && words &&
	    strstr(q->run.result.buf, FOUND))
		row_held(out, q->row, 1);
	else if (q->run.outcome == SPATCH_CHANGED ||
		 q->run.outcome == SPATCH_UNCHANGED ||
		 q->run.outcome == SPATCH_SKIPPED)
		row_violated(out, q->row, NULL, NULL, "%s: %s", q->path,
			     q->missing);
	else
		row_not_judged(out, q->row, VERDICT_UNSUPPORTED,
			       q->run.message.buf);
	strbuf_release(&text);
}

static void release(struct question *q)
{
	if (q->dir)
		remove_tree(q->dir, NULL);
	free((char *)q->run.view);
	free((char *)q->run.rule);
	free((char *)q->run.out);
	free(q->dir);
	spatch_run_release(&q->run);
	strbuf_release(&q->rule_text);
}

static void nothing(struct child *c, void *data)
{
}

static int ask(struct conform *out, struct question *v, size_t nr,
	       const char *golden, int nr_jobs, struct strbuf *err)
{
	struct jobs *jobs = jobs_new(nr_jobs);
	char *home = scratch_mkdir("home", err);
	struct spatch sp = { 0 };
	int ret = home ? spatch_probe(&sp, home, err) : ERR_UNABLE;

	for (size_t i = 0; i < nr && !ret; i++) {
		ret = prepare(&v[i], &sp, golden, home, err);
		if (!ret)
			jobs_add(jobs, &v[i].run.child, nothing, NULL);
	}
	if (!ret)
		ret = jobs_run(jobs);
	for (size_t i = 0; i < nr && !ret; i++)
		answer(out, &v[i]);
	jobs_free(jobs);
	spatch_release(&sp);
	if (home)
		remove_tree(home, NULL);
	free(home);
	return ret;
}

int judge_dispatch(struct conform *out, const struct conform_source *s,
		   const char *golden, int jobs, struct strbuf *err)
{
	struct question all[] = {
		{ .rule = "fault.cocci", .word = "is_device_private_entry",
		  .row = CONFORM_FAULT, .text = &s->fault,
		  .path = s->fault_path,
		  .missing = "no fault on a private page calls the method migrate_to_ram of its map" },
		{ .rule = "managed.cocci", .word = "__put_devmap_managed_page",
		  .row = CONFORM_PUT, .text = &s->put, .path = s->put_path,
		  .also = { "MEMORY_DEVICE_PRIVATE", "MEMORY_DEVICE_FS_DAX" },
		  .missing = "put_devmap_managed_page() does not get to __put_devmap_managed_page() for PRIVATE and FS_DAX" },
		{ .rule = "put.cocci", .word = "put_devmap_managed_page",
		  .row = CONFORM_PUT, .text = &s->put, .path = s->put_path,
		  .missing = "put_page() does not ask put_devmap_managed_page()" },
	};
	struct question asked[ARRAY_SIZE(all)];
	size_t nr = 0;
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		if (!all[i].path)
			continue;
		spatch_run_init(&all[i].run);
		strbuf_init(&all[i].rule_text);
		strvec_init(&all[i].none);
		asked[nr++] = all[i];
	}
	if (nr)
		ret = ask(out, asked, nr, golden, jobs, err);
	for (size_t i = 0; i < nr; i++)
		release(&asked[i]);
	return ret;
}
