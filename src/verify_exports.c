/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_exports: what modpost would say of a step's modules, without a link of
 * the whole kernel.
 *
 * Looked at are those undefined symbols of a module's object that can have to
 * do with the step: whose name is a word of a changed line, and, where the .c
 * file itself changed, what it did not need before.  Such a symbol must be
 * defined in an object of the same module, or exported by an object that this
 * configuration builds; in assembler, the EXPORT_SYMBOL line is enough.
 * Whether a module is compatible with the GPL is known only where a source has
 * the symbol and MODULE_LICENSE.
 */
#include "verify_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "decls.h"
#include "exports.h"

enum verdict {
	FINE,
	NOT_EXPORTED,
	NOT_HERE,		/* an EXPORT_SYMBOL that is not compiled */
	GPL_ONLY,
	NOWHERE,
};

static const char *const verdicts[] = {
	[NOT_EXPORTED] = "is not exported",
	[NOT_HERE] = "is not exported in this configuration",
	[GPL_ONLY] = "is exported for GPL modules only",
	[NOWHERE] = "is defined nowhere any more",
};

struct suspect {
	const struct object_result *user;
	const char *symbol;		/* of user->undefined */
};

struct check {
	struct verify *v;
	struct config *c;
	struct snapshot *before, *after;
	struct suspect *suspects;
	size_t nr, alloc;
	struct strbuf *err;
};

/* ---- words of changed lines ---- */

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

static int text_at(struct snapshot *snap, const char *path, struct strbuf *out,
		   struct strbuf *err)
{
	if (snapshot_stat(snap, path, NULL, NULL))
		return 0;
	return snapshot_read(snap, path, out, err);
}

static int words_of(struct check *k, const char *path, struct strvec *words)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	bool *gone = NULL, *come = NULL;
	size_t na, nb;
	int ret = text_at(k->before, path, &a, k->err);

	if (!ret)
		ret = text_at(k->after, path, &b, k->err);
	if (!ret) {
		lines_compare(a.buf, b.buf, &gone, &na, &come, &nb);
		marked_words(a.buf, gone, na, words);
		marked_words(b.buf, come, nb, words);
	}
	free(gone);
	free(come);
	strbuf_release(&a);
	strbuf_release(&b);
	return ret;
}

/* ---- what to look at ---- */

static void suspect(struct check *k, const struct object_result *user,
		    const char *symbol)
{
	for (size_t i = 0; i < k->nr; i++)
		if (k->suspects[i].user == user &&
		    !strcmp(k->suspects[i].symbol, symbol))
			return;
	ALLOC_GROW(k->suspects, k->nr + 1, k->alloc);
	k->suspects[k->nr].user = user;
	k->suspects[k->nr++].symbol = symbol;
}

/* What changed .c files did not need before. */
static int suspect_new(struct check *k, const struct object_result *objects,
		       size_t nr, const struct strvec *changed)
{
	struct strvec sources = STRVEC_INIT;
	struct object_result *old;
	size_t n = 0;
	int ret = 0;

	for (size_t i = 0; i < nr; i++)
		if (objects[i].module &&
		    strvec_has_sorted(changed, objects[i].source) &&
		    !snapshot_stat(k->before, objects[i].source, NULL, NULL))
			strvec_push(&sources, objects[i].source);
	old = xcalloc(sources.nr + 1, sizeof(*old));
	if (sources.nr)
		ret = verify_results(k->v, k->c, k->before, &sources, old,
				     NULL, k->err);
	for (size_t i = 0; i < nr && n < sources.nr && !ret; i++) {
		const struct strvec *u = &objects[i].undefined;

		if (strcmp(objects[i].source, sources.v[n]))
			continue;
		for (size_t j = 0; j < u->nr; j++)
			if (old[n].state == OBJECT_BUILT &&
			    !strvec_has_sorted(&old[n].undefined, u->v[j]))
				suspect(k, &objects[i], u->v[j]);
		object_result_release(&old[n++]);
	}
	free(old);
	strvec_release(&sources);
	return ret;
}

