/* SPDX-License-Identifier: GPL-2.0-only */
/* For tests about processes: is it alive, wait until something holds. */
#ifndef PROC_H
#define PROC_H

#include "unit.h"

#include <errno.h>
#include <signal.h>

#include "strbuf.h"

/* The state letter in /proc/PID/stat, 0 if there is no such process. */
static inline char proc_state(pid_t pid)
{
	char *path = xasprintf("/proc/%ld/stat", (long)pid), *p;
	struct strbuf sb = STRBUF_INIT;
	char state = 0;

	if (!file_read(path, &sb, NULL)) {
		/* the name before it may hold anything */
		p = strrchr(sb.buf, ')');
		state = p && p[1] ? p[2] : 0;
	}
	strbuf_release(&sb);
	free(path);
	return state;
}

/* A zombie runs no more; who reaps orphans is not our affair. */
static inline bool proc_alive(pid_t pid)
{
	char state = proc_state(pid);

	return state && state != 'Z' && state != 'X';
}

/* Evaluate until true or 10 s have passed; the last value. */
#define wait_until(condition)						\
	({								\
		uint64_t end_ = now_us() + 10000000;			\
		bool ok_;						\
									\
		while (!(ok_ = (condition)) && now_us() < end_)		\
			usleep(5000);					\
		ok_;							\
	})

/* The numbers in a file, as many as fit; how many there are. */
static inline size_t read_numbers(const char *path, long *v, size_t max)
{
	struct strbuf sb = STRBUF_INIT;
	char *p, *end;
	size_t n = 0;

	file_read(path, &sb, NULL);
	for (p = sb.buf; n < max; p = end) {
		long value = strtol(p, &end, 10);

		if (end == p)
			break;
		v[n++] = value;
	}
	strbuf_release(&sb);
	return n;
}

#endif
