/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_symbols: what the linker and modpost would say of a step, without a
 * link of the kernel.
 *
 * Looked at are undefined symbols that can have to do with the step: named on a
 * changed line, not needed before, or no longer defined where they were; and
 * symbols that the step defines, for a second definition.  What is built in
 * must find them in what is; a module in itself, or exported by what this
 * configuration builds; in assembler and linker scripts, a mention is enough.
 * Whether a module is compatible with the GPL is known where a source has the
 * symbol and MODULE_LICENSE.
 */
#include "verify_symbols_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "decls.h"
#include "exports.h"
#include "source_kind.h"

static const char *const verdicts[] = {
	[SYMBOL_NOT_EXPORTED] = "is not exported",
	[SYMBOL_NOT_HERE] = "is not exported in this configuration",
	[SYMBOL_GPL_ONLY] = "is exported for GPL modules only",
	[SYMBOL_IN_MODULE] = "is in a module",
	[SYMBOL_NOT_COMPILED] = "is not compiled in this configuration",
	[SYMBOL_NOWHERE] = "is defined nowhere",
};

struct suspect {
	const struct object_result *user;
	const char *symbol;		/* of user->undefined */
};

/* Users that are not among the objects of the step. */
struct others {
	struct object_result *v;
	size_t nr;
	struct others *next;
};

struct check {
	struct symbol_check s;
	const struct object_result *objects;
	size_t nr_objects;
	struct suspect *suspects;
	size_t nr, alloc;
	struct strvec words;		/* of changed lines of C, sorted */
	struct strvec lost;		/* defined before, and not after */
	struct others *others;
	struct diagnostics *out;
};

/* ---- changed lines ---- */

static void marked_words(const char *text, const bool *mark, size_t nr,
			 struct strvec *words)
{
	size_t line = 0;

	for (const char *s = text; *s && line < nr; line++) {
		size_t len = strcspn(s, "\n");

		for (size_t i = 0; mark[line] && i < len;) {
			size_t n = 0;

			while (i + n < len && is_word_char(s[i + n]))
				n++;
			if (is_identifier(s + i, n))
				strvec_pushn(words, s + i, n);
			i += n ? n : 1;
		}
		s += len;
		s += *s == '\n';
	}
}

/* A changed file's texts, and which lines of them are not in the other. */
struct change {
	struct strbuf a, b;
	bool *gone, *come;
	size_t na, nb;
};

static int change_read(struct check *k, const char *path, struct change *c)
{
	int ret;

	memset(c, 0, sizeof(*c));
	strbuf_init(&c->a);
	strbuf_init(&c->b);
	ret = verify_text(k->s.before, path, &c->a, k->s.err);
	if (!ret)
		ret = verify_text(k->s.after, path, &c->b, k->s.err);
	if (!ret)
		lines_compare(c->a.buf, c->b.buf, &c->gone, &c->na, &c->come,
			      &c->nb);
	return ret;
}

static void change_release(struct change *c)
{
	free(c->gone);
	free(c->come);
	strbuf_release(&c->a);
	strbuf_release(&c->b);
}

static bool defines(const struct strbuf *text, const char *name)
{
	return symbol_may_define(text->buf, text->len, name);
}

/* What the one text defines on marked lines and the other does not. */
static void defined_on(const struct strbuf *text, const bool *mark, size_t nr,
		       const struct strbuf *other, struct strvec *names)
{
	struct strvec words = STRVEC_INIT;

	marked_words(text->buf, mark, nr, &words);
	strvec_sort_uniq(&words);
	for (size_t i = 0; i < words.nr; i++)
		if (defines(text, words.v[i]) && !defines(other, words.v[i]))
			strvec_push(names, words.v[i]);
	strvec_release(&words);
}

/* ---- what to look at ---- */

static void suspect(struct check *k, const struct object_result *user,
		    const char *symbol)
{
	for (size_t i = 0; i < k->nr; i++)
		if (!strcmp(k->suspects[i].user->source, user->source) &&
		    !strcmp(k->suspects[i].symbol, symbol))
			return;
	ALLOC_GROW(k->suspects, k->nr + 1, k->alloc);
	k->suspects[k->nr].user = user;
	k->suspects[k->nr++].symbol = symbol;
}

