/* SPDX-License-Identifier: GPL-2.0-only */
#include "kbuild_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/*
 * make runs with --output-sync=target: what one compilation printed stands
 * together.  To which object it belongs is said by gcc itself: the last file
 * of an "In file included from" chain, or the .c file of the diagnostic.  gcc
 * does not repeat a chain that is the same as for the diagnostic before, so
 * the files that were reached through one are remembered.  What names no file
 * ("cc1: error", the assembler) belongs to the target that make then names.
 */
struct parser {
	struct make_report *r;
	const struct kbuild *k;
	const struct strvec *sources;
	char *main;		/* source file being compiled, or NULL */
	bool chain;		/* a chain was just printed */
	struct strvec included;	/* files diagnosed in the same compilation */
	struct diagnostics orphans;
	struct diagnostics early;	/* before it was known what is compiled */
	struct strbuf loose;	/* last line that is nothing else */
	struct diagnostics *last_list;	/* where the last diagnostic went, */
	size_t last;			/* for its notes */
};

void diagnostics_release(struct diagnostics *d)
{
	size_t i;

	for (i = 0; i < d->nr; i++) {
		free(d->v[i].path);
		free(d->v[i].text);
	}
	free(d->v);
	memset(d, 0, sizeof(*d));
}

void diagnostics_add(struct diagnostics *d, const char *path, unsigned line,
		     unsigned col, bool is_error, const char *text)
{
	struct diagnostic *e;

	ALLOC_GROW(d->v, d->nr + 1, d->alloc);
	e = &d->v[d->nr++];
	e->path = xstrdup(path);
	e->line = line;
	e->col = col;
	e->is_error = is_error;
	e->text = xstrdup(text);
}

bool diagnostics_have_error(const struct diagnostics *d)
{
	size_t i;

	for (i = 0; i < d->nr; i++)
		if (d->v[i].is_error)
			return true;
	return false;
}

static void add_escaped(struct strbuf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			strbuf_addstr(out, "\\n");
		else if (*s == '\t')
			strbuf_addstr(out, "\\t");
		else if (*s == '\\')
			strbuf_addstr(out, "\\\\");
		else
			strbuf_addch(out, *s);
	}
}

static char *unescaped(const char *s, size_t len)
{
	struct strbuf out = STRBUF_INIT;
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] != '\\' || i + 1 == len) {
			strbuf_addch(&out, s[i]);
			continue;
		}
		i++;
		strbuf_addch(&out, s[i] == 'n' ? '\n' :
			     s[i] == 't' ? '\t' : s[i]);
	}
	return strbuf_detach(&out, NULL);
}

/* "E<TAB>LINE<TAB>COLUMN<TAB>PATH<TAB>TEXT", and a last line "." */
void diagnostics_save(const struct diagnostics *d, struct strbuf *out)
{
	size_t i;

	for (i = 0; i < d->nr; i++) {
		const struct diagnostic *e = &d->v[i];

		strbuf_addf(out, "%c\t%u\t%u\t", e->is_error ? 'E' : 'W',
			    e->line, e->col);
		add_escaped(out, e->path);
		strbuf_addch(out, '\t');
		add_escaped(out, e->text);
		strbuf_addch(out, '\n');
	}
	strbuf_addstr(out, ".\n");
}

static bool load_line(struct diagnostics *d, const char *p, const char *end)
{
	const char *tab, *tab2;
	char *path, *text, *rest;
	unsigned long line, col;

	if (end - p < 6 || (*p != 'E' && *p != 'W') || p[1] != '\t')
		return false;
	line = strtoul(p + 2, &rest, 10);
	if (*rest != '\t')
		return false;
	col = strtoul(rest + 1, &rest, 10);
	tab = rest;
	if (*tab != '\t')
		return false;
	tab2 = memchr(tab + 1, '\t', end - tab - 1);
	if (!tab2)
		return false;
	path = unescaped(tab + 1, tab2 - tab - 1);
	text = unescaped(tab2 + 1, end - tab2 - 1);
	diagnostics_add(d, path, line, col, *p == 'E', text);
	free(path);
	free(text);
	return true;
}

bool diagnostics_load(struct diagnostics *d, const char *text, size_t len)
{
	const char *p = text, *end = text + len, *nl;

	while (p < end && (nl = memchr(p, '\n', end - p))) {
		if (nl == p + 1 && *p == '.')
			return nl + 1 == end;
		if (!load_line(d, p, nl))
			break;
		p = nl + 1;
	}
	diagnostics_release(d);
	return false;
}

