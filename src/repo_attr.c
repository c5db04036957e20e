/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * repo_attr: which files may differ from their blobs because git converts them.
 *
 * Asking git's attributes for each of 65,000 files costs more than reading
 * them.  Most repositories have no line that converts anything, so the lines
 * are read instead, and a file that one of them may concern is looked at more
 * closely by whoever asks.  All doubts go that way.
 */
#define _GNU_SOURCE	/* FNM_CASEFOLD */
#include "repo.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "repo_priv.h"

static void rule_add(struct attr_rules *rules, const char *dir,
		     const char *pattern, size_t len)
{
	struct attr_rule *rule;

	ALLOC_GROW(rules->v, rules->nr + 1, rules->alloc);
	rule = &rules->v[rules->nr++];
	rule->dir = xstrdup(dir);
	rule->pattern = pattern ? xstrndup(pattern, len) : NULL;
}

/* May this word of an attribute line cause a conversion? */
static bool converts(const char *word, size_t len)
{
	static const char *const names[] = {
		"text", "eol", "crlf", "ident", "filter",
		"working-tree-encoding",
	};
	const char *value = memchr(word, '=', len);
	size_t i, n = value ? (size_t)(value - word) : len;

	/* "-text" and "!text" only take a conversion away */
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (n == strlen(names[i]) && !memcmp(word, names[i], n))
			return true;
	return false;
}

/* A pattern for the file's own name that fnmatch() reads as git does. */
static bool is_plain_pattern(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (!is_word_char(s[i]) && !strchr(".-+*?", s[i]))
			return false;
	return true;
}

static void parse_line(struct attr_rules *rules, const char *dir,
		       const char *s, const char *end)
{
	static const char macro[] = "[attr]";
	const char *pattern;
	size_t len;

	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if (s == end || *s == '#')
		return;
	pattern = s;
	if (*s == '"') {
		/* quoted: where it ends does not matter, see below */
		len = 0;
		pattern = NULL;
	} else {
		while (s < end && !strchr(" \t\r", *s))
			s++;
		len = s - pattern;
	}
	while (s < end) {
		const char *word;

		while (s < end && strchr(" \t\r\"", *s))
			s++;
		word = s;
		while (s < end && !strchr(" \t\r", *s))
			s++;
		if (!converts(word, s - word))
			continue;
		if (pattern && len >= strlen(macro) &&
		    !memcmp(pattern, macro, strlen(macro)))
			rule_add(rules, "", NULL, 0);
		else if (pattern && is_plain_pattern(pattern, len))
			rule_add(rules, dir, pattern, len);
		else
			rule_add(rules, dir, NULL, 0);
		return;
	}
}

void attr_rules_parse(struct attr_rules *rules, const char *dir,
		      const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *eol = memchr(text, '\n', end - text);

		if (!eol)
			eol = end;
		parse_line(rules, dir, text, eol);
		text = eol + 1;
	}
}

/* A missing file has no lines; one that cannot be read may have any. */
static void parse_file(struct attr_rules *rules, const char *dir,
		       const char *path)
{
	struct strbuf text = STRBUF_INIT;

	if (access(path, F_OK) && (errno == ENOENT || errno == ENOTDIR))
		return;
	if (file_read(path, &text, NULL))
		rule_add(rules, dir, NULL, 0);
	else
		attr_rules_parse(rules, dir, text.buf, text.len);
	strbuf_release(&text);
}

static void parse_user_file(struct repo *r, struct attr_rules *rules)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	git_buf value = { 0 };
	char *path = NULL;

	if (!git_config_get_path(&value, r->config, "core.attributesfile"))
		path = xstrdup(value.ptr);
	else if (xdg && *xdg)
		path = xasprintf("%s/git/attributes", xdg);
	else if (home)
		path = xasprintf("%s/.config/git/attributes", home);
	git_buf_dispose(&value);
	if (path)
		parse_file(rules, "", path);
	free(path);
}

static void parse_system_files(struct attr_rules *rules)
{
	char *dirs, *dir, *save = NULL;
	git_buf path = { 0 };

	if (git_libgit2_opts(GIT_OPT_GET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM,
			     &path) < 0)
		return;
	dirs = xstrdup(path.ptr ? path.ptr : "");
	for (dir = strtok_r(dirs, ":", &save); dir;
	     dir = strtok_r(NULL, ":", &save)) {
		char *file = xasprintf("%s/gitattributes", dir);

		parse_file(rules, "", file);
		free(file);
	}
	free(dirs);
	git_buf_dispose(&path);
}

void attr_rules_init(struct attr_rules *rules, struct repo *r)
{
	struct strbuf autocrlf = STRBUF_INIT;
	char *path = xasprintf("%s/info/attributes", r->common_dir);
	int no = 0;

	memset(rules, 0, sizeof(*rules));
	/* "input" too: the file may have the CRLF that its blob lacks */
	if (!repo_config_string(r, "core.autocrlf", &autocrlf) &&
	    (git_config_parse_bool(&no, autocrlf.buf) < 0 || no))
		rule_add(rules, "", NULL, 0);
	strbuf_release(&autocrlf);
	parse_system_files(rules);
	parse_user_file(r, rules);
	parse_file(rules, "", path);
	free(path);
}

void attr_rules_worktree(struct attr_rules *rules, struct repo *r,
			 const char *dir)
{
	char *path = xasprintf("%s/%s.gitattributes", r->workdir, dir);

	parse_file(rules, dir, path);
	free(path);
}

void attr_rules_blob(struct attr_rules *rules, struct repo *r, const char *dir,
		     const struct oid *oid)
{
	struct strbuf text = STRBUF_INIT;

	if (repo_blob_read(r, oid, &text, NULL))
		rule_add(rules, dir, NULL, 0);
	else
		attr_rules_parse(rules, dir, text.buf, text.len);
	strbuf_release(&text);
}

bool attr_rules_convert(const struct attr_rules *rules, const char *path)
{
	const char *name = strrchr(path, '/');
	size_t i;

	name = name ? name + 1 : path;
	for (i = 0; i < rules->nr; i++) {
		const struct attr_rule *rule = &rules->v[i];

		if (starts_with(path, rule->dir) &&
		    (!rule->pattern ||
		     !fnmatch(rule->pattern, name, FNM_CASEFOLD)))
			return true;
	}
	return false;
}

void attr_rules_release(struct attr_rules *rules)
{
	size_t i;

	for (i = 0; i < rules->nr; i++) {
		free(rules->v[i].dir);
		free(rules->v[i].pattern);
	}
	free(rules->v);
	memset(rules, 0, sizeof(*rules));
}
