/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * resolution: what somebody did by hand where a step stopped, kept below
 * ratchet/resolutions in git's common directory to be done again: for each file
 * what he was shown, and what he made of it.  Its name is a hash of all of it.
 */
#ifndef RESOLUTION_H
#define RESOLUTION_H

#include "step.h"

struct resolved_file {
	char *path;
	unsigned base_mode, mode;	/* 0: it was, is not there */
	struct strbuf base, mended;
};

struct resolution {
	struct oid id;
	char *series, *step;		/* names */
	bool proof;			/* its proof failed, not the step itself */
	struct strvec reasons;		/* sorted, see reason_key() */
	struct resolved_file *files;	/* sorted by path */
	size_t nr;
	int64_t time;			/* when it was kept, of one that was read */
};

void resolution_release(struct resolution *r);

/* Why a step stopped, as a line that stays the same when lines move. */
char *reason_key(const char *path, const char *text);

/*
 * What differs from tree @offer, which he was shown, to tree @mended.  The
 * caller fills in series, step, proof and reasons.  ERR_UNABLE: something that
 * is no file differs.  Nothing may differ: then nr is 0.
 */
int resolution_make(struct resolution *out, struct repo *repo,
		    const struct oid *offer, const struct oid *mended,
		    struct strbuf *err);
/* Keep it; sets id.  It may be there already. */
int resolution_save(struct resolution *r, struct repo *repo,
		    struct strbuf *err);
/* ERR_NOT_FOUND without a text: there is none, or it is damaged. */
int resolution_load(struct resolution *out, struct repo *repo, const char *hex);
/*
 * Those of @step that answer every one of @reasons (sorted), the newest first.
 * *out is yours: resolution_release() each, and free().
 */
void resolution_find(struct repo *repo, const struct step *step, bool proof,
		     const struct strvec *reasons, struct resolution **out,
		     size_t *nr);
/*
 * @offer with what was done then: as it was where a file is as it was, merged
 * where it is not.  ERR_FAILED: it does not fit.
 */
int resolution_apply(const struct resolution *r, struct snapshot *offer,
		     struct snapshot **after, struct strbuf *err);

#endif
