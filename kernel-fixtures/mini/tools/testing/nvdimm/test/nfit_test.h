/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __NFIT_TEST_H__
#define __NFIT_TEST_H__

#include <linux/device.h>
#include <linux/list.h>

/* A range of memory that the tests made up. */
struct nfit_test_resource {
	struct list_head list;
	struct resource res;
	void *buf;
};

typedef struct nfit_test_resource *(*nfit_test_lookup_fn)(resource_size_t);

void nfit_test_setup(nfit_test_lookup_fn lookup);
struct nfit_test_resource *get_nfit_res(resource_size_t resource);
void *__wrap_devm_memremap(struct device *dev, resource_size_t offset,
			   size_t size, unsigned long flags);
void *__wrap_devm_memremap_pages(struct device *dev,
				 struct dev_pagemap *pgmap);
#endif