static const struct object_result *object_of(const struct check *k,
					     const char *source)
{
	for (size_t i = 0; i < k->nr_objects; i++)
		if (!strcmp(k->objects[i].source, source))
			return &k->objects[i];
	return NULL;
}

/*
 * A symbol on a changed line.  What is built in has found those that it used
 * before.
 */
static int suspect_named(struct check *k, const struct object_result *user)
{
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	if (!user->module)
		ret = verify_text(k->s.before, user->source, &text, k->s.err);
	for (size_t i = 0; i < user->undefined.nr && !ret; i++) {
		const char *symbol = user->undefined.v[i];

		if (strvec_has_sorted(&k->words, symbol) &&
		    (user->module ||
		     !text_has_word(text.buf, text.len, symbol)))
			suspect(k, user, symbol);
	}
	strbuf_release(&text);
	return ret;
}

/*
 * One that is no GPL module any more, or has no licence, has to do without
 * symbols that it had.
 */
static int suspect_licence(struct check *k, const struct object_result *user,
			   const struct change *c)
{
	bool had = strstr(c->a.buf, "MODULE_LICENSE(") != NULL;
	bool has = strstr(c->b.buf, "MODULE_LICENSE(") != NULL;

	if (had && license_is_gpl(c->a.buf) && !license_is_gpl(c->b.buf))
		for (size_t i = 0; i < user->undefined.nr; i++)
			suspect(k, user, user->undefined.v[i]);
	if (had && !has)
		return symbol_check_licence(&k->s, user, k->out);
	return 0;
}

/* What changed .c files of modules did not need before. */
static int suspect_new(struct check *k)
{
	struct strvec sources = STRVEC_INIT;
	struct object_result *old;
	int ret = 0;

	for (size_t i = 0; i < k->nr_objects; i++)
		if (k->objects[i].module &&
		    strvec_has_sorted(&k->s.changed, k->objects[i].source) &&
		    !snapshot_stat(k->s.before, k->objects[i].source, NULL,
				   NULL))
			strvec_push(&sources, k->objects[i].source);
	old = xcalloc(sources.nr + 1, sizeof(*old));
	if (sources.nr)
		ret = verify_results(k->s.v, k->s.c, k->s.before, &sources,
				     old, NULL, k->s.err);
	for (size_t n = 0; n < sources.nr && !ret; n++) {
		const struct object_result *now = object_of(k, sources.v[n]);

		for (size_t j = 0; j < now->undefined.nr; j++)
			if (old[n].state == OBJECT_BUILT &&
			    !strvec_has_sorted(&old[n].undefined,
					       now->undefined.v[j]))
				suspect(k, now, now->undefined.v[j]);
		object_result_release(&old[n]);
	}
	free(old);
	strvec_release(&sources);
	return ret;
}

/* ---- definitions that come and go ---- */

/* Two of one name that meet in the link. */
static int check_gained(struct check *k, const char *path,
			const struct strvec *names)
{
	const struct object_result *own = object_of(k, path);
	struct strvec rivals = STRVEC_INIT;
	int ret = 0;

	if (!own || !names->nr)
		return 0;
	ret = snapshot_learn(k->s.after, names, k->s.err);
	for (size_t i = 0; i < names->nr && !ret; i++) {
		const char *name = names->v[i];
		char *text;

		if (!strvec_has_sorted(&own->defined, name) ||
		    strvec_has_sorted(&own->weak, name))
			continue;
		strvec_release(&rivals);
		ret = symbol_rivals(&k->s, name, own, &rivals);
		if (ret || !rivals.nr)
			continue;
		text = xasprintf("'%s' is defined here and in '%s'", name,
				 rivals.v[0]);
		verify_add_error(k->out, path, 0, text);
		free(text);
	}
	strvec_release(&rivals);
	return ret;
}

static int look_at_file(struct check *k, const char *path)
{
	const struct object_result *own = object_of(k, path);
	struct strvec gained = STRVEC_INIT;
	struct change c;
	int ret = change_read(k, path, &c);

	if (ret)
		goto out;
	marked_words(c.a.buf, c.gone, c.na, &k->words);
	marked_words(c.b.buf, c.come, c.nb, &k->words);
	if (ends_with(path, ".c")) {
		defined_on(&c.a, c.gone, c.na, &c.b, &k->lost);
		defined_on(&c.b, c.come, c.nb, &c.a, &gained);
		ret = check_gained(k, path, &gained);
		if (!ret && own && own->module)
			ret = suspect_licence(k, own, &c);
	}
out:
	strvec_release(&gained);
	change_release(&c);
	return ret;
}

