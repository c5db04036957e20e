/* SPDX-License-Identifier: GPL-2.0-only */
#include "culprit.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "decls.h"
#include "verify_priv.h"

#define MAX_TRIALS 64

struct file {
	char *path;
	struct strbuf a, b;
	bool in_a, in_b;
	struct text_hunk *hunks;
	size_t nr;
};

struct hunk {
	struct file *file;
	const struct text_hunk *text;
};

struct search {
	struct verify *v;
	struct snapshot *before, *after;
	struct config *config;
	const char *source;
	const struct diagnostic *diag;
	struct file *files;
	size_t nr_files;
	struct hunk *hunks;
	size_t nr;
	unsigned trials;
	struct strbuf *err;
};

void culprit_release(struct culprit *c)
{
	for (size_t i = 0; i < c->nr; i++) {
		free(c->v[i].path);
		free(c->v[i].rule);
	}
	free(c->v);
	free(c->diag.path);
	free(c->diag.text);
	memset(c, 0, sizeof(*c));
}

/* ---- the hunks ---- */

static int add_file(struct search *s, const char *path)
{
	struct file *f = &s->files[s->nr_files++];
	int ret;

	f->path = xstrdup(path);
	strbuf_init(&f->a);
	strbuf_init(&f->b);
	f->in_a = !snapshot_stat(s->before, path, NULL, NULL);
	f->in_b = !snapshot_stat(s->after, path, NULL, NULL);
	ret = verify_text(s->before, path, &f->a, s->err);
	if (!ret)
		ret = verify_text(s->after, path, &f->b, s->err);
	if (!ret)
		f->hunks = text_hunks(f->a.buf, f->b.buf, &f->nr);
	return ret;
}

static int find_hunks(struct search *s)
{
	struct strvec changed = STRVEC_INIT;
	size_t n = 0;
	int ret = verify_changed(s->v, s->before, s->after, &changed, s->err);

	s->files = xcalloc(changed.nr + 1, sizeof(*s->files));
	for (size_t i = 0; i < changed.nr && !ret; i++)
		if (is_c_file(changed.v[i]))
			ret = add_file(s, changed.v[i]);
	for (size_t i = 0; i < s->nr_files; i++)
		s->nr += s->files[i].nr;
	s->hunks = xcalloc(s->nr + 1, sizeof(*s->hunks));
	for (size_t i = 0; i < s->nr_files; i++)
		for (size_t k = 0; k < s->files[i].nr; k++)
			s->hunks[n++] = (struct hunk){
				&s->files[i], &s->files[i].hunks[k] };
	strvec_release(&changed);
	return ret;
}

static void release(struct search *s)
{
	for (size_t i = 0; i < s->nr_files; i++) {
		free(s->files[i].path);
		free(s->files[i].hunks);
		strbuf_release(&s->files[i].a);
		strbuf_release(&s->files[i].b);
	}
	free(s->files);
	free(s->hunks);
}

/* ---- a trial ---- */

/* @f with those of its hunks that are in @in. */
static void file_with(const struct search *s, const struct file *f,
		      const bool *in, struct file_change *c)
{
	const char *a = f->a.buf;
	size_t line = 1, applied = 0;
	unsigned mode = 0100644;

	strbuf_init(&c->content);
	c->path = f->path;
	for (size_t i = 0; i < s->nr; i++) {
		const struct text_hunk *h = s->hunks[i].text;

		if (s->hunks[i].file != f || !in[i])
			continue;
		applied++;
		for (; line < h->a_first; line++) {
			size_t n = strcspn(a, "\n") + 1;

			strbuf_add(&c->content, a, n);
			a += n;
		}
		for (size_t k = 0; k < h->a_lines; k++, line++) {
			a += strcspn(a, "\n");
			a += *a == '\n';
		}
		strbuf_add(&c->content, f->b.buf + h->b_at, h->b_len);
	}
	strbuf_addstr(&c->content, a);
	snapshot_stat(f->in_b ? s->after : s->before, f->path, NULL, &mode);
	c->mode = (applied == f->nr ? f->in_b : f->in_a || applied) ? mode : 0;
}

/* Does the object say the same with the hunks @in? */
static int fails_with(struct search *s, const bool *in, bool *yes)
{
	struct file_change *changes = xcalloc(s->nr_files + 1,
					      sizeof(*changes));
	struct object_result r = { 0 };
	struct strvec one = STRVEC_INIT;
	struct snapshot *snap;
	int ret;

	*yes = false;
	s->trials++;
	for (size_t i = 0; i < s->nr_files; i++)
		file_with(s, &s->files[i], in, &changes[i]);
	/* all that is no hunk is as after the step */
	snap = snapshot_derive(s->after, changes, s->nr_files);
	strvec_push(&one, s->source);
	ret = verify_results(s->v, s->config, snap, &one, &r, NULL, s->err);
	for (size_t i = 0; i < r.diags.nr && !ret; i++)
		*yes |= verify_same_text(&r.diags.v[i], s->diag);
	if (!ret)
		object_result_release(&r);
	snapshot_put(snap);
	strvec_release(&one);
	free(changes);
	return ret;
}

