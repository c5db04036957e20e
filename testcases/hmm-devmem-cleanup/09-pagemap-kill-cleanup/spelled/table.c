// SPDX-License-Identifier: GPL-2.0-only
/* Two tables of them. */
#include <linux/memremap.h>
#include "counter.h"

const struct dev_pagemap_ops spelled_ops = {
	.kill = counter_kill,
	.cleanup = counter_cleanup,
};

const struct dev_pagemap_ops spelled_stop_ops = {
	.cleanup = &counter_cleanup,
	.kill = &counter_stop,
};
