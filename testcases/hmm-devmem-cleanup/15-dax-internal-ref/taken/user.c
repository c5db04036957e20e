// SPDX-License-Identifier: GPL-2.0-only
// Somebody takes references of the count, in another file.
#include <linux/mm.h>
#include "dock.h"

bool dock_use(struct dock *dock);
bool dock_use(struct dock *dock)
{
	return percpu_ref_tryget_live(&dock->count);
}
