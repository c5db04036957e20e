// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int device_private_entry_fault;
	int dev_page_fault_t;
	int old_dev_pagemap_ops_doc;
	int old_hmm_devmem_doc;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->device_private_entry_fault;
}