/* Take "." and ".." parts out of a path, in place. */
static void flatten(char *path)
{
	char *in = path, *out = path;

	while (*in) {
		size_t n = strcspn(in, "/");

		if (n == 1 && *in == '.') {
			in += n;
		} else if (n == 2 && in[0] == '.' && in[1] == '.' &&
			   out > path) {
			out--;
			while (out > path && out[-1] != '/')
				out--;
			in += n;
		} else {
			memmove(out, in, n);
			out += n;
			in += n;
			if (*in)
				*out++ = '/';
		}
		in += strspn(in, "/");
	}
	*out = '\0';
}

static bool strip_dir(char *path, const char *dir)
{
	size_t n = dir ? strlen(dir) : 0;

	if (!n || strncmp(path, dir, n) || path[n] != '/')
		return false;
	memmove(path, path + n + 1, strlen(path + n + 1) + 1);
	return true;
}

char *kbuild_tree_path(const struct kbuild *k, const char *path, size_t len)
{
	char *p = xstrndup(path, len);
	bool absolute = *p == '/';

	flatten(p + absolute);
	if (absolute) {
		/* the deeper one first: O= may stand inside the tree */
		if (!strip_dir(p, k->output))
			strip_dir(p, k->source);
	} else {
		/* O= in the tree: "../mm/hmm.c" is seen from there */
		while (starts_with(p, "../"))
			memmove(p, p + 3, strlen(p + 3) + 1);
	}
	return p;
}

static size_t source_index(const struct parser *p, const char *path)
{
	size_t i;

	for (i = 0; path && i < p->sources->nr; i++)
		if (!strcmp(p->sources->v[i], path))
			break;
	return path ? i : p->sources->nr;
}

/* The source of the object that make calls @target. */
static size_t target_index(const struct parser *p, const char *target,
			   size_t len)
{
	char *path = kbuild_tree_path(p->k, target, len);
	size_t n = strlen(path), i = p->sources->nr;

	if (n > 2 && !strcmp(path + n - 2, ".o")) {
		path[n - 1] = 'c';
		i = source_index(p, path);
	}
	free(path);
	return i;
}

static struct diagnostics *list_of(struct parser *p, size_t i)
{
	return i < p->sources->nr ? &p->r->of[i] : &p->r->other;
}

/*
 * What was said of a header that the command line includes, before any other
 * file was named: it is of the compilation that goes on.
 */
static void flush_early(struct parser *p, struct diagnostics *to)
{
	for (size_t i = 0; i < p->early.nr; i++) {
		const struct diagnostic *d = &p->early.v[i];

		diagnostics_add(to, d->path, d->line, d->col, d->is_error,
				d->text);
	}
	if (p->last_list == &p->early)
		p->last_list = NULL;
	diagnostics_release(&p->early);
}

static void set_main(struct parser *p, char *path)
{
	if (!p->main || !path || strcmp(p->main, path)) {
		strvec_release(&p->included);
		strbuf_reset(&p->loose);
	}
	free(p->main);
	p->main = path;
	if (path)
		flush_early(p, list_of(p, source_index(p, path)));
}

/* A diagnostic, or its "In function" line, names @path. */
static void reached(struct parser *p, const char *path)
{
	if (p->chain) {
		if (!strvec_has(&p->included, path))
			strvec_push(&p->included, path);
	} else if ((ends_with(path, ".c") || ends_with(path, ".S")) &&
		   !strvec_has(&p->included, path)) {
		set_main(p, xstrdup(path));
	}
	p->chain = false;
}

/* "FILE:12:3: " or "FILE:12: " at the start of @s; gives what follows. */
static const char *parse_place(const char *s, size_t *path_len, unsigned *line,
			       unsigned *col)
{
	const char *p = s, *q;
	char *end;

	for (;;) {
		p = strchr(p, ':');
		if (!p || p == s)
			return NULL;
		if (isdigit((unsigned char)p[1]))
			break;
		p++;
	}
	*path_len = p - s;
	*line = strtoul(p + 1, &end, 10);
	*col = 0;
	q = end;
	if (*q == ':' && isdigit((unsigned char)q[1])) {
		*col = strtoul(q + 1, &end, 10);
		q = end;
	}
	if (*q != ':' && *q != ',')
		return NULL;
	return q + 1;
}

