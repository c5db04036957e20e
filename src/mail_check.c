/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mail_check: read each file as "git am" would: by mailinfo and apply, into an
 * index of our own.  Author, message and tree must be those of the commit.
 */
#include "mail_priv.h"

#include <stdlib.h>
#include <string.h>

static int differs(const struct mail_commit *c, struct strbuf *err,
		   const char *fmt, const char *text)
{
	struct strbuf what = STRBUF_INIT;
	char hex[OID_HEX + 1];
	int ret;

	oid_hex(&c->id, hex);
	strbuf_addf(&what, fmt, text);
	ret = error_set(err, ERR_UNABLE, "commit %.12s cannot be mailed: git am "
			"would not make it again: %s", hex, what.buf);
	strbuf_release(&what);
	return ret;
}

/*
 * As git has a message: no blanks at line ends, one empty line between
 * paragraphs, the first one in one line.
 */
static void tidy(const char *message, struct strbuf *out)
{
	bool subject = true, gap = false;

	for (const char *s = message; *s; s += *s == '\n') {
		size_t n = strcspn(s, "\n"), len = n;

		while (len && strchr(" \t\r", s[len - 1]))
			len--;
		if (!len) {
			gap = out->len;
			subject = subject && !out->len;
		} else {
			if (gap)
				strbuf_addch(out, '\n');
			else if (subject && out->len)
				out->buf[out->len - 1] = ' ';
			strbuf_addf(out, "%.*s\n", (int)len, s);
			gap = false;
		}
		s += n;
	}
}

/* The first line of @want that @got has not; "" if it only has more. */
static char *first_difference(const char *want, const char *got)
{
	while (*want) {
		size_t n = strcspn(want, "\n");

		if (strncmp(want, got, n + 1))
			return xstrndup(want, n);
		want += n + 1;
		got += n + 1;
	}
	return xstrdup("");
}

static char *info_of(const struct strbuf *info, const char *key)
{
	size_t n = strlen(key);

	for (const char *s = info->buf; *s; s += *s == '\n') {
		size_t len = strcspn(s, "\n");

		if (len > n + 2 && !strncmp(s, key, n) && s[n] == ':')
			return xstrndup(s + n + 2, len - n - 2);
		s += len;
	}
	return xstrdup("");
}

static int check_author(struct mail *m, const struct mail_commit *c,
			const struct strbuf *info, struct strbuf *err)
{
	char *name = info_of(info, "Author"), *email = info_of(info, "Email");
	char *date = info_of(info, "Date");
	char *got = xasprintf("%s <%s>, %s", name, email, date);
	struct strbuf want = STRBUF_INIT;
	int ret = gitcmd_ask(&m->git, &want, err, "show", "-s", "--encoding=UTF-8",
			     "--format=%an <%ae>, %aD", c->sent, NULL);

	if (!ret && strcmp(want.buf, got))
		ret = differs(c, err, "its author would be '%s'", got);
	strbuf_release(&want);
	free(got);
	free(date);
	free(email);
	free(name);
	return ret;
}

static int check_message(struct mail *m, const struct mail_commit *c,
			 const struct strbuf *info, const char *body,
			 struct strbuf *err)
{
	struct strbuf raw = STRBUF_INIT, want = STRBUF_INIT, got = STRBUF_INIT;
	char *subject = info_of(info, "Subject");
	int ret = gitcmd_ask(&m->git, &raw, err, "show", "-s",
			     "--encoding=UTF-8", "--format=%B", c->sent, NULL);

	if (!ret) {
		char *all = xasprintf("%s\n\n%s", subject, body);

		tidy(raw.buf, &want);
		tidy(all, &got);
		free(all);
	}
	if (!ret && strbuf_cmp(&want, &got)) {
		char *line = first_difference(want.buf, got.buf);

		ret = differs(c, err, *line ? "its message would lose the line '%s'" :
			      "its message would be longer%s", line);
		free(line);
	}
	strbuf_release(&got);
	strbuf_release(&want);
	strbuf_release(&raw);
	free(subject);
	return ret;
}

/* The patch onto what is in the index: is it the commit's tree? */
static int check_tree(struct mail *m, const struct mail_commit *c,
		      const char *patch, struct strbuf *err)
{
	struct strbuf got = STRBUF_INIT, want = STRBUF_INIT;
	char *tree = xasprintf("%s^{tree}", c->sent);
	int ret = gitcmd_ask(&m->git, NULL, err, "apply", "--cached",
			     "--whitespace=nowarn", "--allow-empty", patch,
			     NULL);

	if (ret && ret != ERR_INTERRUPTED) {
		char *why = xstrdup(err->buf);

		strbuf_reset(err);
		ret = differs(c, err, "%s", why);
		free(why);
	}
	/* a clone may lack blobs that no patch needs */
	if (!ret)
		ret = gitcmd_ask(&m->git, &got, err, "write-tree",
				 "--missing-ok", NULL);
	if (!ret)
		ret = gitcmd_ask(&m->git, &want, err, "rev-parse", tree, NULL);
	if (!ret && strbuf_cmp(&want, &got))
		ret = differs(c, err, "its files would be others%s", "");
	free(tree);
	strbuf_release(&want);
	strbuf_release(&got);
	return ret;
}

static int check_one(struct mail *m, const struct mail_commit *c,
		     const char *file, struct strbuf *err)
{
	char *msg = xasprintf("%s/msg", m->git.home);
	char *patch = xasprintf("%s/patch", m->git.home);
	struct strvec args = STRVEC_INIT;
	struct strbuf body = STRBUF_INIT;
	struct child info;
	int ret;

	strvec_pushl(&args, "mailinfo", msg, patch, NULL);
	ret = gitcmd_run(&m->git, &args, file, &info, err);
	if (!ret)
		ret = file_read(msg, &body, err);
	if (!ret)
		ret = check_author(m, c, &info.out, err);
	if (!ret)
		ret = check_message(m, c, &info.out, body.buf, err);
	if (!ret)
		ret = check_tree(m, c, patch, err);
	child_release(&info);
	strbuf_release(&body);
	strvec_release(&args);
	free(patch);
	free(msg);
	return ret;
}

int mail_check(struct mail *m, const struct strvec *names, struct strbuf *err)
{
	size_t skip = names->nr - m->nr;
	char base[OID_HEX + 1];
	int ret;

	oid_hex(&m->base, base);
	ret = gitcmd_ask(&m->git, NULL, err, "read-tree", base, NULL);
	for (size_t i = 0; i < m->nr && !ret; i++) {
		char *file = xasprintf("%s/%s", m->out, names->v[skip + i]);

		ret = check_one(m, &m->v[i], file, err);
		free(file);
	}
	return ret;
}
