// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counting users, and refusing them at the end.
 */
#include <linux/percpu-refcount.h>
#include <linux/export.h>

int percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release,
		    unsigned int flags, gfp_t gfp)
{
	atomic_set(&ref->count, 1);
	ref->dead = false;
	ref->release = release;
	return 0;
}
EXPORT_SYMBOL_GPL(percpu_ref_init);

void percpu_ref_kill(struct percpu_ref *ref)
{
	WARN_ON_ONCE(ref->dead);
	ref->dead = true;
	percpu_ref_put(ref);
}
EXPORT_SYMBOL_GPL(percpu_ref_kill);

void percpu_ref_exit(struct percpu_ref *ref)
{
	WARN_ON_ONCE(atomic_read(&ref->count));
	ref->release = NULL;
}
EXPORT_SYMBOL_GPL(percpu_ref_exit);
