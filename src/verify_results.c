/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_results: what became of objects, by (tree, configuration, source):
 * from the engine's cache, or by building them.
 */
#include "verify_priv.h"

#include <stdlib.h>
#include <string.h>

static void result_key(const struct oid *tree, const char *stamp,
		       const char *source, char hex[OID_HEX + 1])
{
	struct strbuf text = STRBUF_INIT;
	char tree_hex[OID_HEX + 1];
	struct oid oid;

	oid_hex(tree, tree_hex);
	strbuf_addf(&text, "proof 5\n%s\n%s\n%s", tree_hex, source, stamp);
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, hex);
	strbuf_release(&text);
}

/* One line, blanks between. */
static void save_words(const struct strvec *words, struct strbuf *out)
{
	for (size_t i = 0; i < words->nr; i++)
		strbuf_addf(out, "%s ", words->v[i]);
	strbuf_addch(out, '\n');
}

static bool load_words(struct strvec *words, const char **s)
{
	size_t n = strcspn(*s, "\n");
	char *line = xstrndup(*s, n);

	strvec_init(words);
	strvec_split(words, line);
	free(line);
	*s += n;
	return *(*s)++ == '\n';
}

/* "B" or "N", the module, undefined, defined and weak symbols, diagnostics. */
static bool result_load(struct object_result *out, const struct strbuf *text)
{
	struct strvec module = STRVEC_INIT;
	const char *s = text->buf + 1;
	bool ok;

	if (text->len < 2 || (*text->buf != 'B' && *text->buf != 'N'))
		return false;
	memset(out, 0, sizeof(*out));
	strvec_init(&out->undefined);
	strvec_init(&out->defined);
	strvec_init(&out->weak);
	out->state = *text->buf == 'B' ? OBJECT_BUILT : OBJECT_NOT_COMPILED;
	ok = load_words(&module, &s) && load_words(&out->undefined, &s) &&
	     load_words(&out->defined, &s) && load_words(&out->weak, &s) &&
	     diagnostics_load(&out->diags, s, text->buf + text->len - s);
	if (module.nr)
		out->module = xstrdup(module.v[0]);
	strvec_release(&module);
	return ok;
}

static bool result_get(struct verify *v, const struct oid *tree,
		       const char *stamp, const char *source,
		       struct object_result *out)
{
	struct strbuf text = STRBUF_INIT;
	char key[OID_HEX + 1];
	bool ok = false;

	result_key(tree, stamp, source, key);
	if (cache_get(v->e->cache, "proof", key, &text)) {
		ok = result_load(out, &text);
		if (ok)
			out->source = xstrdup(source);
		else
			object_result_release(out);
	}
	strbuf_release(&text);
	return ok;
}

/* A failure is not kept: memory or disk may have been short. */
static void result_put(struct verify *v, const struct oid *tree,
		       const char *stamp, const struct object_result *r)
{
	struct strbuf text = STRBUF_INIT;
	char key[OID_HEX + 1];

	if (r->state == OBJECT_FAILED)
		return;
	result_key(tree, stamp, r->source, key);
	strbuf_addf(&text, "%c%s\n", r->state == OBJECT_BUILT ? 'B' : 'N',
		    r->module ? r->module : "");
	save_words(&r->undefined, &text);
	save_words(&r->defined, &text);
	save_words(&r->weak, &text);
	diagnostics_save(&r->diags, &text);
	cache_put(v->e->cache, "proof", key, text.buf, text.len);
	strbuf_release(&text);
}

/* ---- a result holds until a step affects the object ---- */

static struct seen_at *seen_entry(struct config *c, const char *source)
{
	size_t i;

	for (i = 0; i < c->seen.nr; i++)
		if (!strcmp(c->seen.v[i], source))
			return &c->seen_at[i];
	strvec_push(&c->seen, source);
	ALLOC_GROW(c->seen_at, c->seen.nr, c->seen_alloc);
	memset(&c->seen_at[i], 0, sizeof(c->seen_at[i]));
	return &c->seen_at[i];
}

