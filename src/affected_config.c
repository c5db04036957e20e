/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From changed Kconfig and make files to the .c files that can notice:
 *  - a Kconfig entry that changed, but for its help: files that name its
 *    CONFIG_ symbol in code, and those that are built under it;
 *  - a changed line of a make file: the objects that it lists; if it lists
 *    none (flags, conditionals), all of that file.
 * A directory as a whole that is built under a symbol is not looked into.
 */
#include "affected_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "kconfig.h"
#include "kconfig_users.h"
#include "source_kind.h"

struct entries {
	struct strvec symbols;
	struct strbuf *texts;	/* of all entries of a symbol in the file */
	size_t nr;
};

static bool is_said(enum kc_kind kind)
{
	return kind != KC_HELP && kind != KC_HELPTEXT && kind != KC_HASH &&
	       kind != KC_BLANK;
}

static struct strbuf *text_of(struct entries *e, const char *symbol)
{
	for (size_t i = 0; i < e->nr; i++)
		if (!strcmp(e->symbols.v[i], symbol))
			return &e->texts[i];
	strvec_push(&e->symbols, symbol);
	e->texts = xrealloc(e->texts, (e->nr + 1) * sizeof(*e->texts));
	strbuf_init(&e->texts[e->nr]);
	return &e->texts[e->nr++];
}

/* The entries of a Kconfig file; none if it is not there. */
static int read_entries(struct snapshot *snap, const char *path,
			struct entries *e, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	struct kconfig k;
	int ret;

	if (snapshot_stat(snap, path, NULL, NULL))
		return 0;
	ret = snapshot_read(snap, path, &text, err);
	if (ret)
		return ret;
	kconfig_parse(&k, text.buf, text.len);
	for (size_t i = 0; i < k.nr; i++) {
		struct strbuf *to;
		char *symbol;

		if (k.lines[i].kind != KC_CONFIG &&
		    k.lines[i].kind != KC_MENUCONFIG)
			continue;
		symbol = xstrndup(k.buf + k.lines[i].arg.at,
				  k.lines[i].arg.len);
		to = text_of(e, symbol);
		for (size_t n = i; n < kc_entry_end(&k, i); n++)
			if (is_said(k.lines[n].kind))
				strbuf_add(to, k.buf + k.lines[n].all.at,
					   k.lines[n].all.len);
		free(symbol);
	}
	kconfig_release(&k);
	strbuf_release(&text);
	return 0;
}

static void entries_release(struct entries *e)
{
	for (size_t i = 0; i < e->nr; i++)
		strbuf_release(&e->texts[i]);
	free(e->texts);
	strvec_release(&e->symbols);
}

static int changed_symbols(struct snapshot *before, struct snapshot *after,
			   const char *path, struct strvec *symbols,
			   struct strbuf *err)
{
	struct entries a = { .symbols = STRVEC_INIT };
	struct entries b = { .symbols = STRVEC_INIT };
	int ret = read_entries(before, path, &a, err);

	if (!ret)
		ret = read_entries(after, path, &b, err);
	for (size_t i = 0; i < a.nr && !ret; i++)
		if (strbuf_cmp(&a.texts[i], text_of(&b, a.symbols.v[i])))
			strvec_push(symbols, a.symbols.v[i]);
	for (size_t i = 0; i < b.nr && !ret; i++)
		if (!strvec_has(&a.symbols, b.symbols.v[i]))
			strvec_push(symbols, b.symbols.v[i]);
	entries_release(&a);
	entries_release(&b);
	return ret;
}

/* ---- make files ---- */

/* Lines, those that go on as one. */
static void split_lines(const struct strbuf *text, struct strvec *lines)
{
	struct strbuf line = STRBUF_INIT;

	for (const char *s = text->buf; *s; ) {
		size_t n = strcspn(s, "\n");
		bool more = n && s[n - 1] == '\\' && s[n];

		strbuf_add(&line, s, more ? n - 1 : n);
		if (!more) {
			strvec_push(lines, line.buf);
			strbuf_reset(&line);
		}
		s += n;
		s += *s == '\n';
	}
	strbuf_release(&line);
}

static int read_lines(struct snapshot *snap, const char *path,
		      struct strvec *lines, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	if (!snapshot_stat(snap, path, NULL, NULL))
		ret = snapshot_read(snap, path, &text, err);
	split_lines(&text, lines);
	strbuf_release(&text);
	return ret;
}

/* The source of @object, listed in make file @path, if there is one. */
static bool add_source(struct snapshot *snap, const char *path,
		       const char *object, struct strvec *sources)
{
	const char *slash = strrchr(path, '/');
	int dir = slash ? slash + 1 - path : 0;
	char *source = xasprintf("%.*s%.*s.c", dir, path,
				 (int)strlen(object) - 2, object);
	bool found = path_is_safe(source) &&
		     !snapshot_stat(snap, source, NULL, NULL);

	if (found)
		strvec_push(sources, source);
	free(source);
	return found;
}

/* "CFLAGS_REMOVE_fork.o" is a variable for one object. */
static bool add_object_of_variable(struct snapshot *snap, const char *path,
				   const char *name, struct strvec *sources)
{
	for (const char *s = name; (s = strchr(s, '_')); s++)
		if (add_source(snap, path, s + 1, sources))
			return true;
	return false;
}

