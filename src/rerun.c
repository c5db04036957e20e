/* SPDX-License-Identifier: GPL-2.0-only */
#include "rerun.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "provenance.h"

const char *rerun_kind_name(enum rerun_kind kind)
{
	static const char *const names[] = {
		[RERUN_SAME] = "same", [RERUN_NEW] = "new",
		[RERUN_VANISHED] = "vanished",
		[RERUN_EDITED] = "edited by hand since",
	};

	return names[kind];
}

void rerun_release(struct rerun *r)
{
	for (size_t i = 0; i < r->nr; i++)
		free(r->sites[i].path);
	free(r->sites);
	free(r->counts);
	free(r->former.branch);
	memset(r, 0, sizeof(*r));
}

/* ---- the sites of a commit ---- */

/* A run of changed lines: what it was and what it became tell it. */
struct site {
	char *path, *text;
	unsigned line, nr;	/* of the result */
	bool paired, edited;
};

struct sites {
	struct site *v;
	size_t nr, alloc;
};

static void sites_release(struct sites *s)
{
	for (size_t i = 0; i < s->nr; i++) {
		free(s->v[i].path);
		free(s->v[i].text);
	}
	free(s->v);
}

/* A file of a tree; one that is none, or no regular file, is empty. */
static int read_file(struct repo *repo, const struct oid *tree,
		     const char *path, struct strbuf *out, struct strbuf *err)
{
	struct oid oid;
	unsigned mode;
	int ret = repo_tree_lookup(repo, tree, path, &oid, &mode, err);

	if (ret)
		return ret == ERR_NOT_FOUND ? 0 : ret;
	return S_ISREG(mode) ? repo_blob_read(repo, &oid, out, err) : 0;
}

static void add_lines(struct strbuf *out, char mark, const struct strbuf *text,
		      unsigned line, unsigned nr)
{
	const char *p = text->buf, *end = text->buf + text->len;

	for (unsigned i = 1; p < end && i < line + nr; i++) {
		const char *nl = memchr(p, '\n', end - p);
		size_t len = (nl ? nl : end) - p;

		if (i >= line) {
			strbuf_addch(out, mark);
			strbuf_add(out, p, len);
			strbuf_addch(out, '\n');
		}
		p += len + (nl != NULL);
	}
}

static int add_sites(struct repo *repo, const struct oid *before,
		     const struct oid *after, const char *path,
		     struct sites *out, struct strbuf *err)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct line_change *changes = NULL;
	size_t nr = 0;
	int ret = read_file(repo, before, path, &a, err);

	if (!ret)
		ret = read_file(repo, after, path, &b, err);
	if (!ret)
		ret = diff_lines(&a, &b, &changes, &nr, err);
	for (size_t i = 0; i < nr && !ret; i++) {
		const struct line_change *c = &changes[i];
		struct strbuf text = STRBUF_INIT;

		add_lines(&text, '-', &a, c->old_line, c->old_nr);
		add_lines(&text, '+', &b, c->new_line, c->new_nr);
		ALLOC_GROW(out->v, out->nr + 1, out->alloc);
		out->v[out->nr++] = (struct site) {
			.path = xstrdup(path),
			.text = strbuf_detach(&text, NULL),
			.line = c->new_line, .nr = c->new_nr,
		};
	}
	free(changes);
	strbuf_release(&a);
	strbuf_release(&b);
	return ret;
}

static int sites_of(struct repo *repo, const struct oid *commit,
		    struct sites *out, struct oid *tree, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct commit_info info, parent;
	int ret = repo_commit_info(repo, commit, &info, err);

	if (ret)
		return ret;
	*tree = info.tree;
	ret = repo_commit_info(repo, &info.parent, &parent, err);
	if (!ret) {
		ret = repo_tree_diff(repo, &parent.tree, &info.tree, &paths,
				     err);
		for (size_t i = 0; i < paths.nr && !ret; i++)
			ret = add_sites(repo, &parent.tree, &info.tree,
					paths.v[i], out, err);
		commit_info_release(&parent);
	}
	strvec_release(&paths);
	commit_info_release(&info);
	return ret;
}

