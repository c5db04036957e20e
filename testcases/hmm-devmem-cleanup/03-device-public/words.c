// SPDX-License-Identifier: GPL-2.0-only
/* Constants of other people, and words: is_device_public_page(), MEMORY_DEVICE_PUBLIC. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

enum words_kind {
	WORDS_MEMORY_DEVICE_PUBLIC = 1,
	WORDS_PRIVATE,
};

struct words {
	bool is_device_public_page_seen;
	enum words_kind kind;
};

int words(struct words *w, struct dev_pagemap *pgmap, int n);

int words(struct words *w, struct dev_pagemap *pgmap, int n)
{
	if (0)
		n++;
	if (n || 0)
		n = 1 && n;
	do {
		n += false;
	} while (0);
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
		return 1;
	default:
		break;
	}
	if (w->is_device_public_page_seen || w->kind == WORDS_MEMORY_DEVICE_PUBLIC)
		pr_info("MEMORY_DEVICE_PUBLIC: _vm_normal_page()\n");
	return true ? n : 0;
}
