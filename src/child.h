/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * child: one child process, described by one struct.
 *
 * No shell: argv is executed as it is.  stdin is /dev/null or a file.  Every other file
 * descriptor of ours is close-on-exec.  The child leads its own process group,
 * so that a time limit, a signal to us, or our own death ends its whole tree:
 * child_guard_start() keeps a small process that kills the groups that are
 * left, and removes the run's scratch directory, when ratchet itself dies in
 * any way (SIGKILL too).  The thread that starts a child must live until the
 * child's end: the kernel kills the child with it.
 */
#ifndef CHILD_H
#define CHILD_H

#include <stdint.h>
#include <sys/types.h>

#include "strbuf.h"
#include "strvec.h"

enum child_end {
	CHILD_NOT_STARTED,	/* code: errno of fork, chdir or exec */
	CHILD_EXITED,		/* code: exit status */
	CHILD_SIGNALLED,	/* code: the signal */
	CHILD_TIMED_OUT,	/* its tree was ended: TERM, KILL 2 s later */
	CHILD_CANCELLED,	/* ended by jobs_cancel() or a signal to us */
};

struct child {
	/* what to run; owned by the struct */
	struct strvec argv;	/* argv[0] is looked up in our PATH */
	struct strvec env;	/* the whole environment, "NAME=value" */
	const char *dir;	/* borrowed; working directory, NULL: ours */
	const char *input;	/* borrowed; file for stdin, NULL: /dev/null */
	uint64_t timeout_ms;	/* 0: no limit */
	uint64_t memory;	/* bytes of address space, 0: no limit */
	uint64_t file_size;	/* bytes in one file it writes, 0: no limit */
	bool big_stack;		/* raise the stack limit as far as allowed */
	bool trusted;		/* outside of the sandbox, where there is one */

	/* how it went; valid after the end */
	enum child_end end;
	int code;
	struct strbuf out, err;		/* all it wrote */
	uint64_t wall_us, cpu_us;	/* cpu: of the reaped tree, rusage */

	/* private to child.c and jobs.c */
	pid_t pid;		/* 0: not running */
	bool boxed;		/* in the sandbox: bwrap is what we see of it */
	int pid_fd;		/* readable when the leader is dead, or -1 */
	int out_fd, err_fd;	/* -1: closed */
	uint64_t started_us, deadline_us, kill_us, dead_us;
	int stop;		/* why we are ending it, 0: we are not */
	bool killed;		/* SIGKILL was sent to the group */
	const char *stage;	/* what failed when it was not started */
};

/*
 * A child that writes more than this to stdout or stderr is ended, as if by
 * SIGXFSZ.
 */
#define CHILD_OUTPUT_MAX (64u << 20)

void child_init(struct child *c);
void child_release(struct child *c);	/* leaves it initialised */

/*
 * A minimal environment: PATH of ours, LC_ALL=C, TZ=UTC, HOME=@home and
 * TMPDIR=@tmp (both must be given).  Add to it with strvec_push(&c->env, ..).
 */
void child_env(struct child *c, const char *home, const char *tmp);

/*
 * Append what tells the file that @name (argv[0]) runs from what it was before
 * an upgrade: " SIZE.SECONDS.NANOSECONDS", or " -" if there is none.
 */
void child_describe_program(const char *name, struct strbuf *out);

/* Run @c to its end and reap it.  Always leaves a valid result in @c. */
void child_run(struct child *c);

/* "exited with status 3", "killed by signal 11 (Segmentation fault)", ... */
void child_describe_end(const struct child *c, struct strbuf *out);

/*
 * Start the guard.  Once, early in main, before any thread exists.  @scratch
 * (borrowed for the call) is removed by the guard when we are gone; NULL for
 * none, and child_guard_scratch() names it later.
 */
void child_guard_start(const char *scratch);
void child_guard_scratch(const char *path);

/*
 * Install handlers for SIGINT, SIGTERM, SIGHUP: they only note the signal and
 * wake up jobs_run(), which cancels its children.  child_interrupted() gives
 * the signal's number or 0; every long loop of ours asks it.
 */
void child_catch_signals(void);
int child_interrupted(void);
/*
 * In a process that was forked to go on with our code: signals are its own.
 * The guard stays the one of the first process.
 */
void child_after_fork(void);

/*
 * For jobs.c.  Start without waiting: 0, or -1 with end and code set.  The
 * caller then calls child_poll() with all that run, again and again, until
 * child_running() says no; end and code are set by then.
 *
 * child_poll() is one round of poll(): it takes in what the children wrote,
 * ends those whose time is over, all of them when a signal came, and reaps.
 * child_stop() begins to end a tree for the reason given: TERM, KILL 2 s later.
 */
int child_start(struct child *c);
void child_stop(struct child *c, enum child_end why);
void child_poll(struct child **v, size_t nr);
static inline bool child_running(const struct child *c)
{
	return c->pid != 0;
}

/*
 * For child.c: the group @pgid is to be killed when we die, and no longer.
 * child_guard_add() is called between fork and exec.
 */
void child_guard_add(pid_t pgid);
void child_guard_drop(pid_t pgid);

#endif
