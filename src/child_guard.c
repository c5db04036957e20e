/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guard: a small process that outlives us by a moment.  It holds one end
 * of a socket whose other end only we hold (and a child of ours between fork
 * and exec).  When the socket ends, we are gone, however that came: it kills
 * the process groups that were still registered and removes the scratch
 * directory.  It has no descriptor but the socket, is in a session of its own
 * and ignores what a terminal or a job control would send.
 */
#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"

enum { ADD = '+', DROP = '-', SCRATCH = 's' };

/* One packet each: they cannot be torn or mixed. */
struct record {
	int32_t op;
	int32_t pgid;
	char path[PATH_MAX];	/* SCRATCH only; packets end after its NUL */
};

#define RECORD_MIN offsetof(struct record, path)

/* Our end of the socket, and who is who. */
static int guard_fd = -1;
static pid_t guard_pid, owner_pid;

/* How often the guard tries to remove what a dying process may still fill. */
#define TRIES 250
#define TRY_US 20000

struct guard {
	pid_t *pgid;
	size_t nr, alloc;
	char *scratch;
};

static void forget(struct guard *g, pid_t pgid)
{
	size_t i;

	for (i = 0; i < g->nr; i++) {
		if (g->pgid[i] == pgid) {
			g->pgid[i] = g->pgid[--g->nr];
			return;
		}
	}
}

static void take(struct guard *g, const struct record *r, size_t len)
{
	switch (r->op) {
	case ADD:
		ALLOC_GROW(g->pgid, g->nr + 1, g->alloc);
		g->pgid[g->nr++] = r->pgid;
		break;
	case DROP:
		forget(g, r->pgid);
		break;
	case SCRATCH:
		free(g->scratch);
		g->scratch = len > RECORD_MIN + 1 ? xstrdup(r->path) : NULL;
		break;
	}
}

static void clean_up(struct guard *g)
{
	int try, gone = 0;
	struct stat st;
	size_t i;

	for (i = 0; i < g->nr; i++)
		kill(-g->pgid[i], SIGKILL);
	if (!g->scratch)
		return;
	/*
	 * A process in the middle of a system call is not dead at once and may
	 * still make a file: where some were killed, look again for a while.
	 */
	for (try = 0; try < TRIES; try++) {
		remove_tree(g->scratch, NULL);
		if (lstat(g->scratch, &st) < 0 && errno == ENOENT)
			gone++;
		if (gone && (!g->nr || gone >= 10))
			return;
		usleep(TRY_US);
	}
}

/* Keep nothing of ours but the socket: no pipe's reader is to wait for us. */
static int close_all_but(int fd)
{
	int i, null = open("/dev/null", O_RDWR);
	long max;

	if (null < 0)
		_exit(1);
	for (i = 0; i < 3; i++)
		if (i != fd)
			dup2(null, i);
	if (fd != 3 && dup2(fd, 3) < 0)
		_exit(1);
#ifdef SYS_close_range
	if (!syscall(SYS_close_range, 4, ~0u, 0))
		return 3;
#endif
	max = sysconf(_SC_OPEN_MAX);
	if (max < 0 || max > 65536)
		max = 65536;
	for (i = 4; i < max; i++)
		close(i);
	return 3;
}

static void __attribute__((noreturn)) guard_main(int fd)
{
	static const int ignored[] = {
		SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1,
		SIGUSR2, SIGTSTP, SIGTTIN, SIGTTOU, SIGXCPU,
	};
	struct guard g = { 0 };
	struct record r;
	sigset_t none;
	size_t i;

	setsid();
	for (i = 0; i < ARRAY_SIZE(ignored); i++)
		signal(ignored[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_NAME, "ratchet-guard");
	fd = close_all_but(fd);
	if (chdir("/") < 0)
		_exit(1);
	for (;;) {
		ssize_t n = recv(fd, &r, sizeof(r), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if ((size_t)n >= RECORD_MIN)
			take(&g, &r, n);
	}
	clean_up(&g);
	_exit(0);
}

/* At exit: what is left goes the same way as if we had been killed. */
static void guard_end(void)
{
	if (getpid() != owner_pid || guard_fd < 0)
		return;
	/* not close(): a process that was forked may hold a copy */
	shutdown(guard_fd, SHUT_RDWR);
	close(guard_fd);
	guard_fd = -1;
	while (waitpid(guard_pid, NULL, 0) < 0 && errno == EINTR)
		;
}

void child_guard_start(const char *scratch)
{
	int fd[2], error;

	if (guard_fd >= 0)
		BUG("child_guard_start() called twice");
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) < 0)
		goto failed;
	owner_pid = getpid();
	guard_pid = fork();
	if (!guard_pid) {
		close(fd[0]);
		guard_main(fd[1]);
	}
	error = errno;
	close(fd[1]);
	if (guard_pid < 0) {
		close(fd[0]);
		errno = error;
		goto failed;
	}
	guard_fd = fd[0];
	atexit(guard_end);
	if (scratch)
		child_guard_scratch(scratch);
	return;
failed:
	log_warn("no guard process (%s): if ratchet is killed, its children "
		 "may go on", strerror(errno));
}

/* Between fork and exec too: no malloc, and no SIGPIPE if the guard is gone. */
static void tell(const struct record *r, size_t len)
{
	if (guard_fd < 0)
		return;
	while (send(guard_fd, r, len, MSG_NOSIGNAL) < 0 && errno == EINTR)
		;
}

void child_guard_scratch(const char *path)
{
	struct record r = { .op = SCRATCH };
	size_t n = path ? strlen(path) + 1 : 0;

	if (n > sizeof(r.path))
		return;
	if (n)
		memcpy(r.path, path, n);
	tell(&r, RECORD_MIN + n);
}

void child_guard_add(pid_t pgid)
{
	struct record r;

	r.op = ADD;
	r.pgid = pgid;
	tell(&r, RECORD_MIN);
}

void child_guard_drop(pid_t pgid)
{
	struct record r;

	r.op = DROP;
	r.pgid = pgid;
	tell(&r, RECORD_MIN);
}
