// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>

void wake_up_var(void *var);

struct disk {
	struct dev_pagemap map;
	int users;
};

static void disk_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void disk_kill(struct dev_pagemap *map)
{
}

static const struct dev_pagemap_ops disk_ops = {
	.page_free = disk_page_free,
	.kill = disk_kill,
	.cleanup = disk_kill,
};

static void alone_free(struct page *p)
{
	wake_up_var(&p->_refcount);
}

static const struct dev_pagemap_ops alone_ops = {
	.page_free = alone_free,
};

int disk_map(struct disk *disk, struct disk *other)
{
	disk->map.type = MEMORY_DEVICE_FS_DAX;
	disk->map.ops = &disk_ops;
	other->map.ops = &alone_ops;
	other->map.type = MEMORY_DEVICE_FS_DAX;
	return disk->users;
}
