/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_neutral: objects of both sides of a step, without line numbers, in one
 * configuration; and what pahole says of the structs in them.
 */
#include "verify_priv.h"

#include <stdlib.h>
#include <string.h>

#include "pahole.h"

const char *const neutral_sides[] = { "before", "after" };

static bool is_build_file(const char *path)
{
	const char *slash = strrchr(path, '/');

	slash = slash ? slash + 1 : path;
	return starts_with(slash, "Makefile") || starts_with(slash, "Kbuild") ||
	       starts_with(slash, "Kconfig") || starts_with(path, "scripts/");
}

int neutral_changes(struct neutral_pair *s)
{
	int ret = verify_changed(s->v, s->snap[0], s->snap[1], &s->changed,
				 s->err);

	for (size_t i = 0; i < s->changed.nr; i++) {
		s->build_files |= is_build_file(s->changed.v[i]);
		s->headers |= !ends_with(s->changed.v[i], ".c");
	}
	return ret;
}

/*
 * The saved commands are those of the tree at hand, unless its build files
 * are others than those of the other side; then make has to save them.
 */
static int save_commands(struct neutral_pair *s, int side, const bool *compiled)
{
	struct strvec todo = STRVEC_INIT;
	struct object_result *r;
	int ret = 0;

	for (size_t i = 0; i < s->sources.nr; i++)
		if (compiled[i] && (s->build_files ||
				    s->side[side][i].state == NEUTRAL_NONE))
			strvec_push(&todo, s->sources.v[i]);
	r = xcalloc(todo.nr + 1, sizeof(*r));
	if (todo.nr)
		ret = kbuild_objects(&s->c->k, &todo, r, s->err);
	for (size_t i = 0; i < todo.nr && !ret; i++)
		object_result_release(&r[i]);
	free(r);
	strvec_release(&todo);
	return ret;
}

static int preprocess(struct neutral_pair *s, int side)
{
	size_t nr = s->sources.nr;
	bool *compiled = xcalloc(nr + 1, sizeof(*compiled));
	bool again = s->build_files;
	int ret = verify_go_to(s->v, s->c, s->snap[side], NULL, s->err);

	if (!ret && s->headers)
		ret = kbuild_generate(&s->c->k, s->err);
	if (!ret)
		ret = kbuild_compiled(&s->c->k, &s->sources, compiled, s->err);
	s->side[side] = xcalloc(nr + 1, sizeof(*s->side[side]));
	if (!ret && !again)
		ret = kbuild_neutral(&s->c->k, &s->sources, neutral_sides[side],
				     s->side[side], s->err);
	for (size_t i = 0; i < nr && !ret; i++)
		again |= compiled[i] &&
			 s->side[side][i].state == NEUTRAL_NONE;
	if (!ret && again) {
		ret = save_commands(s, side, compiled);
		neutral_release(s->side[side], nr);
		s->side[side] = xcalloc(nr + 1, sizeof(*s->side[side]));
		if (!ret)
			ret = kbuild_neutral(&s->c->k, &s->sources,
					     neutral_sides[side], s->side[side],
					     s->err);
	}
	/* what was saved may be old */
	for (size_t i = 0; i < nr && !ret; i++)
		if (!compiled[i])
			s->side[side][i].state = NEUTRAL_NONE;
	free(compiled);
	return ret;
}

int neutral_read(struct neutral_pair *s, const char *source,
		 const char *suffix, struct strbuf text[2])
{
	int ret = 0;

	for (int i = 0; i < 2 && !ret; i++) {
		strbuf_reset(&text[i]);
		ret = kbuild_neutral_read(&s->c->k, source, neutral_sides[i], suffix,
					  &text[i], s->err);
	}
	return ret;
}

/* "struct TAG {", with attributes between */
static bool defines(const struct strbuf *text, const char *tag)
{
	size_t n = strlen(tag);

	for (const char *p = text->buf; (p = strstr(p, tag)); p += n) {
		const char *q = p + n;

		if (p - text->buf < 6 || is_word_char(p[-1]) ||
		    is_word_char(*q) ||
		    (strncmp(p - 7, "struct ", 7) && strncmp(p - 6, "union ", 6)))
			continue;
		q += strspn(q, " \t\n");
		if (*q == '{')
			return true;
	}
	return false;
}

/* One of the compared objects that has it before and after, or NULL. */
static int find_holder(struct neutral_pair *s, const struct strvec *sources,
		       const char *tag, const char **holder)
{
	struct strbuf text[2] = { STRBUF_INIT, STRBUF_INIT };
	int ret = 0;

	*holder = NULL;
	for (size_t i = 0; i < sources->nr && !*holder && !ret; i++) {
		ret = neutral_read(s, sources->v[i], ".i", text);
		if (!ret && defines(&text[0], tag) && defines(&text[1], tag))
			*holder = sources->v[i];
	}
	strbuf_release(&text[0]);
	strbuf_release(&text[1]);
	return ret;
}

static int offsets(struct neutral_pair *s, const char *source, int side,
		   const char *tag, struct strvec *lines)
{
	struct neutral *made = xcalloc(1, sizeof(*made));
	struct strvec one = STRVEC_INIT;
	char *object = kbuild_neutral_object(&s->c->k, source, neutral_sides[side]);
	struct child c;
	int ret;

	child_init(&c);
	strvec_push(&one, source);
	ret = kbuild_neutral_debug(&s->c->k, &one, neutral_sides[side], made, s->err);
	if (!ret && made->state != NEUTRAL_MADE)
		ret = error_set(s->err, ERR_UNABLE, "'%s': %s", source,
				made->why ? made->why : "it has no command");
	if (!ret) {
		pahole_prepare(&c, NULL, s->c->k.home, tag, object);
		child_run(&c);
		ret = pahole_offsets(&c, lines, s->err);
	}
	child_release(&c);
	neutral_release(made, 1);
	strvec_release(&one);
	free(object);
	return ret;
}

int neutral_layout(struct neutral_pair *s, const struct strvec *sources,
		   const char *tag, struct strvec lines[2], bool *found)
{
	const char *holder;
	int ret = find_holder(s, sources, tag, &holder);

	*found = !ret && holder;
	for (int i = 0; i < 2 && *found && !ret; i++)
		ret = offsets(s, holder, i, tag, &lines[i]);
	return ret;
}

int neutral_make(struct neutral_pair *s)
{
	int ret = kbuild_neutral_clean(&s->c->k, s->err);

	for (int i = 0; i < 2 && !ret; i++)
		ret = preprocess(s, i);
	return ret;
}

void neutral_pair_release(struct neutral_pair *s)
{
	kbuild_neutral_clean(&s->c->k, NULL);
	for (int i = 0; i < 2; i++)
		if (s->side[i])
			neutral_release(s->side[i], s->sources.nr);
	strvec_release(&s->changed);
	strvec_release(&s->sources);
}
