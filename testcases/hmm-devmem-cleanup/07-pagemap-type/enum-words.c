// SPDX-License-Identifier: GPL-2.0-only
/* With a text in another style, and numbers that others count on. */
#include <linux/types.h>

/*

   MEMORY_DEVICE_PRIVATE: nobody but the device can read it
   MEMORY_DEVICE_PCI_P2PDMA: a peer can

 */
enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_PCI_P2PDMA,
	MEMORY_DEVICE_LAST = MEMORY_DEVICE_PCI_P2PDMA,
};

bool words_type(enum memory_type type);

bool words_type(enum memory_type type)
{
	return type <= MEMORY_DEVICE_LAST;
}
