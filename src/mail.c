/* SPDX-License-Identifier: GPL-2.0-only */
#include "mail_priv.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- commits with their messages as mailed ---- */

/* The object @raw with another parent and text, and without a signature. */
static void edit_commit(const struct strbuf *raw, const char *parent,
			const char *message, struct strbuf *out)
{
	bool signature = false;

	for (const char *s = raw->buf; *s && *s != '\n'; s += *s == '\n') {
		size_t n = strcspn(s, "\n");

		if (*s != ' ')
			signature = starts_with(s, "gpgsig");
		if (starts_with(s, "parent "))
			strbuf_addf(out, "parent %s\n", parent);
		else if (!signature)
			strbuf_addf(out, "%.*s\n", (int)n, s);
		s += n;
	}
	strbuf_addf(out, "\n%s", message);
}

/* Write it to our repository; its id goes into c->sent. */
static int send_commit(struct mail *m, struct mail_commit *c,
		       const char *parent, struct strbuf *err)
{
	struct strbuf raw = STRBUF_INIT, text = STRBUF_INIT, id = STRBUF_INIT;
	char hex[OID_HEX + 1], *file = xasprintf("%s/commit", m->git.home);
	int ret;

	oid_hex(&c->id, hex);
	ret = gitcmd_ask(&m->git, &raw, err, "cat-file", "commit", hex, NULL);
	if (!ret) {
		edit_commit(&raw, parent, c->message.buf, &text);
		ret = file_write(file, text.buf, text.len, 0644, err);
	}
	if (!ret)
		ret = gitcmd_ask(&m->git, &id, err, "hash-object", "-w", "-t",
				 "commit", file, NULL);
	if (!ret)
		snprintf(c->sent, sizeof(c->sent), "%s", id.buf);
	strbuf_release(&id);
	strbuf_release(&text);
	strbuf_release(&raw);
	free(file);
	return ret;
}

static int take_commit(struct mail *m, struct mail_commit *c, bool first,
		       struct strbuf *err)
{
	struct commit_info info;
	int ret = repo_commit_info(m->repo, &c->id, &info, err);

	if (ret)
		return ret;
	if (info.parents != 1) {
		char hex[OID_HEX + 1];

		oid_hex(&c->id, hex);
		ret = error_set(err, ERR_UNABLE, "commit %.12s is %s: no patch "
				"can say that", hex, info.parents ?
				"a merge" : "a root");
	}
	if (!ret && first)
		m->base = info.parent;
	if (!ret)
		ret = mail_message(m, c, info.message, err);
	commit_info_release(&info);
	return ret;
}

static int take_commits(struct mail *m, struct strbuf *err)
{
	struct oid *commits = NULL;
	struct commit_facts *facts;
	char parent[OID_HEX + 1];
	int ret = repo_range(m->repo, m->opt->range, &commits, &m->nr, err);

	if (ret)
		return ret;
	m->v = xcalloc(m->nr, sizeof(*m->v));
	facts = xcalloc(m->nr, sizeof(*facts));
	for (size_t i = 0; i < m->nr; i++) {
		m->v[i].id = commits[i];
		strbuf_init(&m->v[i].message);
		commit_facts_init(&facts[i]);
	}
	run_facts(m->repo, commits, m->nr, facts);
	for (size_t i = 0; i < m->nr; i++)
		m->v[i].facts = facts[i];
	free(facts);
	free(commits);
	for (size_t i = 0; i < m->nr && !ret; i++)
		ret = take_commit(m, &m->v[i], !i, err);
	oid_hex(&m->base, parent);
	for (size_t i = 0; i < m->nr && !ret; i++)
		ret = send_commit(m, &m->v[i], i ? m->v[i - 1].sent : parent,
				  err);
	return ret;
}

/* ---- the files ---- */

/* A description of the branch is what git makes the cover letter of. */
static int describe(struct mail *m, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret = mail_cover(m, &text, err);

	if (!ret)
		ret = gitcmd_ask(&m->git, NULL, err, "config",
				 "branch.series.description", text.buf, NULL);
	strbuf_release(&text);
	return ret;
}

static int list_files(const char *dir, struct strvec *names, struct strbuf *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	if (!d)
		return error_set(err, ERR_UNABLE, "cannot read '%s': %s", dir,
				 strerror(errno));
	while ((e = readdir(d)))
		if (ends_with(e->d_name, ".patch"))
			strvec_push(names, e->d_name);
	closedir(d);
	strvec_sort(names);
	return 0;
}

