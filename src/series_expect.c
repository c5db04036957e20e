/* SPDX-License-Identifier: GPL-2.0-only */
/* The expect file of a step: what must hold after it. */
#include "pass.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "series_priv.h"

static const char *const class_names[] = {
	[RESIDUE_COMMENT] = "comment",
	[RESIDUE_STRING] = "string",
	[RESIDUE_IF0] = "if0",
	[RESIDUE_OLD_ARM] = "old-arm",
	[RESIDUE_INACTIVE] = "inactive",
	[RESIDUE_MACRO] = "macro",
	[RESIDUE_UNPARSED] = "unparsed",
	[RESIDUE_NOT_VISITED] = "not-visited",
	[RESIDUE_UNKNOWN_TYPE] = "unknown-type",
	[RESIDUE_REJECTED] = "rejected",
	[RESIDUE_UNEXPLAINED] = "unexplained",
};

static const char *const what_names[] = {
	[WHAT_WORD] = "word",
	[WHAT_FUNCTION] = "function",
	[WHAT_TYPE] = "type",
	[WHAT_MEMBER] = "member",
	[WHAT_CONFIG] = "config",
	[WHAT_MATCH] = "match",
};

const char *residue_class_name(enum residue_class cls)
{
	return class_names[cls];
}

const char *expect_what_name(enum expect_what what)
{
	return what_names[what];
}

void expect_describe(const struct expect *x, struct strbuf *out)
{
	strbuf_addf(out, "%s %s%s%s", expect_what_name(x->what), x->name,
		    x->member ? "." : "", x->member ? x->member : "");
	for (size_t i = 0; i < x->in.nr; i++)
		strbuf_addf(out, "%s %s", i ? "" : " in", x->in.v[i]);
}

static int name_index(const char *const *names, size_t nr, const char *s)
{
	for (size_t i = 0; i < nr; i++)
		if (!strcmp(names[i], s))
			return i;
	return -1;
}

void expect_release(struct expect *e)
{
	free(e->name);
	free(e->member);
	free(e->text);
	strvec_release(&e->in);
	if (e->rule) {
		pass_release(e->rule);
		free(e->rule);
	}
	if (e->cond) {
		expect_release(e->cond);
		free(e->cond);
	}
}

/* "[in PATH...]" at words[i] and beyond */
static int take_paths(struct expect *e, const struct strvec *words, size_t i,
		      struct line_reader *r, struct strbuf *err)
{
	if (i == words->nr)
		return 0;
	if (strcmp(words->v[i], "in") || i + 1 == words->nr)
		return reader_error(r, err, "expected 'in PATH...', not '%s'",
				    words->v[i]);
	for (i++; i < words->nr; i++) {
		char *path = words->v[i];
		size_t n = strlen(path);

		if (n && path[n - 1] == '/')
			path[n - 1] = '\0';
		if (!path_is_safe(path))
			return reader_error(r, err,
					    "'%s' is not a path inside a tree",
					    path);
		strvec_push(&e->in, path);
	}
	return 0;
}

/* STRUCT.FIELD */
static int take_member(struct expect *e, const char *s, struct line_reader *r,
		       struct strbuf *err)
{
	size_t n = strcspn(s, ".");

	if (!is_identifier(s, n) || s[n] != '.' ||
	    !is_identifier(s + n + 1, strlen(s + n + 1)))
		return reader_error(r, err, "'%s' is not STRUCT.FIELD", s);
	e->name = xstrndup(s, n);
	e->member = xstrdup(s + n + 1);
	return 0;
}

static int take_rule(struct expect *e, const char *dir, const char *s,
		     struct line_reader *r, struct strbuf *err)
{
	char *path;
	int ret;

	if (strchr(s, '/') || !path_is_safe(s) || !ends_with(s, ".cocci"))
		return reader_error(r, err,
				    "'%s' is not a .cocci file of this step",
				    s);
	e->name = xstrdup(s);
	e->rule = xcalloc(1, sizeof(*e->rule));
	path = xasprintf("%s/%s", dir, s);
	ret = pass_load(e->rule, PASS_COLLECT, path, s, err);
	free(path);
	return ret;
}

