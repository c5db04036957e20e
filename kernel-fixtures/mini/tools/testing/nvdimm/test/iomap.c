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

	if (ours)
		return ours->buf + offset - ours->res.start;
	return devm_memremap(dev, offset, size, flags);
}
EXPORT_SYMBOL(__wrap_devm_memremap);

static void nfit_test_kill(void *_pgmap)
{
	struct dev_pagemap *map = _pgmap;

	WARN_ON(!map || !map->ref || !map->kill || !map->cleanup);
	map->kill(map->ref);
	map->cleanup(map->ref);
}

void *__wrap_devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	resource_size_t where = pgmap->res.start;
	struct nfit_test_resource *ours = get_nfit_res(where);
	int err;

	if (!ours)
		return devm_memremap_pages(dev, pgmap);

	err = devm_add_action_or_reset(dev, nfit_test_kill, pgmap);
	if (err)
		return ERR_PTR(err);
	return ours->buf + where - ours->res.start;
}
EXPORT_SYMBOL_GPL(__wrap_devm_memremap_pages);

pfn_t __wrap_phys_to_pfn_t(phys_addr_t addr, unsigned long flags)
{
	if (get_nfit_res(addr))
		flags &= ~PFN_MAP;
	return phys_to_pfn_t(addr, flags);
}
EXPORT_SYMBOL(__wrap_phys_to_pfn_t);

MODULE_LICENSE("GPL v2");
