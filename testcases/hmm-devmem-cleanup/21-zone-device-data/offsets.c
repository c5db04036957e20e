// SPDX-License-Identifier: GPL-2.0-only
/* Where the word is, and how wide; that of another struct is not meant. */
#include <linux/kernel.h>
#include <linux/mm_types.h>

#ifndef FIELD_SIZEOF
#define FIELD_SIZEOF(t, f) (sizeof(((t *)0)->f))
#endif
#ifndef sizeof_field
#define sizeof_field(t, f) sizeof((((t *)0)->f))
#endif

struct offsets {
	int id;
	unsigned long hmm_data;
};

unsigned long offsets(int n);

unsigned long offsets(int n)
{
	switch (n) {
	case 0:
		return offsetof(struct page, hmm_data);
	case 1:
		return __builtin_offsetof(struct page, hmm_data);
	case 2:
		return FIELD_SIZEOF(struct page, hmm_data);
	case 3:
		return sizeof_field(struct page, hmm_data);
	default:
		return offsetof(struct offsets, hmm_data) +
		       sizeof_field(struct offsets, hmm_data);
	}
}