/* absent|present|requires WHAT NAME [in PATHS] */
static int take_plain(struct expect *e, const char *dir,
		      const struct strvec *words, struct line_reader *r,
		      struct strbuf *err)
{
	int what, ret = 0;

	if (words->nr < 3)
		return reader_error(r, err,
				    "expected '%s word|function|type|member|config|match NAME'",
				    words->v[0]);
	what = name_index(what_names, ARRAY_SIZE(what_names), words->v[1]);
	if (what < 0)
		return reader_error(r, err,
				    "unknown kind '%s': it is word, function, type, member, config or match",
				    words->v[1]);
	e->what = what;
	if (e->what == WHAT_MEMBER)
		ret = take_member(e, words->v[2], r, err);
	else if (e->what == WHAT_MATCH)
		ret = take_rule(e, dir, words->v[2], r, err);
	else if (what == WHAT_CONFIG ?
		 !is_config_name(words->v[2], strlen(words->v[2])) :
		 !is_identifier(words->v[2], strlen(words->v[2])))
		ret = reader_error(r, err, "'%s' is no name",
				   words->v[2]);
	else
		e->name = xstrdup(words->v[2]);
	return ret ? ret : take_paths(e, words, 3, r, err);
}

/* The same, and behind present and requires "[if WHAT NAME [in PATHS]]". */
static int take_what(struct expect *e, const char *dir,
		     const struct strvec *words, struct line_reader *r,
		     struct strbuf *err)
{
	struct strvec part = STRVEC_INIT;
	size_t i = 0;
	int ret;

	while (i < words->nr && strcmp(words->v[i], "if"))
		strvec_push(&part, words->v[i++]);
	ret = take_plain(e, dir, &part, r, err);
	if (!ret && i < words->nr && e->kind == EXPECT_ABSENT)
		ret = reader_error(r, err, "'absent' has no 'if'");
	if (!ret && i < words->nr) {
		strvec_release(&part);
		for (; i < words->nr; i++)
			strvec_push(&part, words->v[i]);
		e->cond = xcalloc(1, sizeof(*e->cond));
		strvec_init(&e->cond->in);
		e->cond->kind = EXPECT_REQUIRES;
		e->cond->line = e->line;
		ret = take_plain(e->cond, dir, &part, r, err);
		if (!ret && e->cond->rule)
			ret = reader_error(r, err,
					   "a rule is no condition behind 'if'");
	}
	strvec_release(&part);
	return ret;
}

/* A plain number at *s, which moves on behind it. */
static bool take_number(const char **s, unsigned *out)
{
	size_t n = strspn(*s, "0123456789");

	if (!n || n > 9)
		return false;
	*out = strtoul(*s, NULL, 10);
	*s += n;
	return true;
}

/* sites N..M, sites N.., sites N */
static int take_sites(struct expect *e, const struct strvec *words,
		      struct line_reader *r, struct strbuf *err)
{
	const char *s = words->nr == 2 ? words->v[1] : "";

	if (take_number(&s, &e->min)) {
		e->max = e->min;
		if (!*s)
			return 0;
		e->max = UINT_MAX;
		if (!strcmp(s, ".."))
			return 0;
		if (starts_with(s, "..") && (s += 2) &&
		    take_number(&s, &e->max) && !*s)
			return e->min <= e->max ? 0 :
			       reader_error(r, err, "'%s' is an empty range",
					    words->v[1]);
	}
	return reader_error(r, err, "expected 'sites N..M' or 'sites N..'");
}

/* allow CLASS in PATH because TEXT */
static int take_allow(struct expect *e, const struct strvec *words,
		      struct line_reader *r, struct strbuf *err)
{
	const char *because;
	int cls;

