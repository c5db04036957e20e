/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Members, by type.  Every ".f", "->f", ".f =" and declaration of f in a file
 * that can reach the struct is looked at.  Most are of something else for
 * sure, since the name before them is none by which the struct is reached;
 * the rest is shown to spatch, which knows the types of expressions; and what
 * spatch does not say is decided by the declarations in sight, or is left as
 * "receiver of unknown type".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "residue_int.h"

struct use {
	const struct expect *x;
	size_t token;
	enum owner owner;
	char *type;		/* as spatch says it */
};

struct candidate {
	char *path;
	struct strbuf text;
	struct csource *cs;
	struct use *uses;
	size_t nr, alloc;
	bool ask;		/* spatch must tell */
	char *trouble;		/* why spatch did not */
};

struct member_search {
	struct finder *f;
	const char *tag;
	const struct expect **lines;	/* the absent lines for this struct */
	size_t nr_lines;
	struct reach reach;
	struct type_db db;
	struct holders *holders;
	int error;		/* of a search inside of a search, with err */
	struct strbuf *err;
	struct candidate *files;
	size_t nr, alloc;
};

static bool token_equals(const struct c_token *t, const char *word)
{
	return t->len == strlen(word) && !memcmp(t->text, word, t->len);
}

static const char *function_at(const struct candidate *c, unsigned line)
{
	const struct c_function *fn = csource_function_at(c->cs, line);

	return fn ? fn->name : NULL;
}

static void add_found(struct member_search *s, const struct candidate *c,
		      const struct expect *x, size_t token,
		      enum residue_class cls, const char *why)
{
	const struct c_token *t;
	size_t nr;

	t = csource_tokens(c->cs, &nr) + token;
	residue_add(s->f, x, c->path, t->line, t->col, function_at(c, t->line),
		    cls, why);
}

/* ---- in comments and in what is compiled out ---- */

/* The word before the '.' or '->' that stands before token @i, if any. */
static bool text_receiver(const struct candidate *c, const struct c_token *t,
			  struct strbuf *word)
{
	const char *start = c->text.buf, *p = t->text, *end;

	if (p < start || p > start + c->text.len)
		return false;		/* cut by a line splice */
	if (p - start >= 2 && p[-1] == '>' && p[-2] == '-')
		p -= 2;
	else if (p - start >= 1 && p[-1] == '.')
		p -= 1;
	else
		return false;
	for (end = p; p > start && is_word_char((unsigned char)p[-1]); p--)
		;
	strbuf_add(word, p, end - p);
	return end > p;
}

/* "@f:" in the comment that describes "struct TAG". */
static bool is_described(const struct member_search *s,
			 const struct candidate *c, const struct c_token *t,
			 size_t i)
{
	size_t k;

	if (t[i].text <= c->text.buf || t[i].text[-1] != '@')
		return false;
	for (k = i; k-- > 0 && t[k].region == C_COMMENT; )
		if (token_equals(&t[k], "struct"))
			return token_equals(&t[k + 1], s->tag);
	return false;
}

static void look_at_text(struct member_search *s, const struct candidate *c,
			 const struct expect *x, const struct c_token *t,
			 size_t i)
{
	struct strbuf word = STRBUF_INIT;

	if (text_receiver(c, &t[i], &word) ?
	    strvec_has_sorted(&s->reach.words, word.buf) :
	    t[i].region == C_COMMENT && is_described(s, c, t, i))
		add_found(s, c, x, i, residue_class_of(t[i].region), NULL);
	strbuf_release(&word);
}

/* ---- what can be said at once ---- */

static bool any_in(const struct strvec *words, const struct strvec *sorted)
{
	size_t i;

	for (i = 0; i < words->nr; i++)
		if (strvec_has_sorted(sorted, words->v[i]))
			return true;
	return false;
}

static bool names_struct(const struct member_search *s,
			 const struct candidate *c)
{
	size_t i;

	if (text_has_word(c->text.buf, c->text.len, s->tag))
		return true;
	for (i = 0; i < s->reach.typedefs.nr; i++)
		if (text_has_word(c->text.buf, c->text.len,
				  s->reach.typedefs.v[i]))
			return true;
	return false;
}

