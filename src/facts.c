/* SPDX-License-Identifier: GPL-2.0-only */
#include "facts.h"

#include <stdlib.h>
#include <string.h>

static const char prefix[] = "ratchet_";

void facts_release(struct facts *f)
{
	for (size_t i = 0; i < f->nr; i++) {
		free(f->v[i].set);
		free(f->v[i].name);
		free(f->v[i].path);
	}
	free(f->v);
	memset(f, 0, sizeof(*f));
}

struct fact *facts_add(struct facts *f, const char *set, const char *name,
		       const char *path, bool local)
{
	struct fact *fact;

	for (size_t i = 0; i < f->nr; i++) {
		fact = &f->v[i];
		if (!strcmp(fact->set, set) && !strcmp(fact->name, name) &&
		    !strcmp(fact->path, path))
			return fact;
	}
	ALLOC_GROW(f->v, f->nr + 1, f->alloc);
	fact = &f->v[f->nr++];
	fact->set = xstrdup(set);
	fact->name = xstrdup(name);
	fact->path = xstrdup(path);
	fact->local = local;
	fact->made_up = false;
	return fact;
}

static bool fact_reaches(const struct fact *f, const char *path,
			 const struct strvec *statics)
{
	if (!strcmp(f->path, path))
		return true;
	return !f->local && !strvec_has_sorted(statics, f->name);
}

bool facts_from_elsewhere(const struct facts *f, const char *path)
{
	for (size_t i = 0; i < f->nr; i++)
		if (!f->v[i].local && strcmp(f->v[i].path, path))
			return true;
	return false;
}

void facts_names(const struct facts *f, const char *set, const char *path,
		 const struct strvec *statics, struct strvec *out)
{
	size_t first = out->nr;

	for (size_t i = 0; i < f->nr; i++)
		if (!strcmp(f->v[i].set, set) &&
		    fact_reaches(&f->v[i], path, statics))
			strvec_push(out, f->v[i].name);
	if (!first)
		strvec_sort_uniq(out);
}

/* The next "ratchet_NAME" of a rule as a whole word; its length in @len. */
static const char *next_set(const char *rule, const char *start, size_t *len)
{
	const char *p = start;

	while ((p = strstr(p, prefix))) {
		size_t n = strlen(prefix);

		if (p > rule && is_word_char(p[-1])) {
			p += n;
			continue;
		}
		while (is_word_char(p[n]))
			n++;
		if (n > strlen(prefix)) {
			*len = n;
			return p;
		}
		p += n;
	}
	return NULL;
}

bool facts_wanted(const char *rule)
{
	size_t len;

	return next_set(rule, rule, &len) != NULL;
}

void facts_sets(const char *rule, struct strvec *sets)
{
	const char *p = rule, *hit;
	size_t len;

	while ((hit = next_set(rule, p, &len))) {
		strvec_pushn(sets, hit + strlen(prefix), len - strlen(prefix));
		p = hit + len;
	}
	strvec_sort_uniq(sets);
}

void facts_fill(const struct facts *f, const char *rule, size_t len,
		const char *path, const struct strvec *statics,
		struct strbuf *out)
{
	const char *p = rule, *hit;
	size_t n;

	while ((hit = next_set(rule, p, &n))) {
		struct strvec names = STRVEC_INIT;
		char *set = xstrndup(hit + strlen(prefix), n - strlen(prefix));

		strbuf_add(out, p, hit - p);
		facts_names(f, set, path, statics, &names);
		/* an empty set stays a name that no code has */
		if (!names.nr)
			strbuf_add(out, hit, n);
		for (size_t i = 0; i < names.nr; i++)
			strbuf_addf(out, "%s%s", i ? ", " : "", names.v[i]);
		strvec_release(&names);
		free(set);
		p = hit + n;
	}
	strbuf_add(out, p, rule + len - p);
}
