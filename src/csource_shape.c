/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which functions a file defines, found by brace depth and by the shape of
 * what stands before a '{' at depth 0.
 *
 * The arms of an #if need not be balanced each for itself.  Every arm starts
 * with the state that held at the #if; after the #endif the state of the last
 * arm holds.  If the file does not come out even that way, the arm with the
 * greatest depth is tried instead, and at last a '}' in the first column ends
 * whatever is open.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "csource_int.h"

enum arm_mode { LAST_ARM, DEEPEST_ARM, FIRST_COLUMN, NR_MODES };

/* Indices of raws: the tokens at depth 0 since the last declaration's end. */
struct span {
	unsigned *v;
	size_t nr, alloc;
	unsigned first_line;	/* also of what another arm had here */
};

struct state {
	int depth, paren;
	size_t span_nr;
	bool in_function;
	struct c_function fn;	/* not yet ended; its name is owned */
};

struct arm {
	struct state start, deepest;
	bool has_deepest;
};

struct shaper {
	struct csource *cs;
	enum arm_mode mode;
	struct span span;
	struct state now;
	struct arm *arms;
	size_t nr_arms, alloc_arms;
	bool uneven;
};

bool token_is(const struct c_token *t, const char *word)
{
	return t->text[0] == word[0] && !strncmp(t->text, word, t->len) &&
	       !word[t->len];
}

bool raw_word(const struct csource *cs, size_t i, const char *word)
{
	return raw_is_ident(cs, i) && token_is(raw_token(cs, i), word);
}

char *raw_text(const struct csource *cs, size_t i)
{
	const struct c_token *t = raw_token(cs, i);

	return xstrndup(t->text, t->len);
}

bool raw_is_aggregate(const struct csource *cs, size_t i, bool enums)
{
	return raw_word(cs, i, "struct") || raw_word(cs, i, "union") ||
	       (enums && raw_word(cs, i, "enum"));
}

