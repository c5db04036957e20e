/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Declarations: members of aggregates, variables and parameters of a struct
 * type, typedefs, and the types of braced initialisers.
 */
#include <stdlib.h>
#include <string.h>

#include "csource_int.h"

struct decls {
	struct csource *cs;
	bool *done;		/* by raw: seen as part of something larger */
	int nesting;
};

#define MAX_NESTING 200		/* deeper braces are passed over */

struct bracket_stack {
	unsigned *v;
	size_t nr, alloc;
};

static char closer_of(char ch)
{
	return ch == '(' ? ')' : ch == '[' ? ']' : ch == '{' ? '}' : 0;
}

static void match_bracket(struct csource *cs, struct bracket_stack *st,
			  size_t i)
{
	char ch = cs->raws[i].ch;

	if (closer_of(ch)) {
		ALLOC_GROW(st->v, st->nr + 1, st->alloc);
		st->v[st->nr++] = i;
		return;
	}
	if (ch != ')' && ch != ']' && ch != '}')
		return;
	/* a '}' or ')' ends what was left open inside of it */
	while (st->nr) {
		unsigned open = st->v[st->nr - 1];

		if (closer_of(cs->raws[open].ch) == ch) {
			cs->raws[open].match = i;
			cs->raws[i].match = open;
			st->nr--;
			return;
		}
		if (ch != '}')
			return;
		st->nr--;
	}
}

/*
 * Macro bodies are matched each for itself; each arm of an #if begins with
 * the brackets that were open at the #if.
 */
static void match_brackets(struct csource *cs)
{
	struct bracket_stack st = { 0 }, macro = { 0 }, *saved = NULL;
	size_t nr = 0, alloc = 0, i;

	for (i = 0; i < cs->nr_raws; i++) {
		const struct raw *r = &cs->raws[i];

		if (!r->macro)
			macro.nr = 0;
		if (r->kind == RAW_PUNCT) {
			match_bracket(cs, r->macro ? &macro : &st, i);
		} else if (r->kind == RAW_IF) {
			ALLOC_GROW(saved, nr + 1, alloc);
			saved[nr].nr = saved[nr].alloc = st.nr;
			saved[nr].v = xmalloc(st.nr * sizeof(*st.v));
			if (st.nr)
				memcpy(saved[nr].v, st.v,
				       st.nr * sizeof(*st.v));
			nr++;
		} else if (r->kind == RAW_ELSE && nr) {
			st.nr = saved[nr - 1].nr;
			if (st.nr)
				memcpy(st.v, saved[nr - 1].v,
				       st.nr * sizeof(*st.v));
		} else if (r->kind == RAW_ENDIF && nr) {
			free(saved[--nr].v);
		}
	}
	while (nr)
		free(saved[--nr].v);
	free(saved);
	free(st.v);
	free(macro.v);
}

/* The index after @i, or after the group that opens there; at most @end. */
static size_t next_item(const struct csource *cs, size_t i, size_t end)
{
	const struct raw *r = &cs->raws[i];

	if (r->kind == RAW_PUNCT && closer_of(r->ch) && r->match != NO_TOKEN &&
	    r->match > i && r->match < end)
		return r->match + 1;
	return i + 1;
}

static bool is_qualifier(const struct csource *cs, size_t i)
{
	static const char *const words[] = {
		"const", "volatile", "static", "extern", "register", "inline",
		"__inline", "__inline__", "restrict", "__restrict", "__user",
		"__iomem", "__rcu", "__percpu", "__force", "__kernel",
		"__read_mostly", "__ro_after_init", "__initdata", "__init",
		"__initconst", "__maybe_unused", "__always_unused", "__packed",
		"__must_check", "__always_inline", "noinline", "typedef",
		"__le", "__be", "__used", "__weak", "__exit", "asmlinkage",
		"__private", "__bitwise", "__nocast", "__safe", "__cold",
		"__pure", "__malloc", "__visible", "notrace", "__ref",
	};
	size_t k;

	for (k = 0; k < ARRAY_SIZE(words); k++)
		if (raw_word(cs, i, words[k]))
			return true;
	return false;
}

static bool is_builtin(const struct csource *cs, size_t i)
{
	static const char *const words[] = {
		"int", "char", "long", "short", "unsigned", "signed", "void",
		"float", "double", "_Bool", "__signed__",
	};
	size_t k;

	for (k = 0; k < ARRAY_SIZE(words); k++)
		if (raw_word(cs, i, words[k]))
			return true;
	return false;
}