static bool parse_chain(struct parser *p, const char *s)
{
	const char *from;
	unsigned line, col;
	size_t len;

	if (starts_with(s, "In file included from ")) {
		from = s + strlen("In file included from ");
	} else if (p->chain && starts_with(s, "      ") &&
		   starts_with(s + strspn(s, " "), "from ")) {
		from = s + strspn(s, " ") + strlen("from ");
	} else {
		return false;
	}
	if (!parse_place(from, &len, &line, &col)) {
		len = strcspn(from, ":,");
		if (!len)
			return false;
	}
	/* -include: the file that is compiled is the one named next */
	if (!strncmp(from, "<command-line>", len)) {
		set_main(p, NULL);
		p->chain = false;
		return true;
	}
	set_main(p, kbuild_tree_path(p->k, from, len));
	p->chain = true;
	return true;
}

static const struct {
	const char *word;
	bool is_error, is_note;
} kinds[] = {
	{ "error: ", true, false },
	{ "fatal error: ", true, false },
	{ "internal compiler error: ", true, false },
	{ "sorry, unimplemented: ", true, false },
	{ "warning: ", false, false },
	{ "note: ", false, true },
	{ "Error: ", true, false },	/* the assembler's */
	{ "Warning: ", false, false },
};

static int parse_kind(const char *s)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (starts_with(s, kinds[i].word))
			return i;
	return -1;
}

static void add_note(struct parser *p, const char *path, unsigned line,
		     const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	struct diagnostic *d;

	if (!p->last_list || p->last >= p->last_list->nr)
		return;
	d = &p->last_list->v[p->last];
	strbuf_addf(&sb, "%s\n\t%s:%u: note: %s", d->text, path, line, text);
	free(d->text);
	d->text = strbuf_detach(&sb, NULL);
}

static void add_diag(struct parser *p, struct diagnostics *list,
		     const char *path, unsigned line, unsigned col,
		     bool is_error, const char *text)
{
	diagnostics_add(list, path, line, col, is_error, text);
	p->last_list = list;
	p->last = list->nr - 1;
}

static bool parse_diag(struct parser *p, const char *s)
{
	unsigned line, col;
	const char *rest;
	size_t len;
	char *path;
	int kind;

	rest = parse_place(s, &len, &line, &col);
	if (!rest || *rest != ' ')
		return false;
	kind = parse_kind(rest + 1);
	if (kind < 0)
		return false;
	rest += 1 + strlen(kinds[kind].word);
	path = kbuild_tree_path(p->k, s, len);
	if (kinds[kind].is_note) {
		add_note(p, path, line, rest);
	} else if (*s == '{' || ends_with(path, ".s")) {
		/* the assembler, on gcc's output */
		add_diag(p, &p->orphans, path, 0, 0, kinds[kind].is_error, rest);
	} else {
		reached(p, path);
		add_diag(p, !p->main && ends_with(path, ".h") ? &p->early :
			    list_of(p, source_index(p, p->main)), path, line,
			 col, kinds[kind].is_error, rest);
	}
	free(path);
	return true;
}

/* "mm/hmm.o: warning: objtool: ...", "cc1: error: ...", "ld: ..." */
static bool parse_tool(struct parser *p, const char *s)
{
	const char *colon = strstr(s, ": ");
	size_t i;
	int kind;

	if (!colon || colon == s || memchr(s, ' ', colon - s))
		return false;
	if (starts_with(colon, ": In function ") ||
	    starts_with(colon, ": At top level:") ||
	    starts_with(colon, ": In ") || starts_with(colon, ": At ")) {
		char *path = kbuild_tree_path(p->k, s, colon - s);

		reached(p, path);
		free(path);
		return true;
	}
	kind = parse_kind(colon + 2);
	if (kind < 0 || kinds[kind].is_note)
		return false;
	colon += 2 + strlen(kinds[kind].word);
	i = target_index(p, s, strchr(s, ':') - s);
	if (i < p->sources->nr)
		add_diag(p, &p->r->of[i], p->sources->v[i], 0, 0,
			 kinds[kind].is_error, colon);
	else
		add_diag(p, &p->orphans, "", 0, 0, kinds[kind].is_error, s);
	return true;
}

