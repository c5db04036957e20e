/* SPDX-License-Identifier: GPL-2.0-only */
/* Between affected.c, affected_config.c and affected_layout.c. */
#ifndef AFFECTED_PRIV_H
#define AFFECTED_PRIV_H

#include "verify.h"

/* What changed Kconfig and make files among @changed affect; unsorted. */
int affected_by_config(struct snapshot *before, struct snapshot *after,
		       const struct strvec *changed, struct strvec *sources,
		       struct strbuf *err);

/* Who depends on the layout of structs; see affected_layout.c. */
struct layout_query {
	struct snapshot *snap;
	/* may the file see the structs? */
	bool (*concerns)(void *data, const char *path);
	/* here one is held by value (.c), or an assertion names one (.c, .h) */
	void (*found)(void *data, const char *path, unsigned line);
	void *data;
};
int layout_users(const struct layout_query *q, const struct strvec *tags,
		 struct strbuf *err);

#endif
