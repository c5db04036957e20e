/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_values: a change to Kconfig files can give any symbol another value:
 * what an entry selects, what depends on it.  The configurations of both sides
 * say which; who uses one of these is affected.
 */
#include "verify_priv.h"

#include <string.h>

static int changed_values(struct verify *v, struct config *c,
			  struct snapshot *before, struct snapshot *after,
			  struct strvec *symbols, struct strbuf *err)
{
	struct snapshot *side[2] = { before, after };
	struct strbuf text[2] = { STRBUF_INIT, STRBUF_INIT };
	int ret = 0;

	for (int i = 0; i < 2 && !ret; i++)
		ret = verify_config(v, c, side[i], &text[i], err);
	if (!ret)
		kbuild_config_diff(text[0].buf, text[1].buf, symbols);
	strbuf_release(&text[0]);
	strbuf_release(&text[1]);
	return ret;
}

/* What cannot be read gives no values; that it cannot is told by others. */
static int can_be_read(struct verify *v, struct config *c,
		       struct snapshot *before, struct snapshot *after,
		       bool *yes, struct strbuf *err)
{
	struct diagnostics said = { 0 };
	bool broken = false;
	int ret = verify_build_files(v, c, before, after, &said, &broken, err);

	*yes = !broken;
	diagnostics_release(&said);
	return ret;
}

/* One a line; from the cache if it is known. */
static int values_in(struct verify *v, struct config *c,
		     struct snapshot *before, struct snapshot *after,
		     struct strvec *symbols, struct strbuf *err)
{
	struct strvec found = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	char key[OID_HEX + 1];
	bool readable = true;
	int ret = verify_pair_key(v, c, before, after, "values 1", key, err);

	if (!ret && cache_get(v->e->cache, "values", key, &text)) {
		strvec_split(&found, text.buf);
	} else if (!ret) {
		ret = can_be_read(v, c, before, after, &readable, err);
		if (!ret && readable)
			ret = changed_values(v, c, before, after, &found, err);
		for (size_t i = 0; i < found.nr; i++)
			strbuf_addf(&text, "%s\n", found.v[i]);
		if (!ret && readable)
			cache_put(v->e->cache, "values", key, text.buf,
				  text.len);
	}
	strvec_pushv(symbols, &found);
	strvec_release(&found);
	strbuf_release(&text);
	return ret;
}

int verify_values(struct verify *v, struct snapshot *before,
		  struct snapshot *after, struct strvec *sources,
		  struct strbuf *err)
{
	struct strvec symbols = STRVEC_INIT;
	char a[OID_HEX + 1], b[OID_HEX + 1];
	struct oid tree;
	int ret = snapshot_write(before, &tree, err);

	if (!ret)
		ret = verify_kconfig_of(v, &tree, a, err);
	if (!ret)
		ret = snapshot_write(after, &tree, err);
	if (!ret)
		ret = verify_kconfig_of(v, &tree, b, err);
	if (ret || !strcmp(a, b))
		return ret;
	for (size_t i = 0; i < v->nr && !ret; i++)
		ret = values_in(v, &v->configs[i], before, after, &symbols,
				err);
	strvec_sort_uniq(&symbols);
	if (!ret && symbols.nr)
		ret = affected_by_symbols(after, &symbols, sources, err);
	strvec_release(&symbols);
	return ret;
}
