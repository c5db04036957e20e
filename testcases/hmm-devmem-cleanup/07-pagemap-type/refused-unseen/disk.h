/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _DISK_H
#define _DISK_H

#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct disk {
	struct dev_pagemap map;
};

struct dev_pagemap *disk_map_of(struct disk *d);
void disk_kind(struct disk *d);

#endif
