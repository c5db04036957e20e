// SPDX-License-Identifier: GPL-2.0-only
/* An older copy, for a tool that reads what the kernel has left behind. */
#include <linux/types.h>

enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_FS_DAX,
	MEMORY_DEVICE_PCI_P2PDMA,
};

enum memory_type plain_type(int dump);

enum memory_type plain_type(int dump)
{
	return dump ? MEMORY_DEVICE_FS_DAX : MEMORY_DEVICE_PRIVATE;
}
