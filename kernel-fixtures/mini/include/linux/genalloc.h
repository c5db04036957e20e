/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __GENALLOC_H__
#define __GENALLOC_H__

#include <linux/types.h>

struct gen_pool;

struct gen_pool *gen_pool_create(int min_alloc_order, int nid);
void gen_pool_destroy(struct gen_pool *pool);
int gen_pool_add_owner(struct gen_pool *pool, unsigned long virt,
		       phys_addr_t phys, size_t size, int nid, void *owner);
unsigned long gen_pool_alloc_owner(struct gen_pool *pool, size_t size,
				   void **owner);
void gen_pool_free_owner(struct gen_pool *pool, unsigned long addr,
			 size_t size, void **owner);

#endif
