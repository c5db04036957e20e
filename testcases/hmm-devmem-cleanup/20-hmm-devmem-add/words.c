// SPDX-License-Identifier: GPL-2.0-only
/* Nothing of hmm_devmem_add() but words. */
#include <linux/kernel.h>

#if 0
static struct hmm_devmem *old;
#endif

struct devmem_add {
	int hmm;
};

/* like struct hmm_devmem */
int words(struct devmem_add *add);

int words(struct devmem_add *add)
{
	pr_info("hmm_devmem_ops\n");
	return add->hmm;
}
