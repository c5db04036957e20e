/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guard: which lines of a file a given kernel would compile, as far as the
 * conditionals say by LINUX_VERSION_CODE, by the driver's own macros, and by what
 * the user defines.  What they do not say (CONFIG_X) stays open.
 */
#ifndef GUARD_H
#define GUARD_H

#include "strbuf.h"
#include "strvec.h"

/* "5.3" or "5.2.1"; false: it is no version. */
bool guard_parse_version(const char *s, long *version);

enum guard_state { GUARD_IN, GUARD_OUT, GUARD_MAYBE };
/* Of #if, #elif and #else, where what is around them is compiled. */
enum guard_arm { GUARD_NO_ARM, GUARD_NEVER, GUARD_ALWAYS, GUARD_OPEN };

struct guard_line {
	enum guard_state state;
	/*
	 * A line of a conditional of which every condition is known; it hides or
	 * shows, and is nothing to those who see only what is compiled.
	 */
	bool resolved;
	enum guard_arm arm;
	/* GUARD_MAYBE: a symbol that is not of Kconfig, that would decide */
	char *unknown;
};

struct guard_lines {
	struct guard_line *v;	/* v[0] is line 1 */
	size_t nr, alloc;
};

/*
 * Finds what an #include means: appends its bytes and its path, or says false.
 */
typedef bool guard_include_fn(const char *from, const char *name, bool quoted,
			      struct strbuf *path, struct strbuf *text,
			      void *data);

struct guard_options {
	long version;		/* LINUX_VERSION_CODE */
	/* "NAME" or "NAME=VALUE" is defined, "!NAME" is not */
	const struct strvec *symbols;
	/* names that the driver defines anywhere, sorted: where it does not, they are not */
	const struct strvec *own;
	guard_include_fn *include;
	void *data;
};

void guard_walk(const char *path, const struct strbuf *text,
		const struct guard_options *opt, struct guard_lines *out);
void guard_lines_release(struct guard_lines *l);

/* Add the names that the text defines, and the versions that it compares with. */
void guard_own_names(const struct strbuf *text, struct strvec *names);
struct guard_versions {
	long *v;		/* sorted, each once */
	size_t nr, alloc;
};
void guard_find_versions(const struct strbuf *text, struct guard_versions *out);

#endif
