// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int pagemap__data;
	int old_dev_pagemap_doc;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->pagemap__data;
}
