// SPDX-License-Identifier: GPL-2.0-only
#include "silo.h"

void silo_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

/* for both maps: only the count says which silo it is */
void silo_cleanup(struct percpu_ref *ref)
{
	struct silo *silo = container_of(ref, struct silo, grains);

	wait_for_completion(&silo->empty);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops upper_ops = {
	.kill = silo_kill,
	.cleanup = silo_cleanup,
};

void silo_upper(struct silo *silo)
{
	silo->upper.ref = &silo->grains;
	silo->upper.ops = &upper_ops;
}
