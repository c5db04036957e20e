/* SPDX-License-Identifier: GPL-2.0-only */
/* Which kernels compile a line. */
#include "rewrite_priv.h"

#include <stdlib.h>

static void take_walk(struct rewriting *rw, size_t file, long version,
		      bool is_target, struct file_kernels *k)
{
	bool old = version < rw->t->rules.version;
	struct guard_lines g;

	guards_of(rw, file, version, &g);
	if (!k->v) {
		k->nr = g.nr;
		k->v = xcalloc(k->nr + 1, sizeof(*k->v));
	}
	for (size_t i = 0; i < g.nr && i < k->nr; i++) {
		bool in = g.v[i].state != GUARD_OUT;

		k->v[i].guarded |= !in;
		k->v[i].old |= in && old;
		k->v[i].target |= in && is_target;
	}
	guard_lines_release(&g);
}

/* At each version that the driver mentions, and right before it. */
struct file_kernels *kernels_find(struct rewriting *rw)
{
	struct file_kernels *all = xcalloc(rw->nr, sizeof(*all));
	struct guard_versions versions = { 0 };

	for (size_t i = 0; i < rw->nr; i++)
		guard_find_versions(&rw->d->files[i].text, &versions);
	for (size_t i = 0; i < rw->nr; i++) {
		take_walk(rw, i, rewrite_target(rw), true, &all[i]);
		take_walk(rw, i, rw->t->rules.version - 1, false, &all[i]);
		for (size_t k = 0; k < versions.nr; k++) {
			take_walk(rw, i, versions.v[k], false, &all[i]);
			take_walk(rw, i, versions.v[k] - 1, false, &all[i]);
		}
	}
	free(versions.v);
	return all;
}

void kernels_free(struct rewriting *rw, struct file_kernels *all)
{
	for (size_t i = 0; i < rw->nr; i++)
		free(all[i].v);
	free(all);
}