static bool is_statement_word(const struct csource *cs, size_t i)
{
	static const char *const words[] = {
		"return", "case", "goto", "else", "do", "sizeof", "typeof",
		"__typeof__", "if", "while", "for", "switch", "default",
		"break", "continue", "__alignof__", "typeof_member",
	};
	size_t k;

	for (k = 0; k < ARRAY_SIZE(words); k++)
		if (raw_word(cs, i, words[k]))
			return true;
	return false;
}

static bool has_attribute_prefix(const struct csource *cs, size_t i)
{
	const struct c_token *t = raw_token(cs, i);

	return t->len > 2 && t->text[0] == '_' && t->text[1] == '_';
}

static struct c_member *add_member(struct decls *d, const char *tag,
				   size_t name)
{
	struct csource *cs = d->cs;
	struct c_member *m;

	ALLOC_GROW(cs->members, cs->nr_members + 1, cs->alloc_members);
	m = &cs->members[cs->nr_members++];
	memset(m, 0, sizeof(*m));
	m->tag = tag ? xstrdup(tag) : NULL;
	m->name = raw_text(cs, name);
	m->line = cs->raws[name].line;
	return m;
}

static void mark_member(struct decls *d, size_t name, const char *tag)
{
	struct csource *cs = d->cs;
	unsigned token = cs->raws[name].token;

	cs->tokens[token].role = C_MEMBER_DECL;
	if (!cs->member_tags.nr ||
	    strcmp(cs->member_tags.v[cs->member_tags.nr - 1], tag))
		strvec_push(&cs->member_tags, tag);
	cs->owner[token] = cs->member_tags.nr;
}

/* What is before the first declarator: "const struct foo", "unsigned long". */
struct decl_type {
	size_t tag;		/* raw of the tag, 0: none */
	size_t name;		/* raw of another type's name, 0: none */
};

/*
 * The name that the declarator in [s, e) declares; 0 if none.  It is the last
 * word, but for attributes; in "(*name)(...)" that of the group.
 */
static size_t declarator_name(const struct csource *cs, size_t s, size_t e,
			      bool has_type)
{
	size_t i, name = 0, before = 0;
	unsigned words = 0;

	for (i = s; i < e; i = next_item(cs, i, e)) {
		if (raw_is(cs, i, '(')) {
			size_t k, end = cs->raws[i].match;

			if (name && has_type)
				break;		/* name(...), attribute(...) */
			if (end == NO_TOKEN || !raw_is(cs, i + 1, '*'))
				continue;
			for (k = i + 1; k < end && k < e; k++)
				if (raw_is_ident(cs, k) &&
				    !is_qualifier(cs, k))
					return k;
		} else if (raw_is(cs, i, ':') || raw_is(cs, i, '=')) {
			break;
		} else if (raw_is(cs, i, '[') && name) {
			break;
		} else if (raw_is_ident(cs, i) && !is_qualifier(cs, i) &&
			   !is_builtin(cs, i)) {
			before = name;
			name = i;
			words++;
		}
	}
	/* "x __aligned(8)": the name is before the attribute */
	if (before && has_attribute_prefix(cs, name))
		return before;
	return words ? name : 0;
}

static size_t find_comma(const struct csource *cs, size_t s, size_t e)
{
	while (s < e && !raw_is(cs, s, ','))
		s = next_item(cs, s, e);
	return s;
}

static unsigned count_stars(const struct csource *cs, size_t s, size_t e)
{
	unsigned n = 0;

	for (; s < e; s++)
		n += raw_is(cs, s, '*');
	return n;
}

/*
 * The type that begins a declaration in [s, e): returns the index after it.
 * An aggregate's body has been passed over.
 */
static size_t parse_type(const struct csource *cs, size_t s, size_t e,
			 struct decl_type *type)
{
	bool builtin = false, type_of;

