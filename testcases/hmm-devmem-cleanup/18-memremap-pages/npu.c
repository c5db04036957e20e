// SPDX-License-Identifier: GPL-2.0-only
/* Two pools in a device, one table for both, which a pointer has, too. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct npu_pool {
	struct hmm_devmem *mem;
	u64 size;
};

struct npu {
	struct device *dev;
	struct npu_pool near, far;
	const struct hmm_devmem_ops *ops;
};

static void npu_free(struct hmm_devmem *mem, struct page *page)
{
	pr_info("free %lx of %lx\n", page_to_pfn(page), mem->pfn_first);
}

static vm_fault_t npu_fault(struct hmm_devmem *mem, struct vm_area_struct *vma,
			    unsigned long addr, const struct page *page,
			    unsigned int flags, pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops npu_mem_ops = {
	.fault = npu_fault,
	.free = npu_free,
};

static int npu_pool_init(struct npu *npu, struct npu_pool *pool)
{
	if (!pool->size)
		return 0;
	pool->mem = hmm_devmem_add(&npu_mem_ops, npu->dev, pool->size);
	if (IS_ERR(pool->mem))
		return PTR_ERR(pool->mem);
	return 0;
}

int npu_init(struct npu *npu);
int npu_init(struct npu *npu)
{
	return npu_pool_init(npu, &npu->near) ?: npu_pool_init(npu, &npu->far);
}
