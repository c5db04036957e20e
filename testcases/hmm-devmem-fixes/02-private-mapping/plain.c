// SPDX-License-Identifier: GPL-2.0-only
/* A branch without braces. */
#include <linux/memremap.h>
#include <linux/mm.h>

void plain_put(struct page *pg)
{
	if (page_ref_dec_return(pg) == 1)
		pg->pgmap->ops->page_free(pg);
}
