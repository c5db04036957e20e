// SPDX-License-Identifier: GPL-2.0-only
#include <linux/hmm.h>
#include <linux/slab.h>

struct gpu {
	struct hmm_devmem *devmem;
};

void gpu_remove(struct gpu *gpu)
{
	hmm_devmem_remove(gpu->devmem);
	kfree(gpu);
}
