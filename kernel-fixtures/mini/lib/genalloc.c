// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pieces of special memory.
 */
#include <linux/genalloc.h>
#include <linux/export.h>
#include <linux/slab.h>

/* ->owner is whatever who added the memory wants to get back. */
struct gen_pool {
	unsigned long next, end;
	int order;
	void *owner;
};

struct gen_pool *gen_pool_create(int min_alloc_order, int nid)
{
	struct gen_pool *pool = kzalloc(sizeof(*pool), GFP_KERNEL);

	if (pool)
		pool->order = min_alloc_order;
	return pool;
}
EXPORT_SYMBOL(gen_pool_create);

void gen_pool_destroy(struct gen_pool *pool)
{
	kfree(pool);
}
EXPORT_SYMBOL(gen_pool_destroy);

int gen_pool_add_owner(struct gen_pool *pool, unsigned long virt,
		       phys_addr_t phys, size_t size, int nid, void *owner)
{
	pool->next = virt;
	pool->end = virt + size;
	pool->owner = owner;
	return 0;
}
EXPORT_SYMBOL(gen_pool_add_owner);

unsigned long gen_pool_alloc_owner(struct gen_pool *pool, size_t size,
				   void **owner)
{
	unsigned long addr = pool->next;

	if (owner)
		*owner = pool->owner;
	if (size > pool->end - addr)
		return 0;
	pool->next += size;
	return addr;
}
EXPORT_SYMBOL(gen_pool_alloc_owner);

void gen_pool_free_owner(struct gen_pool *pool, unsigned long addr,
			 size_t size, void **owner)
{
	if (owner)
		*owner = pool->owner;
	if (addr + size == pool->next)
		pool->next = addr;
}
EXPORT_SYMBOL(gen_pool_free_owner);
