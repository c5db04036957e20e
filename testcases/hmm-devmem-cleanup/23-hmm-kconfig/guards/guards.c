// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>
#include <linux/mm_types.h>

#ifndef CONFIG_HMM
#define guards_note() pr_info("built without HMM\n")
#else
#define guards_note() do { } while (0)
#endif

#if defined(CONFIG_ARCH_HAS_HMM_MIRROR) && defined(CONFIG_MMU)
#define GUARDS_MIRROR 1
#endif

struct guards {
	struct mm_struct *mm;
#ifdef CONFIG_HMM
	struct hmm_mirror mirror;
#endif
	bool hmm;
};

#if IS_ENABLED(CONFIG_HMM) && defined(CONFIG_MMU)
static const struct hmm_mirror_ops guards_ops;

static int guards_follow(struct guards *g)
{
	g->mirror.ops = &guards_ops;
	return hmm_mirror_register(&g->mirror, g->mm);
}
#else
static int guards_follow(struct guards *g)
{
	pr_warn("CONFIG_HMM is off\n");
	return -ENODEV;
}
#endif	/* CONFIG_HMM && CONFIG_MMU */

int guards_start(struct guards *g);

int guards_start(struct guards *g)
{
	guards_note();
	g->hmm = guards_follow(g) == 0;
	return g->hmm ? 0 : -ENODEV;
}
