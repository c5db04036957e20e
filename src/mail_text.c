/* SPDX-License-Identifier: GPL-2.0-only */
/* mail_text: the words around the patches. */
#include "mail_priv.h"

#include <stdlib.h>
#include <string.h>

/* ---- the step of a commit ---- */

int mail_find_step(struct mail *m, struct mail_commit *c, struct strbuf *err)
{
	struct strbuf why = STRBUF_INIT;
	int ret = provenance_step(&m->provenance, c->message.buf, &c->step,
				  &why);
	char hex[OID_HEX + 1];

	if (ret == ERR_NOT_FOUND || m->opt->smpl == MAIL_SMPL_NONE)
		ret = 0;
	oid_hex(&c->id, hex);
	if (ret)
		ret = error_set(err, ret, "commit %.12s is %s; name the series "
				"that made it with --series, or leave the "
				"patches out with --smpl none", hex, why.buf);
	strbuf_release(&why);
	return ret;
}

/* ---- semantic patches ---- */

/*
 * The passes of a step.  Each line stands behind blanks: nothing in it can
 * look like the beginning of a patch, a mail header or a trailer.
 */
static void add_passes(const struct step *s, struct strbuf *out)
{
	strbuf_addstr(out, "// <smpl>\n");
	for (size_t i = 0; i < s->nr_passes; i++) {
		const struct pass *p = &s->passes[i];

		strbuf_addf(out, "    // %s\n", p->name);
		for (const char *t = p->text; *t; t += *t == '\n') {
			size_t n = strcspn(t, "\n"), end = n;

			while (end && strchr(" \t\r", t[end - 1]))
				end--;
			/* what git makes of blank lines, it makes now */
			if (end)
				strbuf_addf(out, "    %.*s\n", (int)end, t);
			else if (!ends_with(out->buf, "\n\n"))
				strbuf_addch(out, '\n');
			t += n;
		}
		if (ends_with(out->buf, "\n\n"))
			strbuf_setlen(out, out->len - 1);
	}
	strbuf_addstr(out, "// </smpl>\n");
}

/* Where the last paragraph begins, if it is one of trailers; else the end. */
static size_t trailers_begin(const char *message)
{
	size_t len = strlen(message), at;

	while (len && message[len - 1] == '\n')
		len--;
	at = len;
	while (at && !(message[at - 1] == '\n' && at > 1 &&
		       message[at - 2] == '\n'))
		at--;
	if (!at)
		return len;
	for (const char *s = message + at; s < message + len; s++) {
		size_t word = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789-");

		if (!word || s[word] != ':')
			return len;
		s += strcspn(s, "\n");
	}
	return at;
}

int mail_message(struct mail *m, struct mail_commit *c, const char *message,
		 struct strbuf *err)
{
	size_t at;
	int ret;

	strbuf_addstr(&c->message, message);
	c->subject = xstrndup(message, strcspn(message, "\n"));
	ret = mail_find_step(m, c, err);
	if (ret || !c->step || m->opt->smpl != MAIL_SMPL_INLINE)
		return ret;
	at = trailers_begin(message);
	strbuf_setlen(&c->message, at);
	strbuf_rtrim(&c->message);
	strbuf_addstr(&c->message, "\n\nMade by these semantic patches:\n\n");
	add_passes(c->step, &c->message);
	strbuf_addf(&c->message, "\n%s", message[at] == '\n' ? "" :
		    message + at);
	return 0;
}

/* ---- the cover letter ---- */

static void add_table(const struct mail *m, struct strbuf *out)
{
	strbuf_addstr(out, "files sites  left objects  patch\n");
	for (size_t i = 0; i < m->nr; i++) {
		const struct commit_facts *f = &m->v[i].facts;

		if (f->made)
			strbuf_addf(out, "%5u %5u %5zu ", f->files, f->sites,
				    f->left.nr);
		else
			strbuf_addstr(out, "    -     -     - ");
		if (f->proven)
			strbuf_addf(out, "%7u", f->built);
		else
			strbuf_addstr(out, "      -");
		strbuf_addf(out, "  %.*s\n", 44, m->v[i].subject);
	}
}

static void add_left(const struct mail *m, struct strbuf *out)
{
	bool any = false;

	for (size_t i = 0; i < m->nr; i++) {
		const struct commit_facts *f = &m->v[i].facts;

		for (size_t k = 0; k < f->left.nr; k++) {
			if (!any)
				strbuf_addstr(out, "\nLeft as they are, on purpose:\n\n");
			any = true;
			strbuf_addf(out, "  %s\n", f->left.v[k]);
		}
	}
}

