/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the target's view of the files became, and what was hidden from it, to
 * files again.  A change within which something was hidden gets a guard, with
 * all that stood there as the other arm.  Where one change needs that, or is in
 * an arm such as ">= 4.16" that the target shares with kernels of the old
 * interface, the driver is built for both, and all changes get one.
 */
#define _GNU_SOURCE	/* memmem */
#include "rewrite_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"

/* Changes with no more lines than this between them share a guard. */
#define GAP 2
/* No more than so many for a closing brace. */
#define CLOSE 12

struct lines {
	const struct strbuf *text;
	size_t *v;		/* offset of each, and of the end */
	size_t nr;
};

/* Lines of the view: each is a line of the file, or all that a mark stands for. */
struct view_line {
	unsigned first, nr;	/* of the file */
	bool mark;
};

struct change {
	unsigned old, old_nr;	/* lines of the view, from 0 */
	unsigned new, new_nr;
	bool forced;		/* something hidden is within it */
};

struct merging {
	struct rewriting *rw;
	size_t file;
	struct strbuf was, now;		/* views, a line a mark */
	struct lines whole, a, b;	/* of the file, was, now */
	struct view_line *view;
	struct change *v;
	size_t nr;
	const struct file_kernels *kernels;
	const char *newline;
};

static void find_lines(const struct strbuf *text, struct lines *out)
{
	size_t alloc = 0, at = 0;

	memset(out, 0, sizeof(*out));
	out->text = text;
	ALLOC_GROW(out->v, 2, alloc);
	while (at < text->len) {
		const char *nl = memchr(text->buf + at, '\n', text->len - at);

		ALLOC_GROW(out->v, out->nr + 2, alloc);
		out->v[out->nr++] = at;
		at = nl ? (size_t)(nl - text->buf) + 1 : text->len;
	}
	out->v[out->nr] = text->len;
}

static const char *line_at(const struct lines *l, size_t i)
{
	return l->text->buf + l->v[i];
}

/* ---- views with a line a mark ---- */

/* The number of the mark that the line begins with, or -1. */
static long mark_of(const struct mask *m, const char *line)
{
	size_t n = strlen(m->mark);
	char *end;
	long i;

	if (!m->nr || strncmp(line, m->mark, n))
		return -1;
	i = strtol(line + n, &end, 10);
	return i >= 0 && (size_t)i < m->nr && starts_with(end, "*/") ? i : -1;
}

static bool is_blank(const char *line)
{
	line += strspn(line, " \t\r");
	return *line == '\n' || !*line;
}

static bool is_mark_line(const struct mask *m, const char *line)
{
	return mark_of(m, line) >= 0 && is_blank(strstr(line, "*/") + 2);
}

/*
 * Which lines are marks in their old order: the longest such sequence.  Others
 * went with code to another place.
 */
static bool *marks_in_order(const struct mask *m, const struct lines *l)
{
	bool *keep = xcalloc(l->nr + 1, sizeof(*keep));
	size_t *at = xcalloc(l->nr + 1, sizeof(*at)), nr = 0, best = 0;
	size_t *len = xcalloc(l->nr + 1, sizeof(*len));
	size_t *prev = xcalloc(l->nr + 1, sizeof(*prev));

	for (size_t i = 0; i < l->nr; i++)
		if (is_mark_line(m, line_at(l, i)))
			at[nr++] = i;
	for (size_t i = 0; i < nr; i++) {
		len[i] = 1;
		prev[i] = nr;
		for (size_t k = 0; k < i; k++)
			if (mark_of(m, line_at(l, at[k])) <
			    mark_of(m, line_at(l, at[i])) &&
			    len[k] + 1 > len[i]) {
				len[i] = len[k] + 1;
				prev[i] = k;
			}
		if (len[i] > len[best])
			best = i;
	}
	for (size_t i = best; nr && i < nr; i = prev[i])
		keep[at[i]] = true;
	free(at);
	free(len);
	free(prev);
	return keep;
}

/* A line without the marks in it; nothing of it if there is nothing else. */
static void add_unmarked(const struct mask *m, const char *s, const char *end,
			 struct strbuf *out)
{
	struct strbuf line = STRBUF_INIT;
	const char *hit;
	bool any = false;

