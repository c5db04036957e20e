/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * .unifdef: the conditionals of C files on named configuration symbols are
 * resolved, all others stay.  What part of a condition goes is decided here,
 * since unifdef takes whole conditions only; which lines go with it, there.
 */
#include "pass_text.h"

#include <stdlib.h>
#include <string.h>

#include "cppcond.h"
#include "csource.h"
#include "kerneldoc.h"
#include "source_kind.h"
#include "unifdef.h"

/* What stands for a condition that is known; for a line that is empty. */
#define KNOWN "RATCHET_KNOWN"
#define EMPTY "RATCHET_EMPTY"

struct statement {
	enum cpp_value value;	/* CPP_UNKNOWN: nested or empty */
	bool empty;		/* only those go that hold nothing */
	char *symbol;		/* CONFIG_X */
	struct strvec in;	/* paths or directories; empty: anywhere */
};

struct statements {
	struct statement *v;
	size_t nr, alloc;
};

/* ---- the text of the pass ---- */

static int take_statement(struct pass *p, const struct text_line *l,
			  void *data, struct strbuf *err)
{
	static const struct {
		const char *verb;
		enum cpp_value value;
	} verbs[] = {
		{ "undef", CPP_NO }, { "define", CPP_YES },
		{ "nested", CPP_UNKNOWN }, { "empty", CPP_UNKNOWN },
	};
	const struct strvec *w = &l->words;
	struct statements *all = data;
	struct statement *st;
	size_t k = 0;

	while (k < ARRAY_SIZE(verbs) && strcmp(verbs[k].verb, w->v[0]))
		k++;
	if (k == ARRAY_SIZE(verbs) || w->nr < 2 || w->nr == 3 ||
	    !starts_with(w->v[1], "CONFIG_") ||
	    !is_identifier(w->v[1], strlen(w->v[1])) ||
	    (w->nr > 3 && strcmp(w->v[2], "in")))
		return text_line_error(p, l, err,
				       "this is not of the form 'undef|define|nested|empty CONFIG_SYMBOL [in PATH...]'");
	ALLOC_GROW(all->v, all->nr + 1, all->alloc);
	st = &all->v[all->nr++];
	st->value = verbs[k].value;
	st->empty = !strcmp(w->v[0], "empty");
	st->symbol = xstrdup(w->v[1]);
	strvec_init(&st->in);
	for (size_t i = 3; i < w->nr; i++)
		strvec_push(&st->in, w->v[i]);
	return 0;
}

static void statements_release(struct statements *all)
{
	for (size_t i = 0; i < all->nr; i++) {
		free(all->v[i].symbol);
		strvec_release(&all->v[i].in);
	}
	free(all->v);
}

int unifdef_pass_load(struct pass *p, struct strbuf *err)
{
	struct statements all = { 0 };
	int ret = text_pass_lines(p, take_statement, &all, err);

	for (size_t i = 0; i < all.nr && !ret; i++) {
		char *module = xasprintf("%s_MODULE", all.v[i].symbol);

		text_pass_add_words(p, all.v[i].symbol, NULL);
		text_pass_add_words(p, module, NULL);
		free(module);
	}
	if (!ret && !all.nr)
		ret = error_set(err, ERR_UNABLE, "%s:1: no statement", p->path);
	statements_release(&all);
	return ret;
}

/* ---- which files ---- */

static bool statement_takes(const struct statement *st, const char *path)
{
	for (size_t i = 0; i < st->in.nr; i++) {
		size_t n = strlen(st->in.v[i]);

		if (!strncmp(path, st->in.v[i], n) &&
		    (!path[n] || path[n] == '/'))
			return true;
	}
	return !st->in.nr;
}

static bool is_source(const char *path)
{
	return is_c_file(path) || ends_with(path, ".S");
}

int unifdef_pass_candidates(struct engine *e, const struct pass *p,
			    struct snapshot *snap, struct strvec *paths,
			    struct strbuf *err)
{
	struct statements all = { 0 };
	struct strvec words = STRVEC_INIT, files = STRVEC_INIT;
	struct pass copy = *p;
	int ret = text_pass_lines(&copy, take_statement, &all, err);

