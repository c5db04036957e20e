/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * log: messages for a person, on stderr.  Results go to stdout, by whoever
 * has them.  Lines are written whole, one write() each.
 */
#ifndef LOG_H
#define LOG_H

#include "util.h"

enum log_level { LOG_QUIET, LOG_NORMAL, LOG_VERBOSE };

void log_set_level(enum log_level level);
enum log_level log_get_level(void);

void log_error(const char *fmt, ...) PRINTF(1, 2);	/* "error: ..." always */
void log_warn(const char *fmt, ...) PRINTF(1, 2);	/* "warning: ..." always */
void log_info(const char *fmt, ...) PRINTF(1, 2);	/* not with -q */
void log_verbose(const char *fmt, ...) PRINTF(1, 2);	/* only with -v */
/* Several lines (a child's output), each after @prefix, in one write(). */
void log_block(const char *prefix, const char *text, size_t len);

/*
 * One line that is rewritten in place on a terminal, and not shown at all
 * elsewhere or with -q; any log_*() call takes it away first.
 */
void log_progress(const char *fmt, ...) PRINTF(1, 2);
void log_progress_done(void);

#endif