static void add_tests(const struct mail *m, struct strbuf *out)
{
	struct strvec configs = STRVEC_INIT;
	size_t proven = 0, full = 0, not_compiled = 0;

	for (size_t i = 0; i < m->nr; i++) {
		const struct commit_facts *f = &m->v[i].facts;

		proven += f->proven;
		full += f->proven && f->full;
		not_compiled += f->proven ? f->not_compiled : 0;
		strvec_pushv(&configs, &f->configs);
	}
	strvec_sort_uniq(&configs);
	strbuf_addch(out, '\n');
	if (!proven) {
		strbuf_addstr(out, "None of the patches was proven to build.\n");
	} else {
		strbuf_addf(out, "%zu of %zu patches were proven to build", proven,
			    m->nr);
		for (size_t i = 0; i < configs.nr; i++)
			strbuf_addf(out, "%s%s", !i ? ",\nin the configurations " :
				    ", ", configs.v[i]);
		strbuf_addstr(out, ":\nthe objects that each can affect, without a "
			      "new warning.\n");
		if (full)
			strbuf_addf(out, "%zu with a build of all of the tree.\n",
				    full);
		if (not_compiled)
			strbuf_addf(out, "%zu files that they may affect are in "
				    "none of them.\n", not_compiled);
	}
	strvec_release(&configs);
}

static void add_tools(const struct mail *m, struct strbuf *out)
{
	for (size_t i = 0; i < m->nr; i++) {
		const char *spatch = m->v[i].facts.spatch;

		if (spatch) {
			strbuf_addf(out, "\nMade with ratchet %s and spatch %s.\n",
				    RATCHET_VERSION, spatch);
			return;
		}
	}
}

/* "A..B" in full, of a range or of a tip above our own base. */
static int former_range(struct mail *m, char **out, struct strbuf *err)
{
	char from[OID_HEX + 1], to[OID_HEX + 1];
	const char *name = m->opt->previous;
	struct oid *commits = NULL, tip, base = m->base;
	struct commit_info info;
	size_t nr;
	int ret;

	if (strstr(name, "..")) {
		ret = repo_range(m->repo, name, &commits, &nr, err);
		if (!ret)
			ret = repo_commit_info(m->repo, &commits[0], &info, err);
		if (!ret) {
			base = info.parent;
			tip = commits[nr - 1];
			commit_info_release(&info);
		}
		free(commits);
	} else {
		ret = repo_resolve(m->repo, name, &tip, err);
	}
	if (ret)
		return ret;
	oid_hex(&base, from);
	oid_hex(&tip, to);
	*out = xasprintf("%s..%s", from, to);
	return 0;
}

static int add_range_diff(struct mail *m, struct strbuf *out,
			  struct strbuf *err)
{
	char base[OID_HEX + 1], tip[OID_HEX + 1];
	char *now, *was;
	int ret;

	if (!m->opt->previous)
		return 0;
	oid_hex(&m->base, base);
	oid_hex(&m->v[m->nr - 1].id, tip);
	now = xasprintf("%s..%s", base, tip);
	ret = former_range(m, &was, err);
	if (!ret) {
		strbuf_addstr(out, "\nRange-diff against the version before:\n\n");
		ret = gitcmd_ask(&m->git, out, err, "range-diff", "--no-color",
				 "--no-notes", was, now, NULL);
		strbuf_addch(out, '\n');
		free(was);
	}
	free(now);
	return ret;
}

/* The series that all patches are of that are of any, or NULL. */
static const struct series *one_series(const struct mail *m)
{
	const struct series *s = m->opt->series;

	for (size_t i = 0; i < m->nr; i++)
		if (m->v[i].step && (!s || s == m->v[i].step->series))
			s = m->v[i].step->series;
		else if (m->v[i].step)
			return NULL;
	return s;
}

int mail_cover(struct mail *m, struct strbuf *out, struct strbuf *err)
{
	const struct series *s = one_series(m);
	struct strbuf text = STRBUF_INIT;

	if (s) {
		char *path = xasprintf("%s/cover.txt", s->dir);
		int ret = file_read(path, &text, err);

		free(path);
		/* a series need not have one */
		if (ret)
			strbuf_reset(err);
	}
	if (text.len) {
		strbuf_rtrim(&text);
		strbuf_addbuf(out, &text);
	} else {
		strbuf_addstr(out, "*** SUBJECT HERE ***\n\n*** BLURB HERE ***");
	}
	strbuf_release(&text);
	strbuf_addstr(out, "\n\n");
	add_table(m, out);
	add_left(m, out);
	add_tests(m, out);
	add_tools(m, out);
	for (size_t i = 0; i < m->nr && m->opt->smpl == MAIL_SMPL_COVER; i++)
		if (m->v[i].step) {
			strbuf_addf(out, "\n%s\n\n", m->v[i].subject);
			add_passes(m->v[i].step, out);
		}
	return add_range_diff(m, out, err);
}
