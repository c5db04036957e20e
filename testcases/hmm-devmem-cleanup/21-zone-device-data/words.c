// SPDX-License-Identifier: GPL-2.0-only
/* Names of others, and words that are no code: page->hmm_data. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct sensor {
	unsigned long hmm_data;		/* hall magnetic meter */
};

unsigned long sensor_read(struct sensor *page);

unsigned long sensor_read(struct sensor *page)
{
	/* not hmm_devmem_page_get_drvdata() */
	pr_info("hmm_devmem_page_set_drvdata %lx\n", page->hmm_data);
	page->hmm_data = 0;
	return page->hmm_data;
}