/*
 * Can the receiver be of the struct?  Not if the name that it ends in is none
 * of those that are declared so anywhere.
 */
static bool may_be_it(const struct member_search *s, const struct candidate *c,
		      const struct c_token *t, const struct c_receiver *r)
{
	if (r->odd)
		return t->role != C_DESIGNATOR || names_struct(s, c);
	if (r->path.nr && strcmp(r->last.buf, "[]"))
		return strvec_has_sorted(&s->reach.words, r->last.buf);
	if (r->path.nr)
		return any_in(&r->path, &s->reach.words) || names_struct(s, c);
	if (r->tag.len)
		return !strcmp(r->tag.buf, s->tag);
	if (strvec_has_sorted(&s->reach.words, r->base.buf))
		return true;
	return r->call && any_in(&r->args, &s->reach.words);
}

/* Is @word a parameter of the macro that token @i is in? */
static bool is_macro_parameter(const struct c_token *t, size_t i,
			       const char *word)
{
	size_t k = i, first;

	while (k-- > 0 && t[k].role != C_DEFINED)
		;
	if (k == (size_t)-1)
		return false;
	/* parameters are the first words; the body repeats them */
	for (first = k + 1; first < i; first++)
		if (token_equals(&t[first], word))
			return true;
	return false;
}

static bool holders_agree(struct member_search *s, const struct c_receiver *r,
			  bool cheap)
{
	bool admit = true;

	if (!s->error)
		s->error = holders_admit(s->holders, r, cheap, &admit, s->err);
	return admit;
}

static void note_use(struct candidate *c, const struct expect *x, size_t token,
		     enum owner owner)
{
	struct use *u;

	ALLOC_GROW(c->uses, c->nr + 1, c->alloc);
	u = &c->uses[c->nr++];
	memset(u, 0, sizeof(*u));
	u->x = x;
	u->token = token;
	u->owner = owner;
}

static void look_at_use(struct member_search *s, struct candidate *c,
			const struct expect *x, const struct c_token *t,
			size_t i)
{
	struct c_receiver r = C_RECEIVER_INIT;
	enum owner owner = OWNER_UNKNOWN;
	bool possible;

	csource_receiver(c->cs, i, &r);
	possible = may_be_it(s, c, &t[i], &r) && holders_agree(s, &r, true);
	if (!possible && t[i].region == C_MACRO && !r.path.nr && !r.call &&
	    !r.tag.len && !r.odd)
		possible = names_struct(s, c) &&
			   is_macro_parameter(t, i, r.base.buf);
	if (!possible)
		goto out;
	if (r.tag.len && !r.path.nr)
		owner = OWNER_IT;
	else if (t[i].role == C_DESIGNATOR)
		owner = type_db_owner(&s->db, c->cs, t[i].line, &r, s->tag,
				      &s->reach.typedefs);
	else if (t[i].region != C_MACRO)
		c->ask = true;
	if (owner != OWNER_OTHER)
		note_use(c, x, i, owner);
out:
	c_receiver_release(&r);
}

static void look_at_token(struct member_search *s, struct candidate *c,
			  const struct expect *x, const struct c_token *t,
			  size_t i)
{
	const char *tag;

	switch (t[i].region) {
	case C_STRING:
		return;
	case C_COMMENT:
	case C_IF0:
		look_at_text(s, c, x, t, i);
		return;
	case C_CODE:
	case C_OLD_ARM:
	case C_INACTIVE:
	case C_MACRO:
		break;
	}
	if (t[i].role == C_MEMBER_DECL) {
		tag = csource_member_tag(c->cs, i);
		if (tag && !strcmp(tag, s->tag))
			add_found(s, c, x, i, residue_class_of(t[i].region),
				  "it is declared here");
	} else if (t[i].role == C_MEMBER_USE || t[i].role == C_DESIGNATOR) {
		look_at_use(s, c, x, t, i);
	}
}

static void look_at_file(struct member_search *s, struct candidate *c)
{
	const struct c_token *t;
	size_t nr, i, k;

	t = csource_tokens(c->cs, &nr);
	for (i = 0; i < nr; i++)
		for (k = 0; k < s->nr_lines; k++)
			if (token_equals(&t[i], s->lines[k]->member) &&
			    expect_path_matches(s->lines[k], c->path))
				look_at_token(s, c, s->lines[k], t, i);
}

