// SPDX-License-Identifier: GPL-2.0-only
/* The parameters are used as variables. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/swapops.h>

void written_note(void *parameter);
void written_setup(struct hmm_devmem *mem);

static vm_fault_t written_fault(struct vm_area_struct *area, unsigned long where,
			      const struct page *pg, unsigned int how, pmd_t *dir)
{
	area = NULL;
	written_note(&area);
	area++;
	area--;
	++area;
	--area;
	where = 0;
	written_note(&where);
	where++;
	where--;
	++where;
	--where;
	pg = NULL;
	written_note(&pg);
	pg++;
	pg--;
	++pg;
	--pg;
	how = 0;
	written_note(&how);
	how++;
	how--;
	++how;
	--how;
	dir = NULL;
	written_note(&dir);
	dir++;
	dir--;
	++dir;
	--dir;
	return how ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
}

static const struct dev_pagemap_ops written_ops = {
	.page_free = NULL,
};

void written_setup(struct hmm_devmem *mem)
{
	mem->page_fault = written_fault;
	mem->pagemap.ops = &written_ops;
}
