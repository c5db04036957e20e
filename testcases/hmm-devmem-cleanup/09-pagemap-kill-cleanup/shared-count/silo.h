/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SILO_H
#define _SILO_H

#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>

struct silo {
	struct percpu_ref grains;
	struct completion empty;
	struct dev_pagemap upper;
	struct dev_pagemap lower;
};

void silo_kill(struct percpu_ref *ref);
void silo_cleanup(struct percpu_ref *ref);
void silo_upper(struct silo *silo);
void silo_lower(struct silo *silo);

#endif
