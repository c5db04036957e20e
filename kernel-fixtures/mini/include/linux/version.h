/* SPDX-License-Identifier: GPL-2.0-only */
/* Which kernel this is, for code that is built for several. */
#ifndef _LINUX_VERSION_H
#define _LINUX_VERSION_H

#define KERNEL_VERSION(a, b, c)	(((a) << 16) + ((b) << 8) + (c))
#define LINUX_VERSION_CODE	KERNEL_VERSION(5, 2, 0)

#endif
