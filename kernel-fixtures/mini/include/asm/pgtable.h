/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <linux/types.h>
#include <asm/page.h>

/* One level of tables is enough to have the names. */
typedef struct { unsigned long bits; } pgprot_t;
typedef struct { unsigned long word; } pgd_t, pmd_t;
typedef struct { unsigned long word; } pte_t;

#define _PAGE_PRESENT	BIT(0)
#define _PAGE_RW	BIT(1)
#define _PAGE_ACCESSED	BIT(5)
#define _PAGE_DIRTY	BIT(6)
#define _PAGE_SPECIAL	BIT(9)
#define _PAGE_DEVMAP	BIT(58)
#define _PAGE_PFN_MASK	(((1UL << 46) - 1) & PAGE_MASK)

#define __pte(x)	((pte_t) { (x) })
#define __pgprot(x)	((pgprot_t) { (x) })
#define pte_val(x)	((x).word)
#define PAGE_KERNEL	__pgprot(_PAGE_PRESENT | _PAGE_RW)

#define BIT_OF_PTE_(name, bit)						\
static inline int pte_##name(pte_t pte)					\
{									\
	return (pte.word & (bit)) != 0;					\
}
BIT_OF_PTE_(present, _PAGE_PRESENT)
BIT_OF_PTE_(write, _PAGE_RW)
BIT_OF_PTE_(dirty, _PAGE_DIRTY)
BIT_OF_PTE_(special, _PAGE_SPECIAL)
BIT_OF_PTE_(devmap, _PAGE_DEVMAP)
#undef BIT_OF_PTE_

#define CHANGE_OF_PTE_(name, set, clear)				\
static inline pte_t pte_##name(pte_t pte)				\
{									\
	return __pte((pte.word & ~(clear)) | (set));			\
}
CHANGE_OF_PTE_(mkold, 0UL, _PAGE_ACCESSED)
CHANGE_OF_PTE_(mkclean, 0UL, _PAGE_DIRTY)
CHANGE_OF_PTE_(mkdirty, _PAGE_DIRTY, 0UL)
CHANGE_OF_PTE_(mkwrite, _PAGE_RW, 0UL)
CHANGE_OF_PTE_(wrprotect, 0UL, _PAGE_RW)
CHANGE_OF_PTE_(mkdevmap, _PAGE_SPECIAL | _PAGE_DEVMAP, 0UL)
#undef CHANGE_OF_PTE_

static inline int pte_none(pte_t pte)
{
	return !pte.word;
}

static inline unsigned long pte_pfn(pte_t pte)
{
	return (pte.word & _PAGE_PFN_MASK) >> PAGE_SHIFT;
}

static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((pfn << PAGE_SHIFT) | prot.bits);
}

#define set_pte_at(mm, addr, ptep, pte)	\
	((void)(mm), (void)(addr), *(ptep) = (pte))

#endif
