// SPDX-License-Identifier: GPL-2.0-only
#include "silo.h"

static const struct dev_pagemap_ops lower_ops = {
	.kill = silo_kill,
	.cleanup = silo_cleanup,
};

void silo_lower(struct silo *silo)
{
	silo->lower.ref = &silo->grains;
	silo->lower.ops = &lower_ops;
}
