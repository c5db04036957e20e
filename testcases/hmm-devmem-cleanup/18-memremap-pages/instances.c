// SPDX-License-Identifier: GPL-2.0-only
/* An array of memories in one device. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define NPU_BANKS 4

struct npu_bank {
	spinlock_t lock;
	unsigned long used;
	struct hmm_devmem *mem;
};

struct npu {
	struct device *dev;
	struct npu_bank bank[NPU_BANKS];
	int nr_banks;
};

static void npu_page_free(struct hmm_devmem *mem, struct page *page)
{
	struct npu *npu = dev_get_drvdata(mem->device);
	int i;

	for (i = 0; i < npu->nr_banks; i++)
		if (npu->bank[i].mem == mem)
			break;
	if (i < npu->nr_banks)
		npu->bank[i].used--;
}

static vm_fault_t npu_fault(struct hmm_devmem *mem, struct vm_area_struct *vma,
			    unsigned long addr, const struct page *page,
			    unsigned int flags, pmd_t *pmdp)
{
	struct npu_bank *bank = (void *)hmm_devmem_page_get_drvdata(page);

	pr_info("fault at %lx, flags %x, pmd %p, vma %p, mem %p\n", addr, flags,
		pmdp, vma, mem);
	if (bank->mem != mem)
		return VM_FAULT_SIGBUS;
	return VM_FAULT_OOM;
}

static const struct hmm_devmem_ops npu_ops = {
	.free = npu_page_free,
	.fault = npu_fault,
};

static int npu_add_bank(struct npu *npu, int i, unsigned long size)
{
	struct npu_bank *bank = &npu->bank[i];
	unsigned long pfn;
	int err;

	spin_lock_init(&bank->lock);
	bank->mem = hmm_devmem_add(&npu_ops, npu->dev, size);
	err = PTR_ERR_OR_ZERO(bank->mem);
	if (err)
		return err;
	for (pfn = bank->mem->pfn_first; pfn < bank->mem->pfn_last; pfn++)
		hmm_devmem_page_set_drvdata(pfn_to_page(pfn),
					    (unsigned long)bank);
	npu->nr_banks++;
	return 0;
}

int npu_probe(struct npu *npu, unsigned long size);
int npu_probe(struct npu *npu, unsigned long size)
{
	int i, err;

	for (i = 0; i < NPU_BANKS; i++) {
		err = npu_add_bank(npu, i, size / NPU_BANKS);
		if (err) {
			while (i--)
				npu->bank[i].used = 0;
			return err;
		}
	}
	return 0;
}
