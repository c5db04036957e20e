// SPDX-License-Identifier: GPL-2.0-only
/* MEMORY_DEVICE_DEVDAX is not what this is about. */
enum own { MEMORY_OWN_DEVDAX, MEMORY_DEVICE_DEVDAXES };

const char *own(void)
{
	return "MEMORY_DEVICE_DEVDAX";
}
