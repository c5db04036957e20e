// SPDX-License-Identifier: GPL-2.0-only
/* Other ways to free what will hold the pagemap. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct bank {
	struct hmm_devmem *devmem;
	struct device *dev;
	struct kref kref;
	struct list_head list;
};

typedef struct {
	struct hmm_devmem *devmem;
	struct device *dev;
} bank_t;

typedef struct bank named_t;

struct board {
	int nr;
	struct bank bank;
};

struct rack {
	named_t banks[4];
};

struct stranger {
	struct kref kref;
	struct bank *bank;
};

static void bank_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("free %p\n", page);
}

static vm_fault_t bank_fault(struct hmm_devmem *devmem,
			     struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops bank_ops = { .free = bank_free, .fault = bank_fault };

int bank_map(struct bank *bank);

int bank_map(struct bank *bank)
{
	bank->devmem = hmm_devmem_add(&bank_ops, bank->dev, PAGE_SIZE);
	if (IS_ERR(bank->devmem))
		return PTR_ERR(bank->devmem);
	return 0;
}

void bank_last(struct kref *kref);
void bank_first(struct list_head *head);
void bank_away(struct bank *bank, bank_t *other);
void bank_board(struct board *board, struct rack *rack);
void bank_stranger(struct kref *kref, struct stranger *s);

void bank_last(struct kref *kref)
{
	kfree(container_of(kref, struct bank, kref));
}

void bank_first(struct list_head *head)
{
	kfree(list_first_entry(head, struct bank, list));
}

void bank_away(struct bank *bank, bank_t *other)
{
	devm_kfree(bank->dev, bank);
	kfree(other);
}

void bank_board(struct board *board, struct rack *rack)
{
	kfree(board);
	kfree(rack);
}

void bank_stranger(struct kref *kref, struct stranger *s)
{
	kfree(container_of(kref, struct stranger, kref));
	kfree(s);
}