/* The sources of the objects that a line of @path names. */
static bool add_objects(struct snapshot *snap, const char *path,
			const char *line, struct strvec *sources)
{
	struct strvec words = STRVEC_INIT;
	bool any = false;

	strvec_split(&words, line);
	for (size_t i = 0; i < words.nr; i++) {
		if (!ends_with(words.v[i], ".o"))
			continue;
		if (i) {
			add_source(snap, path, words.v[i], sources);
			any = true;
		} else {
			any = add_object_of_variable(snap, path, words.v[i],
						     sources);
		}
	}
	strvec_release(&words);
	return any;
}

static int changed_make_file(struct snapshot *before, struct snapshot *after,
			     const char *path, struct strvec *sources,
			     struct strbuf *err)
{
	struct strvec a = STRVEC_INIT, b = STRVEC_INIT;
	bool all = false;
	int ret = read_lines(before, path, &a, err);

	if (!ret)
		ret = read_lines(after, path, &b, err);
	for (size_t i = 0; i < a.nr && !ret; i++)
		if (!strvec_has(&b, a.v[i]))
			all |= !add_objects(after, path, a.v[i], sources);
	for (size_t i = 0; i < b.nr && !ret; i++)
		if (!strvec_has(&a, b.v[i]))
			all |= !add_objects(after, path, b.v[i], sources);
	for (size_t i = 0; i < b.nr && all; i++)
		add_objects(after, path, b.v[i], sources);
	strvec_release(&a);
	strvec_release(&b);
	return ret;
}

/* ---- users of a symbol ---- */

static bool code_names(const struct strbuf *text, const char *word)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	bool found = false;
	size_t nr;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i < nr && !found; i++)
		found = t[i].len == strlen(word) &&
			!memcmp(t[i].text, word, t[i].len) &&
			t[i].region != C_COMMENT && t[i].region != C_STRING &&
			t[i].region != C_IF0;
	csource_free(cs);
	return found;
}

/* What a make file that names the symbol builds under it. */
static int built_under(struct snapshot *snap, const char *path,
		       const char *symbol, struct strvec *sources,
		       struct strbuf *err)
{
	struct strvec lines = STRVEC_INIT, all = STRVEC_INIT;
	int ret = read_lines(snap, path, &lines, err);

	for (size_t i = 0; i < lines.nr; i++)
		add_objects(snap, path, lines.v[i], &all);
	strvec_sort_uniq(&all);
	for (size_t i = 0; i < all.nr && !ret; i++) {
		struct kconfig_built built;

		ret = kconfig_symbols_of(snap, all.v[i], &built, err);
		if (!ret && strvec_has(&built.symbols, symbol))
			strvec_push(sources, all.v[i]);
		strvec_release(&built.symbols);
	}
	strvec_release(&lines);
	strvec_release(&all);
	return ret;
}

static int users_of(struct snapshot *snap, const char *symbol,
		    const char *suffix, struct strvec *sources,
		    struct strbuf *err)
{
	char *word = xasprintf("CONFIG_%s%s", symbol, suffix);
	struct strvec paths = STRVEC_INIT;
	int ret = snapshot_grep(snap, word, &paths, err);

	for (size_t i = 0; i < paths.nr && !ret; i++) {
		struct strbuf text = STRBUF_INIT;

		if (source_kind(paths.v[i]) == SOURCE_MAKE) {
			ret = built_under(snap, paths.v[i], symbol, sources,
					  err);
		} else if (ends_with(paths.v[i], ".c")) {
			ret = snapshot_read(snap, paths.v[i], &text, err);
			if (!ret && code_names(&text, word))
				strvec_push(sources, paths.v[i]);
		}
		strbuf_release(&text);
	}
	strvec_release(&paths);
	free(word);
	return ret;
}

static int users_of_all(struct snapshot *snap, const struct strvec *symbols,
			struct strvec *sources, struct strbuf *err)
{
	struct strvec words = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < symbols->nr; i++) {
		strvec_pushf(&words, "CONFIG_%s", symbols->v[i]);
		strvec_pushf(&words, "CONFIG_%s_MODULE", symbols->v[i]);
	}
	if (words.nr)
		ret = snapshot_learn(snap, &words, err);
	for (size_t i = 0; i < symbols->nr && !ret; i++) {
		ret = users_of(snap, symbols->v[i], "", sources, err);
		if (!ret)
			ret = users_of(snap, symbols->v[i], "_MODULE",
				       sources, err);
	}
	strvec_release(&words);
	return ret;
}

int affected_by_symbols(struct snapshot *snap, const struct strvec *symbols,
			struct strvec *sources, struct strbuf *err)
{
	int ret = users_of_all(snap, symbols, sources, err);

	strvec_sort_uniq(sources);
	return ret;
}

int affected_by_config(struct snapshot *before, struct snapshot *after,
		       const struct strvec *changed, struct strvec *sources,
		       struct strbuf *err)
{
	struct strvec symbols = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < changed->nr && !ret; i++) {
		const char *path = changed->v[i];
		enum source_kind kind = source_kind(path);

		if (kind == SOURCE_KCONFIG)
			ret = changed_symbols(before, after, path, &symbols,
					      err);
		else if (kind == SOURCE_MAKE)
			ret = changed_make_file(before, after, path, sources,
						err);
	}
	strvec_sort_uniq(&symbols);
	if (!ret)
		ret = users_of_all(after, &symbols, sources, err);
	strvec_release(&symbols);
	return ret;
}
