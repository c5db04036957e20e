/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_holders: who defines and exports a symbol, by the texts of the tree
 * and by nm of the objects that these give.
 */
#define _GNU_SOURCE	/* memmem */
#include "verify_symbols_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "decls.h"
#include "exports.h"

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

/* Behind a string or a character. */
static const char *behind_quotes(const char *s)
{
	char quote = *s++;

	while (*s && *s != quote)
		s += *s == '\\' && s[1] ? 2 : 1;
	return *s ? s + 1 : s;
}

/* Behind the parenthesis that is opened at @s; NULL: that is not plain. */
static const char *behind_parenthesis(const char *s)
{
	int depth = 0;

	while (*s) {
		if (*s == '"' || *s == '\'') {
			s = behind_quotes(s);
			continue;
		}
		if (*s == '/' && (s[1] == '*' || s[1] == '/'))
			return NULL;
		depth += *s == '(';
		depth -= *s++ == ')';
		if (!depth)
			return s;
	}
	return NULL;
}

/* "MACRO(name, ...", or a macro of any name at the left margin, may define it. */
static bool is_macros_argument(const char *text, const char *s)
{
	bool small = false;

	while (s > text && (s[-1] == ' ' || s[-1] == '\t'))
		s--;
	if (s == text || *--s != '(')
		return false;
	for (; s > text && is_word_char(s[-1]); s--)
		small |= islower((unsigned char)s[-1]) != 0;
	return is_word_char(*s) && (!small || s == text || s[-1] == '\n');
}

static bool is_behind_star(const char *text, const char *s)
{
	while (s > text && (s[-1] == ' ' || s[-1] == '\t'))
		s--;
	return s > text && s[-1] == '*';
}

/*
 * A call goes on as an expression or a statement does, a definition never.  Most
 * of thousands of files only call what is asked for: they need not be parsed.
 */
static bool may_define_function(const char *text, const char *name)
{
	static const char blanks[] = " \t\r\n";
	size_t n = strlen(name);

	for (const char *s = text; (s = strstr(s, name)); s += n) {
		const char *next = s + n + strspn(s + n, blanks);

		if ((s > text && is_word_char(s[-1])) || is_word_char(s[n]))
			continue;
		/* "(*name(...))(...)" */
		if (is_macros_argument(text, s) || is_behind_star(text, s))
			return true;
		/* "(name)(...)" */
		if (s > text && s[-1] == '(' && *next == ')')
			next += 1 + strspn(next + 1, blanks);
		if (*next == '/' || *next == '\\')
			return true;
		if (*next != '(')
			continue;
		next = behind_parenthesis(next);
		if (next)
			next += strspn(next, blanks);
		if (!next || !*next || !strchr(";,)+-*&|=?:<>].!%^~", *next))
			return true;
	}
	return false;
}

bool symbol_may_define(const char *text, size_t len, const char *name)
{
	struct csource *cs;
	const struct c_function *f;
	bool yes;

	/* SYSCALL_DEFINE2(name, ...) defines sys_name() */
	if (!strstr(name, "sys_") && !may_define_function(text, name))
		return defines_variable(text, name);
	cs = csource_parse(text, len);
	f = csource_find_function(cs, name);
	yes = f ? !f->is_static : defines_variable(text, name);
	csource_free(cs);
	return yes;
}

/* What the texts of a tree say of a symbol. */
struct holders {
	struct holders *next;
	char *symbol;
	struct snapshot *snap;		/* borrowed */
	struct strvec sources;	/* .c files that may define or export it, sorted */
	struct strvec all, gpl;	/* of these, those that export it, sorted */
	enum export_kind assembler;
	bool in_assembler;	/* or in a linker script */
};

void symbol_check_release(struct symbol_check *k)
{
	while (k->holders) {
		struct holders *h = k->holders;

		k->holders = h->next;
		free(h->symbol);
		strvec_release(&h->sources);
		strvec_release(&h->all);
		strvec_release(&h->gpl);
		free(h);
	}
	strvec_release(&k->changed);
}

static bool is_for_linker(const char *path)
{
	return ends_with(path, ".S") || ends_with(path, ".lds") ||
	       ends_with(path, ".lds.h");
}