	if (words->nr < 6 || strcmp(words->v[2], "in") ||
	    strcmp(words->v[4], "because"))
		return reader_error(r, err,
				    "expected 'allow CLASS in PATH because TEXT'");
	cls = name_index(class_names, ARRAY_SIZE(class_names), words->v[1]);
	if (cls < 0)
		return reader_error(r, err, "unknown class '%s'", words->v[1]);
	if (cls == RESIDUE_UNEXPLAINED)
		return reader_error(r, err,
				    "unexplained residue cannot be allowed");
	if (!path_is_safe(words->v[3]))
		return reader_error(r, err, "'%s' is not a path inside a tree",
				    words->v[3]);
	e->cls = cls;
	strvec_push(&e->in, words->v[3]);
	because = strstr(r->text.buf, " because ");
	e->text = xstrdup(because + strlen(" because "));
	return 0;
}

/* same code [in PATHS] */
static int take_same(struct expect *e, const struct strvec *words,
		     struct line_reader *r, struct strbuf *err)
{
	if (words->nr < 2 || strcmp(words->v[1], "code"))
		return reader_error(r, err, "expected 'same code [in PATH...]'");
	return take_paths(e, words, 2, r, err);
}

static int take_expect(struct expect *e, const char *dir,
		       const struct strvec *words, struct line_reader *r,
		       struct strbuf *err)
{
	const char *verb = words->v[0];

	if (!strcmp(verb, "absent"))
		e->kind = EXPECT_ABSENT;
	else if (!strcmp(verb, "present"))
		e->kind = EXPECT_PRESENT;
	else if (!strcmp(verb, "requires"))
		e->kind = EXPECT_REQUIRES;
	else if (!strcmp(verb, "sites"))
		e->kind = EXPECT_SITES;
	else if (!strcmp(verb, "allow"))
		e->kind = EXPECT_ALLOW;
	else if (!strcmp(verb, "same"))
		e->kind = EXPECT_SAME;
	else
		return reader_error(r, err,
				    "unknown word '%s': expected absent, present, requires, sites, allow or same",
				    verb);
	if (e->kind == EXPECT_SITES)
		return take_sites(e, words, r, err);
	if (e->kind == EXPECT_ALLOW)
		return take_allow(e, words, r, err);
	if (e->kind == EXPECT_SAME)
		return take_same(e, words, r, err);
	return take_what(e, dir, words, r, err);
}

int expects_load(struct step *step, struct strbuf *err)
{
	char *path = xasprintf("%s/expect", step->dir);
	struct strbuf text = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;
	struct line_reader r;
	size_t alloc = 0;
	int ret = file_read(path, &text, NULL);

	if (ret)	/* a step need not have one */
		ret = ret == ERR_NOT_FOUND ? 0 : file_read(path, &text, err);
	reader_init(&r, path, text.buf);
	while (!ret && reader_next(&r)) {
		struct expect *e;

		ALLOC_GROW(step->expects, step->nr_expects + 1, alloc);
		e = &step->expects[step->nr_expects++];
		memset(e, 0, sizeof(*e));
		strvec_init(&e->in);
		e->line = r.line;
		strvec_release(&words);
		strvec_split(&words, r.text.buf);
		ret = take_expect(e, step->dir, &words, &r, err);
	}
	reader_release(&r);
	strvec_release(&words);
	strbuf_release(&text);
	free(path);
	return ret;
}

bool expect_path_matches(const struct expect *e, const char *path)
{
	for (size_t i = 0; i < e->in.nr; i++) {
		size_t n = strlen(e->in.v[i]);

		if (!strncmp(path, e->in.v[i], n) &&
		    (!path[n] || path[n] == '/'))
			return true;
	}
	return !e->in.nr;
}

bool step_same_code(const struct step *step, struct strvec *in)
{
	bool any = false, all = false;

	for (size_t i = 0; i < step->nr_expects; i++) {
		const struct expect *x = &step->expects[i];

		if (x->kind != EXPECT_SAME)
			continue;
		any = true;
		all |= !x->in.nr;
		strvec_pushv(in, &x->in);
	}
	if (all)
		strvec_release(in);
	return any;
}