	while ((hit = memmem(s, end - s, m->mark, strlen(m->mark)))) {
		strbuf_add(&line, s, hit - s);
		s = memmem(hit, end - hit, "*/", 2);
		s = s ? s + 2 : end;
		any = true;
	}
	strbuf_add(&line, s, end - s);
	if (!any || !is_blank(line.buf))
		strbuf_addbuf(out, &line);
	strbuf_release(&line);
}

/* A mark is a line, without the blank ones that keep the numbers. */
static void pack(const struct mask *m, const struct strbuf *text,
		 struct strbuf *out, struct view_line **view)
{
	struct lines l;
	size_t alloc = 0, nr = 0;
	unsigned number = 1;
	bool *keep;

	find_lines(text, &l);
	keep = marks_in_order(m, &l);
	for (size_t i = 0; i < l.nr; i++) {
		unsigned lines = 1;

		if (keep[i]) {
			long k = mark_of(m, line_at(&l, i));
			unsigned want = m->hidden[k].last - m->hidden[k].first +
					1;

			strbuf_add(out, line_at(&l, i), l.v[i + 1] - l.v[i]);
			while (lines < want && i + 1 < l.nr &&
			       is_blank(line_at(&l, i + 1))) {
				lines++;
				i++;
			}
		} else {
			add_unmarked(m, line_at(&l, i), line_at(&l, i + 1),
				     out);
		}
		if (view) {
			ALLOC_GROW(*view, nr + 1, alloc);
			(*view)[nr++] = (struct view_line){ number, lines,
							    keep[i + 1 - lines] };
		}
		number += lines;
	}
	free(keep);
	free(l.v);
}

/* ---- what changed ---- */

static int find_changes(struct merging *g, struct strbuf *err)
{
	struct line_change *c;
	int ret = diff_lines(&g->was, &g->now, &c, &g->nr, err);

	g->v = xcalloc(g->nr + 1, sizeof(*g->v));
	for (size_t i = 0; i < g->nr && !ret; i++) {
		struct change *x = &g->v[i];

		*x = (struct change) { c[i].old_line - 1, c[i].old_nr,
				       c[i].new_line - 1, c[i].new_nr, false };
		for (unsigned k = 0; k < x->old_nr; k++)
			x->forced |= g->view[x->old + k].mark;
	}
	free(c);
	return ret;
}

/* A line of the file from which the change can be told. */
static unsigned line_of_change(const struct merging *g, const struct change *c)
{
	unsigned i = c->old;

	while (i < c->old + c->old_nr && g->view[i].mark)
		i++;
	if (i == c->old + c->old_nr)
		i = c->old;
	return i < g->a.nr ? g->view[i].first : g->whole.nr;
}

/* How conditionals nest over lines of the file: the least depth, and the last. */
static void nesting(const struct merging *g, unsigned first, unsigned last,
		    int *least, int *end)
{
	*least = *end = 0;
	for (unsigned i = first; i <= last; i++) {
		const char *s = line_at(&g->whole, i - 1);

		s += strspn(s, " \t");
		if (*s++ != '#')
			continue;
		s += strspn(s, " \t");
		if (starts_with(s, "if"))
			++*end;
		else if (starts_with(s, "endif"))
			--*end;
		/* an #else of what is around counts as its end and beginning */
		if (*end < *least)
			*least = *end;
		if ((starts_with(s, "else") || starts_with(s, "elif")) &&
		    *end - 1 < *least)
			*least = *end - 1;
	}
}

static unsigned last_line(const struct merging *g, const struct change *c)
{
	const struct view_line *l = &g->view[c->old + c->old_nr - 1];

	return l->first + l->nr - 1;
}

/* Until it holds all of the conditionals that it holds a part of. */
static bool balance(const struct merging *g, struct change *c)
{
	for (;;) {
		int least, end;

		nesting(g, g->view[c->old].first, last_line(g, c), &least,
			&end);
		if (!least && !end)
			return true;
		if (least < 0) {
			if (!c->old || !c->new)
				return false;
			c->old--;
			c->new--;
			c->old_nr++;
			c->new_nr++;
		} else {
			if (c->old + c->old_nr >= g->a.nr ||
			    c->new + c->new_nr >= g->b.nr)
				return false;
			c->old_nr++;
			c->new_nr++;
		}
	}
}