	pass_words(p, &words);
	if (!ret)
		ret = snapshot_learn(snap, &words, err);
	for (size_t i = 0; i < words.nr && !ret; i++)
		ret = snapshot_grep(snap, words.v[i], &files, err);
	for (size_t i = 0; i < files.nr; i++) {
		bool taken = false;

		for (size_t k = 0; k < all.nr; k++)
			taken |= statement_takes(&all.v[k], files.v[i]);
		if (taken && is_source(files.v[i]))
			strvec_push(paths, files.v[i]);
	}
	strvec_sort_uniq(paths);
	strvec_release(&words);
	strvec_release(&files);
	statements_release(&all);
	return ret;
}

/* ---- one statement on one text ---- */

/* A conditional that is open. */
struct open {
	size_t line;		/* of its #if */
	enum cpp_value outside;	/* of the symbol, around it */
	enum cpp_value arm;	/* in the arm at hand */
	enum cpp_value rest;	/* where no arm so far holds */
	bool changed;		/* a condition lost a part */
};

struct work {
	struct text_job *job;
	const struct statement *st;
	struct strbuf *text;
	struct cpp_text t;
	struct strbuf marked;	/* what unifdef gets, as many lines */
	bool *pad;		/* of each line: only there to keep the number */
	struct open *open;
	size_t nr_open, alloc_open;
	bool known;		/* a condition is known: there is work */
};

static enum cpp_value value_here(const struct work *w)
{
	if (w->st->value != CPP_UNKNOWN || w->st->empty)
		return w->st->value;
	return w->nr_open ? w->open[w->nr_open - 1].arm : CPP_UNKNOWN;
}

/* Whole lines; an empty one is marked, so that it is not one that went. */
static void add_lines(struct work *w, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		const char *nl = memchr(s, '\n', end - s);
		size_t len = nl ? (size_t)(nl - s) + 1 : (size_t)(end - s);

		if (strspn(s, "\r\n") >= len)
			strbuf_addstr(&w->marked, EMPTY);
		strbuf_add(&w->marked, s, len);
		s += len;
	}
}

/* A line that keeps its number of lines; @s without the newline. */
static void mark_line(struct work *w, const struct cpp_line *l, const char *s,
		      size_t n)
{
	unsigned lines = 1;

	add_lines(w, s, n);
	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n';
	strbuf_addch(&w->marked, '\n');
	for (; lines < l->lines; lines++) {
		w->pad[l->number - 1 + lines] = true;
		strbuf_addstr(&w->marked, EMPTY "\n");
	}
}

static void mark_known(struct work *w, const struct cpp_line *l, bool yes)
{
	char *line = xasprintf("#%s %sdefined(" KNOWN ")",
			       l->kind == CPP_ELIF ? "elif" : "if",
			       yes ? "" : "!");

	mark_line(w, l, line, strlen(line));
	free(line);
	w->known = true;
}

/* The line with another condition; from its end on it stays. */
static void mark_rest(struct work *w, const struct cpp_line *l,
		      const char *cond)
{
	const char *buf = w->t.buf;
	struct strbuf line = STRBUF_INIT;
	size_t end = l->cond + l->cond_len;

	strbuf_add(&line, buf + l->at, l->cond - l->at);
	strbuf_addstr(&line, cond);
	strbuf_add(&line, buf + end, l->at + l->len - end);
	while (line.len && line.buf[line.len - 1] == '\n')
		strbuf_setlen(&line, line.len - 1);
	mark_line(w, l, line.buf, line.len);
	strbuf_release(&line);
}

static void mark_same(struct work *w, const struct cpp_line *l)
{
	add_lines(w, w->t.buf + l->at, l->len);
}

