/* SPDX-License-Identifier: GPL-2.0-only */
/* What a commit changed, and whether that can matter: no more is read. */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

#include "cppcond.h"

int check_delta_of(struct check_delta *d, struct repo *repo,
		   const struct oid *parent, const struct oid *tree,
		   struct strbuf *err)
{
	int ret;

	memset(d, 0, sizeof(*d));
	ret = repo_tree_changes(repo, parent, tree, &d->v, &d->nr, err);
	d->lines = xcalloc(d->nr + 1, sizeof(*d->lines));
	d->nr_lines = xcalloc(d->nr + 1, sizeof(*d->nr_lines));
	return ret;
}

void check_delta_release(struct check_delta *d)
{
	for (size_t i = 0; i < d->nr; i++)
		free(d->lines[i]);
	free(d->lines);
	free(d->nr_lines);
	tree_deltas_free(d->v, d->nr);
	memset(d, 0, sizeof(*d));
}

const struct tree_delta *check_delta_find(const struct check_delta *d,
					  const char *new_path)
{
	for (size_t i = 0; i < d->nr; i++)
		if (d->v[i].new_path && !strcmp(d->v[i].new_path, new_path))
			return &d->v[i];
	return NULL;
}

static int read_sides(const struct tree_delta *t, struct repo *repo,
		      struct strbuf *a, struct strbuf *b, struct strbuf *err)
{
	int ret = t->old_path ? repo_blob_read(repo, &t->old_oid, a, err) : 0;

	if (!ret && t->new_path)
		ret = repo_blob_read(repo, &t->new_oid, b, err);
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}

static int find_lines(struct check_delta *d, size_t i, const struct strbuf *a,
		      const struct strbuf *b, struct strbuf *err)
{
	if (d->lines[i])
		return 0;
	return diff_lines(a, b, &d->lines[i], &d->nr_lines[i], err);
}

int check_delta_lines(struct check_delta *d, struct repo *repo, size_t i,
		      struct strbuf *err)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	int ret = 0;

	if (!d->lines[i]) {
		ret = read_sides(&d->v[i], repo, &a, &b, err);
		if (!ret)
			ret = find_lines(d, i, &a, &b, err);
	}
	strbuf_release(&a);
	strbuf_release(&b);
	return ret;
}

/* The words of [p, end) that are among @known, into @found. */
static void words_among(const char *p, const char *end,
			const struct strvec *known, struct strvec *found)
{
	while (p < end) {
		const char *start = p;

		while (p < end && is_word_char((unsigned char)*p))
			p++;
		if (p > start && strvec_has_sorted_n(known, start, p - start)) {
			char *word = xstrndup(start, p - start);

			strvec_insert_sorted(found, word);
			free(word);
		}
		p += p == start;
	}
}

/* Goes from change to change through one side of a file. */
struct walk {
	const char *p, *end;
	unsigned line;
};

static void walk_to(struct walk *w, unsigned line)
{
	for (; w->line < line && w->p < w->end; w->line++) {
		w->p = memchr(w->p, '\n', w->end - w->p);
		w->p = w->p ? w->p + 1 : w->end;
	}
}

/* The @nr lines from @line; those before them were asked for already. */
static const char *walk_lines(struct walk *w, unsigned line, unsigned nr)
{
	const char *from;

	walk_to(w, line);
	from = w->p;
	walk_to(w, line + nr);
	return from;
}

static bool has_conditional(const struct cpp_text *t, unsigned line, unsigned nr)
{
	for (size_t i = 0; i < t->nr; i++) {
		const struct cpp_line *l = &t->v[i];

		if (l->kind != CPP_NONE && l->number < line + nr &&
		    line < l->number + l->lines)
			return true;
	}
	return false;
}

/* Does a comment begin or end here, and not both? */
static bool has_half_comment(const char *p, const char *end)
{
	int depth = 0;

	for (; p + 1 < end; p++) {
		bool opens = p[0] == '/' && p[1] == '*';
		bool closes = p[0] == '*' && p[1] == '/';

		depth += opens - closes;
		p += opens || closes;
	}
	return depth;
}