/* ---- asking spatch ---- */

/*
 * A typed metavariable matches only what spatch knows the type of.  E->f is
 * found by E.f through an isomorphism, with the type that is pointed to.
 */
static void make_rule(const struct member_search *s, struct strbuf *rule)
{
	size_t i;

	strbuf_addstr(rule,
		      "@use@\ntype T;\nT E;\nposition p;\nidentifier f = {");
	for (i = 0; i < s->nr_lines; i++)
		strbuf_addf(rule, "%s%s", i ? ", " : "", s->lines[i]->member);
	strbuf_addstr(rule,
		      "};\n@@\nE.f@p\n\n"
		      "@script:ocaml@\np << use.p;\nt << use.T;\n@@\n"
		      "List.iter (fun pos -> Printf.printf "
		      "\"ratchet: at %d %d %s\\n\" pos.Coccilib.line "
		      "pos.Coccilib.col\n"
		      "  (String.concat \" \" (String.split_on_char '\\n' t)))"
		      " p\n");
}

/* Is that text of a type the struct?  Qualifiers do not count. */
static enum owner type_owner(const struct member_search *s, const char *type)
{
	static const char *const qualifiers[] = { "const ", "volatile " };
	enum owner owner;
	char *word;
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(qualifiers); i++)
		if (starts_with(type, qualifiers[i])) {
			type += strlen(qualifiers[i]);
			i = -1;
		}
	if (starts_with(type, "typeof") || starts_with(type, "__typeof"))
		return OWNER_UNKNOWN;
	if (starts_with(type, "struct ") || starts_with(type, "union ")) {
		type = strchr(type, ' ') + 1;
		n = strlen(s->tag);
		return !strncmp(type, s->tag, n) &&
		       !is_word_char((unsigned char)type[n]) ? OWNER_IT :
							       OWNER_OTHER;
	}
	for (n = 0; is_word_char((unsigned char)type[n]); n++)
		;
	word = xstrndup(type, n);
	owner = strvec_has_sorted(&s->reach.typedefs, word) ? OWNER_IT :
							      OWNER_OTHER;
	free(word);
	return owner;
}

static void take_report(const struct member_search *s, struct candidate *c,
			const char *report)
{
	const struct c_token *t;
	unsigned line, col;
	size_t nr, i;
	int n = 0;

	if (sscanf(report, "at %u %u %n", &line, &col, &n) != 2 || !n)
		return;
	t = csource_tokens(c->cs, &nr);
	for (i = 0; i < c->nr; i++) {
		struct use *u = &c->uses[i];
		enum owner owner;

		/* spatch counts columns from 0 */
		if (t[u->token].line != line || t[u->token].col != col + 1)
			continue;
		owner = type_owner(s, report + n);
		if (u->owner == OWNER_IT || owner == OWNER_UNKNOWN)
			continue;
		u->owner = owner;
		free(u->type);
		u->type = xstrdup(report + n);
	}
}

static void take_result(const struct member_search *s, struct candidate *c,
			const struct file_result *r)
{
	size_t i;

	if (r->outcome != SPATCH_UNCHANGED && r->outcome != SPATCH_CHANGED)
		c->trouble = xasprintf("spatch: %s: %s",
				       spatch_outcome_name(r->outcome),
				       r->message.buf);
	for (i = 0; i < r->reports.nr; i++)
		take_report(s, c, r->reports.v[i]);
}

static struct candidate *find_candidate(struct member_search *s,
					const char *path)
{
	size_t i;

	for (i = 0; i < s->nr; i++)
		if (!strcmp(s->files[i].path, path))
			return &s->files[i];
	return NULL;
}

static int ask_spatch(struct member_search *s, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf rule = STRBUF_INIT;
	struct pass_result result = { 0 };
	struct pass pass;
	size_t i;
	int ret = 0;

	for (i = 0; i < s->nr; i++)
		if (s->files[i].ask)
			strvec_push(&paths, s->files[i].path);
	if (paths.nr) {
		make_rule(s, &rule);
		pass_init_text(&pass, "member", rule.buf, &s->reach.headers);
		ret = pass_run(s->f->e, &pass, s->f->after, s->f->before, NULL,
			       &paths, &result, err);
		for (i = 0; i < result.nr && !ret; i++) {
			struct candidate *c =
				find_candidate(s, result.files[i].path);

			if (c)
				take_result(s, c, &result.files[i]);
		}
		pass_result_release(&result);
		pass_release(&pass);
	}
	strvec_release(&paths);
	strbuf_release(&rule);
	return ret;
}

