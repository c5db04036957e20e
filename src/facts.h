/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * facts: what collect passes learnt.  A script rule prints
 *	ratchet: set NAME IDENT
 * and a rewriting rule of the same step has the set constraint
 *	identifier f = {ratchet_NAME};
 * in which the engine puts the names.  A name reaches the file it was learnt
 * in; and another file only if the first one does not define a static function
 * of that name itself, and the other's definition is not static.
 * A script refuses a site by
 *	ratchet: refuse LINE COL why
 */
#ifndef FACTS_H
#define FACTS_H

#include "strbuf.h"
#include "strvec.h"

struct fact {
	char *set;		/* "kill" */
	char *name;		/* "my_kill" */
	char *path;		/* where it was learnt */
	bool local;		/* @path itself defines it, as static */
	bool made_up;		/* no word of @path: "f__TO__g" */
};

struct facts {
	struct fact *v;
	size_t nr, alloc;
};

#define FACTS_INIT { 0 }

void facts_release(struct facts *f);
/* The fact, valid until the next one is added. */
struct fact *facts_add(struct facts *f, const char *set, const char *name,
		       const char *path, bool local);
/*
 * The names of @set that hold in @path; @statics are the functions that @path
 * defines as static (sorted).
 */
void facts_names(const struct facts *f, const char *set, const char *path,
		 const struct strvec *statics, struct strvec *out);
/* Are there names that were learnt in other files than @path and may reach it? */
bool facts_from_elsewhere(const struct facts *f, const char *path);
/* Does the rule's text name any set? */
bool facts_wanted(const char *rule);
/* Which, sorted; a mark of the rule's own ("ratchet_done") is among them. */
void facts_sets(const char *rule, struct strvec *sets);
/* The rule with its sets filled in for @path. */
void facts_fill(const struct facts *f, const char *rule, size_t len,
		const char *path, const struct strvec *statics,
		struct strbuf *out);

#endif
