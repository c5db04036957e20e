// SPDX-License-Identifier: GPL-2.0-only
/* What was asked about public memory, in each of the four ways, was told. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int asked_seen(struct vm_area_struct *vma, unsigned long addr, pte_t pte);
int asked_type(struct page *page, int n);
int asked_kind(struct resource *res, int n);
int asked_next(int *n);
void asked_note(bool public);
void asked_noted(struct page *page);

int asked_seen(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	/* A page that is private or public is seen, too. */
	if (_vm_normal_page(vma, addr, pte, true))
		return 1;
	return 0;
}

int asked_type(struct page *page, int n)
{
	/* Only private or public pages have one more. */
	if (is_device_private_page(page) ||
	    page->pgmap->type == MEMORY_DEVICE_PUBLIC)
		n--;
	/* that does something, and is none of these */
	if (asked_next(&n) == MEMORY_DEVICE_FS_DAX)
		n++;
	return n;
}

int asked_kind(struct resource *res, int n)
{
	/* private and public */
	if (res->desc == IORES_DESC_DEVICE_PRIVATE_MEMORY ||
	    res->desc == IORES_DESC_DEVICE_PUBLIC_MEMORY)
		n++;
	return n;
}

/* Who is told the answer still is. */
void asked_noted(struct page *page)
{
	asked_note(is_device_public_page(page));
	WARN_ON(is_device_public_page(page));
}
