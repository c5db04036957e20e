/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cppexpr: the value of a condition of #if, with three values: a number, or
 * nobody knows.  What names mean is the caller's to say; KERNEL_VERSION() is as
 * include/generated/uapi/linux/version.h has it since 5.13, where the third
 * part stops at 255.
 */
#ifndef CPPEXPR_H
#define CPPEXPR_H

#include "util.h"

#define KVERSION(a, b, c) \
	(((long)(a) << 16) + ((long)(b) << 8) + ((c) > 255 ? 255 : (c)))

struct cpp_number {
	bool known;
	long long n;
};

struct cppexpr_names {
	/* Is the name [name, name+n) defined?  Not known, or 0 or 1. */
	struct cpp_number (*defined)(const char *name, size_t n, void *data);
	/*
	 * Its value.  @called: it had arguments, which were passed over.
	 * @depth goes to cppexpr_eval(), if its text is to be evaluated.
	 */
	struct cpp_number (*value)(const char *name, size_t n, bool called,
				   int depth, void *data);
	void *data;
};

/* [text, text+len), comments and all; not known if it is no condition. */
struct cpp_number cppexpr_eval(const char *text, size_t len,
			       const struct cppexpr_names *names, int depth);
/*
 * The next KERNEL_VERSION(a, b, c), or number if @numbers, from *p on, which
 * moves behind it; false at the end.
 */
bool cppexpr_next_constant(const char **p, const char *end, bool numbers,
			   long long *n);

static inline struct cpp_number cpp_number(long long n)
{
	return (struct cpp_number) { true, n };
}

#endif
