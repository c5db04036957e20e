// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/hmm.h>

struct gpu {
	struct hmm_devmem *devmem;
	int on;
};

void gpu_remove(struct gpu *gpu)
{
	gpu->on = 0;
	hmm_devmem_remove(gpu->devmem);
}

void gpu_remove_asked(struct gpu *gpu)
{
	if (gpu->devmem)
		hmm_devmem_remove(gpu->devmem);
	gpu->on = 0;
}
