/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which uses a parent has, too.  Each of the parent's stands for one of the
 * commit's at most: first those on lines that the commit left alone, then the
 * same text elsewhere (moved code), then what was edited in its place.
 */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

struct pairing {
	struct check_uses *now, *before;
	struct check_delta *d;
	/* index of the file in @d, of each use; -1: it did not change */
	int *now_file, *before_file;
};

typedef bool same_fn(const struct pairing *p, size_t now, size_t before);

static void index_files(struct pairing *p)
{
	for (size_t i = 0; i < p->now->nr; i++) {
		p->now_file[i] = -1;
		for (size_t k = 0; k < p->d->nr; k++)
			if (p->d->v[k].new_path &&
			    !strcmp(p->d->v[k].new_path, p->now->v[i].path))
				p->now_file[i] = k;
	}
	for (size_t i = 0; i < p->before->nr; i++) {
		p->before_file[i] = -1;
		for (size_t k = 0; k < p->d->nr; k++)
			if (p->d->v[k].old_path &&
			    !strcmp(p->d->v[k].old_path,
				    p->before->v[i].path))
				p->before_file[i] = k;
	}
}

/* The change that new line @line is in, or NULL; *old: else its old number. */
static const struct line_change *change_at(const struct check_delta *d,
					   int file, unsigned line,
					   unsigned *old)
{
	long shift = 0;

	for (size_t i = 0; i < d->nr_lines[file]; i++) {
		const struct line_change *c = &d->lines[file][i];

		if (line < c->new_line)
			break;
		if (line < c->new_line + c->new_nr)
			return c;
		shift += (long)c->old_nr - (long)c->new_nr;
	}
	*old = line + shift;
	return NULL;
}

static bool stands_still(const struct pairing *p, size_t now, size_t before)
{
	const struct check_use *n = &p->now->v[now], *b = &p->before->v[before];
	int file = p->now_file[now];
	unsigned old;

	return file >= 0 && file == p->before_file[before] &&
	       !change_at(p->d, file, n->line, &old) && old == b->line &&
	       n->col == b->col;
}

/* The same but for blanks. */
static bool same_text(const char *a, const char *b)
{
	for (;;) {
		a += strspn(a, " \t\r");
		b += strspn(b, " \t\r");
		if (!*a || *a != *b)
			return *a == *b;
		a++;
		b++;
	}
}

static bool is_moved(const struct pairing *p, size_t now, size_t before)
{
	return same_text(p->now->v[now].source, p->before->v[before].source);
}

static bool is_edited(const struct pairing *p, size_t now, size_t before)
{
	int file = p->now_file[now];
	const struct line_change *c;
	unsigned line = p->before->v[before].line, old;

	if (file < 0 || file != p->before_file[before])
		return false;
	c = change_at(p->d, file, p->now->v[now].line, &old);
	return c && line >= c->old_line && line < c->old_line + c->old_nr;
}

static bool is_of_function(const struct pairing *p, size_t now, size_t before)
{
	const char *a = p->now->v[now].function;
	const char *b = p->before->v[before].function;

	return a && b && !strcmp(a, b) && p->now_file[now] >= 0 &&
	       p->now_file[now] == p->before_file[before];
}

/* Two steps may take away the same, one of them in some places only. */
static bool same_thing(const struct expect *a, const struct expect *b)
{
	return a->what == b->what && !strcmp(a->name, b->name) &&
	       (!a->member || !strcmp(a->member, b->member));
}

static void pair_by(struct pairing *p, same_fn *same)
{
	for (size_t i = 0; i < p->now->nr; i++) {
		struct check_use *n = &p->now->v[i];

		for (size_t k = 0; k < p->before->nr && !n->paired; k++) {
			struct check_use *b = &p->before->v[k];

			if (b->paired || !same_thing(b->rule->x, n->rule->x) ||
			    !same(p, i, k))
				continue;
			b->paired = n->paired = true;
		}
	}
}

static int learn_lines(struct pairing *p, struct repo *repo, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < p->now->nr && !ret; i++)
		if (p->now_file[i] >= 0)
			ret = check_delta_lines(p->d, repo, p->now_file[i],
						err);
	return ret;
}

int check_uses_pair(struct check_uses *now, struct check_uses *before,
		    struct check_delta *d, struct repo *repo,
		    struct strbuf *err)
{
	struct pairing p = {
		.now = now, .before = before, .d = d,
		.now_file = xcalloc(now->nr + 1, sizeof(int)),
		.before_file = xcalloc(before->nr + 1, sizeof(int)),
	};
	static same_fn *const ways[] = { stands_still, is_moved, is_edited,
					 is_of_function };
	int ret;

	index_files(&p);
	/* a file that is the parent's */
	for (size_t i = 0; i < now->nr; i++)
		now->v[i].paired = p.now_file[i] < 0;
	ret = learn_lines(&p, repo, err);
	for (size_t i = 0; i < ARRAY_SIZE(ways) && !ret; i++)
		pair_by(&p, ways[i]);
	for (size_t i = 0; i < now->nr && !ret; i++)
		now->v[i].old |= now->v[i].paired;
	free(p.now_file);
	free(p.before_file);
	return ret;
}
