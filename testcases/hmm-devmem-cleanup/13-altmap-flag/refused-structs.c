// SPDX-License-Identifier: GPL-2.0-only
/* The same of a struct and of a pointer. */
#include <linux/memremap.h>

bool *structs_address(struct dev_pagemap *p);
bool structs_values(struct dev_pagemap *p, struct dev_pagemap s, bool a);

static struct dev_pagemap structs_one;

bool *structs_address(struct dev_pagemap *p)
{
	if (p)
		return &p->altmap_valid;
	return &structs_one.altmap_valid;
}

bool structs_values(struct dev_pagemap *p, struct dev_pagemap s, bool a)
{
	bool b;

	if ((s.altmap_valid = a))
		b = a;
	if ((p->altmap_valid = a))
		a = false;
	s.altmap_valid = b = !a;
	p->altmap_valid = b = a;
	return b;
}
