/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconfig_chain: who needs a symbol by way of others.  A symbol without a
 * prompt that came to depend on something is still selected by others, which
 * do not look at its dependencies: they must have them themselves.
 */
#ifndef KCONFIG_CHAIN_H
#define KCONFIG_CHAIN_H

#include "snapshot.h"

struct kconfig_need {
	char *symbol;		/* who selects such a symbol, */
	char *expr;		/* and what it must depend on */
};

struct kconfig_needs {
	struct kconfig_need *v;
	size_t nr, alloc;
};

/* @aliases: @symbol, and what is to become it. */
int kconfig_chain(struct snapshot *snap, const char *symbol,
		  const struct strvec *aliases, struct kconfig_needs *out,
		  struct strbuf *err);
void kconfig_needs_release(struct kconfig_needs *n);

#endif