/*
 * The words of the lines that are new, or may be code only now: then any of
 * the file's may be.
 */
static void gained_words(const struct check_delta *d, size_t i,
			 const struct strbuf *before, const struct strbuf *after,
			 const struct strvec *known, struct strvec *found)
{
	struct walk a = { before->buf, before->buf + before->len, 1 };
	struct walk b = { after->buf, after->buf + after->len, 1 };
	struct cpp_text ca, cb;
	bool more = false;

	cpp_parse(&ca, before->buf, before->len);
	cpp_parse(&cb, after->buf, after->len);
	for (size_t k = 0; k < d->nr_lines[i]; k++) {
		const struct line_change *c = &d->lines[i][k];
		const char *old = walk_lines(&a, c->old_line, c->old_nr);
		const char *new = walk_lines(&b, c->new_line, c->new_nr);

		more |= has_conditional(&ca, c->old_line, c->old_nr) ||
			has_conditional(&cb, c->new_line, c->new_nr) ||
			has_half_comment(old, a.p) || has_half_comment(new, b.p);
		words_among(new, b.p, known, found);
	}
	if (more)
		words_among(after->buf, b.end, known, found);
	cpp_release(&ca);
	cpp_release(&cb);
}

/*
 * A gained line must have one of the rule's words; a member's struct on one,
 * if the member itself is somewhere in the file: it may be what a variable on
 * another line is of.
 */
static bool brings(const struct check_rule *r, const struct strvec *gained,
		   const struct strbuf *text)
{
	for (size_t i = 0; i < r->words.nr; i++)
		if (strvec_has_sorted(gained, r->words.v[i]))
			return r->x->what != WHAT_MEMBER ||
			       text_has_word(text->buf, text->len,
					     r->x->member);
	return false;
}

int check_delta_touches(struct check_delta *d, struct repo *repo, size_t i,
			const struct check_rules *rules, bool *wanted,
			bool *any, struct strbuf *err)
{
	const struct tree_delta *t = &d->v[i];
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct strvec all = STRVEC_INIT, gained = STRVEC_INIT;
	int ret = 0;

	*any = false;
	if (!t->new_path || (t->old_path && oid_equal(&t->old_oid, &t->new_oid)))
		return 0;
	ret = read_sides(t, repo, &a, &b, err);
	/* most files hold none of the words at all */
	if (!ret)
		words_among(b.buf, b.buf + b.len, &rules->words, &all);
	if (all.nr) {
		ret = find_lines(d, i, &a, &b, err);
		if (!ret)
			gained_words(d, i, &a, &b, &all, &gained);
	}
	for (size_t k = 0; k < rules->nr && gained.nr && !ret; k++) {
		if (!expect_path_matches(rules->v[k].x, t->new_path) ||
		    !brings(&rules->v[k], &gained, &b))
			continue;
		wanted[k] = true;
		*any = true;
	}
	strvec_release(&all);
	strvec_release(&gained);
	strbuf_release(&a);
	strbuf_release(&b);
	return ret;
}

int check_delta_had(struct check_delta *d, struct repo *repo, size_t i,
		    const struct check_rules *rules, const bool *wanted,
		    bool *had, struct strbuf *err)
{
	const struct tree_delta *t = &d->v[i];
	struct strbuf text = STRBUF_INIT;
	struct strvec found = STRVEC_INIT;
	int ret;

	*had = false;
	if (!t->old_path)
		return 0;
	ret = repo_blob_read(repo, &t->old_oid, &text, err);
	if (!ret)
		words_among(text.buf, text.buf + text.len, &rules->words,
			    &found);
	for (size_t k = 0; k < rules->nr && !ret; k++)
		for (size_t w = 0; wanted[k] && w < rules->v[k].words.nr; w++)
			*had |= strvec_has_sorted(&found,
						  rules->v[k].words.v[w]);
	strvec_release(&found);
	strbuf_release(&text);
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}
