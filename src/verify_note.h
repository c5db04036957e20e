/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_note: that a commit was proven, as a note of it in
 * refs/notes/ratchet, which can be pushed and fetched.  It holds for the same
 * trees, configurations, compiler and version of ratchet; one that does not is
 * no note.
 */
#ifndef VERIFY_NOTE_H
#define VERIFY_NOTE_H

#include "verify.h"

/*
 * Is there a note that says so of all configurations of @v, and, if it is asked,
 * that the code is the same?
 */
int verify_note_read(struct verify *v, const struct oid *commit,
		     struct snapshot *before, struct snapshot *after,
		     bool same_code, bool *proven, struct strbuf *err);
/* Write that @p has proven it. */
int verify_note_write(struct verify *v, const struct oid *commit,
		      struct snapshot *before, struct snapshot *after,
		      const struct verify_result *p, struct strbuf *err);

#endif