/* ---- the verdict ---- */

static bool is_unparsed(const struct parse_report *r, unsigned line)
{
	size_t i;

	if (r->failed)
		return true;
	for (i = 0; i < r->nr; i++)
		if (r->bad[i].first <= line && line <= r->bad[i].last)
			return true;
	return false;
}

static void judge(struct member_search *s, const struct candidate *c,
		  const struct use *u, const struct parse_report *report)
{
	const struct c_token *t;
	enum residue_class cls;
	const char *why = NULL;
	size_t nr;

	t = csource_tokens(c->cs, &nr) + u->token;
	cls = residue_class_of(t->region);
	if (cls == RESIDUE_UNEXPLAINED && is_unparsed(report, t->line)) {
		cls = RESIDUE_UNPARSED;
		why = "spatch cannot parse this region";
	} else if (u->owner == OWNER_UNKNOWN && cls == RESIDUE_UNEXPLAINED) {
		cls = RESIDUE_UNKNOWN_TYPE;
		why = c->trouble;
	}
	add_found(s, c, u->x, u->token, cls, why);
}

static int judge_all(struct member_search *s, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct parse_report *reports;
	size_t i, k;
	int ret = 0;

	for (i = 0; i < s->nr; i++)
		strvec_push(&paths, s->files[i].path);
	reports = xcalloc(s->nr, sizeof(*reports));
	if (s->nr)
		ret = pass_parse_reports(s->f->e, s->f->after, &paths, NULL,
					 reports, err);
	for (i = 0; i < s->nr; i++) {
		struct candidate *c = &s->files[i];

		for (k = 0; k < c->nr && !ret; k++)
			judge(s, c, &c->uses[k], &reports[i]);
		parse_report_release(&reports[i]);
	}
	free(reports);
	strvec_release(&paths);
	return ret;
}

/* ---- candidates ---- */

static void candidate_release(struct candidate *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		free(c->uses[i].type);
	free(c->uses);
	csource_free(c->cs);
	strbuf_release(&c->text);
	free(c->path);
	free(c->trouble);
}

/* What spatch did not say, declarations may. */
static void look_at_declarations(struct member_search *s,
				 struct candidate *c)
{
	struct c_receiver r = C_RECEIVER_INIT;
	const struct c_token *t;
	size_t nr, i;

	t = csource_tokens(c->cs, &nr);
	for (i = 0; i < c->nr; i++) {
		struct use *u = &c->uses[i];

		if (u->owner != OWNER_UNKNOWN || t[u->token].region == C_MACRO)
			continue;
		csource_receiver(c->cs, u->token, &r);
		u->owner = type_db_owner(&s->db, c->cs, t[u->token].line, &r,
					 s->tag, &s->reach.typedefs);
		if (u->owner == OWNER_UNKNOWN && !holders_agree(s, &r, false))
			u->owner = OWNER_OTHER;
	}
	c_receiver_release(&r);
}

/* Uses that are another struct's need no parse report. */
static void drop_others(struct member_search *s)
{
	size_t i, k, files = 0;

	for (i = 0; i < s->nr; i++) {
		struct candidate *c = &s->files[i];
		size_t kept = 0;

		look_at_declarations(s, c);
		for (k = 0; k < c->nr; k++) {
			if (c->uses[k].owner == OWNER_OTHER)
				free(c->uses[k].type);
			else
				c->uses[kept++] = c->uses[k];
		}
		c->nr = kept;
		if (kept)
			s->files[files++] = *c;
		else
			candidate_release(c);
	}
	s->nr = files;
}

static bool is_worth_parsing(const struct member_search *s,
			     const struct candidate *c)
{
	size_t i;

	if (names_struct(s, c))
		return true;
	for (i = 0; i < s->nr_lines; i++)
		if (member_matters(&c->text, s->lines[i]->member,
				   &s->reach.words))
			return true;
	return false;
}

