// SPDX-License-Identifier: GPL-2.0-only
// The count is killed in another file.
#include <linux/mm.h>
#include "pier.h"

void pier_close(struct pier *pier);
void pier_close(struct pier *pier)
{
	percpu_ref_kill(&pier->count);
}
