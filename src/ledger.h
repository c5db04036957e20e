/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ledger: the record of a run, one JSON object a line, in the order in which
 * things happened.  Reports are drawn from it, so it holds everything that
 * they say.  Each line has "event"; the others are in docs/ledger.md.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <jansson.h>

#include "strbuf.h"
#include "strvec.h"

struct ledger;

/* Create ledger file @path (parents are made). */
int ledger_open(struct ledger **out, const char *path, struct strbuf *err);
/* A ledger that goes nowhere. */
struct ledger *ledger_none(void);
/* Closes; says whether every line was written. */
int ledger_close(struct ledger *l, struct strbuf *err);
const char *ledger_path(const struct ledger *l);	/* NULL: nowhere */

/* One line.  Takes over @fields (an object). */
void ledger_add(struct ledger *l, const char *event, json_t *fields);

/*
 * A string as JSON wants it: bytes that are not UTF-8 (file names, source
 * lines) become \ooo.  NULL is null.
 */
json_t *ledger_string(const char *s);
json_t *ledger_strings(const struct strvec *v);

#endif
