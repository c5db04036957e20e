/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "pass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "excerpt.h"
#include "jobs.h"
#include "tempfile.h"

void file_result_release(struct file_result *f)
{
	free(f->path);
	strbuf_release(&f->message);
	strbuf_release(&f->content);
	strvec_release(&f->reports);
	memset(f, 0, sizeof(*f));
}

void pass_result_release(struct pass_result *r)
{
	for (size_t i = 0; i < r->nr; i++)
		file_result_release(&r->files[i]);
	free(r->files);
	memset(r, 0, sizeof(*r));
}

/* ---- the rule itself ---- */

/* Is @word a tag that the rule names: a type of its metavariables? */
static bool is_type_of_rule(const struct pass *p, const char *word, size_t n)
{
	static const char *const kinds[] = { "struct ", "union ", "enum " };
	const char *s = p->text;

	while ((s = memmem(s, p->text + p->len - s, word, n))) {
		for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
			size_t k = strlen(kinds[i]);

			if ((size_t)(s - p->text) >= k &&
			    !memcmp(s - k, kinds[i], k) && !is_word_char(s[n]))
				return true;
		}
		s += n;
	}
	return false;
}

/*
 * One alternative of spatch's query.  It asks for the types of metavariables
 * too, which a file need not spell; they are left out if words remain.
 */
static void derive_alternative(struct pass *p, const char *alternative)
{
	struct strvec words = STRVEC_INIT, all = STRVEC_INIT;
	struct word_set *set;

	while (*alternative) {
		size_t n = strcspn(alternative, "&");

		strvec_pushn(&all, alternative, n);
		if (!is_type_of_rule(p, alternative, n))
			strvec_pushn(&words, alternative, n);
		alternative += n;
		alternative += *alternative == '&';
	}
	set = &p->candidates[p->nr_candidates++];
	strvec_init(&set->words);
	strvec_pushv(&set->words, words.nr ? &words : &all);
	strvec_release(&words);
	strvec_release(&all);
}

static void derive_candidates(struct pass *p, const struct strvec *alternatives)
{
	p->candidates = xcalloc(alternatives->nr, sizeof(*p->candidates));
	for (size_t i = 0; i < alternatives->nr; i++)
		derive_alternative(p, alternatives->v[i]);
}

static void check_key(struct engine *e, const struct pass *p,
		      char key[OID_HEX + 1])
{
	struct strbuf text = STRBUF_INIT;
	struct oid oid;

	strbuf_addf(&text, "check 3 %s\n", e->spatch.version);
	for (size_t i = 0; i < p->defines.nr; i++)
		strbuf_addf(&text, "%s\n", p->defines.v[i]);
	strbuf_add(&text, p->text, p->len);
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, key);
	strbuf_release(&text);
}

/* One rule on its way through spatch. */
struct check {
	struct engine *engine;
	struct pass *pass;
	struct child child;
	char *dir;
	char key[OID_HEX + 1];
	struct strvec alternatives;
	struct strbuf err;
	int ret;
};

static void check_done(struct child *c, void *data)
{
	struct check *k = data;
	struct strbuf text = STRBUF_INIT;

	k->ret = spatch_classify_check(c, k->pass->path, &k->alternatives,
				       &k->err);
	for (size_t i = 0; i < k->alternatives.nr; i++)
		strbuf_addf(&text, "%s ", k->alternatives.v[i]);
	if (!k->ret)
		cache_put(k->engine->cache, "rule", k->key, text.buf,
			  text.len);
	strbuf_release(&text);
	remove_tree(k->dir, NULL);
}

/* From the cache, or by a process that is queued. */
static int check_start(struct check *k, struct jobs *jobs, struct strbuf *err)
{
	struct strbuf known = STRBUF_INIT;
	const struct pass *p = k->pass;
	char *path;
	int ret;

	if (!pass_is_cocci(p))
		return 0;
	ret = spatch_requires(&k->engine->spatch, &p->requires, p->path, err);
	if (ret)
		return ret;
	check_key(k->engine, p, k->key);
	if (cache_get(k->engine->cache, "rule", k->key, &known)) {
		strvec_split(&k->alternatives, known.buf);
		strbuf_release(&known);
		return 0;
	}
	k->dir = scratch_mkdir("rule", err);
	if (!k->dir)
		return ERR_UNABLE;
	path = xasprintf("%s/" SPATCH_CHECK_NAME, k->dir);
	ret = file_write(path, p->text, p->len, 0600, err);
	free(path);
	spatch_prepare_check(&k->engine->spatch, &k->child, k->dir,
			     k->engine->home, &p->defines);
	if (!ret)
		jobs_add(jobs, &k->child, check_done, k);
	return ret;
}

static int check_finish(struct check *k, struct strbuf *err)
{
	struct pass *p = k->pass;

	if (k->ret)
		return error_set(err, k->ret, "%s", k->err.buf);
	if (p->nr_candidates)
		return 0;
	if (!k->alternatives.nr)
		return error_set(err, ERR_UNABLE,
				 "%s:1: no word tells which files the rule concerns: add a '// Candidates:' line",
				 p->path);
	derive_candidates(p, &k->alternatives);
	return 0;
}

