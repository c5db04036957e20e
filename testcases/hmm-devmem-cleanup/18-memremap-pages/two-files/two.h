/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CASE_TWO_H
#define CASE_TWO_H

struct hmm_devmem;
struct hmm_devmem_ops;

/* What the two files share. */
struct two_memory {
	struct hmm_devmem *devmem;
	unsigned long size;
};

extern const struct hmm_devmem_ops two_ops;

bool two_owns(struct two_memory *two, struct page *page);
int two_add(struct two_memory *two, struct device *dev);

#endif
