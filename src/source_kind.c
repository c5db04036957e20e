/* SPDX-License-Identifier: GPL-2.0-only */
#include "source_kind.h"

#include <string.h>

#include "util.h"

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool ends_with_any(const char *s, const char *const *suffixes)
{
	for (; *suffixes; suffixes++)
		if (ends_with(s, *suffixes))
			return true;
	return false;
}

static bool begins_with_any(const char *s, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (starts_with(s, *prefixes))
			return true;
	return false;
}

enum source_kind source_kind(const char *path)
{
	static const char *const c[] = {
		".c", ".h", ".S", ".s", ".dts", ".dtsi", ".lds", ".l", ".y",
		".cocci", ".inc", NULL
	};
	static const char *const script[] = {
		".sh", ".py", ".pl", ".pm", ".awk", ".tc", ".rb", NULL
	};
	static const char *const doc[] = {
		".rst", ".txt", ".md", ".tex", ".svg", ".dot", ".html", NULL
	};
	static const char *const prose[] = {
		"README", "ChangeLog", "Changelog", "CHANGES", "CREDITS",
		"MAINTAINERS", "COPYING", "TODO", ".mailmap", "LICENSE", NULL
	};
	const char *base = base_name(path);

	if (starts_with(base, "Kconfig"))
		return SOURCE_KCONFIG;
	if (starts_with(base, "Makefile") || starts_with(base, "Kbuild") ||
	    ends_with(base, ".mk") || ends_with(base, ".include"))
		return SOURCE_MAKE;
	if (ends_with(base, "defconfig") || ends_with(base, ".config") ||
	    strstr(path, "/configs/"))
		return SOURCE_CONFIG;
	if (ends_with_any(base, c))
		return SOURCE_C;
	if (ends_with_any(base, script))
		return SOURCE_SCRIPT;
	if (ends_with_any(base, doc) || begins_with_any(base, prose) ||
	    starts_with(path, "Documentation/") || starts_with(path, "notes/"))
		return SOURCE_DOC;
	return SOURCE_OTHER;
}