/* Changes that overlap, or stand so near that one guard reads better. */
static bool are_near(const struct merging *g, const struct change *a,
		     const struct change *b, unsigned most)
{
	unsigned end = a->old + a->old_nr;

	if (b->old <= end)
		return true;
	if (b->old - end > most)
		return false;
	for (unsigned i = end; i < b->old; i++) {
		const char *s = line_at(&g->a, i);

		if (g->view[i].mark || s[strspn(s, " \t")] == '#')
			return false;
	}
	return true;
}

static void join(struct merging *g, unsigned most)
{
	size_t kept = 0;

	for (size_t i = 1; i < g->nr; i++) {
		struct change *a = &g->v[kept], *b = &g->v[i];

		if (!are_near(g, a, b, most)) {
			g->v[++kept] = *b;
			continue;
		}
		if (b->old + b->old_nr > a->old + a->old_nr) {
			a->old_nr = b->old + b->old_nr - a->old;
			a->new_nr = b->new + b->new_nr - a->new;
		}
		a->forced |= b->forced;
	}
	g->nr = g->nr ? kept + 1 : 0;
}

/* Balancing may make two overlap; that may need balancing again. */
static bool balance_all(struct merging *g)
{
	size_t before;

	do {
		before = g->nr;
		for (size_t i = 0; i < g->nr; i++)
			if (g->v[i].forced && !balance(g, &g->v[i]))
				return false;
		join(g, 0);
	} while (g->nr != before);
	return true;
}

/* ---- which kernels ---- */

static bool any_kernel_line(const struct merging *g, const struct change *c,
			    bool (*is)(const struct line_kernels *l))
{
	const struct file_kernels *k = g->kernels;
	bool found = false;

	for (unsigned i = c->old; i < c->old + c->old_nr; i++)
		if (!g->view[i].mark && g->view[i].first <= k->nr)
			found |= is(&k->v[g->view[i].first - 1]);
	/* something new: what is on both sides of it */
	if (!c->old_nr && c->old && c->old < g->a.nr &&
	    g->view[c->old].first <= k->nr)
		found = is(&k->v[g->view[c->old - 1].first +
				 g->view[c->old - 1].nr - 2]) &&
			is(&k->v[g->view[c->old].first - 1]);
	return found;
}

static bool is_shared(const struct line_kernels *l)
{
	return l->target && l->old && l->guarded;
}

static bool is_for_new_only(const struct line_kernels *l)
{
	return l->target && !l->old;
}

/* Within a macro's lines no directive can stand. */
static bool is_within_macro(const struct merging *g, const struct change *c)
{
	for (unsigned i = c->old ? c->old - 1 : 0;
	     i < c->old + c->old_nr && i < g->a.nr; i++) {
		const char *s = line_at(&g->a, i), *end = line_at(&g->a, i + 1);

		while (end > s && isspace((unsigned char)end[-1]))
			end--;
		if (end > s && end[-1] == '\\')
			return true;
	}
	return false;
}

/* ---- writing ---- */

/* Nothing but blanks and whole comments? */
static bool says_nothing(const char *s, size_t n)
{
	bool comment = false;

	for (size_t i = 0; i < n; i++) {
		if (comment) {
			comment = !(s[i] == '/' && s[i - 1] == '*');
		} else if (i + 1 < n && s[i] == '/' && s[i + 1] == '*') {
			comment = true;
			i++;
		} else if (!isspace((unsigned char)s[i])) {
			return false;
		}
	}
	return !comment;
}

static void add_old(const struct merging *g, unsigned first, unsigned nr,
		    struct strbuf *out)
{
	for (unsigned i = first; i < first + nr; i++) {
		const struct view_line *l = &g->view[i];
		size_t from = g->whole.v[l->first - 1];
		size_t to = g->whole.v[l->first - 1 + l->nr];

		strbuf_add(out, g->whole.text->buf + from, to - from);
	}
}

/* For the target: what is hidden from it is nothing there. */
static void add_new(const struct merging *g, unsigned first, unsigned nr,
		    struct strbuf *out)
{
	const struct mask *m = &g->rw->arms[g->file];

