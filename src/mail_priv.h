/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the mail*.c files. */
#ifndef MAIL_PRIV_H
#define MAIL_PRIV_H

#include "gitcmd.h"
#include "mail.h"
#include "provenance.h"
#include "run_facts.h"

struct mail_commit {
	struct oid id;		/* the user's */
	char sent[OID_HEX + 1];	/* the one in our repository, with its message as mailed */
	char *subject;
	struct strbuf message;	/* as mailed */
	const struct step *step;	/* of its trailers, or NULL */
	struct commit_facts facts;
};

struct mail {
	struct repo *repo;
	const struct mail_options *opt;
	struct gitcmd git;
	struct mail_commit *v;
	size_t nr;
	struct oid base;
	struct provenance provenance;
	struct strvec to, cc;
	char *out;		/* where the files are before they are read back */
};

/* mail_text: what is written into the messages. */
int mail_find_step(struct mail *m, struct mail_commit *c, struct strbuf *err);
/* The message as mailed: the commit's, and the semantic patch. */
int mail_message(struct mail *m, struct mail_commit *c, const char *message,
		 struct strbuf *err);
/* Subject line and text of the cover letter. */
int mail_cover(struct mail *m, struct strbuf *out, struct strbuf *err);

/* mail_check: is a file what it is made from? */
int mail_check(struct mail *m, const struct strvec *names, struct strbuf *err);

/* mail_people: the tree's own scripts/get_maintainer.pl, if it has one. */
int mail_people(struct mail *m, const struct strvec *names, struct strbuf *err);

/* To a list of addresses, once, as a header has it. */
void mail_add_address(struct strvec *list, const char *who);

#endif
