// SPDX-License-Identifier: GPL-2.0-only
/* The table of methods is looked up first; other work stays. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

void table_idle(struct page *page, void *data);

static unsigned long table_idled;

void table_idle(struct page *page, void *data)
{
	struct hmm_devmem *mem = container_of(page->pgmap, struct hmm_devmem,
					      pagemap);
	const struct hmm_devmem_ops *ops = mem->ops;

	table_idled++;
	WRITE_ONCE(page->mapping, NULL);
	hmm_devmem_page_set_drvdata(page, 0);
	ops->free(mem, page);
}
