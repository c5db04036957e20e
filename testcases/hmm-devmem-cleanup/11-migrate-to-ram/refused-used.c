// SPDX-License-Identifier: GPL-2.0-only
/* The callback has other users, the object other uses, and a name is taken. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/swapops.h>

struct used {
	struct hmm_devmem mem;
	dev_page_fault_t saved;
};

vm_fault_t used_call(struct vm_fault *fault);
void used_save(struct used *used, bool plain);
bool used_any(struct used *used, struct hmm_devmem *mem);
void used_setup(struct used *used, struct hmm_devmem *mem);

static vm_fault_t used_fault(struct vm_area_struct *area, unsigned long where,
			      const struct page *pg, unsigned int how, pmd_t *dir)
{
	return VM_FAULT_SIGBUS;
}

static vm_fault_t used_taken(struct vm_area_struct *area, unsigned long where,
			      const struct page *pg, unsigned int how, pmd_t *dir)
{
	struct vm_fault *vmf = NULL;

	return vmf ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
}

static vm_fault_t used_unclear(struct vm_area_struct *area, unsigned long where,
			      const struct page *pg, unsigned int how, pmd_t *dir)
{
	return VM_FAULT_OOM;
}

static const struct dev_pagemap_ops used_ops = {
	.page_free = NULL,
};

static const struct dev_pagemap_ops used_more_ops = {
	.page_free = NULL,
};

vm_fault_t used_call(struct vm_fault *fault)
{
	return used_fault(fault->vma, fault->address, fault->page, 0, NULL);
}

void used_save(struct used *used, bool plain)
{
	if (plain)
		used->saved = used_fault;
	else
		used->saved = &used_fault;
}

bool used_any(struct used *used, struct hmm_devmem *mem)
{
	return used->mem.page_fault || mem->page_fault;
}

void used_setup(struct used *used, struct hmm_devmem *mem)
{
	used->mem.pagemap.ops = &used_ops;
	used->mem.page_fault = used_fault;
	mem->pagemap.ops = &used_more_ops;
	mem->page_fault = used_taken;
}

void used_late(struct hmm_devmem *mem);

void used_late(struct hmm_devmem *mem)
{
	mem->page_fault = used_unclear;
}
