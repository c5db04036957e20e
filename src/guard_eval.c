/* SPDX-License-Identifier: GPL-2.0-only */
/* The conditions of #if, with three values: yes, no, and nobody knows. */
#include "guard_priv.h"

#include <string.h>

/* Macros in macros can be more than anybody has time for. */
#define MAX_EXPANSIONS 1000

/* A condition that is being looked at. */
struct question {
	const struct guard_scope *scope;
	struct strbuf *unknown;
	unsigned expansions;
	unsigned neutral;	/* names met of which the configuration decides */
};

static const struct cpp_number nobody_knows;

/* Symbols of Kconfig and the compiler: what they are is not our question. */
static bool is_neutral(const char *s, size_t n)
{
	static const char *const names[] = {
		"DEBUG", "MODULE", "IS_ENABLED", "IS_BUILTIN", "IS_MODULE",
		"IS_REACHABLE", "BITS_PER_LONG", "PAGE_SHIFT", "PAGE_SIZE",
	};

	if (n > 7 && !memcmp(s, "CONFIG_", 7))
		return true;
	if (n > 2 && s[0] == '_' && s[1] == '_')
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (n == strlen(names[i]) && !memcmp(s, names[i], n))
			return true;
	return false;
}

static struct cpp_number open_name(struct question *q, const char *s, size_t n)
{
	const struct guard_macro *m = guard_macro_find(q->scope, s, n);

	if ((m && m->neutral) || is_neutral(s, n))
		q->neutral++;
	else if (q->unknown && !q->unknown->len)
		strbuf_add(q->unknown, s, n);
	return nobody_knows;
}

/* The target is a kernel as published: what distributors define is not there. */
static bool is_of_distributor(const char *s, size_t n)
{
	static const char *const prefixes[] = {
		"RHEL_", "SLE_", "SUSE_", "UTS_UBUNTU_", "UBUNTU_",
		"CENTOS_", "OEL_", "AX_RELEASE_",
	};

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (n > strlen(prefixes[i]) &&
		    !memcmp(s, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

struct guard_macro *guard_macro_find(const struct guard_scope *s,
				     const char *name, size_t n)
{
	for (size_t i = s->macros.nr; i-- > 0; )
		if (strlen(s->macros.v[i].name) == n &&
		    !memcmp(s->macros.v[i].name, name, n))
			return &s->macros.v[i];
	return NULL;
}

struct cpp_number guard_defined(const struct guard_scope *s, const char *name,
				 size_t n)
{
	const struct guard_macro *m = guard_macro_find(s, name, n);

	if (m)
		return m->open ? nobody_knows : cpp_number(m->value != NULL);
	if ((n == 18 && !memcmp(name, "LINUX_VERSION_CODE", n)) ||
	    (n == 14 && !memcmp(name, "KERNEL_VERSION", n)) ||
	    (n == 10 && !memcmp(name, "__KERNEL__", n)) ||
	    (n == 8 && !memcmp(name, "__GNUC__", n)))
		return cpp_number(1);
	if (is_of_distributor(name, n) ||
	    (n == 11 && !memcmp(name, "__cplusplus", n)))
		return cpp_number(0);
	if (s->opt->own && strvec_has_sorted_n(s->opt->own, name, n))
		return cpp_number(0);
	return nobody_knows;
}

static struct cpp_number is_defined(const char *name, size_t n, void *data)
{
	struct question *q = data;
	struct cpp_number v = guard_defined(q->scope, name, n);

	return v.known ? v : open_name(q, name, n);
}

static struct cpp_number value_of(const char *name, size_t n, bool called,
				  int depth, void *data);

static struct cpp_number evaluate(struct question *q, const char *text,
				  size_t n, int depth)
{
	const struct cppexpr_names names = { is_defined, value_of, q };

	return cppexpr_eval(text, n, &names, depth);
}

static struct cpp_number value_of(const char *name, size_t n, bool called,
				  int depth, void *data)
{
	struct question *q = data;
	const struct guard_macro *m = guard_macro_find(q->scope, name, n);
	unsigned neutral = q->neutral;
	struct cpp_number v;

	if (called && !(m && m->called))
		return is_of_distributor(name, n) ? cpp_number(0) :
		       open_name(q, name, n);
	if (!m && n == 18 && !memcmp(name, "LINUX_VERSION_CODE", n))
		return cpp_number(q->scope->opt->version);
	v = guard_defined(q->scope, name, n);
	if (v.known && !v.n)
		return cpp_number(0);
	if (m && !m->open && m->value && q->expansions++ < MAX_EXPANSIONS) {
		v = evaluate(q, m->value, strlen(m->value), depth + 1);
		/* what is open in it was named, or is the configuration's */
		if (v.known || q->neutral > neutral)
			return v;
	}
	return open_name(q, name, n);
}

struct cpp_number guard_eval(const struct guard_scope *s, const char *text,
			     size_t n, struct strbuf *unknown)
{
	struct question q = { .scope = s, .unknown = unknown };
	struct cpp_number v = evaluate(&q, text, n, 0);

	/* a name in it may be open and make no difference */
	if (v.known && unknown)
		strbuf_reset(unknown);
	return v;
}
