/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The conditions of #if.  An arm is dead if its condition is false for every
 * kernel version, old if it is false for 5.3 and all after it, and inactive if
 * it is for something else than the kernel's C (__cplusplus).  They are
 * found by trying: the conditions on the stack are evaluated, with three
 * values, at each version that they mention and at its neighbours.
 */
#include "csource_int.h"

#include <stdlib.h>
#include <string.h>

#include "cppexpr.h"

#define NEW_KERNEL KVERSION(5, 3, 0)
#define MAX_SAMPLES 96
/* With more conditions than that at a time nothing is said of the inner ones. */
#define MAX_ARMS 128

struct level {
	struct strvec arms;	/* conditions so far; the last one is the current */
	bool in_else;
	enum c_region region;
};

struct cond_stack {
	struct level *levels;
	size_t nr, alloc;
	size_t nr_arms;		/* of all levels */
};

/* What is known of names at one version. */
struct kernel_names {
	long long version;
	bool kernel;	/* C of the kernel is compiled */
};

/* Known of names that make no kernel C. */
static struct cpp_number is_defined(const char *name, size_t n, void *data)
{
	static const struct {
		const char *name;
		bool defined;
	} names[] = {
		{ "__KERNEL__", true }, { "__cplusplus", false },
		{ "__ASSEMBLY__", false }, { "__ASSEMBLER__", false },
	};
	const struct kernel_names *k = data;

	for (size_t i = 0; i < ARRAY_SIZE(names) && k->kernel; i++)
		if (n == strlen(names[i].name) &&
		    !memcmp(name, names[i].name, n))
			return cpp_number(names[i].defined);
	return (struct cpp_number) { 0 };
}

static struct cpp_number value_of(const char *name, size_t n, bool called,
				  int depth, void *data)
{
	const struct kernel_names *k = data;

	(void)depth;
	if (!called && n == 18 && !memcmp(name, "LINUX_VERSION_CODE", n))
		return cpp_number(k->version);
	return (struct cpp_number) { 0 };
}

static struct cpp_number evaluate(const char *text, long long version,
				  bool kernel)
{
	struct kernel_names k = { version, kernel };
	const struct cppexpr_names names = { is_defined, value_of, &k };

	return cppexpr_eval(text, strlen(text), &names, 0);
}

/* The versions at which the value of @text can change, and both neighbours. */
static void add_samples(const char *text, long long *samples, size_t *nr)
{
	const char *end = text + strlen(text);
	long long n;

	while (cppexpr_next_constant(&text, end, true, &n)) {
		if (*nr + 3 > MAX_SAMPLES) {
			*nr = MAX_SAMPLES + 1;	/* too many to say */
			return;
		}
		samples[(*nr)++] = n - 1;
		samples[(*nr)++] = n;
		samples[(*nr)++] = n + 1;
	}
}

/* Can the arm of @l be compiled at @version?  False only if surely not. */
static bool level_possible(const struct level *l, long long version,
			   bool kernel)
{
	size_t i, last = l->arms.nr - 1;

	for (i = 0; i <= last; i++) {
		struct cpp_number v = evaluate(l->arms.v[i], version, kernel);
		bool wanted = i == last && !l->in_else;

		if (v.known && !!v.n != wanted)
			return false;
	}
	return true;
}

static bool possible(const struct cond_stack *c, long long version,
		     bool kernel)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (!level_possible(&c->levels[i], version, kernel))
			return false;
	return true;
}

static enum c_region find_region(const struct cond_stack *c, bool kernel)
{
	long long samples[MAX_SAMPLES + 4] = { 0, NEW_KERNEL };
	bool old = false;
	size_t nr = 2, i, j;

	for (i = 0; i < c->nr; i++)
		for (j = 0; j < c->levels[i].arms.nr; j++) {
			add_samples(c->levels[i].arms.v[j], samples, &nr);
			if (nr > MAX_SAMPLES)
				return C_CODE;
		}
	for (i = 0; i < nr; i++) {
		if (samples[i] < 0 || !possible(c, samples[i], kernel))
			continue;
		if (samples[i] >= NEW_KERNEL)
			return C_CODE;
		old = true;
	}
	return old ? C_OLD_ARM : C_IF0;
}

struct cond_stack *cond_new(void)
{
	return xcalloc(1, sizeof(struct cond_stack));
}

static void cond_pop(struct cond_stack *c)
{
	if (!c->nr)
		return;
	c->nr_arms -= c->levels[--c->nr].arms.nr;
	strvec_release(&c->levels[c->nr].arms);
}

void cond_free(struct cond_stack *c)
{
	if (!c)
		return;
	while (c->nr)
		cond_pop(c);
	free(c->levels);
	free(c);
}

static struct level *cond_push(struct cond_stack *c)
{
	struct level *l;

	ALLOC_GROW(c->levels, c->nr + 1, c->alloc);
	l = &c->levels[c->nr++];
	strvec_init(&l->arms);
	l->in_else = false;
	return l;
}

static bool constant_text(const char *s)
{
	return strstr(s, "_VERSION") || strpbrk(s, "0123456789");
}

/* Of the names that parse_defined() knows. */
static bool predefined_text(const char *s)
{
	return strstr(s, "__KERNEL__") || strstr(s, "__cplusplus") ||
	       strstr(s, "__ASSEMBL");
}

/* Nothing can be said where no condition holds one of these. */
static enum c_region region_now(const struct cond_stack *c)
{
	bool constant = false, predefined = false;
	enum c_region region = C_CODE;

	if (c->nr_arms > MAX_ARMS)
		return c->nr > 1 ? c->levels[c->nr - 2].region : C_CODE;
	for (size_t i = 0; i < c->nr; i++)
		for (size_t j = 0; j < c->levels[i].arms.nr; j++) {
			constant |= constant_text(c->levels[i].arms.v[j]);
			predefined |= predefined_text(c->levels[i].arms.v[j]);
		}
	if (constant)
		region = find_region(c, false);
	if (region == C_CODE && predefined)
		region = find_region(c, true);
	else
		predefined = false;
	return predefined && region == C_IF0 ? C_INACTIVE : region;
}

static void push_arm(struct cond_stack *c, struct level *l, const char *text)
{
	strvec_push(&l->arms, text);
	c->nr_arms++;
}

void cond_directive(struct cond_stack *c, const char *name, const char *text)
{
	struct level *l = c->nr ? &c->levels[c->nr - 1] : NULL;

	if (!strcmp(name, "endif")) {
		cond_pop(c);
		return;
	}
	if (!strcmp(name, "if")) {
		l = cond_push(c);
		push_arm(c, l, text);
	} else if (starts_with(name, "if")) {
		l = cond_push(c);
		/* nothing is known of the other names */
		strvec_pushf(&l->arms, "%sdefined %s",
			     !strcmp(name, "ifndef") ? "!" : "",
			     predefined_text(text) ? text : "x");
		c->nr_arms++;
	} else if (!l || l->in_else) {
		return;			/* stray #else or #elif */
	} else if (!strcmp(name, "elif")) {
		push_arm(c, l, text);
	} else {
		l->in_else = true;
	}
	l->region = region_now(c);
}

enum c_region cond_region(const struct cond_stack *c)
{
	return c->nr ? c->levels[c->nr - 1].region : C_CODE;
}
