/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_lines: which of a step's lines its proof compiled.  Where a conditional
 * or a macro decides, the objects are preprocessed again, those of changed .c
 * files first; for what headers have, as many others as it takes, within bounds.
 */
#include "verify_priv.h"

#include <stdlib.h>
#include <string.h>

#define MAX_OTHERS 24		/* objects, for the lines of headers */

struct search {
	struct verify *v;
	struct snapshot *before, *after;
	struct strvec changed;		/* paths, sorted */
	struct strvec sources;		/* affected; those that changed first */
	size_t nr_changed;		/* of these */
	struct compiled *lines;
	struct strbuf *err;
};

/* Sources in the order in which they are asked. */
static void order_sources(struct search *s, const struct verify_result *p)
{
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < p->nr; i++) {
			const char *source = p->objects[i].source;

			if (strvec_has_sorted(&s->changed, source) == !round)
				strvec_push(&s->sources, source);
		}
		if (!round)
			s->nr_changed = s->sources.nr;
	}
}

static int preprocess(struct search *s, struct config *c, const char *source,
		      struct strbuf *text)
{
	struct object_result r = { 0 };
	struct strvec one = STRVEC_INIT;
	int ret = kbuild_preprocess(&c->k, source, text, s->err);

	if (ret != ERR_NOT_FOUND)
		return ret;
	/* known from another build directory: make saves it anew */
	strvec_push(&one, source);
	ret = kbuild_objects(&c->k, &one, &r, s->err);
	if (!ret)
		object_result_release(&r);
	strvec_release(&one);
	if (!ret)
		ret = kbuild_preprocess(&c->k, source, text, s->err);
	return ret == ERR_NOT_FOUND ? 0 : ret;
}

static int look_at_object(struct search *s, struct config *c,
			  const char *source, const char *by)
{
	struct strbuf text = STRBUF_INIT;
	int ret = verify_go_to(s->v, c, s->after, NULL, s->err);

	if (!ret)
		ret = preprocess(s, c, source, &text);
	if (!ret)
		compiled_take(s->lines, &c->k, &text, by);
	strbuf_release(&text);
	return ret;
}

/* Are there lines left that the source at @i might show? */
static bool worth_it(const struct search *s, size_t i)
{
	if (i < s->nr_changed && compiled_wants(s->lines, s->sources.v[i]))
		return true;
	for (size_t k = 0; k < s->changed.nr; k++)
		if (ends_with(s->changed.v[k], ".h") &&
		    compiled_wants(s->lines, s->changed.v[k]))
			return true;
	return false;
}

static int look_in(struct search *s, struct config *c)
{
	struct object_result *r = xcalloc(s->sources.nr + 1, sizeof(*r));
	size_t others = 0;
	int ret = verify_results(s->v, c, s->after, &s->sources, r, NULL,
				 s->err);

	for (size_t i = 0; i < s->sources.nr && !ret; i++) {
		const char *source = s->sources.v[i];
		char *by = xasprintf("%s %s", c->name, source);

		if (r[i].state == OBJECT_BUILT && i < s->nr_changed)
			compiled_took(s->lines, source, by);
		if (r[i].state == OBJECT_BUILT && worth_it(s, i) &&
		    (i < s->nr_changed || others++ < MAX_OTHERS))
			ret = look_at_object(s, c, source, by);
		free(by);
	}
	for (size_t i = 0; i < s->sources.nr; i++)
		object_result_release(&r[i]);
	free(r);
	return ret;
}

/* All configurations decide. */
static int make_key(struct search *s, char key[OID_HEX + 1])
{
	struct strbuf all = STRBUF_INIT;
	struct oid oid;
	int ret = 0;

	for (size_t i = 0; i < s->v->nr && !ret; i++) {
		ret = verify_pair_key(s->v, &s->v->configs[i], s->before,
				      s->after, "lines 2", key, s->err);
		strbuf_addf(&all, "%s %s\n", s->v->configs[i].name, key);
	}
	oid_of_blob(all.buf, all.len, &oid);
	oid_hex(&oid, key);
	strbuf_release(&all);
	return ret;
}

static int look_in_all(struct search *s, struct compiled_lines *out)
{
	int ret = compiled_open(&s->lines, s->before, s->after, &s->changed,
				s->err);

	for (size_t i = 0; i < s->v->nr && !ret; i++)
		if (compiled_wants(s->lines, NULL))
			ret = look_in(s, &s->v->configs[i]);
	if (!ret)
		ret = compiled_result(s->lines, out, s->err);
	compiled_close(s->lines);
	return ret;
}

int verify_lines(struct verify *v, struct snapshot *before,
		 struct snapshot *after, const struct verify_result *p,
		 struct compiled_lines *out, struct strbuf *err)
{
	struct search s = { .v = v, .before = before, .after = after,
			    .changed = STRVEC_INIT, .sources = STRVEC_INIT,
			    .err = err };
	struct strbuf text = STRBUF_INIT;
	char key[OID_HEX + 1];
	int ret = make_key(&s, key);

	if (!ret && cache_get(v->e->cache, "lines", key, &text) &&
	    compiled_lines_load(out, text.buf, text.len))
		goto out;
	strbuf_reset(&text);
	if (!ret)
		ret = verify_changed(v, before, after, &s.changed, err);
	if (!ret) {
		order_sources(&s, p);
		ret = look_in_all(&s, out);
	}
	if (!ret) {
		compiled_lines_save(out, &text);
		cache_put(v->e->cache, "lines", key, text.buf, text.len);
	}
out:
	strbuf_release(&text);
	strvec_release(&s.changed);
	strvec_release(&s.sources);
	return ret;
}
