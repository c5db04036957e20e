// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ranges of indices, each with an entry.
 */
#include <linux/xarray.h>
#include <linux/export.h>

void *xa_load(struct xarray *xa, unsigned long index)
{
	unsigned int i;

	for (i = 0; i < xa->nr; i++)
		if (index >= xa->range[i].first && index <= xa->range[i].last)
			return xa->range[i].entry;
	return NULL;
}
EXPORT_SYMBOL(xa_load);

void *xa_store_range(struct xarray *xa, unsigned long first,
		     unsigned long last, void *entry, gfp_t gfp)
{
	void *result = NULL;
	unsigned int i;

	spin_lock(&xa->xa_lock);
	for (i = 0; i < xa->nr; i++)
		if (xa->range[i].first == first)
			break;
	if (i == XA_MAX_RANGES) {
		result = ERR_PTR(-ENOMEM);
		goto out;
	}
	if (i == xa->nr)
		xa->nr++;
	xa->range[i].first = first;
	xa->range[i].last = last;
	xa->range[i].entry = entry;
out:
	spin_unlock(&xa->xa_lock);
	return result;
}
EXPORT_SYMBOL(xa_store_range);
