/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * .kconfig: statements about configuration symbols, carried out one after the
 * other on every file that names them.
 */
#include "pass_text.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "kconfig_chain.h"
#include "kconfig_edit.h"
#include "kconfig_users.h"
#include "source_kind.h"

struct statements {
	struct kconfig_statement *v;
	size_t nr, alloc;
};

/* ---- the text of the pass ---- */

static const struct form {
	const char *verb;
	enum kconfig_what what;
	const char *usage;
} forms[] = {
	{ "remove", KCONFIG_REMOVE, "remove SYMBOL [assume y | drop]" },
	{ "rename", KCONFIG_RENAME, "rename OLD NEW" },
	{ "merge", KCONFIG_MERGE, "merge OLD SYMBOL" },
	{ "drop-depends", KCONFIG_DROP_DEPENDS, "drop-depends SYMBOL on TERM" },
	{ "add-depends", KCONFIG_ADD_DEPENDS, "add-depends SYMBOL on EXPR" },
	{ "drop-select", KCONFIG_DROP_SELECT, "drop-select SYMBOL TERM" },
	{ "add-select", KCONFIG_ADD_SELECT,
	  "add-select SYMBOL|@FUNCTION TERM [if EXPR]" },
	{ "replace-select", KCONFIG_REPLACE_SELECT,
	  "replace-select SYMBOL TERM by SYMBOL..." },
	{ "select-to-depends", KCONFIG_SELECT_TO_DEPENDS,
	  "select-to-depends SYMBOL" },
	{ "split", KCONFIG_SPLIT, "split OLD NEW of WORD... [or NEW of WORD...]..." },
	{ "where", KCONFIG_WHERE, "where SYMBOL" },
};

static bool is_symbol(const char *s)
{
	return is_config_name(s, strlen(s));
}

/* Words from @from on, as one text. */
static char *join(const struct strvec *words, size_t from)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = from; i < words->nr; i++)
		strbuf_addf(&text, "%s%s", i > from ? " " : "", words->v[i]);
	return strbuf_detach(&text, NULL);
}

static bool is_expression(const char *s)
{
	struct kexpr *e = kexpr_parse(s, strlen(s));
	bool yes = e != NULL;

	kexpr_free(e);
	return yes;
}

/* "NEW of WORD... or NEW of WORD...": words from @i on */
static bool is_choices(const struct strvec *w, size_t i)
{
	for (; i + 2 < w->nr; i++) {
		if (!is_symbol(w->v[i++]) || strcmp(w->v[i++], "of") ||
		    !strcmp(w->v[i], "or"))
			return false;
		while (i < w->nr && strcmp(w->v[i], "or"))
			i++;
		if (i == w->nr)
			return true;
	}
	return false;
}

/* Fill in what stands behind the symbol; false: not of this form. */
static bool take_operands(struct kconfig_statement *st,
			  const struct strvec *w)
{
	switch (st->what) {
	case KCONFIG_REMOVE:
		if (w->nr == 3 && !strcmp(w->v[2], "drop"))
			st->mode = KEXPR_DROP;
		else if (w->nr == 4 && !strcmp(w->v[2], "assume") &&
			 !strcmp(w->v[3], "y"))
			st->mode = KEXPR_AS_Y;
		else
			return w->nr == 2;
		return true;
	case KCONFIG_RENAME:
	case KCONFIG_MERGE:
	case KCONFIG_DROP_SELECT:
		if (w->nr != 3 || !is_symbol(w->v[2]))
			return false;
		st->term = xstrdup(w->v[2]);
		return true;
	case KCONFIG_DROP_DEPENDS:
	case KCONFIG_ADD_DEPENDS:
		if (w->nr < 4 || strcmp(w->v[2], "on"))
			return false;
		st->term = join(w, 3);
		return is_expression(st->term);
	case KCONFIG_ADD_SELECT:
		if (w->nr < 3 || !is_symbol(w->v[2]))
			return false;
		st->term = xstrdup(w->v[2]);
		if (w->nr == 3)
			return true;
		if (w->nr < 5 || strcmp(w->v[3], "if"))
			return false;
		st->cond = join(w, 4);
		return is_expression(st->cond);
	case KCONFIG_REPLACE_SELECT:
		if (w->nr < 5 || !is_symbol(w->v[2]) || strcmp(w->v[3], "by"))
			return false;
		st->term = xstrdup(w->v[2]);
		st->cond = join(w, 4);
		for (size_t i = 4; i < w->nr; i++)
			if (!is_symbol(w->v[i]))
				return false;
		return true;
	case KCONFIG_SPLIT:
		st->cond = join(w, 2);
		return is_choices(w, 2);
	case KCONFIG_SELECT_TO_DEPENDS:
	case KCONFIG_WHERE:
		return w->nr == 2;
	}
	return false;
}