	type->tag = type->name = 0;
	while (s < e) {
		if (raw_is_aggregate(cs, s, true)) {
			bool is_enum = raw_word(cs, s, "enum");

			s++;
			while (s < e && raw_is_ident(cs, s) &&
			       (is_qualifier(cs, s) ||
				(has_attribute_prefix(cs, s) &&
				 raw_is(cs, s + 1, '('))))
				s = raw_is(cs, s + 1, '(') ?
				    next_item(cs, s + 1, e) : s + 1;
			if (raw_is_ident(cs, s) && s < e) {
				if (is_enum)
					type->name = s;
				else
					type->tag = s;
				s++;
			}
			if (s < e && raw_is(cs, s, '{'))
				s = next_item(cs, s, e);
			return s;
		}
		if (is_builtin(cs, s)) {
			builtin = true;
			if (!type->name)
				type->name = s;
		} else if (raw_is_ident(cs, s) && !is_qualifier(cs, s)) {
			if (builtin)
				return s;
			type_of = is_statement_word(cs, s);
			type->name = s++;
			if (type_of && s < e && raw_is(cs, s, '('))
				s = next_item(cs, s, e);	/* typeof(x) */
			return s;
		} else if (!raw_is_ident(cs, s)) {
			return s;
		}
		s++;
	}
	return s;
}

static void fill_type(struct decls *d, struct c_member *m,
		      const struct decl_type *type)
{
	if (type->tag)
		m->type_tag = raw_text(d->cs, type->tag);
	else if (type->name)
		m->type_name = raw_text(d->cs, type->name);
}

/* The declarators of [s, e), each becomes a member of @tag or a typedef. */
static void parse_declarators(struct decls *d, size_t s, size_t e,
			      const char *tag, const struct decl_type *type)
{
	struct csource *cs = d->cs;

	while (s < e) {
		size_t end = find_comma(cs, s, e);
		size_t name = declarator_name(cs, s, end, true);

		if (name) {
			struct c_member *m = add_member(d, tag, name);

			fill_type(d, m, type);
			m->pointers = count_stars(cs, s, name);
			m->array = raw_is(cs, name + 1, '[');
			m->is_typedef = !tag;
			if (tag)
				mark_member(d, name, tag);
			else
				cs->tokens[cs->raws[name].token].role =
					C_TYPEDEF;
		}
		s = end + 1;
	}
}

static void parse_body(struct decls *d, size_t open, const char *tag);

/* A brace in [s, e) that is the body of an aggregate: its raw, or 0. */
static size_t find_body(const struct csource *cs, size_t s, size_t e)
{
	while (s < e) {
		if (raw_is(cs, s, '{'))
			return s;
		s = next_item(cs, s, e);
	}
	return 0;
}

/* One declaration inside of an aggregate. */
static void parse_member(struct decls *d, size_t s, size_t e, const char *tag)
{
	struct csource *cs = d->cs;
	struct decl_type type;
	size_t body = find_body(cs, s, e), i;

	if (s >= e)
		return;
	if (raw_is_ident(cs, s) && raw_is(cs, s + 1, '(') &&
	    next_item(cs, s + 1, e) >= e && raw_is_ident(cs, s + 2)) {
		/* DECLARE_BITMAP(name, bits) */
		add_member(d, tag, s + 2);
		mark_member(d, s + 2, tag);
		return;
	}
	i = parse_type(cs, s, e, &type);
	if (body && !raw_word(cs, s, "enum")) {
		char *inner = type.tag ? raw_text(cs, type.tag) : xstrdup(tag);

		parse_body(d, body, inner);
		free(inner);
	}
	if (type.tag && s < i)
		d->done[type.tag] = true;
	parse_declarators(d, i, e, tag, &type);
}

static void parse_body(struct decls *d, size_t open, const char *tag)
{
	struct csource *cs = d->cs;
	size_t end = cs->raws[open].match, s = open + 1, i;

	if (end == NO_TOKEN || end < open || d->done[open] ||
	    d->nesting >= MAX_NESTING)
		return;
	d->done[open] = true;
	d->nesting++;
	for (i = s; i < end; i = next_item(cs, i, end)) {
		if (cs->raws[i].macro || cs->raws[i].kind >= RAW_IF) {
			if (s == i)
				s = i + 1;
		} else if (raw_is(cs, i, ';')) {
			parse_member(d, s, i, tag);
			s = i + 1;
		}
	}
	d->nesting--;
}

/* The end of the declaration that @s is in: its ';' (or '{' of a function). */
static size_t find_semicolon(const struct csource *cs, size_t s)
{
	while (s < cs->nr_raws && !raw_is(cs, s, ';') && !raw_is(cs, s, ')') &&
	       !raw_is(cs, s, '}'))
		s = next_item(cs, s, cs->nr_raws);
	return s;
}