static int read_holders(struct symbol_check *k, struct holders *h)
{
	struct strvec paths = STRVEC_INIT;
	struct snapshot *snap = h->snap;
	const char *symbol = h->symbol;
	int ret = snapshot_grep(snap, symbol, &paths, k->err);

	for (size_t i = 0; i < paths.nr && !ret; i++) {
		const char *path = paths.v[i];
		struct strbuf text = STRBUF_INIT;
		enum export_kind kind;

		if (!ends_with(path, ".c") && !is_for_linker(path))
			continue;
		ret = snapshot_read(snap, path, &text, k->err);
		kind = export_of(text.buf, text.len, symbol);
		if (is_for_linker(path)) {
			h->in_assembler = true;
			h->assembler |= kind;
		} else if (kind ||
			   symbol_may_define(text.buf, text.len, symbol)) {
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

/* *out is @k's, and good until its release. */
static int find_holders(struct symbol_check *k, struct snapshot *snap,
			const char *symbol, const struct holders **out)
{
	struct holders *h;

	for (h = k->holders; h; h = h->next)
		if (h->snap == snap && !strcmp(h->symbol, symbol)) {
			*out = h;
			return 0;
		}
	h = xcalloc(1, sizeof(*h));
	h->symbol = xstrdup(symbol);
	h->snap = snap;
	strvec_init(&h->sources);
	strvec_init(&h->all);
	strvec_init(&h->gpl);
	h->next = k->holders;
	k->holders = h;
	*out = h;
	return read_holders(k, h);
}

/* The objects of @sources; free() *out when each is released. */
static int build_all(struct symbol_check *k, struct snapshot *snap,
		     const struct strvec *sources, struct object_result **out)
{
	*out = xcalloc(sources->nr + 1, sizeof(**out));
	return sources->nr ? verify_results(k->v, k->c, snap, sources, *out,
					    NULL, k->err) : 0;
}

int symbol_prepare(struct symbol_check *k, const struct strvec *symbols)
{
	struct strvec sources = STRVEC_INIT;
	struct object_result *r = NULL;
	int ret = 0;

	for (size_t i = 0; i < symbols->nr && !ret; i++) {
		const struct holders *h;

		ret = find_holders(k, k->after, symbols->v[i], &h);
		strvec_pushv(&sources, &h->sources);
	}
	strvec_sort_uniq(&sources);
	if (!ret)
		ret = build_all(k, k->after, &sources, &r);
	for (size_t i = 0; i < sources.nr && !ret; i++)
		object_result_release(&r[i]);
	free(r);
	strvec_release(&sources);
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

static int user_is_gpl(struct symbol_check *k, struct snapshot *snap,
		       const struct object_result *user, bool *yes)
{
	struct strbuf text = STRBUF_INIT;
	int ret = verify_text(snap, user->source, &text, k->err);

	*yes = license_is_gpl(text.buf);
	strbuf_release(&text);
	return ret;
}

/* Who has it, by the objects. */
struct found {
	bool own;		/* in the user's module, or built in as it is */
	bool module;		/* in another module */
	bool built_in;
	enum export_kind exported;
};

static void look_at_object(const struct object_result *r,
			   const struct holders *h, const char *symbol,
			   const struct object_result *user, struct found *f)
{
	if (strvec_has_sorted(&r->defined, symbol)) {
		f->own |= r->module && user->module ?
			  !strcmp(r->module, user->module) :
			  !r->module && !user->module;
		f->module |= r->module != NULL;
		f->built_in |= !r->module;
	}
	if (strvec_has(&h->all, r->source) && has_entry(r, symbol))
		f->exported |= EXPORT_ALL;
	if (strvec_has(&h->gpl, r->source) && has_entry(r, symbol))
		f->exported |= EXPORT_GPL;
	/* what does not compile is told of elsewhere */
	f->own |= r->state == OBJECT_FAILED;
}

static enum symbol_verdict of_built_in(const struct holders *h,
				       const struct found *f)
{
	return f->own || h->in_assembler ? SYMBOL_FINE :
	       f->module ? SYMBOL_IN_MODULE :
	       h->sources.nr ? SYMBOL_NOT_COMPILED : SYMBOL_NOWHERE;
}

static enum symbol_verdict of_module(const struct holders *h,
				     const struct found *f, bool gpl)
{
	return f->own || (f->exported && gpl) ? SYMBOL_FINE :
	       f->exported ? SYMBOL_GPL_ONLY :
	       h->all.nr || h->gpl.nr ? SYMBOL_NOT_HERE :
	       f->built_in || f->module || h->in_assembler ?
	       SYMBOL_NOT_EXPORTED : SYMBOL_NOWHERE;
}

int symbol_judge(struct symbol_check *k, struct snapshot *snap,
		 const char *symbol, const struct object_result *user,
		 enum symbol_verdict *out)
{
	struct object_result *r = NULL;
	const struct holders *h;
	struct found f = { 0 };
	bool gpl = true;
	int ret = find_holders(k, snap, symbol, &h);

	f.exported = h->assembler;
	if (!ret)
		ret = build_all(k, snap, &h->sources, &r);
	for (size_t i = 0; i < h->sources.nr && !ret; i++) {
		look_at_object(&r[i], h, symbol, user, &f);
		object_result_release(&r[i]);
	}
	if (!ret && f.exported == EXPORT_GPL)
		ret = user_is_gpl(k, snap, user, &gpl);
	*out = user->module ? of_module(h, &f, gpl) : of_built_in(h, &f);
	free(r);
	return ret;
}

/*
 * "DEFINE_KEY(word)" on a line that the step wrote may define "prefix_word".
 */
static bool line_makes(const char *line, size_t len, const char *symbol)
{
	size_t i = 0, n;

	while (i < len && (is_word_char(line[i]) && !islower((unsigned char)line[i])))
		i++;
	if (!i || i >= len || line[i] != '(')
		return false;
	for (; i < len; i += n ? n : 1) {
		const char *at;

		for (n = 0; i + n < len && is_word_char(line[i + n]);)
			n++;
		if (!n)
			continue;
		at = memmem(symbol, strlen(symbol), line + i, n);
		if (at && (at == symbol || at[-1] == '_') &&
		    (!at[n] || at[n] == '_'))
			return true;
	}
	return false;
}

static int is_made(struct symbol_check *k, const char *symbol, bool *yes)
{
	int ret = 0;

	*yes = false;
	for (size_t i = 0; i < k->changed.nr && !ret && !*yes; i++) {
		struct strbuf text = STRBUF_INIT;

		if (is_c_file(k->changed.v[i]))
			ret = verify_text(k->after, k->changed.v[i], &text,
					  k->err);
		for (const char *s = text.buf; *s && !*yes; s += *s == '\n') {
			size_t len = strcspn(s, "\n");

			*yes = line_makes(s, len, symbol);
			s += len;
		}
		strbuf_release(&text);
	}
	return ret;
}

static bool declares(const struct strbuf *text, const char *symbol)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	bool found = false;
	size_t nr;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i < nr && !found; i++) {
		const char *line = t[i].text;

		if (t[i].len != strlen(symbol) ||
		    strncmp(t[i].text, symbol, t[i].len) ||
		    t[i].region != C_CODE)
			continue;
		while (line > text->buf && line[-1] != '\n')
			line--;
		/* in a block, too */
		line += strspn(line, " \t");
		found = t[i].role == C_FUNCTION || starts_with(line, "extern ");
	}
	csource_free(cs);
	return found;
}

/* What only macros declare, macros define. */
static int is_declared(struct symbol_check *k, const char *symbol, bool *yes)
{
	struct strvec word = STRVEC_INIT, paths = STRVEC_INIT;
	int ret;

	strvec_push(&word, symbol);
	*yes = false;
	ret = snapshot_learn(k->after, &word, k->err);
	if (!ret)
		ret = snapshot_grep(k->after, symbol, &paths, k->err);
	for (size_t i = 0; i < paths.nr && !ret && !*yes; i++) {
		struct strbuf text = STRBUF_INIT;

		if (is_c_file(paths.v[i]))
			ret = snapshot_read(k->after, paths.v[i], &text,
					    k->err);
		*yes = declares(&text, symbol);
		strbuf_release(&text);
	}
	strvec_release(&paths);
	strvec_release(&word);
	return ret;
}

/*
 * Nobody defines it, before or after.  That is the step's doing if it brought the
 * name, and a declaration, and no macro that may define it.
 */
static int is_old_name(struct symbol_check *k, const char *symbol, bool *yes)
{
	struct strvec word = STRVEC_INIT, paths = STRVEC_INIT;
	bool declared = false;
	int ret;

	strvec_push(&word, symbol);
	ret = snapshot_learn(k->before, &word, k->err);
	if (!ret)
		ret = snapshot_grep(k->before, symbol, &paths, k->err);
	*yes = paths.nr > 0;
	if (!ret && !*yes)
		ret = is_declared(k, symbol, &declared);
	if (!ret && !*yes && declared)
		ret = is_made(k, symbol, yes);
	else if (!ret && !declared)
		*yes = true;
	strvec_release(&paths);
	strvec_release(&word);
	return ret;
}

int symbol_was_so(struct symbol_check *k, const char *symbol,
		  const struct object_result *user, enum symbol_verdict now,
		  bool *yes)
{
	struct strvec source = STRVEC_INIT;
	struct object_result old = { 0 };
	enum symbol_verdict then;
	int ret = symbol_judge(k, k->before, symbol, user, &then);

	*yes = then == now;
	if (ret || then != now)
		return ret;
	if (now == SYMBOL_NOWHERE)
		return is_old_name(k, symbol, yes);
	if (snapshot_stat(k->before, user->source, NULL, NULL)) {
		*yes = false;
		return 0;
	}
	strvec_push(&source, user->source);
	ret = verify_results(k->v, k->c, k->before, &source, &old, NULL,
			     k->err);
	if (!ret)
		*yes = strvec_has_sorted(&old.undefined, symbol);
	object_result_release(&old);
	strvec_release(&source);
	return ret;
}

static bool meets(const struct object_result *a, const struct object_result *b)
{
	return a->module && b->module ? !strcmp(a->module, b->module) :
	       !a->module && !b->module;
}

int symbol_rivals(struct symbol_check *k, const char *symbol,
		  const struct object_result *own, struct strvec *sources)
{
	struct object_result *r = NULL;
	const struct holders *h;
	int ret = find_holders(k, k->after, symbol, &h);

	/* it alone is no rival */
	if (ret || h->sources.nr < 2)
		return ret;
	ret = build_all(k, k->after, &h->sources, &r);
	for (size_t i = 0; i < h->sources.nr && !ret; i++) {
		if (strcmp(r[i].source, own->source) && meets(&r[i], own) &&
		    strvec_has_sorted(&r[i].defined, symbol) &&
		    !strvec_has_sorted(&r[i].weak, symbol))
			strvec_push(sources, r[i].source);
		object_result_release(&r[i]);
	}
	free(r);
	return ret;
}

/* Has another source of the module one? */
static int has_licence(struct symbol_check *k, const char *path,
		       const struct object_result *user, bool *yes)
{
	struct strvec source = STRVEC_INIT;
	struct object_result r = { 0 };
	struct strbuf text = STRBUF_INIT;
	int ret = snapshot_read(k->after, path, &text, k->err);

	*yes = false;
	if (ret || !strstr(text.buf, "MODULE_LICENSE("))
		goto out;
	strvec_push(&source, path);
	ret = verify_results(k->v, k->c, k->after, &source, &r, NULL, k->err);
	*yes = !ret && r.module && !strcmp(r.module, user->module);
	object_result_release(&r);
out:
	strvec_release(&source);
	strbuf_release(&text);
	return ret;
}

int symbol_check_licence(struct symbol_check *k,
			 const struct object_result *user,
			 struct diagnostics *out)
{
	struct strvec word = STRVEC_INIT, paths = STRVEC_INIT;
	const char *slash = strrchr(user->source, '/');
	size_t dir = slash ? slash - user->source + 1 : 0;
	bool has = false;
	char *text;
	int ret;

	strvec_push(&word, "MODULE_LICENSE");
	ret = snapshot_learn(k->after, &word, k->err);
	if (!ret)
		ret = snapshot_grep(k->after, word.v[0], &paths, k->err);
	for (size_t i = 0; i < paths.nr && !ret && !has; i++)
		if (ends_with(paths.v[i], ".c") &&
		    !strncmp(paths.v[i], user->source, dir))
			ret = has_licence(k, paths.v[i], user, &has);
	if (!ret && !has) {
		text = xasprintf("the module '%s' has no MODULE_LICENSE any more",
				 user->module);
		verify_add_error(out, user->source, 0, text);
		free(text);
	}
	strvec_release(&paths);
	strvec_release(&word);
	return ret;
}
