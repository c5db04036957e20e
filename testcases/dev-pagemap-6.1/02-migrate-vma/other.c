// SPDX-License-Identifier: GPL-2.0-only
/* Functions of a driver whose names begin so. */
struct migrate_vma_job {
	int (*migrate_vma)(int n);
};

int migrate_vma_later(struct migrate_vma_job *job)
{
	return job->migrate_vma(1);
}