static int take_statement(struct pass *p, const struct text_line *l,
			  void *data, struct strbuf *err)
{
	struct statements *all = data;
	const struct form *form = NULL;
	struct kconfig_statement *st;
	const char *symbol;

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (!strcmp(forms[i].verb, l->words.v[0]))
			form = &forms[i];
	if (!form)
		return text_line_error(p, l, err, "unknown statement '%s'",
				       l->words.v[0]);
	ALLOC_GROW(all->v, all->nr + 1, all->alloc);
	st = &all->v[all->nr++];
	memset(st, 0, sizeof(*st));
	st->what = form->what;
	st->line = l->number;
	symbol = l->words.nr > 1 ? l->words.v[1] : "";
	st->symbol = xstrdup(symbol);
	if (*symbol == '@' && form->what == KCONFIG_ADD_SELECT)
		symbol++;
	if (!is_symbol(symbol) || !take_operands(st, &l->words))
		return text_line_error(p, l, err,
				       "this is not of the form '%s'",
				       form->usage);
	return 0;
}

static void statements_release(struct statements *all)
{
	for (size_t i = 0; i < all->nr; i++) {
		free(all->v[i].symbol);
		free(all->v[i].term);
		free(all->v[i].cond);
	}
	free(all->v);
}

static bool concerns_other_files(const struct kconfig_statement *st)
{
	return st->what == KCONFIG_REMOVE || st->what == KCONFIG_RENAME ||
	       st->what == KCONFIG_MERGE || st->what == KCONFIG_SPLIT;
}

static bool is_of_callers(const struct kconfig_statement *st)
{
	return *st->symbol == '@';
}

int kconfig_pass_load(struct pass *p, struct strbuf *err)
{
	struct statements all = { 0 };
	int ret = text_pass_lines(p, take_statement, &all, err);

	for (size_t i = 0; i < all.nr && !ret; i++) {
		const struct kconfig_statement *st = &all.v[i];
		char *config;

		text_pass_add_words(p, st->symbol + is_of_callers(st), NULL);
		if (!concerns_other_files(st))
			continue;
		config = xasprintf("CONFIG_%s", st->symbol);
		text_pass_add_words(p, config, NULL);
		free(config);
		config = xasprintf("CONFIG_%s_MODULE", st->symbol);
		text_pass_add_words(p, config, NULL);
		free(config);
	}
	if (!ret && !all.nr)
		ret = error_set(err, ERR_UNABLE, "%s:1: no statement", p->path);
	statements_release(&all);
	return ret;
}

/* ---- which files ---- */

/* Files that hold @word and are (or are not) Kconfig files. */
static int add_files(struct snapshot *snap, const char *word, bool kconfig,
		     struct strvec *paths, struct strbuf *err)
{
	struct strvec all = STRVEC_INIT;
	int ret = snapshot_grep(snap, word, &all, err);

	for (size_t i = 0; i < all.nr; i++)
		if ((source_kind(all.v[i]) == SOURCE_KCONFIG) == kconfig)
			strvec_push(paths, all.v[i]);
	strvec_release(&all);
	return ret;
}

/* A removed symbol is not searched in C: expect finds it there. */
static bool takes_kind(const struct kconfig_statement *st,
		       enum source_kind kind)
{
	if (kind == SOURCE_MAKE || kind == SOURCE_CONFIG)
		return true;
	return st->what != KCONFIG_REMOVE && kind != SOURCE_OTHER;
}

static int add_other_files(struct snapshot *snap,
			   const struct kconfig_statement *st,
			   struct strvec *paths, struct strbuf *err)
{
	static const char *const suffixes[] = { "", "_MODULE" };
	struct strvec all = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(suffixes) && !ret; i++) {
		char *word = xasprintf("CONFIG_%s%s", st->symbol, suffixes[i]);

		ret = add_files(snap, word, false, &all, err);
		free(word);
	}
	for (size_t i = 0; i < all.nr; i++)
		if (takes_kind(st, source_kind(all.v[i])))
			strvec_push(paths, all.v[i]);
	strvec_release(&all);
	return ret;
}

/* What the callers of a function are built under, and their files. */
static int find_callers(struct snapshot *snap, const char *function,
			struct strvec *symbols, struct strvec *files,
			struct strbuf *err)
{
	struct strvec all = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret = snapshot_grep(snap, function, &all, err);

	for (size_t i = 0; i < all.nr && !ret; i++) {
		struct kconfig_built built;

		if (!ends_with(all.v[i], ".c"))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(snap, all.v[i], &text, err);
		if (ret || !kconfig_line_of_call(&text, function))
			continue;
		ret = kconfig_symbols_of(snap, all.v[i], &built, err);
		strvec_pushv(symbols, &built.symbols);
		strvec_release(&built.symbols);
		if (files)
			strvec_push(files, all.v[i]);
	}
	strvec_sort_uniq(symbols);
	strvec_release(&all);
	strbuf_release(&text);
	return ret;
}

