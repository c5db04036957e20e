/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Clauses 19 and 20 as far as a compiler and the text tell: enum values, types
 * of members and functions, what must be gone, exports; and for golden's own
 * generation that the structures are golden's, member by member.
 */
#include "conform_priv.h"

#include <string.h>

#include "csource.h"
#include "exports.h"

/* Members of the old interface: features of a header that must not be there. */
static const struct {
	const char *feature, *text;
} gone_members[] = {
	{ "MAP_PAGE_FREE", "page_free stands in the map, not in its methods" },
	{ "MAP_KILL", "kill stands in the map, not in its methods" },
	{ "ALTMAP_VALID", "altmap_valid is there" },
	{ "DATA", "data is there" },
	{ "PUBLIC", "MEMORY_DEVICE_PUBLIC is there" },
};

static const char *const gone_functions[] = {
	"dev_pagemap_get_ops", "dev_pagemap_put_ops",
	"device_private_entry_fault",
};

static const struct {
	const char *name;
	enum export_kind kind;
} exported[] = {
	{ "devm_memremap_pages", EXPORT_GPL },
	{ "devm_memunmap_pages", EXPORT_GPL },
	{ "get_dev_pagemap", EXPORT_GPL },
	{ "devmap_managed_key", EXPORT_ALL },
	{ "__put_devmap_managed_page", EXPORT_ALL },
};

static void judge_gone(struct conform *out, const struct side *s)
{
	struct csource *cs;

	for (size_t i = 0; i < ARRAY_SIZE(gone_members); i++)
		if (side_has(s, gone_members[i].feature))
			row_violated(out, 19, NULL, NULL, "%s",
				     gone_members[i].text);
		else
			row_held(out, 19, 1);
	cs = csource_parse(s->core->buf, s->core->len);
	for (size_t i = 0; i < ARRAY_SIZE(gone_functions); i++)
		if (csource_find_function(cs, gone_functions[i]))
			row_violated(out, 19, NULL, NULL, "%s() is there",
				     gone_functions[i]);
		else
			row_held(out, 19, 1);
	csource_free(cs);
}

static const char *export_name(enum export_kind kind)
{
	return kind == EXPORT_GPL ? "to GPL modules only" :
	       kind == EXPORT_ALL ? "to all modules" : "not exported";
}

static void judge_exports(struct conform *out, const struct side *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(exported); i++) {
		enum export_kind kind = export_of(s->core->buf, s->core->len,
						  exported[i].name);

		if (kind == exported[i].kind)
			row_held(out, 20, 1);
		else
			row_violated(out, 20, NULL, NULL, "%s is %s%s, not %s",
				     exported[i].name,
				     kind == EXPORT_NONE ? "" : "exported ",
				     export_name(kind),
				     export_name(exported[i].kind));
	}
}

/* The first lines that differ are enough to know where to look. */
static void judge_types(struct conform *out, const struct side *tree,
			const struct side *golden)
{
	size_t i = 0;

	while (i < tree->types.nr && i < golden->types.nr &&
	       !strcmp(tree->types.v[i], golden->types.v[i]))
		i++;
	if (i == tree->types.nr && i == golden->types.nr)
		row_held(out, 19, i);
	else
		row_violated(out, 19, NULL, NULL, "the types differ from golden's: '%s' where it is '%s'",
			     i < tree->types.nr ? tree->types.v[i] : "the end",
			     i < golden->types.nr ? golden->types.v[i] :
			     "the end");
}

void judge_interface(struct conform *out, const struct side *tree,
		     const struct side *golden)
{
	for (size_t i = 0; i < tree->broken_interface.nr; i++)
		row_violated(out, 19, NULL, NULL, "%s",
			     tree->broken_interface.v[i]);
	judge_gone(out, tree);
	if (out->golden_generation)
		judge_types(out, tree, golden);
	judge_exports(out, tree);
	if (tree->no_nodevice)
		row_not_judged(out, 20, VERDICT_UNSUPPORTED, tree->no_nodevice);
}