/* "else" and "endif" with the old condition behind them as a comment. */
static void mark_comment(struct work *w, const struct cpp_line *l)
{
	const char *s = w->t.buf + l->at, *end = s + l->len;
	const char *from = memchr(s, '/', l->len), *to;
	struct strbuf rest = STRBUF_INIT, line = STRBUF_INIT;

	if (!from || end - from < 4 || from[1] != '*') {
		mark_same(w, l);
		return;
	}
	for (from += 2; from < end && strchr(" \t", *from); from++)
		;
	for (to = from; to + 1 < end && !(to[0] == '*' && to[1] == '/'); to++)
		;
	while (to > from && strchr(" \t", to[-1]))
		to--;
	if (cpp_resolve_text(from, to - from, w->st->symbol, value_here(w),
			     &rest) == CPP_REST) {
		strbuf_add(&line, s, from - s);
		strbuf_addbuf(&line, &rest);
		strbuf_add(&line, to, end - to);
		add_lines(w, line.buf, line.len);
	} else {
		mark_same(w, l);
	}
	strbuf_release(&line);
	strbuf_release(&rest);
}

static void open_conditional(struct work *w, size_t i, enum cpp_value outside)
{
	struct open *o;

	ALLOC_GROW(w->open, w->nr_open + 1, w->alloc_open);
	o = &w->open[w->nr_open++];
	*o = (struct open){ .line = i, .outside = outside, .arm = outside,
			    .rest = outside };
}

/* What the symbol is in the arm that line @l opens, and in those after it. */
static void enter_arm(struct work *w, const struct cpp_line *l)
{
	struct open *o = &w->open[w->nr_open - 1];
	enum cpp_value holds, fails;

	o->arm = o->rest;
	if (l->kind == CPP_ELSE || o->outside != CPP_UNKNOWN || w->st->empty)
		return;
	cpp_implies(&w->t, l, w->st->symbol, &holds, &fails);
	if (holds != CPP_UNKNOWN)
		o->arm = holds;
	if (fails != CPP_UNKNOWN)
		o->rest = fails;
}

static void take_condition(struct work *w, const struct cpp_line *l,
			   enum cpp_value value)
{
	struct strbuf rest = STRBUF_INIT;
	enum cpp_result r = CPP_SAME;

	if (value != CPP_UNKNOWN)
		r = cpp_resolve(&w->t, l, w->st->symbol, value, &rest);
	switch (r) {
	case CPP_SAME:
		mark_same(w, l);
		break;
	case CPP_REST:
		mark_rest(w, l, rest.buf);
		w->open[w->nr_open - 1].changed = true;
		break;
	case CPP_FALSE:
	case CPP_TRUE:
		mark_known(w, l, r == CPP_TRUE);
		break;
	case CPP_STRANGE:
		text_refuse(w->job, l->number, 0,
			    "what this condition comes to with %s known cannot be told",
			    w->st->symbol);
		mark_same(w, l);
	}
	strbuf_release(&rest);
}

static bool take_line(struct work *w, size_t i)
{
	const struct cpp_line *l = &w->t.v[i];
	struct open *o = w->nr_open ? &w->open[w->nr_open - 1] : NULL;

	switch (l->kind) {
	case CPP_NONE:
		mark_same(w, l);
		return true;
	case CPP_IF:
	case CPP_IFDEF:
	case CPP_IFNDEF:
		open_conditional(w, i, value_here(w));
		take_condition(w, l, w->open[w->nr_open - 1].outside);
		enter_arm(w, l);
		return true;
	case CPP_ELIF:
		if (!o)
			return false;
		take_condition(w, l, w->st->value != CPP_UNKNOWN ||
				     w->st->empty ? w->st->value : o->rest);
		enter_arm(w, l);
		return true;
	case CPP_ELSE:
	case CPP_ENDIF:
		if (!o)
			return false;
		if (o->changed)
			mark_comment(w, l);
		else
			mark_same(w, l);
		if (l->kind == CPP_ELSE)
			enter_arm(w, l);
		else
			w->nr_open--;
		return true;
	}
	return false;
}

