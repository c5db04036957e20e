// SPDX-License-Identifier: GPL-2.0-only
/* By position, and in the manner of old compilers. */
#include <linux/memremap.h>

struct dev_pagemap *refused_position(bool first);

static struct dev_pagemap refused_one = {
	{ .base_pfn = 1, }, true,
};

static struct dev_pagemap refused_two = {
	altmap_valid: true,
};

struct dev_pagemap *refused_position(bool first)
{
	return first ? &refused_one : &refused_two;
}
