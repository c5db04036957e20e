/* SPDX-License-Identifier: GPL-2.0-only */
/* Between guard.c and guard_eval.c. */
#ifndef GUARD_PRIV_H
#define GUARD_PRIV_H

#include "cppexpr.h"
#include "guard.h"

struct guard_macro {
	char *name;
	char *value;		/* NULL: it is not defined */
	bool open;		/* whether, and as what, is not known */
	bool neutral;		/* ... but it is the configuration that decides */
	bool called;		/* NAME() */
};

struct guard_macros {
	struct guard_macro *v;
	size_t nr, alloc;
};

struct guard_scope {
	const struct guard_options *opt;
	struct guard_macros macros;
	struct strvec visited;
};

struct guard_macro *guard_macro_find(const struct guard_scope *s,
				     const char *name, size_t n);
/* Is the name defined? */
struct cpp_number guard_defined(const struct guard_scope *s, const char *name,
				 size_t n);
/* The condition of #if; @unknown is set to a name that would decide. */
struct cpp_number guard_eval(const struct guard_scope *s, const char *text,
			      size_t n, struct strbuf *unknown);

#endif
