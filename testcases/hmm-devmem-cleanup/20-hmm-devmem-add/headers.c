// SPDX-License-Identifier: GPL-2.0-only
/* Declarations without a use. */
#include <linux/kernel.h>

struct device;
struct hmm_devmem;
struct hmm_devmem_ops;

struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size);

void headers(void);

void headers(void)
{
	pr_info("headers\n");
}
