// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int dev_pagemap_get_ops;
	int dev_pagemap_put_ops;
	int ratchet_block;
	int ratchet_end;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->dev_pagemap_get_ops;
}