	for (unsigned i = first; i < first + nr; i++)
		if (mark_of(m, line_at(&g->b, i)) < 0)
			strbuf_add(out, line_at(&g->b, i),
				   g->b.v[i + 1] - g->b.v[i]);
}

static void end_line(const struct merging *g, struct strbuf *out)
{
	if (out->len && out->buf[out->len - 1] != '\n')
		strbuf_addstr(out, g->newline);
}

/* Without its last line, if that is blank. */
static bool drop_last_blank(struct strbuf *text)
{
	size_t n = text->len;

	if (!n || text->buf[n - 1] != '\n')
		return false;
	n--;
	while (n && (text->buf[n - 1] == ' ' || text->buf[n - 1] == '\t' ||
		     text->buf[n - 1] == '\r'))
		n--;
	if (n && text->buf[n - 1] != '\n')
		return false;
	strbuf_setlen(text, n);
	return true;
}

static bool ends_blank(const struct strbuf *text)
{
	struct strbuf copy = STRBUF_INIT;
	bool blank;

	strbuf_addbuf(&copy, text);
	blank = drop_last_blank(&copy);
	strbuf_release(&copy);
	return blank;
}

static void add_guarded(const struct merging *g, const struct change *c,
			struct strbuf *out)
{
	struct strbuf old = STRBUF_INIT, new = STRBUF_INIT;
	long v = g->rw->t->rules.version;
	bool blank;

	add_old(g, c->old, c->old_nr, &old);
	add_new(g, c->new, c->new_nr, &new);
	end_line(g, &old);
	end_line(g, &new);
	/* a blank line behind both stands behind the guard */
	blank = (!old.len || ends_blank(&old)) && (!new.len || ends_blank(&new));
	if (blank) {
		drop_last_blank(&old);
		drop_last_blank(&new);
	}
	strbuf_addf(out,
		    "#if LINUX_VERSION_CODE %s KERNEL_VERSION(%ld, %ld, %ld)%s",
		    new.len ? ">=" : "<", v >> 16, v >> 8 & 255, v & 255,
		    g->newline);
	strbuf_addbuf(out, &new);
	if (new.len && old.len)
		strbuf_addf(out, "#else%s", g->newline);
	strbuf_addbuf(out, &old);
	strbuf_addf(out, "#endif%s", g->newline);
	if (blank)
		strbuf_addstr(out, g->newline);
	strbuf_release(&old);
	strbuf_release(&new);
}

static void add_change(const struct merging *g, const struct change *c,
		       bool guarded, struct strbuf *out)
{
	const char *old = line_at(&g->a, c->old), *new = line_at(&g->b, c->new);

	if (!guarded || !is_c_file(g->rw->d->files[g->file].path) ||
	    (says_nothing(old, line_at(&g->a, c->old + c->old_nr) - old) &&
	     says_nothing(new, line_at(&g->b, c->new + c->new_nr) - new)) ||
	    (!c->forced && any_kernel_line(g, c, is_for_new_only)))
		add_new(g, c->new, c->new_nr, out);
	else
		add_guarded(g, c, out);
}

/* Behind the first #include of the kernel's, where nothing says it yet. */
static void include_version(const struct merging *g, struct strbuf *text)
{
	char *line = xasprintf("#include <linux/version.h>%s", g->newline);
	const char *at;

	if (strstr(text->buf, "LINUX_VERSION_CODE") &&
	    !strstr(text->buf, "linux/version.h") &&
	    (at = strstr(text->buf, "#include <linux/"))) {
		at += strcspn(at, "\n");
		at += *at == '\n';
		strbuf_splice(text, at - text->buf, 0, line, strlen(line));
	}
	free(line);
}

/* How braces nest in the text; those in comments and strings are rare enough. */
static int braces(const char *s, const char *end)
{
	int depth = 0;

	for (; s < end; s++)
		depth += *s == '{' ? 1 : *s == '}' ? -1 : 0;
	return depth;
}

/*
 * A guard that holds a brace without its partner is hard to read: a few more
 * lines, if none of them is hidden or a directive.
 */
