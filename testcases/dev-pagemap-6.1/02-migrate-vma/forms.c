// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

#define PAGE_SIZE 4096

void note(const unsigned long *src);

static void first_copy(struct vm_area_struct *vma, const unsigned long *src,
		       unsigned long *dst, unsigned long start,
		       unsigned long end, void *private)
{
	*dst = *src;
}

static void first_done(struct vm_area_struct *vma, const unsigned long *src,
		       const unsigned long *dst, unsigned long start,
		       unsigned long end, void *private)
{
	note(src);
}

static void second_done(struct vm_area_struct *vma, const unsigned long *src,
			const unsigned long *dst, unsigned long start,
			unsigned long end, void *private)
{
}

static const struct migrate_vma_ops first_ops = {
	.alloc_and_copy = first_copy,
	.finalize_and_map = first_done,
};

static const struct migrate_vma_ops second_ops = {
	.finalize_and_map = second_done,
	.alloc_and_copy = first_copy,
};

int by_value(struct vm_area_struct *vma, unsigned long addr, void *mine)
{
	unsigned long src[4], dst[4];
	int err;

	err = migrate_vma(&first_ops, vma, addr, addr + 4 * PAGE_SIZE, src,
			  dst, mine);
	if (err)
		note(src);
	return err;
}

int by_condition(struct vm_fault *vmf)
{
	unsigned long src = 0, dst = 0;

	if (migrate_vma(&second_ops, vmf->vma, vmf->address,
			vmf->address + PAGE_SIZE, &src, &dst, NULL) < 0) {
		note(&src);
		return -1;
	}
	if (migrate_vma(&first_ops, vmf->vma, 0, PAGE_SIZE, &src, &dst, NULL))
		goto out;
	return dst != 0;
out:
	return -2;
}

void alone(struct vm_area_struct *args, unsigned long *src, unsigned long *dst)
{
	migrate_vma(&first_ops, args, args->vm_start, args->vm_end, src, dst,
		    args->vm_private_data);
}