static void seen(struct verify *v, struct config *c, const char *source,
		 const struct oid *tree)
{
	if (oid_equal(tree, &v->chain_after))
		seen_entry(c, source)->after = *tree;
	else if (oid_equal(tree, &v->chain_before))
		seen_entry(c, source)->before = *tree;
}

/*
 * The steps come one after the other, so what was seen of an object was at the
 * last one that affects it.
 */
static bool result_of_earlier(struct verify *v, struct config *c,
			      const struct oid *tree, const char *source,
			      struct object_result *out)
{
	struct strbuf stamp = STRBUF_INIT;
	const struct seen_at *at;
	char hex[OID_HEX + 1];
	bool ok;

	if (!oid_equal(tree, &v->chain_before))
		return false;
	at = seen_entry(c, source);
	/* as it was configured there: what that changed is affected, too */
	ok = !oid_is_null(&at->before) &&
	     !verify_kconfig_of(v, &at->before, hex, NULL) &&
	     !kbuild_stamp(&c->k, c->fragment, hex, &stamp, NULL) &&
	     result_get(v, &at->before, stamp.buf, source, out);
	strbuf_release(&stamp);
	return ok;
}

static void next_step(struct config *c, bool follows)
{
	if (!follows)
		strvec_release(&c->seen);
	for (size_t i = 0; i < c->seen.nr; i++) {
		struct seen_at *at = &c->seen_at[i];

		if (!oid_is_null(&at->after))
			at->before = at->after;
		memset(&at->after, 0, sizeof(at->after));
	}
}

int verify_chain(struct verify *v, struct snapshot *before,
		 struct snapshot *after, struct strbuf *err)
{
	struct oid a, b;
	int ret = snapshot_write(before, &a, err);

	if (!ret)
		ret = snapshot_write(after, &b, err);
	if (ret)
		return ret;
	for (size_t i = 0; i < v->nr; i++)
		next_step(&v->configs[i], oid_equal(&a, &v->chain_after));
	v->chain_before = a;
	v->chain_after = b;
	return 0;
}

int verify_stamp(struct verify *v, struct config *c, struct snapshot *snap,
		 struct oid *tree, struct strbuf *stamp, struct strbuf *err)
{
	char hex[OID_HEX + 1];
	int ret = snapshot_write(snap, tree, err);

	if (!ret)
		ret = verify_kconfig_of(v, tree, hex, err);
	return ret ? ret : kbuild_stamp(&c->k, c->fragment, hex, stamp, err);
}

int verify_unmet(struct verify *v, struct config *c, struct snapshot *snap,
		 struct strvec *unmet, struct strbuf *err)
{
	struct strbuf stamp = STRBUF_INIT;
	struct oid tree;
	int ret = verify_stamp(v, c, snap, &tree, &stamp, err);

	if (!ret && !kbuild_unmet(&c->k, stamp.buf, unmet))
		ret = verify_go_to(v, c, snap, NULL, err);
	if (!ret && !unmet->nr)
		kbuild_unmet(&c->k, stamp.buf, unmet);
	strbuf_release(&stamp);
	return ret;
}

int verify_config(struct verify *v, struct config *c, struct snapshot *snap,
		  struct strbuf *out, struct strbuf *err)
{
	struct strbuf stamp = STRBUF_INIT;
	struct oid tree;
	int ret = verify_stamp(v, c, snap, &tree, &stamp, err);

	if (!ret && !kbuild_kept_config(&c->k, stamp.buf, out)) {
		ret = verify_go_to(v, c, snap, NULL, err);
		if (!ret)
			ret = kbuild_config(&c->k, out, err);
	}
	strbuf_release(&stamp);
	return ret;
}

