// SPDX-License-Identifier: GPL-2.0-only
#include <linux/percpu-refcount.h>

struct queue {
	struct percpu_ref *ref;
	void (*kill)(struct queue *queue);
};

void other(struct queue *pgmap)
{
	percpu_ref_get(pgmap->ref);
	pgmap->kill(pgmap);
}
