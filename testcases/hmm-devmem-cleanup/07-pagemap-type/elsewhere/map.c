// SPDX-License-Identifier: GPL-2.0-only
/* Everything is mapped here; one of the maps has no type. */
#include "panel.h"

void *panel_one(struct device *dev, struct panel *p);
void *panel_two(struct device *dev, struct panel *p);
void *panel_three(struct device *dev, struct panel *p);
void *panel_four(struct device *dev, struct panel *p);
void *panel_five(struct device *dev);
void *panel_six(struct device *dev, struct panel *p);
void *panel_seven(struct device *dev, struct panel_bank *bank);
void *panel_eight(struct device *dev, struct panel *p);
int panel_nine(struct device *dev, struct panel *p);

static struct dev_pagemap *panel_last;

static void *panel_map(struct device *dev, struct dev_pagemap *map)
{
	return devm_memremap_pages(dev, map);
}

void *panel_one(struct device *dev, struct panel *p)
{
	return devm_memremap_pages(dev, &p->window);
}

void *panel_two(struct device *dev, struct panel *p)
{
	return devm_memremap_pages(dev, p->second);
}

void *panel_three(struct device *dev, struct panel *p)
{
	return devm_memremap_pages(dev, &p->copy);
}

void *panel_four(struct device *dev, struct panel *p)
{
	return devm_memremap_pages(dev, &p->moved);
}

void *panel_five(struct device *dev)
{
	struct dev_pagemap *map = panel_spare(dev);

	return devm_memremap_pages(dev, map);
}

void *panel_six(struct device *dev, struct panel *p)
{
	struct dev_pagemap *map;

	map = panel_inner(p);
	return devm_memremap_pages(dev, map);
}

void *panel_seven(struct device *dev, struct panel_bank *bank)
{
	return devm_memremap_pages(dev, &bank->map);
}

void *panel_eight(struct device *dev, struct panel *p)
{
	return devm_memremap_pages(dev, &p->none);
}

/* maps another one than it is given */
int panel_log(struct device *dev, struct dev_pagemap *like)
{
	struct dev_pagemap *map = panel_last;

	map->type = MEMORY_DEVICE_PCI_P2PDMA;
	map->res = like->res;
	return IS_ERR(panel_map(dev, map));
}

int panel_nine(struct device *dev, struct panel *p)
{
	return panel_log(dev, &p->none);
}
