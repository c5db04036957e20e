/* SPDX-License-Identifier: GPL-2.0-only */
/* source_kind: what a file is, by its name. */
#ifndef SOURCE_KIND_H
#define SOURCE_KIND_H

enum source_kind {
	SOURCE_C,	/* also assembler and device trees: C's comments */
	SOURCE_KCONFIG,
	SOURCE_MAKE,
	SOURCE_SCRIPT,	/* "#" begins a comment */
	SOURCE_CONFIG,	/* defconfig: "# CONFIG_X is not set" says something */
	SOURCE_DOC,	/* all of it is prose */
	SOURCE_OTHER,
};
enum source_kind source_kind(const char *path);

#endif
