// SPDX-License-Identifier: GPL-2.0-only
/* One structure for all, and a common way out. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

static struct {
	int users;
} unrelated;

struct board {
	struct hmm_devmem *mem;
	struct list_head chunks;
	struct device *dev;
};

static struct board board;

static vm_fault_t board_fault(struct hmm_devmem *, struct vm_area_struct *,
			      unsigned long, const struct page *, unsigned int,
			      pmd_t *);
static void board_free(struct hmm_devmem *mem, struct page *page);

static const struct hmm_devmem_ops board_ops = {
	.fault = &board_fault,
	.free = &board_free,
};

/* Does this page belong to the board? */
static bool board_page(const struct page *page)
{
	return is_device_private_page(page) &&
	       page->pgmap == &board.mem->pagemap;
}

static void board_free(struct hmm_devmem *mem, struct page *page)
{
	WARN_ON(!board_page(page));
}

static vm_fault_t board_fault(struct hmm_devmem *mem,
			      struct vm_area_struct *area, unsigned long where,
			      const struct page *page, unsigned int flags,
			      pmd_t *pmd)
{
	if (!board_page(page))
		return VM_FAULT_SIGBUS;
	pr_info("%lx in %lx\n", where, area->vm_start);
	return mem == board.mem ? 0 : VM_FAULT_SIGBUS;
}

int board_start(struct device *dev, unsigned long res);

int board_start(struct device *dev, unsigned long res)
{
	int err;

	board.dev = dev;
	board.mem = hmm_devmem_add(&board_ops, dev, ALIGN(res, PAGE_SIZE));
	if (IS_ERR(board.mem)) {
		err = PTR_ERR(board.mem);
		goto fail;
	}
	pr_info("at %lx\n", (unsigned long)board.mem->resource->start);
	return 0;

fail:
	board.mem = NULL;
	unrelated.users = 0;
	return err;
}