static int add_files_of_callers(struct snapshot *snap, const char *function,
				struct strvec *paths, struct strbuf *err)
{
	struct strvec symbols = STRVEC_INIT;
	int ret = find_callers(snap, function, &symbols, paths, err);

	if (!ret && symbols.nr)
		ret = snapshot_learn(snap, &symbols, err);
	for (size_t i = 0; i < symbols.nr && !ret; i++)
		ret = add_files(snap, symbols.v[i], true, paths, err);
	strvec_release(&symbols);
	return ret;
}

/* The symbol, and those that become it in the same pass. */
static int find_chain(struct snapshot *snap, const struct statements *all,
		      const struct kconfig_statement *st,
		      struct kconfig_needs *needs, struct strbuf *err)
{
	struct strvec aliases = STRVEC_INIT;
	int ret;

	strvec_push(&aliases, st->symbol);
	for (size_t i = 0; i < all->nr; i++)
		if (all->v[i].what == KCONFIG_MERGE &&
		    !strcmp(all->v[i].term, st->symbol))
			strvec_push(&aliases, all->v[i].symbol);
	ret = kconfig_chain(snap, st->symbol, &aliases, needs, err);
	strvec_release(&aliases);
	return ret;
}

static int add_files_of_chain(struct snapshot *snap,
			      const struct statements *all,
			      const struct kconfig_statement *st,
			      struct strvec *paths, struct strbuf *err)
{
	struct kconfig_needs needs = { 0 };
	int ret = find_chain(snap, all, st, &needs, err);

	for (size_t i = 0; i < needs.nr && !ret; i++)
		ret = add_files(snap, needs.v[i].symbol, true, paths, err);
	kconfig_needs_release(&needs);
	return ret;
}

/* Does one of the symbols of "where" stand in the tree?  Without any: yes. */
static int is_there(const struct statements *all, struct snapshot *snap,
		    struct strbuf *err)
{
	struct strvec files = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	bool asked = false, found = false;
	int ret = 0;

	for (size_t i = 0; i < all->nr && !ret && !found; i++) {
		const char *symbol = all->v[i].symbol;

		if (all->v[i].what != KCONFIG_WHERE)
			continue;
		asked = true;
		ret = snapshot_grep(snap, symbol, &files, err);
		for (size_t k = 0; k < files.nr && !ret && !found; k++) {
			if (source_kind(files.v[k]) != SOURCE_KCONFIG)
				continue;
			strbuf_reset(&text);
			ret = snapshot_read(snap, files.v[k], &text, err);
			found = !ret && kc_text_opens(&text, symbol);
		}
		strvec_release(&files);
	}
	strbuf_release(&text);
	return ret ? ret : found || !asked;
}

int kconfig_pass_candidates(struct engine *e, const struct pass *p,
			    struct snapshot *snap, struct strvec *paths,
			    struct strbuf *err)
{
	struct statements all = { 0 };
	struct strvec words = STRVEC_INIT;
	struct pass copy = *p;
	int ret = text_pass_lines(&copy, take_statement, &all, err);
	int there = 0;

	pass_words(p, &words);
	if (!ret)
		ret = snapshot_learn(snap, &words, err);
	if (!ret)
		there = is_there(&all, snap, err);
	if (there < 0)
		ret = there;
	for (size_t i = 0; i < all.nr && !ret && there; i++) {
		const struct kconfig_statement *st = &all.v[i];

		if (st->what == KCONFIG_WHERE)
			continue;
		if (is_of_callers(st)) {
			ret = add_files_of_callers(snap, st->symbol + 1, paths,
						   err);
			continue;
		}
		ret = add_files(snap, st->symbol, true, paths, err);
		if (!ret && concerns_other_files(st))
			ret = add_other_files(snap, st, paths, err);
		if (!ret && st->what == KCONFIG_SELECT_TO_DEPENDS)
			ret = add_files_of_chain(snap, &all, st, paths, err);
	}
	strvec_sort_uniq(paths);
	strvec_release(&words);
	statements_release(&all);
	return ret;
}

/* ---- the work ---- */

static void add_statement(struct statements *to,
			  const struct kconfig_statement *like,
			  enum kconfig_what what, const char *symbol,
			  const char *term)
{
	struct kconfig_statement *st;

	ALLOC_GROW(to->v, to->nr + 1, to->alloc);
	st = &to->v[to->nr++];
	*st = *like;
	st->what = what;
	st->symbol = xstrdup(symbol);
	st->term = term ? xstrdup(term) : NULL;
	st->cond = like->cond ? xstrdup(like->cond) : NULL;
}

