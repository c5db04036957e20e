/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * provenance: what the trailers of a commit say made it, and the step of a
 * series that they mean.  A trailer is text of whoever wrote the commit: it
 * names a series, never a path.
 */
#ifndef PROVENANCE_H
#define PROVENANCE_H

#include "series.h"

/* Where to look for series: what is loaded is kept until release. */
struct provenance {
	const struct series *given;	/* borrowed: the one to take, or NULL */
	const char *data_dir;		/* as for series_load() */
	struct series **loaded;
	size_t nr;
};

void provenance_release(struct provenance *p);

/* The value of a line "KEY: VALUE" of the last paragraph; yours, or NULL. */
char *message_trailer(const char *message, const char *key);

/*
 * The step that made the commit with this message.  ERR_NOT_FOUND without a
 * text: it has no such trailers.  ERR_UNABLE: the series or the step is not
 * at hand, or is not as it was then ("step 'X' of series 'Y', which ...").
 * *step may be set then, too: a step of that name, of another text.
 */
int provenance_step(struct provenance *p, const char *message,
		    const struct step **step, struct strbuf *err);

#endif
