/* SPDX-License-Identifier: GPL-2.0-only */
/* Between driver.c and driver_flags.c. */
#ifndef DRIVER_PRIV_H
#define DRIVER_PRIV_H

#include "driver.h"

/*
 * A directory of the user's -I (@must: it has to be one), or of a make file's.
 * One outside of the root gives no types: those of the series are meant there.
 */
int driver_add_include_dir(struct driver *d, const char *dir, bool must,
			   struct strbuf *err);
/* What the driver's Kbuild, Makefile and compile_commands.json say. */
void driver_read_flags(struct driver *d);

#endif