static int find_suspects(struct check *k, const struct object_result *objects,
			 size_t nr)
{
	struct strvec changed = STRVEC_INIT, words = STRVEC_INIT;
	struct strvec symbols = STRVEC_INIT;
	struct oid a, b;
	int ret = snapshot_write(k->before, &a, k->err);

	if (!ret)
		ret = snapshot_write(k->after, &b, k->err);
	if (!ret)
		ret = repo_tree_diff(k->v->e->repo, &a, &b, &changed, k->err);
	strvec_sort_uniq(&changed);
	for (size_t i = 0; i < changed.nr && !ret; i++)
		if (is_c_file(changed.v[i]))
			ret = words_of(k, changed.v[i], &words);
	strvec_sort_uniq(&words);
	for (size_t i = 0; i < nr && !ret; i++)
		for (size_t j = 0; j < objects[i].undefined.nr; j++)
			if (strvec_has_sorted(&words,
					      objects[i].undefined.v[j]))
				suspect(k, &objects[i],
					objects[i].undefined.v[j]);
	if (!ret)
		ret = suspect_new(k, objects, nr, &changed);
	/* in one scan */
	for (size_t i = 0; i < k->nr; i++)
		strvec_push(&symbols, k->suspects[i].symbol);
	if (!ret && symbols.nr)
		ret = snapshot_learn(k->after, &symbols, k->err);
	strvec_release(&symbols);
	strvec_release(&words);
	strvec_release(&changed);
	return ret;
}

/* ---- who has a symbol ---- */

/* A line at the left margin that may define the variable. */
static bool defines_variable(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = text; (s = strstr(s, name)); s++) {
		const char *line = s, *next = s + n + strspn(s + n, " \t");

		if ((s > text && is_word_char(s[-1])) || is_word_char(s[n]))
			continue;
		while (line > text && line[-1] != '\n')
			line--;
		if (starts_with(line, "DEFINE_"))
			return true;
		if (is_word_char(*line) && strchr("=;[", *next) && *next &&
		    !starts_with(line, "extern") &&
		    !starts_with(line, "static") &&
		    !starts_with(line, "return") &&
		    !starts_with(line, "goto"))
			return true;
	}
	return false;
}

static bool may_define(const struct strbuf *text, const char *name)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_function *f = csource_find_function(cs, name);
	bool yes = f ? !f->is_static : defines_variable(text->buf, name);

	csource_free(cs);
	return yes;
}

/* What the texts say of a symbol. */
struct holders {
	struct strvec sources;	/* .c files that may define or export it, sorted */
	struct strvec all, gpl;	/* of these, those that export it, sorted */
	enum export_kind assembler;
	bool in_assembler;
};

static void holders_release(struct holders *h)
{
	strvec_release(&h->sources);
	strvec_release(&h->all);
	strvec_release(&h->gpl);
}

static int find_holders(struct check *k, struct snapshot *snap,
			const char *symbol, struct holders *h)
{
	struct strvec paths = STRVEC_INIT;
	int ret = snapshot_grep(snap, symbol, &paths, k->err);

	for (size_t i = 0; i < paths.nr && !ret; i++) {
		const char *path = paths.v[i];
		struct strbuf text = STRBUF_INIT;
		enum export_kind kind;

		if (!ends_with(path, ".c") && !ends_with(path, ".S"))
			continue;
		ret = snapshot_read(snap, path, &text, k->err);
		kind = export_of(text.buf, text.len, symbol);
		if (ends_with(path, ".S")) {
			h->in_assembler = true;
			h->assembler |= kind;
		} else if (kind || may_define(&text, symbol)) {
			strvec_push(&h->sources, path);
			if (kind)
				strvec_push(kind == EXPORT_ALL ? &h->all :
							&h->gpl, path);
		}
		strbuf_release(&text);
	}
	strvec_release(&paths);
	return ret;
}

/* Does the object have the export that its text shows? */
static bool has_entry(const struct object_result *r, const char *symbol)
{
	char *old = xasprintf("__ksymtab_%s", symbol);
	char *new = xasprintf("__export_symbol_%s", symbol);
	bool yes = r->state == OBJECT_FAILED ||
		   strvec_has_sorted(&r->defined, old) ||
		   strvec_has_sorted(&r->defined, new);

	free(old);
	free(new);
	return yes;
}

static int user_is_gpl(struct check *k, struct snapshot *snap,
		       const struct object_result *user, bool *yes)
{
	struct strbuf text = STRBUF_INIT;
	int ret = text_at(snap, user->source, &text, k->err);

	*yes = license_is_gpl(text.buf);
	strbuf_release(&text);
	return ret;
}