/* Words that take a group in parentheses and are not the function's name. */
static bool is_attribute(const struct c_token *t)
{
	static const char *const names[] = {
		"__attribute__", "__attribute", "__printf", "__scanf",
		"__aligned", "__section", "__acquires", "__releases",
		"__must_hold", "__alias", "__declspec", "__alloc_size",
		"__assume_aligned", "__nonnull", "__format_arg", "__target",
		"__no_sanitize", "__asm__", "asm", "__typeof__", "typeof",
		"__cond_lock", "__acquire", "__release", "__pure_attr",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (token_is(t, names[i]))
			return true;
	return false;
}

static bool is_upper(const struct c_token *t)
{
	bool letter = false;
	unsigned i;

	for (i = 0; i < t->len; i++) {
		if (islower((unsigned char)t->text[i]))
			return false;
		letter |= isupper((unsigned char)t->text[i]) != 0;
	}
	return letter;
}

/* The index after the group that opens at @k of the span. */
static size_t span_skip_group(const struct shaper *sh, size_t k)
{
	int depth = 0;

	for (; k < sh->span.nr; k++) {
		if (raw_is(sh->cs, sh->span.v[k], '('))
			depth++;
		else if (raw_is(sh->cs, sh->span.v[k], ')') && --depth <= 0)
			return k + 1;
	}
	return k;
}

static bool span_is(const struct shaper *sh, size_t k, char ch)
{
	return k < sh->span.nr && raw_is(sh->cs, sh->span.v[k], ch);
}

static bool span_is_ident(const struct shaper *sh, size_t k)
{
	return k < sh->span.nr && raw_is_ident(sh->cs, sh->span.v[k]);
}

static const struct c_token *span_token(const struct shaper *sh, size_t k)
{
	return raw_token(sh->cs, sh->span.v[k]);
}

/* Is there nothing but attributes from @k to the end of the span? */
static bool only_attributes(const struct shaper *sh, size_t k)
{
	while (k < sh->span.nr) {
		const struct c_token *t;

		if (!span_is_ident(sh, k))
			return false;
		t = span_token(sh, k);
		if (!is_attribute(t) && !is_upper(t) &&
		    !(t->len > 2 && !memcmp(t->text, "__", 2)))
			return false;
		k++;
		if (span_is(sh, k, '('))
			k = span_skip_group(sh, k);
	}
	return true;
}

static bool span_has_assignment(const struct shaper *sh)
{
	size_t k = 0;

	while (k < sh->span.nr) {
		if (span_is(sh, k, '=') )
			return true;
		k = span_is(sh, k, '(') ? span_skip_group(sh, k) : k + 1;
	}
	return false;
}

/* Does the span end as "struct [attributes] [tag] [attributes]"? */
static bool span_is_aggregate(const struct shaper *sh)
{
	size_t k = 0, start = sh->span.nr;

	while (k < sh->span.nr) {
		if (raw_is_aggregate(sh->cs, sh->span.v[k], true))
			start = k;
		k = span_is(sh, k, '(') ? span_skip_group(sh, k) : k + 1;
	}
	if (start == sh->span.nr)
		return false;
	for (k = start + 1; k < sh->span.nr; k++) {
		if (!span_is_ident(sh, k))
			return false;
		if (!span_is(sh, k + 1, '('))
			continue;
		if (!is_attribute(span_token(sh, k)))
			return false;
		k = span_skip_group(sh, k + 1) - 1;
	}
	return true;
}

/*
 * The place in the span of the declared function's name: the first word with
 * a group behind it after which only attributes follow.  "int (*f(int))(int)"
 * has it inside of a group.  The span's length means: none.
 */
static size_t span_find_name(const struct shaper *sh)
{
	size_t k = 0;

	while (k < sh->span.nr) {
		size_t after;

		if (!span_is(sh, k, '(')) {
			k++;
			continue;
		}
		after = span_skip_group(sh, k);
		if (span_is(sh, k + 1, '*') && span_is(sh, after, '(')) {
			for (k++; k + 1 < after; k++)
				if (span_is_ident(sh, k) &&
				    span_is(sh, k + 1, '('))
					return k;
		} else if (k && span_is_ident(sh, k - 1) &&
			   !is_attribute(span_token(sh, k - 1)) &&
			   only_attributes(sh, after)) {
			return k - 1;
		}
		k = after;
	}
	return sh->span.nr;
}

/* SYSCALL_DEFINE2(dup2, ...) is sys_dup2, TEST(x) is x. */
static char *function_name(const struct shaper *sh, size_t k)
{
	const struct c_token *t = span_token(sh, k), *arg;
	const char *prefix = "";

	if (!is_upper(t) || !span_is_ident(sh, k + 2) ||
	    !(span_is(sh, k + 3, ',') || span_is(sh, k + 3, ')')))
		return xstrndup(t->text, t->len);
	arg = span_token(sh, k + 2);
	if (t->len > 14 && !memcmp(t->text, "SYSCALL_DEFINE", 14))
		prefix = "sys_";
	else if (t->len > 21 && !memcmp(t->text, "COMPAT_SYSCALL_DEFINE", 21))
		prefix = "compat_sys_";
	return xasprintf("%s%.*s", prefix, (int)arg->len, arg->text);
}

/* Pass over "EXPORT_SYMBOL(x)" and the like, without ';', on lines before. */
static size_t span_start(const struct shaper *sh, size_t name)
{
	size_t k = 0;

	while (k < name && span_is_ident(sh, k) && span_is(sh, k + 1, '(')) {
		size_t after = span_skip_group(sh, k + 1);

		if (after > name || sh->cs->raws[sh->span.v[after]].line ==
				    sh->cs->raws[sh->span.v[after - 1]].line)
			break;
		k = after;
	}
	return k;
}

static void open_function(struct shaper *sh, size_t name, size_t brace)
{
	struct c_function *fn = &sh->now.fn;
	size_t start = span_start(sh, name), k;

	sh->now.in_function = true;
	fn->name = function_name(sh, name);
	fn->is_static = false;
	fn->open_line = sh->cs->raws[brace].line;
	fn->open_col = sh->cs->raws[brace].col;
	fn->first_line = start ? sh->cs->raws[sh->span.v[start]].line :
			 sh->span.first_line;
	for (k = start; k < name; k++)
		if (raw_word(sh->cs, sh->span.v[k], "static"))
			fn->is_static = true;
}

static void close_function(struct shaper *sh, const struct raw *brace)
{
	struct csource *cs = sh->cs;

	ALLOC_GROW(cs->functions, cs->nr_functions + 1, cs->alloc_functions);
	sh->now.fn.last_line = brace->line;
	sh->now.fn.last_col = brace->col;
	cs->functions[cs->nr_functions++] = sh->now.fn;
	sh->now.fn.name = NULL;
	sh->now.in_function = false;
}

static void span_reset(struct shaper *sh)
{
	sh->span.nr = 0;
	sh->span.first_line = 0;
}

static void span_add(struct shaper *sh, size_t i)
{
	struct span *sp = &sh->span;

	ALLOC_GROW(sp->v, sp->nr + 1, sp->alloc);
	sp->v[sp->nr++] = i;
	if (!sp->first_line)
		sp->first_line = sh->cs->raws[i].line;
}

static void mark_function_name(struct shaper *sh, size_t k)
{
	unsigned token = sh->cs->raws[sh->span.v[k]].token;

	sh->cs->tokens[token].role = C_FUNCTION;
}

static void open_brace(struct shaper *sh, size_t i)
{
	size_t name;

	if (sh->mode == FIRST_COLUMN && sh->cs->raws[i].col == 1 &&
	    !sh->now.depth)
		sh->now.paren = 0;
	if (sh->now.depth || sh->now.paren) {
		sh->now.depth++;
		return;
	}
	if (sh->span.nr == 2 && raw_word(sh->cs, sh->span.v[0], "extern")) {
		span_reset(sh);		/* extern "C" {: its '}' is passed over */
		return;
	}
	sh->now.depth = 1;
	if (span_has_assignment(sh) || span_is_aggregate(sh))
		return;
	name = span_find_name(sh);
	if (name < sh->span.nr) {
		mark_function_name(sh, name);
		open_function(sh, name, i);
	}
}

static void close_brace(struct shaper *sh, size_t i)
{
	const struct raw *r = &sh->cs->raws[i];

	if (sh->mode == FIRST_COLUMN && r->col == 1) {
		sh->now.depth = sh->now.depth ? 1 : 0;
		sh->now.paren = 0;
	}
	if (!sh->now.depth) {
		sh->uneven |= r->col != 1;
		return;
	}
	if (--sh->now.depth)
		return;
	if (sh->now.in_function) {
		close_function(sh, r);
		span_reset(sh);
	}
}

/* "type name(...);": a declaration of a function. */
static void end_declaration(struct shaper *sh)
{
	size_t name;

	if (!span_has_assignment(sh) &&
	    !(sh->span.nr && raw_word(sh->cs, sh->span.v[0], "typedef"))) {
		name = span_find_name(sh);
		if (name && name < sh->span.nr)
			mark_function_name(sh, name);
	}
	span_reset(sh);
}

static void drop_state(struct state *st)
{
	free(st->fn.name);
	st->fn.name = NULL;
}

static struct state copy_state(const struct shaper *sh)
{
	struct state st = sh->now;

	st.span_nr = sh->span.nr;
	if (st.fn.name)
		st.fn.name = xstrdup(st.fn.name);
	return st;
}

static void restore_state(struct shaper *sh, const struct state *from)
{
	drop_state(&sh->now);
	sh->now = *from;
	if (from->fn.name)
		sh->now.fn.name = xstrdup(from->fn.name);
	if (from->span_nr < sh->span.nr)
		sh->span.nr = from->span_nr;
}

static void end_arm(struct shaper *sh, struct arm *arm)
{
	if (sh->mode != DEEPEST_ARM)
		return;
	if (arm->has_deepest && arm->deepest.depth >= sh->now.depth)
		return;
	if (arm->has_deepest)
		drop_state(&arm->deepest);
	arm->deepest = copy_state(sh);
	arm->has_deepest = true;
}

static void pop_arm(struct shaper *sh)
{
	struct arm *arm = &sh->arms[--sh->nr_arms];

	drop_state(&arm->start);
	if (arm->has_deepest)
		drop_state(&arm->deepest);
}

static void conditional(struct shaper *sh, int kind)
{
	struct arm *arm;

	if (kind == RAW_IF) {
		ALLOC_GROW(sh->arms, sh->nr_arms + 1, sh->alloc_arms);
		arm = &sh->arms[sh->nr_arms++];
		memset(arm, 0, sizeof(*arm));
		arm->start = copy_state(sh);
		return;
	}
	if (!sh->nr_arms)
		return;
	arm = &sh->arms[sh->nr_arms - 1];
	end_arm(sh, arm);
	if (kind == RAW_ELSE) {
		restore_state(sh, &arm->start);
		return;
	}
	if (arm->has_deepest && arm->deepest.depth > sh->now.depth)
		restore_state(sh, &arm->deepest);
	pop_arm(sh);
}

static void shape_punct(struct shaper *sh, size_t i)
{
	char ch = sh->cs->raws[i].ch;

	if (ch == '{') {
		open_brace(sh, i);
	} else if (ch == '}') {
		close_brace(sh, i);
	} else if (!sh->now.depth) {
		if (ch == ';' && !sh->now.paren) {
			end_declaration(sh);
			return;
		}
		span_add(sh, i);
		if (ch == '(')
			sh->now.paren++;
		else if (ch == ')' && sh->now.paren)
			sh->now.paren--;
	}
}

static void forget_functions(struct csource *cs)
{
	while (cs->nr_functions)
		free(cs->functions[--cs->nr_functions].name);
}

static bool shape(struct csource *cs, enum arm_mode mode)
{
	struct shaper sh = { .cs = cs, .mode = mode };
	bool even;
	size_t i;

	forget_functions(cs);
	for (i = 0; i < cs->nr_raws; i++) {
		const struct raw *r = &cs->raws[i];

		if (r->macro)
			continue;
		if (r->kind >= RAW_IF)
			conditional(&sh, r->kind);
		else if (r->kind == RAW_PUNCT)
			shape_punct(&sh, i);
		else if (!sh.now.depth)
			span_add(&sh, i);
	}
	even = !sh.uneven && !sh.now.depth && !sh.now.paren;
	while (sh.nr_arms)
		pop_arm(&sh);
	drop_state(&sh.now);
	free(sh.arms);
	free(sh.span.v);
	return even;
}

void csource_find_shapes(struct csource *cs)
{
	int mode;

	for (mode = LAST_ARM; mode < NR_MODES; mode++)
		if (shape(cs, mode))
			return;
}
