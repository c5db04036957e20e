// SPDX-License-Identifier: GPL-2.0-only
/* A driver for several kernels, which brings what some of them lack. */
#include <linux/types.h>

struct page;
struct own;

/*
 * What the memory of a device is.
 *
 * MEMORY_DEVICE_PRIVATE:
 * Out of reach.
 *
 * MEMORY_DEVICE_PUBLIC:
 * Within reach.
 *
 *   Even for others.
 */
enum memory_type { MEMORY_DEVICE_PRIVATE = 1, MEMORY_DEVICE_PUBLIC, MEMORY_DEVICE_FS_DAX };

/* descriptors of resources */
enum {
	IORES_DESC_NONE,
	IORES_DESC_DEVICE_PRIVATE_MEMORY,
	IORES_DESC_DEVICE_PUBLIC_MEMORY,
};

bool is_device_public_page(const struct page *page);

int own(int type);

int own(int type)
{
	return type == MEMORY_DEVICE_PRIVATE;
}
