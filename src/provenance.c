/* SPDX-License-Identifier: GPL-2.0-only */
#include "provenance.h"

#include <stdlib.h>
#include <string.h>

void provenance_release(struct provenance *p)
{
	for (size_t i = 0; i < p->nr; i++)
		series_free(p->loaded[i]);
	free(p->loaded);
	p->loaded = NULL;
	p->nr = 0;
}

char *message_trailer(const char *message, const char *key)
{
	size_t n = strlen(key);
	char *value = NULL;

	for (const char *s = message; *s; s += *s == '\n') {
		size_t len = strcspn(s, "\n");

		/* an empty line: what was there was no last paragraph */
		if (!len && s[strspn(s, "\n")]) {
			free(value);
			value = NULL;
		} else if (len > n + 2 && !strncmp(s, key, n) &&
			   s[n] == ':' && s[n + 1] == ' ') {
			free(value);
			value = xstrndup(s + n + 2, len - n - 2);
		}
		s += len;
	}
	return value;
}

static const struct series *find_series(struct provenance *p, const char *name,
					struct strbuf *err)
{
	struct series *s;

	if (p->given && !strcmp(p->given->name, name))
		return p->given;
	for (size_t i = 0; i < p->nr; i++)
		if (!strcmp(p->loaded[i]->name, name))
			return p->loaded[i];
	if (strchr(name, '/') || series_load(&s, name, p->data_dir, err))
		return NULL;
	p->loaded = xrealloc(p->loaded, (p->nr + 1) * sizeof(*p->loaded));
	p->loaded[p->nr++] = s;
	return s;
}

int provenance_step(struct provenance *p, const char *message,
		    const struct step **step, struct strbuf *err)
{
	char *series = message_trailer(message, "Ratchet-Series");
	char *name = message_trailer(message, "Ratchet-Step");
	char *rule = message_trailer(message, "Ratchet-Rule");
	const struct series *s;
	const char *what = NULL;
	int ret = 0;

	*step = NULL;
	if (!series || !name || !rule) {
		ret = ERR_NOT_FOUND;
		goto out;
	}
	s = find_series(p, series, err);
	*step = s ? series_step(s, name) : NULL;
	if (!s)
		what = "which is not found";
	else if (!*step)
		what = "which has no such step";
	else if (!starts_with(rule, "sha1:") || strcmp(rule + 5, (*step)->hash))
		what = "which is not as it was then";
	if (what) {
		strbuf_reset(err);
		ret = error_set(err, ERR_UNABLE, "step '%s' of series '%s', %s",
				name, series, what);
	}
out:
	free(series);
	free(name);
	free(rule);
	return ret;
}
