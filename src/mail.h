/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mail: commits as files that "git am" takes.  git format-patch writes them;
 * what is ours is the text: the semantic patch in the message of each commit
 * that a series made, and a cover letter with what the ledgers know of them.
 * Each file is read back before any of them is given to the user.
 */
#ifndef MAIL_H
#define MAIL_H

#include "repo.h"
#include "series.h"

enum mail_smpl {
	MAIL_SMPL_INLINE,	/* in each message, before its trailers */
	MAIL_SMPL_COVER,	/* in the cover letter */
	MAIL_SMPL_NONE,
};

struct mail_options {
	const char *range;		/* A..B, or one commit */
	const char *directory;		/* made if missing */
	const char *previous;		/* NULL, or the range of the version before */
	const struct series *series;	/* NULL: found by the commits' trailers */
	const char *data_dir;		/* of series, as for series_load() */
	enum mail_smpl smpl;
	int version;			/* 0: none is named */
	bool cover;
	bool maintainers;		/* ask the tree's own script */
	struct strvec to, cc;
};

/*
 * Write them; @files gets their paths in order.  ERR_UNABLE: the range cannot
 * be mailed (a merge, nothing in it), a semantic patch is not at hand or is
 * another one, a file is there already, or one did not come back as the
 * commit that it is of, which is said with the line.  Then none is written.
 */
int mail_write(struct repo *r, const struct mail_options *opt,
	       struct strvec *files, struct strbuf *err);

#endif
