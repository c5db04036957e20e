// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who uses how much memory.
 */
#include <linux/memcontrol.h>
#include <linux/mm.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/export.h>

#define MOVE_ANON	0x1UL
#define MOVE_FILE	0x2UL

/* A move of charges from one group to another, one at a time. */
static struct move_charge_struct {
	struct mem_cgroup *from;
	struct mem_cgroup *to;
	unsigned long flags;
} mc;

/* What there is to move at an address: the kind, and the thing itself. */
enum mc_target_type {
	MC_TARGET_NONE,
	MC_TARGET_PAGE,
	MC_TARGET_DEVICE,
	MC_TARGET_SWAP,
};

union mc_target {
	swp_entry_t ent;
	struct page *page;
};

void mem_cgroup_uncharge(struct page *page)
{
	if (!page->mem_cgroup)
		return;
	page->mem_cgroup->pages--;
	page->mem_cgroup = NULL;
}

static struct page *mc_handle_present_pte(struct vm_area_struct *vma,
						unsigned long addr, pte_t ptent)
{
	struct page *found = _vm_normal_page(vma, addr, ptent, true);
	unsigned long wanted;

	if (!found)
		return NULL;
	wanted = mc.flags & (PageAnon(found) ? MOVE_ANON : MOVE_FILE);
	return wanted && page_mapped(found) && get_page_unless_zero(found) ?
		found : NULL;
}

#if defined(CONFIG_SWAP) || defined(CONFIG_DEVICE_PRIVATE)
static struct page *mc_handle_swap_pte(struct vm_area_struct *vma,
			pte_t ptent, swp_entry_t *entry)
{
	swp_entry_t ent = pte_to_swp_entry(ptent);

	if (is_device_private_entry(ent)) {
		/* its count is never 0, so there is nothing to check */
		struct page *page = device_private_entry_to_page(ent);

		return get_page_unless_zero(page) ? page : NULL;
	}
	if (!non_swap_entry(ent))
		*entry = ent;
	return NULL;
}
#else
static struct page *mc_handle_swap_pte(struct vm_area_struct *vma,
			pte_t ptent, swp_entry_t *entry)
{
	return NULL;
}
#endif

/**
 * get_mctgt_type - what is there to move?
 * @vma: the area
 * @addr: the address
 * @ptent: its pte
 * @target: where the answer goes, NULL to count only
 *
 * MC_TARGET_NONE: nothing.
 * MC_TARGET_PAGE: a page, which goes into target->page, with a reference.
 * MC_TARGET_DEVICE: the same, but not on the lru, since its kind is
 *	MEMORY_DEVICE_PRIVATE or MEMORY_DEVICE_PUBLIC.
 * MC_TARGET_SWAP: a swap entry, which goes into target->ent.
 */
static enum mc_target_type get_mctgt_type(struct vm_area_struct *vma,
		unsigned long addr, pte_t ptent, union mc_target *target)
{
	enum mc_target_type kind = MC_TARGET_PAGE;
	swp_entry_t ent = { 0 };
	struct page *page = NULL;

	if (is_swap_pte(ptent))
		page = mc_handle_swap_pte(vma, ptent, &ent);
	else if (!pte_none(ptent))
		page = mc_handle_present_pte(vma, addr, ptent);

	if (!page) {
		if (target)
			target->ent = ent;
		return ent.val ? MC_TARGET_SWAP : MC_TARGET_NONE;
	}
	if (page->mem_cgroup != mc.from) {
		put_page(page);
		return MC_TARGET_NONE;
	}

	if (target)
		target->page = page;
	if (is_device_private_page(page) ||
	    is_device_public_page(page))
		kind = MC_TARGET_DEVICE;
	if (!target)
		put_page(page);
	return kind;
}

int mem_cgroup_move_charge_pte_range(pmd_t *pmd, unsigned long addr,
				     unsigned long end, struct mm_walk *walk)
{
	union mc_target target;

	for (; addr < end; addr += PAGE_SIZE) {
		bool device = false;

		switch (get_mctgt_type(walk->vma, addr,
				       *pte_offset_map(pmd, addr), &target)) {
		case MC_TARGET_DEVICE:
			device = true;
			/* fall through */
		case MC_TARGET_PAGE:
			if (!device && isolate_lru_page(target.page))
				goto put;
			mc.from->pages--;
			mc.to->pages++;
			target.page->mem_cgroup = mc.to;
			if (!device)
				putback_lru_page(target.page);
put:
			put_page(target.page);
			break;
		default:
			break;
		}
	}
	return 0;
}

int mem_cgroup_move_charge(struct mem_cgroup *from, struct mem_cgroup *to,
			   struct vm_area_struct *vma)
{
	struct mm_walk walk = {
		.pmd_entry = mem_cgroup_move_charge_pte_range,
		.vma = vma,
		.mm = vma->vm_mm,
	};

	mc.from = from;
	mc.to = to;
	mc.flags = MOVE_ANON | MOVE_FILE;
	return walk_page_range(vma->vm_start, vma->vm_end, &walk);
}