/* typedef ... name; */
static void parse_typedef(struct decls *d, size_t i)
{
	struct csource *cs = d->cs;
	size_t e = find_semicolon(cs, i), body = find_body(cs, i, e), after;
	struct decl_type type;

	if (!raw_is(cs, e, ';'))
		return;
	after = parse_type(cs, i + 1, e, &type);
	if (type.tag)
		d->done[type.tag] = true;
	parse_declarators(d, after, e, NULL, &type);
	if (body && !raw_word(cs, i + 1, "enum")) {
		size_t name = type.tag ? type.tag :
			      declarator_name(cs, after, e, true);
		char *tag = name ? raw_text(cs, name) : xstrdup("");

		parse_body(d, body, tag);
		free(tag);
	}
}

/*
 * "struct tag ..." outside of an aggregate's own level: variables, parameters
 * and functions.
 */
static void parse_variables(struct decls *d, size_t tag)
{
	struct csource *cs = d->cs;
	size_t s = tag + 1, before = tag;
	bool param;

	while (before-- > 0 && (raw_is_aggregate(cs, before, false) ||
				is_qualifier(cs, before)))
		;
	param = raw_is(cs, before, '(') || raw_is(cs, before, ',');
	if (raw_is(cs, s, '{')) {
		char *name = raw_text(cs, tag);

		parse_body(d, s, name);
		free(name);
		s = next_item(cs, s, cs->nr_raws);
	}
	for (;;) {
		unsigned stars = 0;
		struct c_member *m;
		size_t name;

		while (raw_is(cs, s, '*') || is_qualifier(cs, s) ||
		       (raw_is_ident(cs, s) && has_attribute_prefix(cs, s) &&
			raw_is_ident(cs, s + 1)))
			stars += raw_is(cs, s++, '*');
		if (!raw_is_ident(cs, s) ||
		    cs->raws[s].macro != cs->raws[tag].macro)
			return;
		name = s++;
		m = add_member(d, NULL, name);
		m->type_tag = raw_text(cs, tag);
		m->pointers = stars;
		m->array = raw_is(cs, s, '[');
		m->is_param = param;
		if (raw_is(cs, s, '(')) {
			m->is_function = true;
			return;
		}
		while (s < cs->nr_raws && !raw_is(cs, s, ',') &&
		       !raw_is(cs, s, ';') && !raw_is(cs, s, ')') &&
		       !raw_is(cs, s, '}') && cs->raws[s].kind < RAW_IF)
			s = next_item(cs, s, cs->nr_raws);
		/* "*a, *b": in a parameter list a type would follow */
		if (!raw_is(cs, s, ',') || raw_is_aggregate(cs, s + 1, true) ||
		    (raw_is_ident(cs, s + 1) && (raw_is_ident(cs, s + 2) ||
						 raw_is(cs, s + 2, '*'))))
			return;
		s++;
	}
}

/* Is @i, a word before ',' ';' '=' ')' or '[', declared here as a local? */
static bool looks_declared(const struct csource *cs, size_t i)
{
	size_t k = i;
	unsigned types = 0;

	while (k-- > 0 && i - k < 12) {
		if (raw_is_ident(cs, k)) {
			if (is_statement_word(cs, k))
				return false;
			types++;
		} else if (!raw_is(cs, k, '*')) {
			break;
		}
	}
	if (!types || k >= i)
		return false;
	return raw_is(cs, k, ';') || raw_is(cs, k, '{') || raw_is(cs, k, '}') ||
	       raw_is(cs, k, '(') || raw_is(cs, k, ',') ||
	       cs->raws[k].kind >= RAW_IF;
}

/* "int a, name;": a further name of a list that begins with a type. */
static bool looks_listed(const struct csource *cs, size_t i)
{
	size_t k = i - 1, steps = 0;

	while (raw_is(cs, k, '*') && k)
		k--;
	if (!raw_is(cs, k, ','))
		return false;
	while (k-- > 0 && steps++ < 60) {
		if ((raw_is(cs, k, ')') || raw_is(cs, k, ']') ||
		     raw_is(cs, k, '}')) && cs->raws[k].match < k)
			k = cs->raws[k].match;
		else if (raw_is(cs, k, '('))
			return false;
		else if (raw_is(cs, k, ';') || raw_is(cs, k, '{') ||
			 raw_is(cs, k, '}'))
			break;
	}
	k++;
	return raw_is_aggregate(cs, k, true) || is_builtin(cs, k) ||
	       is_qualifier(cs, k) ||
	       (raw_is_ident(cs, k) && !is_statement_word(cs, k) &&
		(raw_is_ident(cs, k + 1) ||
		 (raw_is(cs, k + 1, '*') && raw_is_ident(cs, k + 2))));
}

