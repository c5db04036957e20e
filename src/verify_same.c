/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_same: does a step leave the code as it was?  Its objects are made
 * before and after with no line number in them.  Where the preprocessor says
 * the same they are the same; the others are compiled, and compared function
 * by function.  The structs that the step touches must be laid out as before,
 * as then nobody can notice who only has one.
 */
#include "verify_priv.h"

#include <stdlib.h>
#include <string.h>

#include "asmdiff.h"
#include "csource.h"
#include "decls.h"

struct search {
	struct neutral_pair p;
	const struct strvec *in;
	struct same_code *out;
	struct diagnostics *diags;
	struct strbuf *err;
};

static bool is_promised(const struct strvec *in, const char *path)
{
	const struct expect x = { .in = *in };

	return expect_path_matches(&x, path);
}

static void add_object(struct same_code *out, const char *config,
		       const char *source, enum same_state state)
{
	ALLOC_GROW(out->v, out->nr + 1, out->alloc);
	out->v[out->nr++] = (struct same_object){
		xstrdup(config), xstrdup(source), state };
	out->same += state != SAME_DIFFERS;
}

void same_code_release(struct same_code *l)
{
	for (size_t i = 0; i < l->nr; i++) {
		free(l->v[i].config);
		free(l->v[i].source);
	}
	free(l->v);
	diagnostics_release(&l->diags);
	memset(l, 0, sizeof(*l));
}

/* Where it is defined after the step, or was before it; 0: not in the file. */
static unsigned line_of(struct search *s, const char *path, const char *name)
{
	unsigned line = 0;

	for (int i = 1; i >= 0 && !line; i--) {
		struct strbuf text = STRBUF_INIT;
		const struct c_function *f = NULL;
		struct csource *cs;

		if (verify_text(s->p.snap[i], path, &text, NULL) || !text.len) {
			strbuf_release(&text);
			continue;
		}
		cs = csource_parse(text.buf, text.len);
		f = csource_find_function(cs, name);
		if (f)
			line = f->open_line;
		csource_free(cs);
		strbuf_release(&text);
	}
	return line;
}

static void differs(struct search *s, const char *source, const char *name,
		    bool function, const char *how)
{
	char *text = xasprintf("%s '%s' %s, and its code was to stay the same",
			       function ? "function" : "data", name, how);

	verify_add_error(s->diags, source, function ?
			 line_of(s, source, name) : 0, text);
	free(text);
}

/* Those that have to be compiled to know. */
static int triage(struct search *s, struct strvec *todo)
{
	struct strbuf text[2] = { STRBUF_INIT, STRBUF_INIT };
	int ret = 0;

	for (size_t i = 0; i < s->p.sources.nr && !ret; i++) {
		const struct neutral *a = &s->p.side[0][i];
		const struct neutral *b = &s->p.side[1][i];
		const char *source = s->p.sources.v[i];

		if (a->state == NEUTRAL_NONE && b->state == NEUTRAL_NONE)
			continue;
		if (a->state == NEUTRAL_MADE && b->state == NEUTRAL_MADE) {
			ret = neutral_read(&s->p, source, ".i", text);
			if (!ret && (strbuf_cmp(&text[0], &text[1]) ||
				     strcmp(a->command, b->command)))
				strvec_push(todo, source);
			else
				add_object(s->out, s->p.c->name, source,
					   SAME_TEXT);
			continue;
		}
		add_object(s->out, s->p.c->name, source, SAME_DIFFERS);
		verify_add_error(s->diags, source, 0,
				 a->state == NEUTRAL_NONE ?
				 "it was not compiled before, and the code was to stay the same" :
				 b->state == NEUTRAL_NONE ?
				 "it is not compiled any more, and the code was to stay the same" :
				 "it cannot be preprocessed without line numbers, so whether its code is the same is not known");
	}
	strbuf_release(&text[0]);
	strbuf_release(&text[1]);
	return ret;
}

/* ---- those that are compiled ---- */

static void compare_one(struct search *s, const char *source,
			const struct strbuf text[2])
{
	static const char *const how[] = {
		[ASM_DIFFERS] = "is not what it was",
		[ASM_GONE] = "is gone",
		[ASM_NEW] = "is new",
	};
	struct asm_changes changes = { 0 };

	asm_compare(text[0].buf, text[1].buf, &changes);
	add_object(s->out, s->p.c->name, source,
		   changes.nr ? SAME_DIFFERS : SAME_OBJECT);
	for (size_t i = 0; i < changes.nr; i++)
		differs(s, source, changes.v[i].name, changes.v[i].function,
			how[changes.v[i].how]);
	asm_changes_release(&changes);
}

