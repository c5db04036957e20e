// SPDX-License-Identifier: GPL-2.0-only
/* The word where no rule looks for a function. */
struct helpers {
	int hmm_vma_alloc_locked_page;
};

int helpers(struct helpers *h);

int helpers(struct helpers *h)
{
	return h->hmm_vma_alloc_locked_page;
}
