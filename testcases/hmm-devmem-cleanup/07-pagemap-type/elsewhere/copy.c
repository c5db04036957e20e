// SPDX-License-Identifier: GPL-2.0-only
/* Whatever type it has, it has it then. */
#include "panel.h"

void panel_copy(struct panel *p, struct dev_pagemap *from)
{
	memcpy(&p->copy, from, sizeof(*from));
}

void panel_move(struct panel *p, struct dev_pagemap *from)
{
	memcpy(&p->moved, from, sizeof(p->moved));
}
