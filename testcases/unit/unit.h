/* SPDX-License-Identifier: GPL-2.0-only */
/* What every unit test includes first: cmocka and a directory to work in. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

/*
 * A new directory; unit_setup() makes it and unit_teardown() removes it, for
 * cmocka_run_group_tests(tests, unit_setup, unit_teardown).
 */
extern char unit_dir[];

#define UNIT_DIR							\
	char unit_dir[] = "/tmp/ratchet-unit-XXXXXX";			\
	static int unit_setup(void **state)				\
	{								\
		return mkdtemp(unit_dir) ? 0 : -1;			\
	}								\
	static int unit_teardown(void **state)				\
	{								\
		return remove_tree(unit_dir, NULL);			\
	}

/* "DIR/name" for a printf() format; yours to free(). */
#define unit_path(...) unit_path_of(xasprintf(__VA_ARGS__))
static inline char *unit_path_of(char *name)
{
	char *path = xasprintf("%s/%s", unit_dir, name);

	free(name);
	return path;
}

#endif
