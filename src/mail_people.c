/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mail_people: to whom?  The tree's own scripts/get_maintainer.pl says so, of
 * the last commit, in a directory that has nothing but it and MAINTAINERS.
 */
#include "mail_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT "scripts/get_maintainer.pl"

/*
 * An address as a header has it: a name that is not ASCII as encoded words of
 * RFC 2047, each of whole characters and at most 75 columns.
 */
static char *encode(const char *who)
{
	const char *mail = strrchr(who, '<'), *s = who, *end = mail;
	struct strbuf out = STRBUF_INIT;
	size_t begin = 0;

	for (s = who; *s && !(*s & 0x80); s++)
		;
	if (!*s || !mail)
		return xstrdup(who);
	for (s = who; s < end && strchr(" \"", *s); s++)
		;
	while (end > s && strchr(" \"", end[-1]))
		end--;
	for (; s < end; s++) {
		/* room for one more character of four bytes, and the end */
		if (!out.len || ((*s & 0xc0) != 0x80 && out.len - begin > 60)) {
			strbuf_addstr(&out, out.len ? "?= " : "");
			begin = out.len;
			strbuf_addstr(&out, "=?UTF-8?q?");
		}
		if (*s == ' ')
			strbuf_addch(&out, '_');
		else if (isascii(*s) && isalnum(*s))
			strbuf_addch(&out, *s);
		else
			strbuf_addf(&out, "=%02X", (unsigned char)*s);
	}
	strbuf_addf(&out, "?= %s", mail);
	return strbuf_detach(&out, NULL);
}

void mail_add_address(struct strvec *list, const char *who)
{
	char *text = encode(who);

	if (!strvec_has(list, text))
		strvec_push(list, text);
	free(text);
}

/* ERR_NOT_FOUND, without a text, if the tree has no such file. */
static int take_file(struct mail *m, const struct oid *tree, const char *path,
		     const char *dir, struct strbuf *err)
{
	char *to = xasprintf("%s/%s", dir, path);
	struct strbuf text = STRBUF_INIT;
	struct oid blob;
	unsigned mode;
	int ret = repo_tree_lookup(m->repo, tree, path, &blob, &mode, err);

	if (!ret && mode == 0120000)
		ret = ERR_NOT_FOUND;
	if (!ret)
		ret = repo_blob_read(m->repo, &blob, &text, err);
	if (!ret)
		ret = mkdirs_for(to, err);
	if (!ret)
		ret = file_write(to, text.buf, text.len, 0644, err);
	strbuf_release(&text);
	free(to);
	return ret;
}

static int take_script(struct mail *m, const char *dir, struct strbuf *err)
{
	struct commit_info info;
	int ret = repo_commit_info(m->repo, &m->v[m->nr - 1].id, &info, err);

	if (ret)
		return ret;
	ret = take_file(m, &info.tree, SCRIPT, dir, err);
	if (!ret)
		ret = take_file(m, &info.tree, "MAINTAINERS", dir, err);
	commit_info_release(&info);
	return ret;
}

/* @drop: the kind of addresses that are not wanted. */
static int ask(struct mail *m, const struct strvec *names, const char *dir,
	       const char *drop, struct strvec *out, struct strbuf *err)
{
	struct child c;
	int ret = 0;

	child_init(&c);
	strvec_pushl(&c.argv, "perl", SCRIPT, "--no-tree", "--no-git",
		     "--no-git-fallback", "--no-rolestats", "--no-roles", drop,
		     NULL);
	for (size_t i = 0; i < names->nr; i++)
		strvec_pushf(&c.argv, "%s/%s", m->out, names->v[i]);
	child_env(&c, m->git.home, m->git.home);
	c.dir = dir;
	c.timeout_ms = 120000;
	child_run(&c);
	if (c.end == CHILD_CANCELLED) {
		ret = ERR_INTERRUPTED;
	} else if (c.end != CHILD_EXITED || c.code) {
		struct strbuf how = STRBUF_INIT;

		child_describe_end(&c, &how);
		ret = error_set(err, ERR_UNABLE, SCRIPT " of this tree %s: name "
				"the people with --to and --cc, and "
				"--no-maintainers", how.buf);
		strbuf_release(&how);
	}
	for (const char *s = c.out.buf; *s && !ret; s += *s == '\n') {
		size_t n = strcspn(s, "\n");
		char *who = xstrndup(s, n);

		if (strchr(who, '@'))
			mail_add_address(out, who);
		free(who);
		s += n;
	}
	child_release(&c);
	return ret;
}

int mail_people(struct mail *m, const struct strvec *names, struct strbuf *err)
{
	char *dir = xasprintf("%s/people", m->git.home);
	struct strvec lists = STRVEC_INIT;
	int ret = take_script(m, dir, err);

	if (!ret)
		ret = ask(m, names, dir, "--no-l", &m->to, err);
	if (!ret)
		ret = ask(m, names, dir, "--no-m", &lists, err);
	/* who is asked for both is asked once */
	for (size_t i = 0; i < lists.nr && !ret; i++)
		if (!strvec_has(&m->to, lists.v[i]))
			mail_add_address(&m->cc, lists.v[i]);
	strvec_release(&lists);
	free(dir);
	return ret == ERR_NOT_FOUND ? 0 : ret;
}