/* Statements, with those that follow from what the tree holds. */
static int expand(struct snapshot *snap, const struct statements *from,
		  struct statements *to, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < from->nr && !ret; i++) {
		const struct kconfig_statement *st = &from->v[i];
		struct strvec symbols = STRVEC_INIT;
		struct kconfig_needs needs = { 0 };

		if (st->what == KCONFIG_WHERE)
			continue;
		if (is_of_callers(st))
			ret = find_callers(snap, st->symbol + 1, &symbols,
					   NULL, err);
		else
			strvec_push(&symbols, st->symbol);
		if (st->what == KCONFIG_SELECT_TO_DEPENDS)
			ret = find_chain(snap, from, st, &needs, err);
		for (size_t k = 0; k < symbols.nr; k++)
			add_statement(to, st, st->what, symbols.v[k], st->term);
		for (size_t k = 0; k < needs.nr; k++)
			add_statement(to, st, KCONFIG_ADD_DEPENDS,
				      needs.v[k].symbol, needs.v[k].expr);
		kconfig_needs_release(&needs);
		strvec_release(&symbols);
	}
	return ret;
}

struct work {
	struct statements written, expanded;
};

static void refuse_line(unsigned line, unsigned col, const char *why,
			void *data)
{
	text_refuse(data, line, col, "%s", why);
}

/* What cannot be read would be changed by guess. */
static void check_kconfig(struct text_job *job)
{
	struct kconfig k;

	kconfig_parse(&k, job->before->buf, job->before->len);
	for (size_t i = 0; i < k.nr; i++)
		if (k.lines[i].kind == KC_UNKNOWN)
			text_refuse(job, k.lines[i].number, 0,
				    "this line is not Kconfig as far as it is known here");
	kconfig_release(&k);
}

/* A caller that no symbol of a Kconfig file decides about. */
static int check_caller(struct text_job *job, const struct statements *all,
			struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < all->nr && !ret; i++) {
		const struct kconfig_statement *st = &all->v[i];
		struct kconfig_built built;
		unsigned line;

		if (!is_of_callers(st))
			continue;
		line = kconfig_line_of_call(job->before, st->symbol + 1);
		if (!line)
			continue;
		ret = kconfig_symbols_of(job->snap, job->path, &built, err);
		if (!ret && built.always && !built.symbols.nr)
			text_refuse(job, line, 0,
				    "%s() is called here, and no symbol decides whether this file is built: none can select %s",
				    st->symbol + 1, st->term);
		strvec_release(&built.symbols);
	}
	return ret;
}

static void run_statement(struct text_job *job, struct kconfig_text *t,
			  const struct kconfig_statement *st)
{
	struct kconfig_refuser r = { refuse_line, job };
	enum source_kind kind = source_kind(job->path);

	if (st->what == KCONFIG_SPLIT && is_c_file(job->path))
		kconfig_edit_split(t, st, &r);
	else if (st->what == KCONFIG_SPLIT)
		return;
	else if (kind == SOURCE_KCONFIG)
		kconfig_edit(t, st, &r);
	else if (!concerns_other_files(st))
		return;
	else if (kind == SOURCE_MAKE)
		kconfig_edit_make(t, st, &r);
	else if (kind == SOURCE_CONFIG)
		kconfig_edit_config(t, st);
	else if (takes_kind(st, kind))
		kconfig_edit_words(t, st);
}

static int run_file(struct text_job *job, struct strbuf *err)
{
	struct work *w = job->data;
	struct kconfig_text t;
	int ret = 0;

	if (source_kind(job->path) == SOURCE_KCONFIG)
		check_kconfig(job);
	else if (is_c_file(job->path))
		ret = check_caller(job, &w->written, err);
	if (ret || job->result->reports.nr)
		return ret;
	kconfig_text_init(&t, job->before);
	for (size_t i = 0; i < w->expanded.nr; i++)
		run_statement(job, &t, &w->expanded.v[i]);
	strbuf_swap(&job->after, &t.text);
	kconfig_text_release(&t);
	return 0;
}

int kconfig_pass_run(struct engine *e, const struct pass *p,
		     struct snapshot *snap, const struct strvec *paths,
		     struct pass_result *out, struct strbuf *err)
{
	struct work w = { 0 };
	struct pass copy = *p;
	int ret = text_pass_lines(&copy, take_statement, &w.written, err);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = expand(snap, &w.written, &w.expanded, err);
	if (!ret)
		ret = text_pass_each(e, p, snap, paths, run_file, &w, out, err);
	statements_release(&w.written);
	statements_release(&w.expanded);
	return ret;
}