static int judge(struct check *k, struct snapshot *snap, const char *symbol,
		 const struct object_result *user, enum verdict *out)
{
	struct holders h = { STRVEC_INIT, STRVEC_INIT, STRVEC_INIT,
			     EXPORT_NONE, false };
	struct object_result *r = NULL;
	enum export_kind exported;
	bool own = false, defined = false, gpl = true;
	int ret = find_holders(k, snap, symbol, &h);

	exported = h.assembler;
	r = xcalloc(h.sources.nr + 1, sizeof(*r));
	if (!ret && h.sources.nr)
		ret = verify_results(k->v, k->c, snap, &h.sources, r, NULL,
				     k->err);
	for (size_t i = 0; i < h.sources.nr && !ret; i++) {
		bool has = strvec_has_sorted(&r[i].defined, symbol);

		own |= has && r[i].module && !strcmp(r[i].module, user->module);
		defined |= has;
		if (strvec_has(&h.all, r[i].source) && has_entry(&r[i], symbol))
			exported |= EXPORT_ALL;
		if (strvec_has(&h.gpl, r[i].source) && has_entry(&r[i], symbol))
			exported |= EXPORT_GPL;
		object_result_release(&r[i]);
	}
	if (!ret && exported == EXPORT_GPL)
		ret = user_is_gpl(k, snap, user, &gpl);
	*out = own || (exported && gpl) ? FINE :
	       exported ? GPL_ONLY :
	       h.all.nr || h.gpl.nr ? NOT_HERE :
	       defined || h.in_assembler ? NOT_EXPORTED : NOWHERE;
	free(r);
	holders_release(&h);
	return ret;
}

/*
 * Was it so before?  What nobody is seen to define may be made by macros, or by
 * the compiler: it counts only if it was seen before.
 */
static int was_so(struct check *k, const struct suspect *s, enum verdict now,
		  bool *yes)
{
	struct strvec source = STRVEC_INIT;
	struct object_result old = { 0 };
	enum verdict then;
	int ret = judge(k, k->before, s->symbol, s->user, &then);

	*yes = then == now;
	if (ret || then != now || now == NOWHERE)
		return ret;
	if (snapshot_stat(k->before, s->user->source, NULL, NULL)) {
		*yes = false;
		return 0;
	}
	strvec_push(&source, s->user->source);
	ret = verify_results(k->v, k->c, k->before, &source, &old, NULL,
			     k->err);
	if (!ret)
		*yes = strvec_has_sorted(&old.undefined, s->symbol);
	object_result_release(&old);
	strvec_release(&source);
	return ret;
}

static bool is_symbol(const struct c_token *t, const char *symbol)
{
	return t->len == strlen(symbol) && !strncmp(t->text, symbol, t->len) &&
	       t->region != C_COMMENT && t->region != C_STRING;
}

/* Where a function of the file uses it; else where it is first named. */
static int line_of(struct check *k, const struct suspect *s, unsigned *line)
{
	struct strbuf text = STRBUF_INIT;
	const struct c_token *t;
	struct csource *cs;
	unsigned first = 0;
	size_t nr;
	int ret = text_at(k->after, s->user->source, &text, k->err);

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

static int check_suspect(struct check *k, const struct suspect *s,
			 struct diagnostics *out)
{
	enum verdict now;
	bool known;
	unsigned line = 0;
	char *text;
	int ret = judge(k, k->after, s->symbol, s->user, &now);

	if (ret || now == FINE)
		return ret;
	ret = was_so(k, s, now, &known);
	if (!ret && !known)
		ret = line_of(k, s, &line);
	if (ret || known)
		return ret;
	text = xasprintf("'%s' %s, and the module '%s' uses it", s->symbol,
			 verdicts[now], s->user->module);
	verify_add_error(out, s->user->source, line, text);
	free(text);
	return 0;
}

/* That all was fine is kept. */
int verify_exports(struct verify *v, struct config *c, struct snapshot *before,
		   struct snapshot *after, const struct object_result *objects,
		   size_t nr, struct diagnostics *out, struct strbuf *err)
{
	struct check k = { .v = v, .c = c, .before = before, .after = after,
			   .err = err };
	struct strbuf known = STRBUF_INIT;
	char key[OID_HEX + 1];
	size_t i = 0, had = out->nr;
	int ret;

	while (i < nr && !objects[i].module)
		i++;
	if (i == nr)
		return 0;
	ret = verify_pair_key(v, c, before, after, "exports 1", key, err);
	if (ret || cache_get(v->e->cache, "exports", key, &known))
		goto out;
	ret = find_suspects(&k, objects, nr);
	for (i = 0; i < k.nr && !ret; i++)
		ret = check_suspect(&k, &k.suspects[i], out);
	if (!ret && out->nr == had)
		cache_put(v->e->cache, "exports", key, "fine", 4);
out:
	strbuf_release(&known);
	free(k.suspects);
	return ret;
}
