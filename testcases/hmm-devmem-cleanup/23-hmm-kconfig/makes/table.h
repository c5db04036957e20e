/* SPDX-License-Identifier: GPL-2.0-only */
#ifdef CONFIG_HMM

struct table {
	unsigned long n;
};

#if IS_ENABLED(CONFIG_HMM_MIRROR)
int table_fill(struct table *t);
#else
static inline int table_fill(struct table *t) { return 0; }
#endif /* CONFIG_HMM_MIRROR */

#else
static inline int table_none(void) { return 0; }
#endif /* CONFIG_HMM */