static int compare_objects(struct search *s, const struct strvec *todo)
{
	struct strbuf text[2] = { STRBUF_INIT, STRBUF_INIT };
	struct neutral *made[2] = { NULL, NULL };
	int ret = 0;

	for (int i = 0; i < 2 && !ret; i++) {
		made[i] = xcalloc(todo->nr + 1, sizeof(*made[i]));
		ret = kbuild_neutral_assemble(&s->p.c->k, todo,
					      neutral_sides[i], made[i],
					      s->err);
	}
	for (size_t i = 0; i < todo->nr && !ret; i++) {
		const struct neutral *bad =
			made[0][i].state != NEUTRAL_MADE ? &made[0][i] :
			made[1][i].state != NEUTRAL_MADE ? &made[1][i] : NULL;

		/* it is not the step that breaks it */
		if (made[0][i].state != NEUTRAL_MADE &&
		    made[1][i].state != NEUTRAL_MADE)
			continue;
		if (bad) {
			add_object(s->out, s->p.c->name, todo->v[i],
				   SAME_DIFFERS);
			verify_add_error(s->diags, todo->v[i], 0,
					 bad->why ? bad->why : "it has no command");
			continue;
		}
		ret = neutral_read(&s->p, todo->v[i], ".s", text);
		if (!ret)
			compare_one(s, todo->v[i], text);
	}
	for (int i = 0; i < 2; i++)
		if (made[i])
			neutral_release(made[i], todo->nr);
	strbuf_release(&text[0]);
	strbuf_release(&text[1]);
	return ret;
}

/* ---- layouts ---- */

/* The tags of structs with members on changed lines, "PATH TAG". */
static int changed_structs(struct search *s, struct strvec *out)
{
	int ret = 0;

	for (size_t i = 0; i < s->p.changed.nr && !ret; i++) {
		struct strbuf text[2] = { STRBUF_INIT, STRBUF_INIT };
		struct header_change c = { .includes = STRVEC_INIT,
					   .layouts = STRVEC_INIT };
		const char *path = s->p.changed.v[i];

		for (int k = 0; k < 2 && !ret && is_c_file(path); k++)
			ret = verify_text(s->p.snap[k], path, &text[k], s->err);
		if (!ret && text[0].len && text[1].len) {
			header_compare(text[0].buf, text[0].len, text[1].buf,
				       text[1].len, &c);
			for (size_t k = 0; k < c.layouts.nr; k++)
				if (*c.layouts.v[k])
					strvec_pushf(out, "%s %s", path,
						     c.layouts.v[k]);
		}
		header_change_release(&c);
		strbuf_release(&text[0]);
		strbuf_release(&text[1]);
	}
	strvec_sort_uniq(out);
	return ret;
}

/* "OFFSET SIZE<TAB>MEMBER" */
static bool same_place(const char *a, const char *b)
{
	size_t n = strcspn(a, "\t");

	return n == strcspn(b, "\t") && !memcmp(a, b, n);
}

/* Did the member of @line stand elsewhere in @was, and not here? */
static bool has_moved(const char *line, const struct strvec *was)
{
	const char *member = line + strcspn(line, "\t");
	bool elsewhere = false;

	if (starts_with(member, "\t}"))
		return false;
	for (size_t i = 0; i < was->nr; i++) {
		const char *s = was->v[i];

		if (!*member || strcmp(s + strcspn(s, "\t"), member))
			continue;
		if (same_place(s, line))
			return false;
		elsewhere = true;
	}
	return elsewhere;
}

/* A member may be called otherwise, but not stand elsewhere. */
static void tell_layout(struct search *s, const char *path, const char *tag,
			const struct strvec line[2])
{
	size_t i = 0;
	char *text;

	while (i < line[0].nr && i < line[1].nr &&
	       same_place(line[0].v[i], line[1].v[i]) &&
	       !has_moved(line[1].v[i], &line[0]))
		i++;
	if (i == line[0].nr && i == line[1].nr)
		return;
	if (line[0].nr && line[1].nr &&
	    strcmp(line[0].v[line[0].nr - 1], line[1].v[line[1].nr - 1]))
		text = xasprintf("'struct %s' has %s bytes and had %s, and the code was to stay the same",
				 tag, line[1].v[line[1].nr - 1],
				 line[0].v[line[0].nr - 1]);
	else
		text = xasprintf("'struct %s' is laid out otherwise, and the code was to stay the same: '%s' where it was '%s'",
				 tag, i < line[1].nr ? line[1].v[i] : "",
				 i < line[0].nr ? line[0].v[i] : "");
	for (char *p = text; *p; p++)
		if (*p == '\t')
			*p = ' ';
	verify_add_error(s->diags, path, 0, text);
	free(text);
}

