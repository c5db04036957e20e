// SPDX-License-Identifier: GPL-2.0-only
/* The methods are known by a header that says nothing of the table. */
#include "counter.h"

void counter_kill(counter_t *count)
{
	percpu_ref_kill(count);
}

void counter_stop(counter_ptr count)
{
	percpu_ref_kill(count);
}

void counter_cleanup(struct percpu_ref *const count)
{
	percpu_ref_exit(count);
}