/* False: the conditionals do not fit together, which is refused. */
static bool mark(struct work *w)
{
	for (size_t i = 0; i < w->t.nr; i++) {
		if (!take_line(w, i)) {
			text_refuse(w->job, w->t.v[i].number, 0,
				    "there is no #if to this");
			return false;
		}
	}
	if (w->nr_open) {
		text_refuse(w->job, w->t.v[w->open[0].line].number, 0,
			    "there is no #endif to this");
		return false;
	}
	return !w->job->result->reports.nr;
}

/* ---- what is left ---- */

struct line {
	const char *s;
	size_t n;
	bool gone;		/* it went with this statement */
	bool blank;
	bool named;		/* its condition names what "empty" is about */
	enum cpp_kind kind;
};

struct rest {
	struct line *v;
	size_t nr;
};

static void rest_init(struct rest *r, const struct work *w,
		      const struct strbuf *out)
{
	struct cpp_text kinds;
	size_t at = 0;

	for (size_t i = 0; i < out->len; i++)
		r->nr += out->buf[i] == '\n';
	r->v = xcalloc(r->nr + 1, sizeof(*r->v));
	r->nr = 0;
	while (at < out->len) {
		struct line *l = &r->v[r->nr];
		const char *s = out->buf + at;
		const char *nl = memchr(s, '\n', out->len - at);

		l->n = nl ? (size_t)(nl - s) + 1 : out->len - at;
		at += l->n;
		l->s = s;
		if (starts_with(s, EMPTY)) {
			l->s += strlen(EMPTY);
			l->n -= strlen(EMPTY);
		} else {
			l->gone = strspn(s, "\r\n") >= l->n;
		}
		l->gone |= w->pad[r->nr];
		l->blank = !l->gone && strspn(l->s, " \t\r\n") >= l->n;
		r->nr++;
	}
	cpp_parse(&kinds, out->buf, out->len);
	for (size_t i = 0; i < kinds.nr; i++) {
		const struct cpp_line *l = &kinds.v[i];
		struct strbuf ignored = STRBUF_INIT;

		r->v[l->number - 1].kind = l->kind;
		r->v[l->number - 1].named = w->st->empty &&
			cpp_resolve(&kinds, l, w->st->symbol, CPP_NO,
				    &ignored) != CPP_SAME;
		strbuf_release(&ignored);
	}
	cpp_release(&kinds);
}

/*
 * Conditionals of which nothing but blank lines is left because of us, or that
 * are asked for; the innermost ones first, so that those around them are
 * looked at after them.
 */
static void drop_shells(struct rest *r)
{
	size_t *open = xcalloc(r->nr + 1, sizeof(*open));
	bool *lost = xcalloc(r->nr + 1, sizeof(*lost));
	bool *full = xcalloc(r->nr + 1, sizeof(*full));
	size_t nr = 0;

	for (size_t i = 0; i < r->nr; i++) {
		struct line *l = &r->v[i];

		if (l->gone) {
			lost[nr] = true;
		} else if (l->kind == CPP_IF || l->kind == CPP_IFDEF ||
			   l->kind == CPP_IFNDEF) {
			open[++nr] = i;
			lost[nr] = l->named;
			full[nr] = false;
		} else if (l->kind == CPP_ENDIF && nr) {
			if (lost[nr] && !full[nr])
				for (size_t k = open[nr]; k <= i; k++)
					r->v[k].gone = true;
			else
				full[nr - 1] = true;
			lost[nr - 1] |= lost[nr];
			nr--;
		} else if (!l->blank && l->kind == CPP_NONE) {
			full[nr] = true;
		}
	}
	free(open);
	free(lost);
	free(full);
}

static bool begins_with_brace(const struct line *l)
{
	size_t i = 0;

	while (i < l->n && strchr(" \t", l->s[i]))
		i++;
	return i < l->n && l->s[i] == '}';
}

static bool ends_with_brace(const struct line *l)
{
	size_t n = l->n;

	while (n && strchr(" \t\r\n", l->s[n - 1]))
		n--;
	return n && l->s[n - 1] == '{';
}