int pass_check_all(struct engine *e, struct pass *const *passes, size_t nr,
		   struct strbuf *err)
{
	struct check *all = xcalloc(nr, sizeof(*all));
	struct jobs *jobs = jobs_new(e->jobs);
	int ret = 0, end;

	for (size_t i = 0; i < nr; i++) {
		all[i].engine = e;
		all[i].pass = passes[i];
		child_init(&all[i].child);
		strvec_init(&all[i].alternatives);
		strbuf_init(&all[i].err);
		if (!ret)
			ret = check_start(&all[i], jobs, err);
	}
	end = jobs_run(jobs);
	if (!ret && end)
		ret = error_set(err, end, "interrupted");
	for (size_t i = 0; i < nr; i++) {
		if (!ret)
			ret = check_finish(&all[i], err);
		child_release(&all[i].child);
		strvec_release(&all[i].alternatives);
		strbuf_release(&all[i].err);
		free(all[i].dir);
	}
	free(all);
	jobs_free(jobs);
	return ret;
}

int pass_check(struct engine *e, struct pass *p, struct strbuf *err)
{
	return pass_check_all(e, &p, 1, err);
}

/* ---- sites ---- */

static size_t line_end(const struct strbuf *sb, size_t pos)
{
	const char *nl = memchr(sb->buf + pos, '\n', sb->len - pos);

	return nl ? (size_t)(nl - sb->buf) + 1 : sb->len;
}

static bool same_line(const struct strbuf *a, size_t i, const struct strbuf *b,
		      size_t k)
{
	size_t n = line_end(a, i) - i;

	return line_end(b, k) - k == n && !memcmp(a->buf + i, b->buf + k, n);
}

/* Move *pos to the next line that is the line of @other at @k, if near. */
static bool find_line(const struct strbuf *sb, size_t *pos,
		      const struct strbuf *other, size_t k, unsigned *steps)
{
	size_t p = *pos;

	for (*steps = 0; p < sb->len && *steps < 2000; (*steps)++) {
		if (same_line(sb, p, other, k)) {
			*pos = p;
			return true;
		}
		p = line_end(sb, p);
	}
	return false;
}

/*
 * A greedy comparison: at a difference, the nearest place where both go on
 * alike for a line that says something.  It need not be minimal.
 */
static bool resync(const struct strbuf *a, size_t *i, const struct strbuf *b,
		   size_t *k)
{
	size_t ai = *i, best_i = 0, best_k = 0;
	unsigned ahead = 0, best = 0, steps;

	for (; ai < a->len && ahead < 2000; ahead++) {
		size_t bk = *k;

		if (line_end(a, ai) - ai > 3 &&
		    find_line(b, &bk, a, ai, &steps) &&
		    (!best || ahead + steps + 1 < best)) {
			best = ahead + steps + 1;
			best_i = ai;
			best_k = bk;
		}
		if (best && ahead >= best)
			break;
		ai = line_end(a, ai);
	}
	if (!best)
		return false;
	*i = best_i;
	*k = best_k;
	return true;
}

unsigned count_sites(const struct strbuf *before, const struct strbuf *after)
{
	size_t i = 0, k = 0;
	unsigned sites = 0;

	while (i < before->len || k < after->len) {
		if (i < before->len && k < after->len &&
		    same_line(before, i, after, k)) {
			i = line_end(before, i);
			k = line_end(after, k);
			continue;
		}
		sites++;
		if (!resync(before, &i, after, &k))
			break;
	}
	return sites;
}

bool pass_takes_doubt(const struct pass *p, const char *report,
		      struct strvec *doubts)
{
	char name[256], *doubt;
	unsigned line;

	if (sscanf(report, "?%u %255s", &line, name) != 2)
		return false;
	doubt = xasprintf("%s %s:%u", name, p->name, line);
	if (!strvec_has(doubts, doubt))
		strvec_push(doubts, doubt);
	free(doubt);
	return true;
}

/* Is @word declared in this line, "identifier a, b;"? */
static bool line_declares(const char *s, size_t n, const char *word)
{
	static const char *const kinds[] = {
		"identifier ", "symbol ", "type ", "typedef ",
	};
	const char *end = s + n;

	for (; s < end; s++)
		for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
			if (starts_with(s, kinds[i]) &&
			    text_has_word(s, strcspn(s, ";\n"), word))
				return true;
	return false;
}

/*
 * Does the rule itself bring this tag: as a metavariable, in a line it adds, or
 * in a string of a script?
 */
static bool is_of_the_rule(const struct pass *p, const char *word)
{
	for (const char *s = p->text; *s; s += *s == '\n') {
		size_t n = strcspn(s, "\n");

		if (*s == '+' || memchr(s, '"', n) ?
		    text_has_word(s, n, word) : line_declares(s, n, word))
			return true;
		s += n;
	}
	return false;
}