static int take_file(struct member_search *s, const char *path,
		     struct strbuf *err)
{
	struct candidate *c;
	int ret;

	ALLOC_GROW(s->files, s->nr + 1, s->alloc);
	c = &s->files[s->nr];
	memset(c, 0, sizeof(*c));
	strbuf_init(&c->text);
	ret = snapshot_read(s->f->after, path, &c->text, err);
	if (ret || !is_worth_parsing(s, c)) {
		strbuf_release(&c->text);
		return ret;
	}
	c->path = xstrdup(path);
	c->cs = csource_parse(c->text.buf, c->text.len);
	look_at_file(s, c);
	if (c->nr)
		s->nr++;
	else
		candidate_release(c);
	return s->error;
}

/* C files that hold one of the fields and one of the words of reach. */
static int find_files(struct member_search *s, struct strvec *paths,
		      struct strbuf *err)
{
	struct strvec reached = STRVEC_INIT, have = STRVEC_INIT;
	struct strvec learn = STRVEC_INIT;
	size_t i;
	int ret;

	/* one scan for all that will be asked */
	strvec_pushv(&learn, &s->reach.words);
	for (i = 0; i < s->reach.holders.nr; i++)
		strvec_push(&learn, strchr(s->reach.holders.v[i], ' ') + 1);
	ret = snapshot_learn(s->f->after, &learn, err);
	for (i = 0; i < s->reach.words.nr && !ret; i++)
		ret = snapshot_grep(s->f->after, s->reach.words.v[i], &reached,
				    err);
	strvec_sort_uniq(&reached);
	for (i = 0; i < s->nr_lines && !ret; i++)
		ret = expect_files(s->f->e, s->lines[i], s->f->after,
				   s->lines[i]->member, &have, err);
	strvec_sort_uniq(&have);
	for (i = 0; i < have.nr && !ret; i++)
		if (is_c_file(have.v[i]) &&
		    strvec_has_sorted(&reached, have.v[i]))
			strvec_push(paths, have.v[i]);
	strvec_release(&learn);
	strvec_release(&reached);
	strvec_release(&have);
	return ret;
}

static void choose_lines(struct member_search *s, size_t first)
{
	const struct step *step = s->f->step;
	size_t i;

	s->lines = xcalloc(step->nr_expects, sizeof(*s->lines));
	for (i = first; i < step->nr_expects; i++) {
		const struct expect *x = &step->expects[i];

		if (x->kind == EXPECT_ABSENT && x->what == WHAT_MEMBER &&
		    !strcmp(x->name, s->tag))
			s->lines[s->nr_lines++] = x;
	}
}

/* Names of before and after: both can be in use now. */
static int find_reach(struct member_search *s, struct strbuf *err)
{
	struct reach after;
	int ret = reach_find(s->f->before, s->tag, &s->reach, err);

	if (ret || s->f->before == s->f->after)
		return ret;
	ret = reach_find(s->f->after, s->tag, &after, err);
	reach_merge(&s->reach, &after);
	return ret;
}

int residue_find_members(struct finder *f, size_t first, struct strbuf *err)
{
	struct member_search s = {
		.f = f, .tag = f->step->expects[first].name, .err = err,
	};
	struct strvec paths = STRVEC_INIT;
	size_t i;
	int ret;

	choose_lines(&s, first);
	ret = find_reach(&s, err);
	s.holders = holders_new(f->before, f->after, &s.reach);
	if (!ret)
		ret = type_db_load(&s.db, f->before, &s.reach.headers, err);
	if (!ret)
		ret = find_files(&s, &paths, err);
	for (i = 0; i < paths.nr && !ret; i++)
		ret = take_file(&s, paths.v[i], err);
	if (!ret)
		ret = ask_spatch(&s, err);
	if (!ret) {
		drop_others(&s);
		ret = s.error ? s.error : judge_all(&s, err);
	}
	for (i = 0; i < s.nr; i++)
		candidate_release(&s.files[i]);
	free(s.files);
	free(s.lines);
	type_db_release(&s.db);
	holders_free(s.holders);
	reach_release(&s.reach);
	strvec_release(&paths);
	return ret;
}
