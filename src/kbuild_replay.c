/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_replay: the commands that make saved for objects, run again with
 * other outputs.  kbuild saves them as "cmd_PATH := ...", since 6.3 as
 * "savedcmd_PATH := ...", with make's quoting; what follows a ';' (objtool) is
 * left out.  Neither the object nor its .d file is written.
 */
#define _GNU_SOURCE	/* memmem */
#include "kbuild_priv.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What make makes of the text: "$$", "$(pound)" and "\#". */
static void unquote_make(const char *s, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '$' && i + 1 < n && s[i + 1] == '$') {
			i++;
			strbuf_addch(out, '$');
		} else if (n - i >= 8 && !strncmp(s + i, "$(pound)", 8)) {
			strbuf_addch(out, '#');
			i += 7;
		} else if (s[i] == '\\' && i + 1 < n && s[i + 1] == '#') {
			continue;
		} else {
			strbuf_addch(out, s[i]);
		}
	}
}

/* The end of the first of the commands at @s: a ';' outside quotes. */
static size_t command_length(const char *s, size_t n)
{
	char quote = 0;

	for (size_t i = 0; i < n; i++) {
		if (quote) {
			if (s[i] == quote)
				quote = 0;
			else if (s[i] == '\\' && quote == '"')
				i++;
		} else if (s[i] == '\'' || s[i] == '"') {
			quote = s[i];
		} else if (s[i] == '\\') {
			i++;
		} else if (s[i] == ';') {
			return i;
		}
	}
	return n;
}

bool kbuild_saved_command(const char *text, size_t len, struct strbuf *out)
{
	static const char *const names[] = { "cmd_", "savedcmd_" };
	const char *nl = memchr(text, '\n', len), *s;
	size_t n = nl ? (size_t)(nl - text) : len;
	struct strbuf all = STRBUF_INIT;

	s = memmem(text, n, " := ", 4);
	if (!s || (!starts_with(text, names[0]) && !starts_with(text, names[1])))
		return false;
	s += 4;
	unquote_make(s, text + n - s, &all);
	strbuf_add(out, all.buf, command_length(all.buf, all.len));
	strbuf_release(&all);
	return true;
}

/* Drop the word that begins with @start, and a blank. */
static void drop_words(struct strbuf *cmd, const char *start)
{
	struct strbuf out = STRBUF_INIT;
	const char *s = cmd->buf, *at;

	while ((at = strstr(s, start))) {
		strbuf_add(&out, s, at - s);
		s = at + strcspn(at, " ");
		s += *s == ' ';
	}
	strbuf_addstr(&out, s);
	strbuf_release(cmd);
	*cmd = out;
}

static bool replace(struct strbuf *cmd, const char *instead, bool source)
{
	struct strbuf out = STRBUF_INIT;
	char *at = strstr(cmd->buf, " -c -o ");
	const char *rest;

	if (!at)
		at = strstr(cmd->buf, " -S -o ");
	if (!at)
		return false;
	rest = at + strlen(" -c -o ");
	rest += strcspn(rest, " ");
	strbuf_add(&out, cmd->buf, at - cmd->buf);
	strbuf_addf(&out, " %s%s", instead, source ? rest : "");
	strbuf_release(cmd);
	*cmd = out;
	drop_words(cmd, "-Wp,-MD,");
	drop_words(cmd, "-Wp,-MMD,");
	return true;
}

bool kbuild_replay_command(struct strbuf *cmd, const char *instead)
{
	return replace(cmd, instead, true);
}

bool kbuild_replay_input(struct strbuf *cmd, const char *instead)
{
	return replace(cmd, instead, false);
}

bool kbuild_replay_of(const struct kbuild *k, const char *source,
		      const char *instead, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	char *path = kbuild_cmd_path(k, source);
	bool ok = !file_read(path, &text, NULL) &&
		  kbuild_saved_command(text.buf, text.len, out) &&
		  kbuild_replay_command(out, instead);

	strbuf_release(&text);
	free(path);
	return ok;
}

int kbuild_run_saved(struct kbuild *k, const struct strbuf *cmd,
		     const char *source, struct child *c, struct strbuf *err)
{
	struct strbuf how = STRBUF_INIT;
	char *tmp = kbuild_own_path(k, "tmp");
	int ret = mkdirs(tmp, err);

	child_init(c);
	if (ret)
		goto out;
	child_env(c, k->home, tmp);
	strvec_pushl(&c->argv, "sh", "-c", cmd->buf, NULL);
	c->dir = k->output;
	c->timeout_ms = k->timeout_ms;
	child_run(c);
	if (c->end == CHILD_CANCELLED) {
		ret = error_set(err, ERR_INTERRUPTED, "interrupted");
	} else if (c->end != CHILD_EXITED || c->code) {
		child_describe_end(c, &how);
		ret = error_set(err, ERR_UNABLE,
				"the command saved for '%s' %s when it was run again",
				source, how.buf);
		if (err)
			kbuild_add_reason(c, err);
	}
out:
	free(tmp);
	strbuf_release(&how);
	return ret;
}

int kbuild_preprocess(struct kbuild *k, const char *source, struct strbuf *out,
		      struct strbuf *err)
{
	struct strbuf cmd = STRBUF_INIT;
	struct child c;
	int ret = ERR_NOT_FOUND;

	if (kbuild_replay_of(k, source, "-E -dU -o -", &cmd)) {
		ret = kbuild_run_saved(k, &cmd, source, &c, err);
		if (!ret)
			strbuf_addbuf(out, &c.out);
		child_release(&c);
	}
	strbuf_release(&cmd);
	return ret;
}