/* What make files and Kconfig no longer have compiled. */
static int lost_objects(struct check *k)
{
	struct strvec sources = STRVEC_INIT;
	struct object_result *old;
	bool any = false;
	int ret = 0;

	for (size_t i = 0; i < k->s.changed.nr; i++)
		any |= source_kind(k->s.changed.v[i]) == SOURCE_MAKE ||
		       source_kind(k->s.changed.v[i]) == SOURCE_KCONFIG;
	for (size_t i = 0; i < k->nr_objects && any; i++)
		if (k->objects[i].state == OBJECT_NOT_COMPILED &&
		    !snapshot_stat(k->s.before, k->objects[i].source, NULL,
				   NULL))
			strvec_push(&sources, k->objects[i].source);
	old = xcalloc(sources.nr + 1, sizeof(*old));
	if (sources.nr)
		ret = verify_results(k->s.v, k->s.c, k->s.before, &sources,
				     old, NULL, k->s.err);
	for (size_t i = 0; i < sources.nr && !ret; i++) {
		for (size_t j = 0; j < old[i].defined.nr; j++)
			if (is_identifier(old[i].defined.v[j],
					  strlen(old[i].defined.v[j])))
				strvec_push(&k->lost, old[i].defined.v[j]);
		object_result_release(&old[i]);
	}
	free(old);
	strvec_release(&sources);
	return ret;
}

static bool is_symbol(const struct c_token *t, const char *symbol)
{
	return t->len == strlen(symbol) && !strncmp(t->text, symbol, t->len) &&
	       t->region != C_COMMENT && t->region != C_STRING;
}

static bool uses(const struct strbuf *text, const char *name)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	bool found = false;
	size_t nr;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i < nr && !found; i++)
		found = is_symbol(&t[i], name) && t[i].region != C_IF0;
	csource_free(cs);
	return found;
}

/* The .c files that name what was lost, but for the step's own objects. */
static int users_of_lost(struct check *k, struct strvec *sources)
{
	int ret = 0;

	strvec_sort_uniq(&k->lost);
	if (k->lost.nr)
		ret = snapshot_learn(k->s.after, &k->lost, k->s.err);
	for (size_t i = 0; i < k->lost.nr && !ret; i++) {
		struct strvec paths = STRVEC_INIT;

		ret = snapshot_grep(k->s.after, k->lost.v[i], &paths,
				    k->s.err);
		for (size_t j = 0; j < paths.nr && !ret; j++) {
			struct strbuf text = STRBUF_INIT;

			if (!ends_with(paths.v[j], ".c") ||
			    object_of(k, paths.v[j]))
				continue;
			ret = snapshot_read(k->s.after, paths.v[j], &text,
					    k->s.err);
			if (!ret && uses(&text, k->lost.v[i]))
				strvec_push(sources, paths.v[j]);
			strbuf_release(&text);
		}
		strvec_release(&paths);
	}
	strvec_sort_uniq(sources);
	return ret;
}

static void suspect_lost(struct check *k, const struct object_result *user)
{
	for (size_t i = 0; i < user->undefined.nr; i++)
		if (strvec_has_sorted(&k->lost, user->undefined.v[i]))
			suspect(k, user, user->undefined.v[i]);
}

static int suspect_users_of_lost(struct check *k)
{
	struct strvec sources = STRVEC_INIT;
	struct others *o;
	int ret = users_of_lost(k, &sources);

	for (size_t i = 0; i < k->nr_objects && !ret; i++)
		suspect_lost(k, &k->objects[i]);
	if (ret || !sources.nr)
		goto out;
	o = xcalloc(1, sizeof(*o));
	o->v = xcalloc(sources.nr, sizeof(*o->v));
	ret = verify_results(k->s.v, k->s.c, k->s.after, &sources, o->v, NULL,
			     k->s.err);
	o->nr = ret ? 0 : sources.nr;
	o->next = k->others;
	k->others = o;
	for (size_t i = 0; i < o->nr; i++)
		suspect_lost(k, &o->v[i]);
out:
	strvec_release(&sources);
	return ret;
}

