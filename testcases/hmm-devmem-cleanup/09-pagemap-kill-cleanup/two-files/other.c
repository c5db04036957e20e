// SPDX-License-Identifier: GPL-2.0-only
/* A function of the same name, of this file only. */
#include <linux/percpu-refcount.h>

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

void other_stop(struct percpu_ref *ref);

void other_stop(struct percpu_ref *ref)
{
	thing_kill(ref);
}
