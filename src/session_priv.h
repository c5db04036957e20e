/* SPDX-License-Identifier: GPL-2.0-only */
/* Between session.c and session_file.c. */
#ifndef SESSION_PRIV_H
#define SESSION_PRIV_H

#include "session.h"

char *session_path(struct repo *r);	/* yours to free() */
/* Also one that is over. */
int session_read(struct session *s, struct repo *r, struct strbuf *err);
/* The file only. */
int session_write(const struct session *s, struct repo *r, struct strbuf *err);

#endif