static int format(struct mail *m, struct strvec *names, struct strbuf *err)
{
	struct strvec args = STRVEC_INIT;
	char base[OID_HEX + 1];
	struct child c;
	int ret;

	oid_hex(&m->base, base);
	ret = remove_tree(m->out, err);
	if (ret)
		return ret;
	strvec_pushl(&args, "-c", "core.abbrev=12", "-c", "core.quotePath=false",
		     "format-patch", "-q", "--encode-email-headers", "-M",
		     "--indent-heuristic", "--stat=75", "--no-color", NULL);
	strvec_pushf(&args, "--base=%s", base);
	strvec_pushf(&args, "--output-directory=%s", m->out);
	if (m->opt->cover)
		strvec_pushl(&args, "--cover-letter", "--thread=shallow",
			     "--cover-from-description=subject", NULL);
	if (m->opt->version)
		strvec_pushf(&args, "-v%d", m->opt->version);
	for (size_t i = 0; i < m->to.nr; i++)
		strvec_pushf(&args, "--to=%s", m->to.v[i]);
	for (size_t i = 0; i < m->cc.nr; i++)
		strvec_pushf(&args, "--cc=%s", m->cc.v[i]);
	strvec_pushf(&args, "%s..series", base);
	ret = gitcmd_run(&m->git, &args, NULL, &c, err);
	child_release(&c);
	strvec_release(&args);
	strvec_release(names);
	if (!ret)
		ret = list_files(m->out, names, err);
	return ret;
}

/* The first line names the commit that is mailed; ours is nobody else's. */
static int name_commits(struct mail *m, const struct strvec *names,
			struct strbuf *err)
{
	size_t skip = names->nr - m->nr;
	int ret = 0;

	for (size_t i = skip; i < names->nr && !ret; i++) {
		char *path = xasprintf("%s/%s", m->out, names->v[i]);
		struct strbuf text = STRBUF_INIT;
		char hex[OID_HEX + 1];

		oid_hex(&m->v[i - skip].id, hex);
		ret = file_read(path, &text, err);
		if (!ret && !starts_with(text.buf, "From "))
			BUG("%s begins with '%.20s'", names->v[i], text.buf);
		if (!ret) {
			memcpy(text.buf + 5, hex, OID_HEX);
			ret = file_write(path, text.buf, text.len, 0644, err);
		}
		strbuf_release(&text);
		free(path);
	}
	return ret;
}

/* All or none: nothing that is there is written over. */
static int give(struct mail *m, const struct strvec *names,
		struct strvec *files, struct strbuf *err)
{
	const char *dir = m->opt->directory;
	int ret = mkdirs(dir, err);
	struct stat st;

	for (size_t i = 0; i < names->nr && !ret; i++) {
		char *to = xasprintf("%s/%s", dir, names->v[i]);

		if (!lstat(to, &st))
			ret = error_set(err, ERR_UNABLE, "'%s' is there already: "
					"name another directory with -o, or "
					"remove it", to);
		free(to);
	}
	for (size_t i = 0; i < names->nr && !ret; i++) {
		char *from = xasprintf("%s/%s", m->out, names->v[i]);
		struct strbuf text = STRBUF_INIT;

		strvec_pushf(files, "%s/%s", dir, names->v[i]);
		ret = file_read(from, &text, err);
		if (!ret)
			ret = file_write(files->v[i], text.buf, text.len, 0644,
					 err);
		strbuf_release(&text);
		free(from);
	}
	return ret;
}

static void release(struct mail *m)
{
	for (size_t i = 0; i < m->nr; i++) {
		free(m->v[i].subject);
		strbuf_release(&m->v[i].message);
		commit_facts_release(&m->v[i].facts);
	}
	free(m->v);
	provenance_release(&m->provenance);
	strvec_release(&m->to);
	strvec_release(&m->cc);
	free(m->out);
	gitcmd_release(&m->git);
}

static int write_all(struct mail *m, struct strvec *files, struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	int ret = take_commits(m, err);

	if (!ret)
		ret = gitcmd_ask(&m->git, NULL, err, "update-ref",
				 "refs/heads/series", m->v[m->nr - 1].sent,
				 NULL);
	if (!ret && m->opt->cover)
		ret = describe(m, err);
	if (!ret)
		ret = format(m, &names, err);
	if (!ret && m->opt->maintainers) {
		ret = mail_people(m, &names, err);
		if (!ret)
			ret = format(m, &names, err);
	}
	if (!ret)
		ret = name_commits(m, &names, err);
	if (!ret)
		ret = mail_check(m, &names, err);
	if (!ret)
		ret = give(m, &names, files, err);
	strvec_release(&names);
	return ret;
}

int mail_write(struct repo *r, const struct mail_options *opt,
	       struct strvec *files, struct strbuf *err)
{
	struct mail m = {
		.repo = r, .opt = opt,
		.provenance = { .given = opt->series,
				.data_dir = opt->data_dir },
	};
	int ret = gitcmd_open(&m.git, r, err);

	if (ret)
		return ret;
	strvec_init(&m.to);
	strvec_init(&m.cc);
	for (size_t i = 0; i < opt->to.nr; i++)
		mail_add_address(&m.to, opt->to.v[i]);
	for (size_t i = 0; i < opt->cc.nr; i++)
		mail_add_address(&m.cc, opt->cc.v[i]);
	m.out = xasprintf("%s/out", m.git.home);
	ret = gitcmd_identify(&m.git, r, err);
	if (!ret)
		ret = write_all(&m, files, err);
	release(&m);
	return ret;
}