/* ---- delta debugging ---- */

static size_t count(const bool *in, size_t nr)
{
	size_t n = 0;

	for (size_t i = 0; i < nr; i++)
		n += in[i];
	return n;
}

/* The part @k of @parts of what is in @in, or all but it. */
static void take_part(const bool *in, size_t nr, size_t k, size_t parts,
		      bool rest, bool *out)
{
	size_t total = count(in, nr), n = 0;

	for (size_t i = 0; i < nr; i++) {
		bool mine = in[i] && n * parts / total == k;

		out[i] = in[i] && mine != rest;
		n += in[i];
	}
}

/* Makes @in smaller as long as the object still fails. */
static int reduce(struct search *s, bool *in, bool *exact)
{
	bool *part = xcalloc(s->nr + 1, sizeof(*part));
	size_t parts = 2;
	int ret = 0;

	*exact = false;
	while (!ret && s->trials < MAX_TRIALS) {
		size_t total = count(in, s->nr);
		bool smaller = false;

		if (total < 2) {
			*exact = true;
			break;
		}
		parts = parts < total ? parts : total;
		for (size_t k = 0; k < 2 * parts && !ret && !smaller; k++) {
			if (parts == 2 && k >= parts)
				break;
			take_part(in, s->nr, k % parts, parts, k >= parts,
				  part);
			ret = fails_with(s, part, &smaller);
		}
		if (smaller) {
			memcpy(in, part, s->nr * sizeof(*in));
			parts = parts > 2 ? parts - 1 : 2;
		} else if (parts == total) {
			*exact = true;
			break;
		} else {
			parts *= 2;
		}
	}
	free(part);
	return ret;
}

/* An object, in a configuration, that gives the diagnostic. */
static int find_object(struct search *s, const struct verify_result *p)
{
	struct strvec sources = STRVEC_INIT;
	struct object_result *r = xcalloc(p->nr + 1, sizeof(*r));
	int ret = 0;

	for (size_t i = 0; i < p->nr; i++)
		strvec_push(&sources, p->objects[i].source);
	for (size_t c = 0; c < s->v->nr && !ret && !s->source; c++) {
		ret = verify_results(s->v, &s->v->configs[c], s->after,
				     &sources, r, NULL, s->err);
		for (size_t i = 0; i < p->nr && !ret; i++) {
			for (size_t k = 0; k < r[i].diags.nr; k++)
				if (!s->source &&
				    verify_same_text(&r[i].diags.v[k], s->diag)) {
					s->source = p->objects[i].source;
					s->config = &s->v->configs[c];
				}
			object_result_release(&r[i]);
		}
	}
	free(r);
	strvec_release(&sources);
	return ret;
}

static void give(const struct search *s, const bool *in, struct culprit *out)
{
	out->v = xcalloc(count(in, s->nr) + 1, sizeof(*out->v));
	out->of = s->nr;
	out->trials = s->trials;
	out->diag = *s->diag;
	out->diag.path = xstrdup(s->diag->path);
	out->diag.text = xstrdup(s->diag->text);
	for (size_t i = 0; i < s->nr; i++) {
		const struct text_hunk *h = s->hunks[i].text;

		if (in[i])
			out->v[out->nr++] = (struct culprit_hunk){
				xstrdup(s->hunks[i].file->path), h->b_first,
				h->b_first + h->b_lines - 1, NULL };
	}
}

int culprit_find(struct verify *v, struct snapshot *before,
		 struct snapshot *after, const struct verify_result *p,
		 struct culprit *out, struct strbuf *err)
{
	struct search s = { .v = v, .before = before, .after = after,
			    .err = err };
	bool *in = NULL;
	int ret = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < p->new_diags.nr && !s.source && !ret; i++) {
		s.diag = &p->new_diags.v[i];
		ret = find_object(&s, p);
	}
	if (ret || !s.source)
		return ret;
	ret = find_hunks(&s);
	if (ret || !s.nr)
		goto out;
	in = xcalloc(s.nr, sizeof(*in));
	memset(in, true, s.nr * sizeof(*in));
	ret = reduce(&s, in, &out->exact);
	if (!ret)
		give(&s, in, out);
out:
	free(in);
	release(&s);
	return ret;
}
