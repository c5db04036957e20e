// SPDX-License-Identifier: GPL-2.0-only
/* Only the header names the pagemap's type. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/mm.h>
#include "thing.h"

int thing_map(struct thing *thing);

int thing_map(struct thing *thing)
{
	thing->map.ref = &thing->ref;
	thing->map.kill = thing_kill;
	thing->map.cleanup = thing_cleanup;
	return 0;
}
