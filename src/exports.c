/* SPDX-License-Identifier: GPL-2.0-only */
#include "exports.h"

#include <string.h>

#include "csource.h"

static bool is_export(const struct c_token *t)
{
	static const char begin[] = "EXPORT_", word[] = "SYMBOL";

	if (t->len < strlen(begin) + strlen(word) ||
	    strncmp(t->text, begin, strlen(begin)) || t->region == C_COMMENT ||
	    t->region == C_STRING || t->region == C_IF0)
		return false;
	for (size_t i = strlen(begin); i + strlen(word) <= t->len; i++)
		if (!strncmp(t->text + i, word, strlen(word)))
			return true;
	return false;
}

void exports_of(const char *text, size_t len, struct strvec *out)
{
	struct csource *cs;
	const struct c_token *t;
	size_t nr;

	if (!strstr(text, "EXPORT_"))
		return;
	cs = csource_parse(text, len);
	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i + 1 < nr; i++)
		if (is_export(&t[i]))
			strvec_pushf(out, "%.*s %.*s", (int)t[i].len,
				     t[i].text, (int)t[i + 1].len,
				     t[i + 1].text);
	csource_free(cs);
}

/* Most files that use a symbol export none or others: no need to parse them. */
static bool may_export(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = text; (s = strstr(s, "EXPORT_")); ) {
		while (is_word_char(*s))
			s++;
		while (*s && !is_word_char(*s))
			s++;
		if (!strncmp(s, name, n) && !is_word_char(s[n]))
			return true;
	}
	return false;
}

enum export_kind export_of(const char *text, size_t len, const char *name)
{
	enum export_kind kind = EXPORT_NONE;
	struct strvec all = STRVEC_INIT;

	if (!may_export(text, name))
		return EXPORT_NONE;
	exports_of(text, len, &all);
	for (size_t i = 0; i < all.nr && kind != EXPORT_ALL; i++) {
		const char *blank = strchr(all.v[i], ' ');

		if (!strcmp(blank + 1, name))
			kind = strstr(all.v[i], "_GPL") &&
			       strstr(all.v[i], "_GPL") < blank ?
			       EXPORT_GPL : EXPORT_ALL;
	}
	strvec_release(&all);
	return kind;
}

bool license_is_gpl(const char *text)
{
	static const char *const compatible[] = {
		"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL",
		"Dual MIT/GPL", "Dual MPL/GPL",
	};
	const char *s = strstr(text, "MODULE_LICENSE(");
	size_t n;

	if (!s)
		return true;
	s += strcspn(s, "\"\n");
	if (*s++ != '"')
		return true;
	n = strcspn(s, "\"");
	for (size_t i = 0; i < sizeof(compatible) / sizeof(*compatible); i++)
		if (strlen(compatible[i]) == n && !strncmp(compatible[i], s, n))
			return true;
	return false;
}
