/* SPDX-License-Identifier: GPL-2.0-only */
/* rewrite_build: does a driver build for a kernel, before and after? */
#ifndef REWRITE_BUILD_H
#define REWRITE_BUILD_H

#include "kbuild.h"
#include "rewrite.h"

struct rewrite_build {
	char *kdir;
	bool before;		/* of the driver as it was */
	struct module_build made;
};

/*
 * Build a copy of the driver's directory for the kernel at @kdir, with @texts in
 * place of its files (NULL: as they are).  0 also if it does not build: see
 * @out->made.failed.
 */
int rewrite_build(struct engine *e, const struct driver *d,
		  const struct strbuf *texts, const char *kdir,
		  struct rewrite_build *out, struct strbuf *err);
void rewrite_build_release(struct rewrite_build *b);

#endif