/* ---- what somebody edited since ---- */

/* Where a line is after the changes; in a changed place, where that begins. */
static unsigned map_line(const struct line_change *c, size_t nr, unsigned line)
{
	unsigned to = line;

	for (size_t i = 0; i < nr && c[i].old_line <= line; i++) {
		if (line < c[i].old_line + c[i].old_nr)
			return c[i].new_line;
		to = line + c[i].new_line + c[i].new_nr - c[i].old_line -
		     c[i].old_nr;
	}
	return to;
}

/*
 * Does an edit change something of lines [from, to), or put something between
 * them?  Where lines were removed, they are none: there it may put them back.
 */
static bool touches(const struct line_change *c, unsigned from, unsigned to)
{
	unsigned end = c->old_line + c->old_nr;

	if (!c->old_nr)
		return from == to ? c->old_line == from :
		       c->old_line > from && c->old_line < to;
	if (from == to)
		return c->old_line < from && end > from;
	return c->old_line < to && end > from;
}

/*
 * The lines that the site became, in the tip of the former run; has that branch
 * others in their place now?
 */
static int look_for_edits(struct repo *repo, const struct oid *made,
			  const struct oid *tip, const struct oid *now,
			  struct site *first, size_t nr, struct strbuf *err)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, c = STRBUF_INIT;
	struct line_change *later = NULL, *edits = NULL;
	size_t nr_later = 0, nr_edits = 0;
	int ret = read_file(repo, made, first->path, &a, err);

	if (!ret)
		ret = read_file(repo, tip, first->path, &b, err);
	if (!ret)
		ret = read_file(repo, now, first->path, &c, err);
	if (!ret && strbuf_cmp(&b, &c)) {
		ret = diff_lines(&a, &b, &later, &nr_later, err);
		if (!ret)
			ret = diff_lines(&b, &c, &edits, &nr_edits, err);
	}
	for (struct site *s = first; s < first + nr && !ret; s++) {
		unsigned from = map_line(later, nr_later, s->line);
		unsigned to = map_line(later, nr_later, s->line + s->nr);

		for (size_t i = 0; i < nr_edits; i++)
			s->edited |= touches(&edits[i], from, to);
	}
	free(later);
	free(edits);
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&c);
	return ret;
}

static int find_edits(struct repo *repo, const struct oid *made,
		      const struct oid *tip, const struct oid *now,
		      struct sites *s, struct strbuf *err)
{
	size_t from = 0, to;
	int ret = 0;

	if (oid_equal(tip, now))
		return 0;
	for (; from < s->nr && !ret; from = to) {
		for (to = from + 1; to < s->nr &&
		     !strcmp(s->v[to].path, s->v[from].path); to++)
			;
		ret = look_for_edits(repo, made, tip, now, &s->v[from],
				     to - from, err);
	}
	return ret;
}

/* ---- the former run ---- */

struct former {
	struct repo *repo;
	struct oid *commits;
	struct strvec steps;	/* of each commit, "" : none */
	struct oid tip, now;	/* trees: as it was made, as its branch is now */
};

static int tree_of(struct repo *repo, const struct oid *commit,
		   struct oid *tree, struct strbuf *err)
{
	struct commit_info info;
	int ret = repo_commit_info(repo, commit, &info, err);

	if (ret)
		return ret;
	*tree = info.tree;
	commit_info_release(&info);
	return 0;
}

static int find_former(struct former *f, const struct former_run *run,
		       struct strbuf *err)
{
	char from[OID_HEX + 1], to[OID_HEX + 1], *range;
	struct strbuf why = STRBUF_INIT;
	size_t nr = 0;
	struct oid at;
	int ret = 0;

