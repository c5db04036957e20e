// SPDX-License-Identifier: GPL-2.0-only
/*
 * Small pieces of memory.
 */
#include <linux/slab.h>
#include <linux/kernel.h>
#include <linux/export.h>

static char heap[1 << 16] __aligned(16);
static size_t used;

void *kmalloc(size_t size, gfp_t flags)
{
	void *obj = heap + used;

	size = ALIGN(size, 16);
	if (size > sizeof(heap) - used)
		return NULL;
	used += size;
	return obj;
}
EXPORT_SYMBOL(kmalloc);

void *kzalloc(size_t size, gfp_t flags)
{
	void *obj = kmalloc(size, flags);

	return obj ? memset(obj, 0, size) : NULL;
}
EXPORT_SYMBOL(kzalloc);

void kfree(const void *obj)
{
	/* nothing ever runs for long enough to need it again */
}
EXPORT_SYMBOL(kfree);
