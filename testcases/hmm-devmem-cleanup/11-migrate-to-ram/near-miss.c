// SPDX-License-Identifier: GPL-2.0-only
// Others have a page_fault, too. device_private_entry_fault() is in a comment.
#include <linux/mm.h>
#include <linux/memremap.h>

struct fault_box {
	int (*page_fault)(struct vm_area_struct *vma, unsigned long addr);
	const char *dev_page_fault;
};

static int box_fault(struct vm_area_struct *vma, unsigned long addr)
{
	return addr < vma->vm_end;
}

int box_setup(struct fault_box *box, struct vm_area_struct *vma);
int box_setup(struct fault_box *box, struct vm_area_struct *vma)
{
	box->page_fault = box_fault;
	box->dev_page_fault = "device_private_entry_fault";
	return box->page_fault(vma, 0);
}
