// SPDX-License-Identifier: GPL-2.0-only
/* A copy of the core's method with names of its own. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

void renamed_idle(struct page *leaf, void *cookie);

void renamed_idle(struct page *leaf, void *cookie)
{
	struct hmm_devmem *chunk = cookie;

	/* Whoever had it mapped does not any more. */
	leaf->mapping = NULL;

	chunk->ops->free(chunk, leaf);
}
