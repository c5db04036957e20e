// SPDX-License-Identifier: GPL-2.0-only
/*
 * What drivers call, caught for memory that the tests made up.
 */
#include <linux/memremap.h>
#include <linux/module.h>
#include <linux/export.h>
#include <linux/pfn_t.h>
#include <linux/io.h>
#include <linux/mm.h>
#include "nfit_test.h"

static nfit_test_lookup_fn lookup_fn;

void nfit_test_setup(nfit_test_lookup_fn lookup)
{
	lookup_fn = lookup;
}
EXPORT_SYMBOL(nfit_test_setup);

struct nfit_test_resource *get_nfit_res(resource_size_t resource)
{
	return lookup_fn ? lookup_fn(resource) : NULL;
}
EXPORT_SYMBOL(get_nfit_res);

void *__wrap_devm_memremap(struct device *dev, resource_size_t offset,
		size_t size, unsigned long flags)
{
	struct nfit_test_resource *ours = get_nfit_res(offset);

	return ours ? ours->buf + (offset - ours->res.start) :
		devm_memremap(dev, offset, size, flags);
}
EXPORT_SYMBOL(__wrap_devm_memremap);

/* In place of the core's own, which never saw the mapping. */
static void nfit_test_kill(void *data)
{
	struct dev_pagemap *made_up = data;

	WARN_ON(!made_up->kill || !made_up->cleanup);
	made_up->kill(made_up->ref);
	made_up->cleanup(made_up->ref);
}

void *__wrap_devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	struct nfit_test_resource *ours = get_nfit_res(pgmap->res.start);
	void *virt;
	int err;

	if (ours) {
		virt = ours->buf + (pgmap->res.start - ours->res.start);
		err = devm_add_action_or_reset(dev, nfit_test_kill, pgmap);
		return err ? ERR_PTR(err) : virt;
	}
	return devm_memremap_pages(dev, pgmap);
}
EXPORT_SYMBOL_GPL(__wrap_devm_memremap_pages);

pfn_t __wrap_phys_to_pfn_t(phys_addr_t addr, unsigned long flags)
{
	return phys_to_pfn_t(addr, get_nfit_res(addr) ? flags & ~PFN_MAP : flags);
}
EXPORT_SYMBOL(__wrap_phys_to_pfn_t);

MODULE_LICENSE("GPL v2");