/* Where lines went, two blank ones must not meet. */
static void join_blanks(struct rest *r)
{
	size_t before = r->nr;	/* the last line that stays */

	for (size_t i = 0; i < r->nr; i++) {
		struct line *l = &r->v[i];
		bool gap = i && r->v[i - 1].gone;

		if (l->gone)
			continue;
		if (gap && l->blank &&
		    (before == r->nr || r->v[before].blank ||
		     ends_with_brace(&r->v[before]))) {
			l->gone = true;
			continue;
		}
		if (gap && before < r->nr && r->v[before].blank &&
		    begins_with_brace(l))
			r->v[before].gone = true;
		before = i;
	}
	if (!r->nr || !r->v[r->nr - 1].gone)
		return;
	for (size_t i = r->nr; i-- > 0 && (r->v[i].gone || r->v[i].blank); )
		r->v[i].gone = true;
}

static void rest_text(const struct rest *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->nr; i++)
		if (!r->v[i].gone)
			strbuf_add(out, r->v[i].s, r->v[i].n);
}

/* ---- the statement ---- */

static bool run_program(struct work *w, struct strbuf *out)
{
	static const enum spatch_outcome outcomes[] = {
		[UNIFDEF_MISSING] = SPATCH_NEEDS,
		[UNIFDEF_FAILED] = SPATCH_CRASHED,
		[UNIFDEF_ODD] = SPATCH_CONTRADICTORY,
	};
	struct file_result *f = w->job->result;
	enum unifdef_outcome o;

	if (!w->known) {
		strbuf_addbuf(out, &w->marked);
		return true;
	}
	o = unifdef_run(w->job->engine->home, KNOWN, &w->marked, out,
			&f->message);
	if (o != UNIFDEF_OK)
		f->outcome = outcomes[o];
	return o == UNIFDEF_OK;
}

static void run_statement(struct text_job *job, const struct statement *st)
{
	struct work w = { .job = job, .st = st, .text = &job->after };
	struct strbuf out = STRBUF_INIT, text = STRBUF_INIT;
	struct rest r = { 0 };
	size_t lines = 1;

	cpp_parse(&w.t, job->after.buf, job->after.len);
	for (size_t i = 0; i < job->after.len; i++)
		lines += job->after.buf[i] == '\n';
	w.pad = xcalloc(lines, sizeof(*w.pad));
	strbuf_init(&w.marked);
	if (mark(&w) && run_program(&w, &out)) {
		rest_init(&r, &w, &out);
		drop_shells(&r);
		join_blanks(&r);
		rest_text(&r, &text);
		kerneldoc_drop_orphans(&job->after, &text);
		strbuf_swap(&job->after, &text);
	}
	free(r.v);
	free(w.pad);
	free(w.open);
	cpp_release(&w.t);
	strbuf_release(&w.marked);
	strbuf_release(&out);
	strbuf_release(&text);
}

static int run_file(struct text_job *job, struct strbuf *err)
{
	const struct statements *all = job->data;

	for (size_t i = 0; i < all->nr; i++) {
		if (!statement_takes(&all->v[i], job->path))
			continue;
		if (strlen(job->after.buf) != job->after.len) {
			text_refuse(job, 1, 0, "this is not a text");
			break;
		}
		run_statement(job, &all->v[i]);
		if (job->result->reports.nr ||
		    job->result->outcome != SPATCH_UNCHANGED)
			break;
	}
	return 0;
}

int unifdef_pass_run(struct engine *e, const struct pass *p,
		     struct snapshot *snap, const struct strvec *paths,
		     struct pass_result *out, struct strbuf *err)
{
	struct statements all = { 0 };
	struct pass copy = *p;
	int ret = text_pass_lines(&copy, take_statement, &all, err);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = text_pass_each(e, p, snap, paths, run_file, &all, out,
				     err);
	statements_release(&all);
	return ret;
}
