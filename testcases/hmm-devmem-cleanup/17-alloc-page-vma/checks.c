// SPDX-License-Identifier: GPL-2.0-only
/* What the caller does about a page that is not there, in its own statement. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

struct job {
	struct page *to;
	unsigned long *dst;
	int failed;
};

static int job_start(struct job *job, struct vm_area_struct *vma,
		     unsigned long addr)
{
	/* a place to copy to */
	job->to = hmm_vma_alloc_locked_page(vma, addr);
	if (unlikely(job->to == NULL)) {
		if (job->failed++)
			return -EAGAIN;
		goto none;
	}

	unlock_page(job->to);
	return 0;
none:
	return -ENOMEM;
}

/* Success is the exception that is looked for. */
static void job_try(struct job *job, struct vm_area_struct *vma,
		    unsigned long addr)
{
	struct page *got;

	got = hmm_vma_alloc_locked_page(vma,
					addr & PAGE_MASK);
	if (got) {
		/* keep it */
		job->to = got;
		unlock_page(got);
	} else {
		job->failed++;
	}
}

/* Both ways go on: there may be no page behind the test. */
static void job_either(struct job *job, struct vm_area_struct *vma,
		       unsigned long addr)
{
	struct page *got;

	got = hmm_vma_alloc_locked_page(vma, addr);
	if (!got)
		job->failed++;
	job->to = got;
}

/* One test for two things. */
static int job_both(struct job *job, struct vm_area_struct *vma,
		    unsigned long addr)
{
	job->to = hmm_vma_alloc_locked_page(vma, addr);
	if (!job->to || job->failed)
		return -EIO;
	return 0;
}

static int job_range(struct job *job, struct vm_area_struct *vma,
		     unsigned long from, unsigned long end)
{
	unsigned long addr, i;

	for (addr = from, i = 0; addr < end; addr += PAGE_SIZE, i++) {
		struct page *dpage;

		dpage = hmm_vma_alloc_locked_page(vma, addr);
		if (NULL == dpage) {
			job->dst[i] = 0;
			continue;
		}
		job->dst[i] = page_to_pfn(dpage);
		unlock_page(dpage);
	}

	do {
		job->to = hmm_vma_alloc_locked_page(vma, end);
	} while (!job->to && job->failed--);

	if (job->failed)
		job->to = hmm_vma_alloc_locked_page(vma, from);
	else
		job->to = NULL;
	return job->to ? 0 : -ENOMEM;
}

int job_run(struct job *job, struct vm_area_struct *vma);

int job_run(struct job *job, struct vm_area_struct *vma)
{
	job_try(job, vma, 0);
	job_either(job, vma, 0);
	return job_both(job, vma, 0) ?: job_start(job, vma, 0) ?:
		job_range(job, vma, 0, PAGE_SIZE);
}
