// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int hmm_vma_alloc_locked_page;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->hmm_vma_alloc_locked_page;
}
