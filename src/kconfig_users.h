/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconfig_users: under which configuration symbol a source file is built, as
 * the make files of its directory and of those above say.
 */
#ifndef KCONFIG_USERS_H
#define KCONFIG_USERS_H

#include "snapshot.h"

struct kconfig_built {
	struct strvec symbols;	/* the innermost ones, without CONFIG_ */
	bool always;		/* it is built whatever the configuration */
};

/* Neither symbols nor always: no make file builds it into this kernel. */
int kconfig_symbols_of(struct snapshot *snap, const char *path,
		       struct kconfig_built *out, struct strbuf *err);

/* The line of a call of @function in a C text, or 0. */
unsigned kconfig_line_of_call(const struct strbuf *text, const char *function);

#endif
