/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_XARRAY_H
#define _LINUX_XARRAY_H

#include <linux/err.h>
#include <linux/spinlock.h>

#define XA_MAX_RANGES	64

/* Ranges in an array, searched from one end to the other. */
struct xarray {
	spinlock_t xa_lock;
	unsigned int nr;
	struct {
		unsigned long first, last;
		void *entry;
	} range[XA_MAX_RANGES];
};

#define DEFINE_XARRAY(name)	struct xarray name

void *xa_load(struct xarray *xa, unsigned long index);
void *xa_store_range(struct xarray *xa, unsigned long first,
		     unsigned long last, void *entry, gfp_t gfp);

static inline int xa_err(void *entry)
{
	return IS_ERR(entry) ? (int)PTR_ERR(entry) : 0;
}

#endif