/* What named no file belongs to the target that failed. */
static void flush_orphans(struct parser *p, size_t i)
{
	struct diagnostics *list = list_of(p, i);
	size_t j;

	for (j = 0; j < p->orphans.nr; j++)
		diagnostics_add(list, i < p->sources->nr ? p->sources->v[i] :
				p->orphans.v[j].path, 0, 0,
				p->orphans.v[j].is_error, p->orphans.v[j].text);
	diagnostics_release(&p->orphans);
	p->last_list = NULL;
}

static void target_failed(struct parser *p, const char *target, size_t len,
			  const char *line)
{
	size_t i = target_index(p, target, len);

	flush_orphans(p, i);
	flush_early(p, list_of(p, i));
	if (i < p->sources->nr) {
		p->r->failed[i] = true;
		if (!diagnostics_have_error(&p->r->of[i]))
			diagnostics_add(&p->r->of[i], p->sources->v[i], 0, 0,
					true, p->loose.len ? p->loose.buf :
					line);
	}
	strbuf_reset(&p->loose);
	free(p->main);
	p->main = NULL;
	strvec_release(&p->included);
}

/* "make[2]: *** [FILE:LINE: TARGET] Error 1" and its like */
static bool parse_make(struct parser *p, const char *s)
{
	const char *t, *end, *q;

	if (!starts_with(s, "make: ") && !starts_with(s, "make["))
		return false;
	t = strstr(s, ": ");
	if (!t)
		return false;
	t += 2;
	if (!starts_with(t, "*** "))
		return true;
	t += 4;
	if (starts_with(t, "No rule to make target '")) {
		q = strstr(t, "needed by '");
		q = strchr(q ? q : t, '\'') + 1;
		end = strchr(q, '\'');
		if (end) {
			strbuf_reset(&p->loose);
			target_failed(p, q, end - q, t);
		}
		return true;
	}
	end = *t == '[' ? strrchr(t, ']') : NULL;
	if (!end)
		return true;
	for (q = end; q > t && q[-1] != ' ' && q[-1] != '['; q--)
		;
	target_failed(p, q, end - q, s);
	return true;
}

/* Source excerpts, carets and such: "  12 | text", "     |   ^~~". */
static bool is_excerpt(const char *s)
{
	s += strspn(s, " ");
	s += strspn(s, "0123456789");
	s += strspn(s, " ");
	return *s == '|' || !*s;
}

static void parse_line(struct parser *p, const char *s)
{
	if (parse_chain(p, s) || is_excerpt(s) || parse_make(p, s) ||
	    parse_diag(p, s) || parse_tool(p, s))
		return;
	if (starts_with(s, "compilation terminated") ||
	    starts_with(s, "cc1: all warnings being") ||
	    starts_with(s, "cc1: some warnings being"))
		return;
	if (*s == ' ' || starts_with(s, "In function "))
		return;
	strbuf_reset(&p->loose);
	strbuf_addstr(&p->loose, s);
}

void make_report_parse(struct make_report *r, const struct kbuild *k,
		       const struct strvec *sources, const char *text,
		       size_t len)
{
	struct parser p = { .r = r, .k = k, .sources = sources };
	const char *s = text, *end = text + len, *nl;

	memset(r, 0, sizeof(*r));
	r->nr = sources->nr;
	r->of = xcalloc(r->nr + 1, sizeof(*r->of));
	r->failed = xcalloc(r->nr + 1, sizeof(*r->failed));
	strvec_init(&p.included);
	strbuf_init(&p.loose);
	for (; s < end; s = nl + 1) {
		char *line;

		nl = memchr(s, '\n', end - s);
		if (!nl)
			nl = end;
		line = xstrndup(s, nl - s);
		parse_line(&p, line);
		free(line);
	}
	flush_orphans(&p, r->nr);
	/* of one file by itself it can be of no other */
	flush_early(&p, list_of(&p, r->nr == 1 ? 0 : r->nr));
	free(p.main);
	strvec_release(&p.included);
	strbuf_release(&p.loose);
}

void make_report_release(struct make_report *r)
{
	size_t i;

	for (i = 0; r->of && i < r->nr; i++)
		diagnostics_release(&r->of[i]);
	diagnostics_release(&r->other);
	free(r->of);
	free(r->failed);
	memset(r, 0, sizeof(*r));
}