static void find_local(struct csource *cs, size_t i)
{
	struct c_token *t = &cs->tokens[cs->raws[i].token];
	bool ends = raw_is(cs, i + 1, ';') || raw_is(cs, i + 1, ',') ||
		    raw_is(cs, i + 1, '=') || raw_is(cs, i + 1, ')') ||
		    raw_is(cs, i + 1, '[') || raw_is(cs, i + 1, ':');

	if (t->role != C_PLAIN || !i)
		return;
	if (raw_is_aggregate(cs, i - 1, true))
		t->role = C_TAG;
	else if (raw_word(cs, i - 1, "goto"))
		t->role = C_LABEL;
	else if (raw_is(cs, i + 1, ':') &&
		 (raw_is(cs, i - 1, ';') || raw_is(cs, i - 1, '}') ||
		  raw_is(cs, i - 1, '{') || raw_is(cs, i - 1, ':') ||
		  cs->raws[i - 1].kind >= RAW_IF))
		t->role = C_LABEL;
	else if (ends && (looks_declared(cs, i) || looks_listed(cs, i)))
		t->role = C_LOCAL;
	else if (raw_is(cs, i + 1, ')') && raw_is(cs, i - 1, '*') &&
		 raw_is(cs, i - 2, '(') && i > 3 && raw_is(cs, i + 2, '(') &&
		 raw_is_ident(cs, i - 3) && !is_statement_word(cs, i - 3))
		t->role = C_LOCAL;	/* int (*name)(...) */
}

/* What a '.' can take a member from. */
static bool raw_ends_operand(const struct csource *cs, size_t i)
{
	return raw_is_ident(cs, i) || raw_is(cs, i, ')') ||
	       raw_is(cs, i, ']') || raw_is(cs, i, '}');
}

/*
 * "*(.data)", ".init.data : ": a section in a macro for linker scripts.  What a
 * '.' without an operand begins is a designator only where a '=' ends it.
 */
static bool names_section(const struct csource *cs, size_t i)
{
	bool macro = cs->raws[i].macro;

	if (i < 2 || cs->raws[i - 2].macro != macro ||
	    !raw_ends_operand(cs, i - 2) ||
	    /* of the macro before */
	    (macro && cs->raws[i - 2].line != cs->raws[i].line))
		return true;
	return macro && i > 2 && raw_is(cs, i - 3, '.') &&
	       raw_is_ident(cs, i - 2) &&
	       raw_token(cs, i - 2)->role != C_MEMBER_USE &&
	       !raw_is(cs, i + 1, '=');
}

static void mark_use(struct csource *cs, size_t i)
{
	if (i && cs->raws[i].macro == cs->raws[i - 1].macro &&
	    (raw_is(cs, i - 1, OP_ARROW) ||
	     (raw_is(cs, i - 1, '.') && !names_section(cs, i))) &&
	    raw_token(cs, i)->role == C_PLAIN)
		cs->tokens[cs->raws[i].token].role = C_MEMBER_USE;
}

void csource_find_decls(struct csource *cs)
{
	struct decls d = { .cs = cs };
	size_t i;

	match_brackets(cs);
	d.done = xcalloc(cs->nr_raws + 1, sizeof(*d.done));
	for (i = 0; i < cs->nr_raws; i++)
		if (raw_word(cs, i, "typedef") && !cs->raws[i].macro)
			parse_typedef(&d, i);
	for (i = 0; i + 1 < cs->nr_raws; i++) {
		size_t tag = i + 1;

		if (!raw_is_aggregate(cs, i, false))
			continue;
		while (raw_is_ident(cs, tag) && is_qualifier(cs, tag))
			tag++;
		if (raw_is_ident(cs, tag) && !d.done[tag])
			parse_variables(&d, tag);
	}
	free(d.done);
	csource_find_inits(cs);
	for (i = 0; i < cs->nr_raws; i++) {
		if (!raw_is_ident(cs, i))
			continue;
		mark_use(cs, i);
		find_local(cs, i);
	}
}
