/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PERCPU_REFCOUNT_H
#define _LINUX_PERCPU_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/gfp.h>

struct percpu_ref;
typedef void (percpu_ref_func_t)(struct percpu_ref *);

/*
 * A plain counter stands in for the counters of each CPU.  ->data has nothing
 * to do with a pagemap: it is what ->release() gets in later kernels.
 */
struct percpu_ref {
	atomic_t count;
	bool dead;
	percpu_ref_func_t *release;
	void *data;
};

int __must_check percpu_ref_init(struct percpu_ref *ref,
				 percpu_ref_func_t *release,
				 unsigned int flags, gfp_t gfp);
void percpu_ref_exit(struct percpu_ref *ref);
void percpu_ref_kill(struct percpu_ref *ref);

static inline void percpu_ref_get_many(struct percpu_ref *ref,
				       unsigned long nr)
{
	atomic_add_return((int)nr, &ref->count);
}

static inline bool percpu_ref_tryget_live(struct percpu_ref *ref)
{
	return !ref->dead && atomic_inc_not_zero(&ref->count);
}

static inline void percpu_ref_put(struct percpu_ref *ref)
{
	if (atomic_dec_and_test(&ref->count))
		ref->release(ref);
}

#endif
