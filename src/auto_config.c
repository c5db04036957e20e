/* SPDX-License-Identifier: GPL-2.0-only */
#include "auto_config.h"

#include <stdlib.h>
#include <string.h>

/* Has the group the symbol of @word, "CONFIG_A=y", with another value? */
static bool contradicts(const struct strvec *group, const char *word)
{
	size_t n = strcspn(word, "=");

	for (size_t i = 0; i < group->nr; i++)
		if (!strncmp(group->v[i], word, n + 1) &&
		    strcmp(group->v[i], word))
			return true;
	return false;
}

static bool fits(const struct strvec *group, const struct strvec *words)
{
	for (size_t i = 0; i < words->nr; i++)
		if (contradicts(group, words->v[i]))
			return false;
	return true;
}

static bool are_symbols(const struct strvec *words)
{
	for (size_t i = 0; i < words->nr; i++)
		if (!starts_with(words->v[i], "CONFIG_") ||
		    !strchr(words->v[i], '='))
			return false;
	return words->nr > 0;
}

size_t auto_configs(const struct strvec *changes, const char *base, size_t max,
		    struct series_config **out)
{
	struct strvec *groups = xcalloc(max + 1, sizeof(*groups));
	size_t nr = 0;

	for (size_t i = 0; i < changes->nr; i++) {
		struct strvec words = STRVEC_INIT;
		size_t g = 0;

		strvec_split(&words, changes->v[i]);
		while (g < nr && !fits(&groups[g], &words))
			g++;
		if (are_symbols(&words) && g < max) {
			if (g == nr)
				strvec_init(&groups[nr++]);
			strvec_pushv(&groups[g], &words);
			strvec_sort_uniq(&groups[g]);
		}
		strvec_release(&words);
	}
	*out = xcalloc(nr + 1, sizeof(**out));
	for (size_t g = 0; g < nr; g++) {
		char *name = xasprintf("auto-%zu", g + 1);
		struct strbuf *f = &(*out)[g].fragment;

		series_config_init(&(*out)[g], name);
		strbuf_addstr(f, base);
		if (f->len && f->buf[f->len - 1] != '\n')
			strbuf_addch(f, '\n');
		for (size_t i = 0; i < groups[g].nr; i++)
			strbuf_addf(f, "%s\n", groups[g].v[i]);
		strvec_release(&groups[g]);
		free(name);
	}
	free(groups);
	return nr;
}