/* A tag after "struct", "union" or "enum" in one line. */
static void doubt_line(const struct pass *p, const char *s, size_t n,
		       unsigned line, struct strvec *doubts)
{
	static const char *const kinds[] = { "struct ", "union ", "enum " };
	const char *end = s + n;

	for (; s < end; s++) {
		for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
			const char *tag = s + strlen(kinds[i]);
			size_t len = 0;
			char *word, *doubt;

			if (!starts_with(s, kinds[i]))
				continue;
			while (is_word_char((unsigned char)tag[len]))
				len++;
			word = xstrndup(tag, len);
			doubt = xasprintf("%s %s:%u", word, p->name, line);
			if (len && !starts_with(word, "ratchet_") &&
			    !is_of_the_rule(p, word))
				strvec_push(doubts, doubt);
			free(doubt);
			free(word);
		}
		while (s < end && is_word_char((unsigned char)*s))
			s++;
	}
}

void pass_doubt_types(const struct pass *p, struct strvec *doubts)
{
	unsigned line = 1;

	for (const char *s = p->text; *s; s += *s == '\n', line++) {
		size_t n = strcspn(s, "\n");

		/* what is added may be new */
		if (*s != '+' && *s != '/')
			doubt_line(p, s, n, line, doubts);
		s += n;
	}
}

/* ---- parse reports ---- */

struct parse_job {
	struct child child;
	struct strbuf text;
	char key[OID_HEX + 1];
	char *dir;
	struct parse_report *out;
	struct engine *engine;
};

static void parse_done(struct child *c, void *data)
{
	struct parse_job *job = data;
	struct strbuf text = STRBUF_INIT;

	spatch_classify_parse(c, job->text.buf, job->text.len, job->out);
	if (c->end == CHILD_EXITED) {
		parse_report_format(job->out, &text);
		cache_put(job->engine->cache, "parse", job->key, text.buf,
			  text.len);
	}
	strbuf_release(&text);
	remove_tree(job->dir, NULL);
}

static int parse_start(struct parse_job *job, const char *path,
		       struct strbuf *err)
{
	const char *name = ends_with(path, ".h") ? "file.h" : "file.c";
	char *file;
	int ret;

	job->dir = scratch_mkdir("parse", err);
	if (!job->dir)
		return ERR_UNABLE;
	file = xasprintf("%s/%s", job->dir, name);
	ret = file_write(file, job->text.buf, job->text.len, 0600, err);
	free(file);
	child_init(&job->child);
	spatch_prepare_parse(&job->engine->spatch, &job->child, job->dir, name,
			     job->engine->home);
	return ret;
}

/* The file, or as much of it as is wanted. */
static int read_wanted(struct snapshot *snap, const char *path,
		       const struct strvec *words, struct strbuf *text,
		       struct strbuf *err)
{
	struct excerpt some = EXCERPT_INIT;
	int ret = snapshot_read(snap, path, text, err);

	if (ret || !words)
		return ret;
	excerpt_make(&some, text, words);
	strbuf_swap(text, &some.text);
	excerpt_release(&some);
	return 0;
}

int pass_parse_reports(struct engine *e, struct snapshot *snap,
		       const struct strvec *paths, const struct strvec *words,
		       struct parse_report *out, struct strbuf *err)
{
	struct parse_job *all = xcalloc(paths->nr, sizeof(*all));
	struct strbuf known = STRBUF_INIT;
	struct jobs *jobs = jobs_new(e->jobs);
	int ret = 0, end;

	for (size_t i = 0; i < paths->nr && !ret; i++) {
		struct parse_job *job = &all[i];
		struct oid oid;
		char hex[OID_HEX + 1];

		job->engine = e;
		job->out = &out[i];
		strbuf_init(&job->text);
		ret = read_wanted(snap, paths->v[i],
				  e->whole_files ? NULL : words, &job->text,
				  err);
		if (ret)
			break;
		oid_of_blob(job->text.buf, job->text.len, &oid);
		oid_hex(&oid, hex);
		strbuf_reset(&known);
		strbuf_addf(&known, "%s %s %d", e->spatch.version, hex,
			    ends_with(paths->v[i], ".h"));
		oid_of_blob(known.buf, known.len, &oid);
		oid_hex(&oid, job->key);
		strbuf_reset(&known);
		if (cache_get(e->cache, "parse", job->key, &known) &&
		    !parse_report_parse(&out[i], known.buf))
			continue;
		ret = parse_start(job, paths->v[i], err);
		if (!ret)
			jobs_add(jobs, &job->child, parse_done, job);
	}
	end = jobs_run(jobs);
	if (!ret && end)
		ret = error_set(err, end, "interrupted");
	for (size_t i = 0; i < paths->nr; i++) {
		if (all[i].dir)
			child_release(&all[i].child);
		if (all[i].engine)
			strbuf_release(&all[i].text);
		free(all[i].dir);
	}
	free(all);
	jobs_free(jobs);
	strbuf_release(&known);
	return ret;
}