static void close_braces(const struct merging *g, struct change *c)
{
	struct change more = *c;

	for (unsigned n = 0; n < CLOSE; n++) {
		unsigned i = more.old + more.old_nr;
		const char *s;

		if (braces(line_at(&g->a, more.old), line_at(&g->a, i)) <= 0 ||
		    i >= g->a.nr || more.new + more.new_nr >= g->b.nr)
			break;
		s = line_at(&g->a, i);
		if (g->view[i].mark || s[strspn(s, " \t")] == '#')
			return;
		more.old_nr++;
		more.new_nr++;
	}
	if (!braces(line_at(&g->a, more.old),
		    line_at(&g->a, more.old + more.old_nr)))
		*c = more;
}

static void write_file(struct merging *g, bool guarded, struct strbuf *out)
{
	unsigned at = 0;

	if (guarded && is_c_file(g->rw->d->files[g->file].path)) {
		join(g, GAP);
		for (size_t i = 0; i < g->nr; i++)
			close_braces(g, &g->v[i]);
		join(g, 0);
	}
	for (size_t i = 0; i < g->nr; i++) {
		add_old(g, at, g->v[i].old - at, out);
		add_change(g, &g->v[i], guarded, out);
		at = g->v[i].old + g->v[i].old_nr;
	}
	add_old(g, at, g->a.nr - at, out);
	if (guarded && g->nr)
		include_version(g, out);
}

/* ---- all files ---- */

static void merging_release(struct merging *g)
{
	strbuf_release(&g->was);
	strbuf_release(&g->now);
	free(g->whole.v);
	free(g->a.v);
	free(g->b.v);
	free(g->view);
	free(g->v);
}

static int refuse_change(struct merging *g, const struct change *c,
			 const char *why, bool *again, struct strbuf *err)
{
	*again = true;
	return rewrite_refuse_later(g->rw, g->file, line_of_change(g, c), why,
				    err);
}

static int prepare(struct merging *g, bool *again, struct strbuf *err)
{
	const struct mask *m = &g->rw->arms[g->file];
	int ret;

	strbuf_init(&g->was);
	strbuf_init(&g->now);
	pack(m, &m->text, &g->was, &g->view);
	find_lines(&g->rw->d->files[g->file].text, &g->whole);
	pack(m, &g->rw->texts[g->file], &g->now, NULL);
	find_lines(&g->was, &g->a);
	find_lines(&g->now, &g->b);
	g->newline = strstr(g->was.buf, "\r\n") ? "\r\n" : "\n";
	ret = find_changes(g, err);
	if (!ret && !*again && !balance_all(g))
		ret = refuse_change(g, &g->v[0],
				    "a version guard that is not closed stands within what would have to change",
				    again, err);
	return ret;
}

static bool needs_guards(const struct merging *g)
{
	for (size_t i = 0; i < g->nr; i++)
		if (g->v[i].forced || any_kernel_line(g, &g->v[i], is_shared))
			return true;
	return false;
}

static int check_macros(struct merging *g, bool *again, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < g->nr && !ret && !*again; i++)
		if (is_within_macro(g, &g->v[i]))
			ret = refuse_change(g, &g->v[i],
					    "no version guard can stand within a macro, and the driver is built for older kernels, too",
					    again, err);
	return ret;
}

int rewrite_merge(struct rewriting *rw, bool *again, struct strbuf *err)
{
	struct file_kernels *kernels = kernels_find(rw);
	struct merging *all = xcalloc(rw->nr, sizeof(*all));
	bool guarded = rw->opt->compat || rw->force_guards;
	int ret = 0;

	*again = false;
	for (size_t i = 0; i < rw->nr && !ret && !*again; i++) {
		all[i].rw = rw;
		all[i].file = i;
		all[i].kernels = &kernels[i];
		ret = prepare(&all[i], again, err);
		if (!ret && !*again)
			guarded |= needs_guards(&all[i]);
	}
	for (size_t i = 0; i < rw->nr && !ret && guarded && !*again; i++)
		ret = check_macros(&all[i], again, err);
	rw->out->guarded = false;
	for (size_t i = 0; i < rw->nr; i++) {
		struct strbuf *out = &rw->whole[i];

		strbuf_reset(out);
		if (!ret && !*again)
			write_file(&all[i], guarded, out);
		rw->out->guarded |= guarded && all[i].nr;
	}
	for (size_t i = 0; i < rw->nr; i++)
		merging_release(&all[i]);
	free(all);
	kernels_free(rw, kernels);
	return ret;
}
