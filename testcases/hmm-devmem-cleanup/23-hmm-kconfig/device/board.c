// SPDX-License-Identifier: GPL-2.0-only
/* Memory of a board, if the kernel has CONFIG_HMM. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>

#ifndef CONFIG_HMM
#error "this needs CONFIG_HMM"
#endif

struct board {
	struct device *dev;
#if IS_ENABLED(CONFIG_HMM)
	struct dev_pagemap pgmap;
#endif /* CONFIG_HMM */
};

#if defined(CONFIG_X86_64) && \
	defined(CONFIG_HMM)
static int board_plug(struct board *b)
{
	void *p = devm_memremap_pages(b->dev, &b->pgmap);

	return PTR_ERR_OR_ZERO(p);
}
#else /* !CONFIG_HMM */
static int board_plug(struct board *b)
{
	return 0;
}
#endif

int board_start(struct board *b);

int board_start(struct board *b)
{
	if (IS_ENABLED(CONFIG_HMM) && !b->pgmap.type)
		b->pgmap.type = MEMORY_DEVICE_PRIVATE;
	return board_plug(b);
}
