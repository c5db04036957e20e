// SPDX-License-Identifier: GPL-2.0-only
/* Somebody has taken the value over already, at another place. */
#include <linux/types.h>

/*
 * MEMORY_DEVICE_PCI_P2PDMA:
 * Memory of a peer.
 */
enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_PCI_P2PDMA,
	MEMORY_DEVICE_DEVDAX,
};

bool have_type(enum memory_type type);

bool have_type(enum memory_type type)
{
	return type == MEMORY_DEVICE_DEVDAX;
}
