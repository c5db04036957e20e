// SPDX-License-Identifier: GPL-2.0-only
/* No word of the table is here. */
#include <linux/percpu-refcount.h>
#include "thing.h"

void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

void thing_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}