static int compare_layouts(struct search *s, const struct strvec *todo)
{
	struct strvec structs = STRVEC_INIT;
	int ret = changed_structs(s, &structs);

	for (size_t i = 0; i < structs.nr && !ret; i++) {
		struct strvec line[2] = { STRVEC_INIT, STRVEC_INIT };
		char *path = xstrdup(structs.v[i]);
		char *tag = strrchr(path, ' ');
		bool found;

		*tag++ = '\0';
		ret = neutral_layout(&s->p, todo, tag, line, &found);
		if (!ret && found)
			tell_layout(s, path, tag, line);
		strvec_release(&line[0]);
		strvec_release(&line[1]);
		free(path);
	}
	strvec_release(&structs);
	return ret;
}

/* ---- what is kept ---- */

static void save(const struct same_code *l, size_t first,
		 const struct diagnostics *d, struct strbuf *out)
{
	strbuf_addf(out, "%zu\n", l->nr - first);
	for (size_t i = first; i < l->nr; i++)
		strbuf_addf(out, "%d %s\n", l->v[i].state, l->v[i].source);
	diagnostics_save(d, out);
}

static bool load(struct same_code *l, struct diagnostics *d, const char *config,
		 const struct strbuf *text)
{
	const char *s = text->buf;
	size_t nr = strtoul(s, NULL, 10);

	s += strcspn(s, "\n");
	if (!*s)
		return false;
	s++;
	for (size_t i = 0; i < nr; i++) {
		size_t n = strcspn(s, "\n");
		char *source;

		if (n < 3 || *s < '0' || *s > '0' + SAME_DIFFERS || !s[n])
			return false;
		source = xstrndup(s + 2, n - 2);
		add_object(l, config, source, *s - '0');
		free(source);
		s += n + 1;
	}
	return diagnostics_load(d, s, text->buf + text->len - s);
}

/* ---- */

static int compare_all(struct search *s)
{
	struct strvec todo = STRVEC_INIT;
	int ret = neutral_make(&s->p);

	if (!ret)
		ret = triage(s, &todo);
	if (!ret && todo.nr)
		ret = compare_objects(s, &todo);
	if (!ret && todo.nr)
		ret = compare_layouts(s, &todo);
	strvec_release(&todo);
	return ret;
}

/* What the step affects, and what it takes away. */
static void choose(struct search *s, const struct object_result *objects,
		   size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (is_promised(s->in, objects[i].source))
			strvec_push(&s->p.sources, objects[i].source);
	for (size_t i = 0; i < s->p.changed.nr; i++)
		if (ends_with(s->p.changed.v[i], ".c") &&
		    is_promised(s->in, s->p.changed.v[i]))
			strvec_push(&s->p.sources, s->p.changed.v[i]);
	strvec_sort_uniq(&s->p.sources);
}

static int make_key(struct search *s, char key[OID_HEX + 1])
{
	struct strbuf what = STRBUF_INIT;
	int ret;

	strbuf_addstr(&what, "same 1");
	for (size_t i = 0; i < s->in->nr; i++)
		strbuf_addf(&what, " %s", s->in->v[i]);
	ret = verify_pair_key(s->p.v, s->p.c, s->p.snap[0], s->p.snap[1],
			      what.buf, key, s->err);
	strbuf_release(&what);
	return ret;
}

int verify_same(struct verify *v, struct config *c, struct snapshot *before,
		struct snapshot *after, const struct strvec *in,
		const struct object_result *objects, size_t nr,
		struct verify_result *out, struct strbuf *err)
{
	struct diagnostics diags = { 0 };
	struct search s = {
		.p = NEUTRAL_PAIR_INIT(v, c, before, after, err),
		.in = in, .out = &out->same, .diags = &diags, .err = err,
	};
	struct strbuf text = STRBUF_INIT;
	size_t first = out->same.nr;
	char key[OID_HEX + 1];
	int ret = make_key(&s, key);

	if (!ret && cache_get(v->e->cache, "same", key, &text) &&
	    load(&out->same, &diags, c->name, &text))
		goto out;
	strbuf_reset(&text);
	if (!ret)
		ret = neutral_changes(&s.p);
	if (!ret) {
		choose(&s, objects, nr);
		ret = compare_all(&s);
	}
	if (!ret) {
		save(&out->same, first, &diags, &text);
		cache_put(v->e->cache, "same", key, text.buf, text.len);
	}
out:
	for (size_t i = 0; i < diags.nr && !ret; i++)
		verify_add_error(&out->same.diags, diags.v[i].path,
				 diags.v[i].line, diags.v[i].text);
	diagnostics_release(&diags);
	strbuf_release(&text);
	neutral_pair_release(&s.p);
	return ret;
}