	oid_hex(&run->base, from);
	oid_hex(&run->tip, to);
	range = xasprintf("%s..%s", from, to);
	/* what nobody holds any more may be gone */
	if (tree_of(f->repo, &run->base, &f->tip, &why) ||
	    tree_of(f->repo, &run->tip, &f->tip, &why) ||
	    repo_range(f->repo, range, &f->commits, &nr, &why))
		ret = ERR_NOT_FOUND;
	strbuf_release(&why);
	free(range);
	for (size_t i = 0; i < nr && !ret; i++) {
		struct commit_info info;
		char *step;

		ret = repo_commit_info(f->repo, &f->commits[i], &info, err);
		if (ret)
			break;
		step = message_trailer(info.message, "Ratchet-Step");
		strvec_push(&f->steps, step ? step : "");
		free(step);
		commit_info_release(&info);
	}
	f->now = f->tip;
	if (!ret && !repo_ref_read(f->repo, run->branch, &at, NULL))
		ret = tree_of(f->repo, &at, &f->now, err);
	return ret;
}

/* ---- side by side ---- */

static void add_site(struct rerun *r, size_t step, const struct site *s,
		     enum rerun_kind kind)
{
	r->counts[step].n[kind]++;
	if (kind == RERUN_SAME)
		return;
	ALLOC_GROW(r->sites, r->nr + 1, r->alloc);
	r->sites[r->nr++] = (struct rerun_site) {
		.step = step, .path = xstrdup(s->path), .line = s->line,
		.kind = kind,
	};
}

/* Each site is paired with one at most: the same change may occur often. */
static void pair(struct rerun *r, size_t step, struct sites *was,
		 struct sites *is)
{
	for (size_t i = 0; i < was->nr; i++) {
		struct site *a = &was->v[i];
		struct site *b = is->v;

		while (b < is->v + is->nr &&
		       (b->paired || strcmp(a->path, b->path) ||
			strcmp(a->text, b->text)))
			b++;
		if (b < is->v + is->nr)
			a->paired = b->paired = true;
		add_site(r, step, a, a->edited ? RERUN_EDITED : a->paired ?
			 RERUN_SAME : RERUN_VANISHED);
	}
	for (size_t i = 0; i < is->nr; i++)
		if (!is->v[i].paired)
			add_site(r, step, &is->v[i], RERUN_NEW);
}

static int compare_step(struct former *f, const struct rerun_step *step,
			size_t number, struct rerun *out, struct strbuf *err)
{
	struct sites was = { 0 }, is = { 0 };
	struct oid tree;
	int ret = 0;

	if (!oid_is_null(&step->commit))
		ret = sites_of(f->repo, &step->commit, &is, &tree, err);
	for (size_t i = 0; i < f->steps.nr && !ret; i++) {
		if (strcmp(f->steps.v[i], step->name))
			continue;
		ret = sites_of(f->repo, &f->commits[i], &was, &tree, err);
		if (!ret)
			ret = find_edits(f->repo, &tree, &f->tip, &f->now,
					 &was, err);
		break;
	}
	if (!ret)
		pair(out, number, &was, &is);
	sites_release(&was);
	sites_release(&is);
	return ret;
}

int rerun_compare(struct repo *repo, const char *series,
		  const struct oid *base, const struct rerun_step *steps,
		  size_t nr, struct rerun *out, struct strbuf *err)
{
	struct former f = { .repo = repo, .steps = STRVEC_INIT };
	int ret;

	memset(out, 0, sizeof(*out));
	ret = run_former(repo, series, base, &out->former);
	if (!ret)
		ret = find_former(&f, &out->former, err);
	out->counts = xcalloc(nr + 1, sizeof(*out->counts));
	out->nr_steps = nr;
	for (size_t i = 0; i < nr && !ret; i++)
		ret = compare_step(&f, &steps[i], i, out, err);
	strvec_release(&f.steps);
	free(f.commits);
	return ret;
}
