// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int hmm_devmem_page_set_drvdata;
	int hmm_devmem_page_get_drvdata;
	int ratchet_put;
	int ratchet_get;
	int ratchet_store;
	int ratchet_load;
	int ratchet_between;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->hmm_devmem_page_set_drvdata;
}
