/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "kconfig_users.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"

#define MAX_DEPTH 8	/* of lists of objects within lists */

/* ---- calls ---- */

unsigned kconfig_line_of_call(const struct strbuf *text, const char *function)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const char *end = text->buf + text->len;
	const struct c_token *t;
	unsigned line = 0;
	size_t nr;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i < nr && !line; i++) {
		const struct c_function *fn;
		const char *p = t[i].text + t[i].len;

		if (t[i].len != strlen(function) ||
		    memcmp(t[i].text, function, t[i].len) ||
		    t[i].region != C_CODE || csource_is_member_use(cs, i) ||
		    t[i].text < text->buf || p > end)
			continue;
		while (p < end && strchr(" \t\r\n", *p))
			p++;
		fn = csource_function_at(cs, t[i].line);
		if (fn && strcmp(fn->name, function) && p < end && *p == '(')
			line = t[i].line;
	}
	csource_free(cs);
	return line;
}

/* ---- make files ---- */

struct search {
	struct snapshot *snap;
	struct kconfig_built *out;
	struct strbuf *err;
};

/* The symbol in "$(CONFIG_X)" or "CONFIG_X"; false: none, or more than that. */
static bool symbol_in(const char *s, size_t n, struct strbuf *out)
{
	const char *p = memmem(s, n, "CONFIG_", 7);
	size_t len = 0;

	if (!p)
		return false;
	p += 7;
	while (p + len < s + n && is_word_char((unsigned char)p[len]))
		len++;
	strbuf_reset(out);
	strbuf_add(out, p, len);
	return len && !memmem(p, s + n - p, "CONFIG_", 7);
}

static bool begins(const char *s, const char *word)
{
	size_t n = strlen(word);

	return !strncmp(s, word, n) && !is_word_char((unsigned char)s[n]);
}

/*
 * The symbols of the conditionals around a line; "" for one that says nothing
 * of use, such as an else.
 */
static void track_conditions(struct strvec *open, const char *line)
{
	struct strbuf symbol = STRBUF_INIT;

	line += strspn(line, " \t");
	if (begins(line, "ifdef") || begins(line, "ifeq") ||
	    begins(line, "ifneq")) {
		bool known = symbol_in(line, strlen(line), &symbol);

		/* "ifeq ($(CONFIG_X),y)", "ifneq ($(CONFIG_X),)" */
		if (begins(line, "ifeq"))
			known &= strstr(line, ",y)") || strstr(line, ", y)") ||
				 strstr(line, ",m)") || strstr(line, ", m)");
		if (begins(line, "ifneq"))
			known &= strstr(line, ",)") || strstr(line, ", )") ||
				 strstr(line, ",n)");
		strvec_push(open, known ? symbol.buf : "");
	} else if (begins(line, "ifndef")) {
		strvec_push(open, "");
	} else if (begins(line, "else") && open->nr) {
		free(open->v[open->nr - 1]);
		open->v[open->nr - 1] = xstrdup("");
	} else if (begins(line, "endif") && open->nr) {
		free(open->v[--open->nr]);
		open->v[open->nr] = NULL;
	}
	strbuf_release(&symbol);
}

static const char *innermost(const struct strvec *open)
{
	for (size_t i = open->nr; i-- > 0; )
		if (*open->v[i])
			return open->v[i];
	return NULL;
}

static bool has_value(const char *values, const char *object)
{
	struct strvec words = STRVEC_INIT;
	bool yes;

	strvec_split(&words, values);
	yes = strvec_has(&words, object);
	strvec_release(&words);
	return yes;
}

static int find_in_dir(struct search *s, const char *dir, const char *object,
		       int depth, bool *found);
static int find_above(struct search *s, const char *path, int depth,
		      bool *found);