int verify_pair_key(struct verify *v, struct config *c,
		    struct snapshot *before, struct snapshot *after,
		    const char *what, char key[OID_HEX + 1],
		    struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT, stamp = STRBUF_INIT;
	char ahex[OID_HEX + 1], bhex[OID_HEX + 1];
	struct oid a, b, oid;
	int ret = snapshot_write(before, &a, err);

	if (!ret)
		ret = verify_stamp(v, c, after, &b, &stamp, err);
	if (!ret) {
		oid_hex(&a, ahex);
		oid_hex(&b, bhex);
		strbuf_addf(&text, "%s\n%s %s\n%s", what, ahex, bhex,
			    stamp.buf);
		oid_of_blob(text.buf, text.len, &oid);
		oid_hex(&oid, key);
	}
	strbuf_release(&text);
	strbuf_release(&stamp);
	return ret;
}

/*
 * What is known of @sources; the others go to @todo.  @same: the Kconfig files
 * are those that @c was configured by.
 */
static int recall(struct verify *v, struct config *c, struct snapshot *snap,
		  const struct strvec *sources, struct object_result *out,
		  struct strvec *todo, struct oid *tree, bool *same,
		  struct strbuf *err)
{
	struct strbuf stamp = STRBUF_INIT;
	char hex[OID_HEX + 1];
	int ret = snapshot_write(snap, tree, err);

	if (!ret)
		ret = verify_kconfig_of(v, tree, hex, err);
	if (!ret)
		ret = kbuild_stamp(&c->k, c->fragment, hex, &stamp, err);
	for (size_t i = 0; i < sources->nr && !ret; i++)
		if (!result_get(v, tree, stamp.buf, sources->v[i], &out[i]) &&
		    !result_of_earlier(v, c, tree, sources->v[i], &out[i]))
			strvec_push(todo, sources->v[i]);
	*same = !ret && !strcmp(hex, c->kconfig);
	strbuf_release(&stamp);
	return ret;
}

int verify_missing(struct verify *v, struct config *c, struct snapshot *snap,
		   const struct strvec *sources, bool *missing,
		   struct strbuf *err)
{
	struct object_result *out = xcalloc(sources->nr + 1, sizeof(*out));
	struct strvec todo = STRVEC_INIT;
	struct oid tree;
	bool same;
	int ret = recall(v, c, snap, sources, out, &todo, &tree, &same, err);

	*missing = todo.nr > 0;
	for (size_t i = 0; i < sources->nr; i++)
		object_result_release(&out[i]);
	free(out);
	strvec_release(&todo);
	return ret;
}

int verify_results(struct verify *v, struct config *c, struct snapshot *snap,
		   const struct strvec *sources, struct object_result *out,
		   struct strvec *unmet, struct strbuf *err)
{
	struct strvec todo = STRVEC_INIT;
	struct object_result *built = NULL;
	struct oid tree;
	size_t i, n = 0;
	bool same;
	int ret;

	memset(out, 0, sources->nr * sizeof(*out));
	ret = recall(v, c, snap, sources, out, &todo, &tree, &same, err);
	/* changed Kconfig files are worth a look at the fragment */
	if (ret || (!todo.nr && (same || !unmet)))
		goto out;
	ret = verify_go_to(v, c, snap, unmet, err);
	if (ret)
		goto out;
	built = xcalloc(todo.nr + 1, sizeof(*built));
	ret = kbuild_objects(&c->k, &todo, built, err);
	for (i = 0; i < sources->nr && !ret; i++) {
		if (out[i].source)
			continue;
		result_put(v, &tree, c->k.stamp, &built[n]);
		out[i] = built[n++];
	}
out:
	for (i = 0; i < sources->nr && !ret; i++)
		seen(v, c, sources->v[i], &tree);
	for (i = 0; i < sources->nr && ret; i++)
		object_result_release(&out[i]);
	free(built);
	strvec_release(&todo);
	return ret;
}
