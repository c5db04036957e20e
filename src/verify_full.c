/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_full: all of the configured tree, linked, as "make" has it.  What make
 * says is said once, when a file is compiled; so the tree before a step is
 * built as well, unless it was the last one.
 */
#include "verify_priv.h"

#include <string.h>

static void add_all(struct diagnostics *to, const struct diagnostics *from)
{
	for (size_t i = 0; i < from->nr; i++)
		diagnostics_add(to, from->v[i].path, from->v[i].line,
				from->v[i].col, from->v[i].is_error,
				from->v[i].text);
}

static int build_at(struct verify *v, struct config *c, struct snapshot *snap,
		    struct diagnostics *said, struct strbuf *err)
{
	struct oid tree;
	int ret = snapshot_write(snap, &tree, err);

	if (ret || oid_equal(&tree, &c->full_at))
		return ret;
	ret = verify_go_to(v, c, snap, NULL, err);
	if (!ret)
		ret = kbuild_full(&c->k, said, err);
	if (!ret)
		c->full_at = tree;
	return ret;
}

int verify_full(struct verify *v, struct config *c, struct snapshot *before,
		struct snapshot *after, struct verify_result *out,
		struct strbuf *err)
{
	struct diagnostics said = { 0 }, fresh = { 0 };
	struct strbuf known = STRBUF_INIT;
	char key[OID_HEX + 1];
	int ret = verify_pair_key(v, c, before, after, "full 1", key, err);

	if (ret || cache_get(v->e->cache, "full", key, &known))
		goto out;
	ret = build_at(v, c, before, &said, err);
	add_all(&c->full_said, &said);
	diagnostics_release(&said);
	if (!ret)
		ret = build_at(v, c, after, &said, err);
	if (ret)
		goto out;
	verify_compare_diags(before, after, &c->full_said, &said, &fresh, NULL);
	for (size_t i = 0; i < fresh.nr; i++)
		if (!verify_known_diag(&out->new_diags, &fresh.v[i]))
			diagnostics_add(&out->new_diags, fresh.v[i].path,
					fresh.v[i].line, fresh.v[i].col,
					fresh.v[i].is_error, fresh.v[i].text);
	add_all(&c->full_said, &said);
	/* that all was fine is kept */
	if (!fresh.nr)
		cache_put(v->e->cache, "full", key, "fine", 4);
out:
	strbuf_release(&known);
	diagnostics_release(&said);
	diagnostics_release(&fresh);
	return ret;
}