/* "LIST-SUFFIX = ... object ...": what decides about it? */
static int take_assignment(struct search *s, const char *dir, const char *left,
			   size_t n, const struct strvec *open, int depth,
			   bool *found)
{
	struct strbuf symbol = STRBUF_INIT;
	const char *dash = memrchr(left, '-', n), *around = innermost(open);
	char *list, *object;
	int ret = 0;

	while (n && strchr(" \t:+?", left[n - 1]))
		n--;
	if (memmem(left, n, "CONFIG_", 7)) {
		dash = memmem(left, n, "-$(", 3);
		if (symbol_in(left, n, &symbol)) {
			strvec_push(&s->out->symbols, symbol.buf);
			*found = true;
		}
	}
	if (symbol.len || !dash || dash >= left + n)
		goto out;
	if (around) {
		strvec_push(&s->out->symbols, around);
		*found = true;
		goto out;
	}
	list = xstrndup(left, dash - left);
	if (!strcmp(list, "obj") || !strcmp(list, "lib")) {
		if (n && left[n - 1] == 'm') {
			*found = true;	/* a module, but by no symbol */
		} else if (!*dir) {
			s->out->always = *found = true;
		} else {
			ret = find_above(s, dir, depth, found);
			/* whoever descends there does so always */
			if (!ret && !*found)
				s->out->always = *found = true;
		}
	} else {
		object = xasprintf("%s.o", list);
		ret = find_in_dir(s, dir, object, depth + 1, found);
		free(object);
	}
	free(list);
out:
	strbuf_release(&symbol);
	return ret;
}

static int search_make_file(struct search *s, const char *dir,
			    const struct strbuf *text, const char *object,
			    int depth, bool *found)
{
	struct strvec open = STRVEC_INIT;
	struct strbuf line = STRBUF_INIT;
	const char *p = text->buf;
	int ret = 0;

	while (*p && !ret) {
		size_t n = strcspn(p, "\n");
		char *hash, *equals;

		strbuf_reset(&line);
		while (n && p[n - 1] == '\\' && p[n]) {
			strbuf_add(&line, p, n - 1);
			strbuf_addch(&line, ' ');
			p += n + 1;
			n = strcspn(p, "\n");
		}
		strbuf_add(&line, p, n);
		p += n;
		p += *p == '\n';
		hash = strchr(line.buf, '#');
		if (hash)
			strbuf_setlen(&line, hash - line.buf);
		track_conditions(&open, line.buf);
		equals = strchr(line.buf, '=');
		if (equals && has_value(equals + 1, object)) {
			const char *left = line.buf + strspn(line.buf, " \t");

			ret = take_assignment(s, dir, left, equals - left,
					      &open, depth, found);
		}
	}
	strvec_release(&open);
	strbuf_release(&line);
	return ret;
}

static int find_in_dir(struct search *s, const char *dir, const char *object,
		       int depth, bool *found)
{
	static const char *const names[] = { "Kbuild", "Makefile" };
	int ret = 0;

	if (depth > MAX_DEPTH)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(names) && !ret; i++) {
		char *path = xasprintf("%s%s%s", dir, *dir ? "/" : "",
				       names[i]);
		struct strbuf text = STRBUF_INIT;

		if (!snapshot_stat(s->snap, path, NULL, NULL)) {
			ret = snapshot_read(s->snap, path, &text, s->err);
			if (!ret)
				ret = search_make_file(s, dir, &text, object,
						       depth, found);
		}
		strbuf_release(&text);
		free(path);
	}
	return ret;
}

/*
 * Of "a/b/c.o": c.o in a/b, b/c.o in a, and so on; of "a/b", a directory, its
 * name with a slash.
 */
static int find_above(struct search *s, const char *path, int depth,
		      bool *found)
{
	bool is_dir = !ends_with(path, ".o");
	const char *slash = path + strlen(path);
	int ret = 0;

	while (!*found && !ret && slash > path) {
		char *dir, *object;

		for (slash--; slash > path && *slash != '/'; slash--)
			;
		dir = xstrndup(path, slash - path);
		object = xasprintf("%s%s", slash + (*slash == '/'),
				   is_dir ? "/" : "");
		ret = find_in_dir(s, dir, object, depth + 1, found);
		free(dir);
		free(object);
	}
	return ret;
}

int kconfig_symbols_of(struct snapshot *snap, const char *path,
		       struct kconfig_built *out, struct strbuf *err)
{
	struct search s = { snap, out, err };
	char *object = xasprintf("%.*s.o", (int)strlen(path) - 2, path);
	bool found = false;
	int ret;

	strvec_init(&out->symbols);
	out->always = false;
	ret = find_above(&s, object, 0, &found);
	strvec_sort_uniq(&out->symbols);
	free(object);
	return ret;
}
