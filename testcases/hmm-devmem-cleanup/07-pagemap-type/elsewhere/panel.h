/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _PANEL_H
#define _PANEL_H

#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/string.h>

struct panel {
	struct dev_pagemap window;
	struct dev_pagemap *second;
	struct dev_pagemap copy;
	struct dev_pagemap moved;
	struct dev_pagemap like;
	struct dev_pagemap none;
};

struct panel_bank {
	const char *name;
	struct dev_pagemap map;
};

extern struct panel_bank panel_banks[2];

struct dev_pagemap *panel_spare(struct device *dev);
struct dev_pagemap *panel_inner(struct panel *p);
void panel_setup(struct panel *p);
void panel_copy(struct panel *p, struct dev_pagemap *from);
void panel_move(struct panel *p, struct dev_pagemap *from);
int panel_log(struct device *dev, struct dev_pagemap *like);

#endif
