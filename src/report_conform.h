/* SPDX-License-Identifier: GPL-2.0-only */
/* report_conform: what became of a core, as text or JSON. */
#ifndef REPORT_CONFORM_H
#define REPORT_CONFORM_H

#include "conform.h"

/* @all: also the rows' findings' traces in full, not only around the parting. */
void report_conform_text(const struct conform *c,
			 const struct conform_source *s, bool all,
			 struct strbuf *out);
void report_conform_json(const struct conform *c,
			 const struct conform_source *s, struct strbuf *out);

#endif