static int find_suspects(struct check *k)
{
	struct strvec symbols = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < k->s.changed.nr && !ret; i++)
		if (is_c_file(k->s.changed.v[i]))
			ret = look_at_file(k, k->s.changed.v[i]);
	strvec_sort_uniq(&k->words);
	for (size_t i = 0; i < k->nr_objects && !ret; i++)
		ret = suspect_named(k, &k->objects[i]);
	if (!ret)
		ret = suspect_new(k);
	if (!ret)
		ret = lost_objects(k);
	if (!ret)
		ret = suspect_users_of_lost(k);
	/* in one scan */
	for (size_t i = 0; i < k->nr; i++)
		strvec_push(&symbols, k->suspects[i].symbol);
	strvec_sort_uniq(&symbols);
	if (!ret && symbols.nr)
		ret = snapshot_learn(k->s.after, &symbols, k->s.err);
	if (!ret)
		ret = symbol_prepare(&k->s, &symbols);
	strvec_release(&symbols);
	return ret;
}

/* ---- what becomes of them ---- */

/* Where a function of the file uses it; else where it is first named. */
static int line_of(struct check *k, const struct suspect *s, unsigned *line)
{
	struct strbuf text = STRBUF_INIT;
	const struct c_token *t;
	struct csource *cs;
	unsigned first = 0;
	size_t nr;
	int ret = verify_text(k->s.after, s->user->source, &text, k->s.err);

	*line = 0;
	cs = csource_parse(text.buf, text.len);
	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i < nr && !*line; i++) {
		if (!is_symbol(&t[i], s->symbol))
			continue;
		if (!first)
			first = t[i].line;
		if (csource_function_at(cs, t[i].line))
			*line = t[i].line;
	}
	if (!*line)
		*line = first;
	csource_free(cs);
	strbuf_release(&text);
	return ret;
}

static int check_suspect(struct check *k, const struct suspect *s)
{
	enum symbol_verdict now;
	bool known;
	unsigned line = 0;
	char *text;
	int ret = symbol_judge(&k->s, k->s.after, s->symbol, s->user, &now);

	if (ret || now == SYMBOL_FINE)
		return ret;
	ret = symbol_was_so(&k->s, s->symbol, s->user, now, &known);
	if (!ret && !known)
		ret = line_of(k, s, &line);
	if (ret || known)
		return ret;
	text = xasprintf("'%s' %s, and %s%s%s uses it", s->symbol,
			 verdicts[now], s->user->module ? "the module '" :
			 "what is built in", s->user->module ?
			 s->user->module : "", s->user->module ? "'" : "");
	verify_add_error(k->out, s->user->source, line, text);
	free(text);
	return 0;
}

static void check_release(struct check *k)
{
	while (k->others) {
		struct others *o = k->others;

		k->others = o->next;
		for (size_t i = 0; i < o->nr; i++)
			object_result_release(&o->v[i]);
		free(o->v);
		free(o);
	}
	free(k->suspects);
	strvec_release(&k->words);
	strvec_release(&k->lost);
	symbol_check_release(&k->s);
}

int verify_symbols(struct verify *v, struct config *c, struct snapshot *before,
		   struct snapshot *after, const struct object_result *objects,
		   size_t nr, struct diagnostics *out, struct strbuf *err)
{
	struct check k = {
		.s = { .v = v, .c = c, .before = before, .after = after,
		       .changed = STRVEC_INIT, .err = err },
		.objects = objects, .nr_objects = nr, .out = out,
		.words = STRVEC_INIT, .lost = STRVEC_INIT,
	};
	struct strbuf known = STRBUF_INIT;
	char key[OID_HEX + 1];
	size_t had = out->nr;
	int ret;

	ret = verify_pair_key(v, c, before, after, "symbols 3", key, err);
	if (ret || cache_get(v->e->cache, "symbols", key, &known))
		goto out;
	ret = verify_changed(v, before, after, &k.s.changed, err);
	if (!ret)
		ret = find_suspects(&k);
	for (size_t i = 0; i < k.nr && !ret; i++)
		ret = check_suspect(&k, &k.suspects[i]);
	/* that all was fine is kept */
	if (!ret && out->nr == had)
		cache_put(v->e->cache, "symbols", key, "fine", 4);
out:
	strbuf_release(&known);
	check_release(&k);
	return ret;
}
