// SPDX-License-Identifier: GPL-2.0-only
/* All types are set here, and nothing is mapped. */
#include "panel.h"

struct panel_bank panel_banks[2] = {
	{
		.name = "left",
		.map = { .type = MEMORY_DEVICE_FS_DAX },
	}, {
		.name = "right",
		.map = { .type = MEMORY_DEVICE_FS_DAX },
	},
};

struct dev_pagemap *panel_spare(struct device *dev)
{
	struct dev_pagemap *map = dev_get_drvdata(dev);

	map->type = MEMORY_DEVICE_PRIVATE;
	return map;
}

struct dev_pagemap *panel_inner(struct panel *p)
{
	p->like.type = MEMORY_DEVICE_PCI_P2PDMA;
	return &p->like;
}

void panel_setup(struct panel *p)
{
	struct dev_pagemap first = { };
	struct dev_pagemap *next = dev_get_drvdata(NULL);

	p->window.type = MEMORY_DEVICE_PRIVATE;
	p->second->type = MEMORY_DEVICE_PRIVATE;

	first.type = MEMORY_DEVICE_FS_DAX;
	panel_copy(p, &first);
	next->type = MEMORY_DEVICE_FS_DAX;
	panel_move(p, next);
}
