/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "ahead.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"
#include "tempfile.h"

struct ahead {
	pid_t pid;
	int fd;		/* a byte for each step; its end: no more */
};

struct plan {
	struct engine *e;
	const struct step *first;
	size_t nr;
	struct snapshot *base;
	ahead_wanted_fn *wanted;
	void *data;
};

/* The steps' passes, one after the other, as long as they go well. */
static void __attribute__((noreturn)) run_ahead(const struct plan *plan, int fd)
{
	struct snapshot *now = snapshot_get(plan->base);
	struct strbuf err = STRBUF_INIT;

	for (size_t i = 0; i < plan->nr; i++) {
		const struct step *s = &plan->first[i];
		struct snapshot *next;

		if (!plan->wanted(s, plan->data))
			continue;
		if (step_passes(plan->e, s, now, &next, &err))
			break;
		snapshot_put(now);
		now = next;
		if (write(fd, "", 1) != 1)
			break;
	}
	/* exit handlers are the first process's business */
	_exit(0);
}

static void become_second(pid_t parent, int unused)
{
	/* its own children are with the guard, which then ends them */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	close(unused);
	child_after_fork();
	scratch_after_fork();
	if (log_get_level() < LOG_VERBOSE)
		log_set_level(LOG_QUIET);
}

struct ahead *ahead_start(struct engine *e, const struct step *first,
			  size_t nr, struct snapshot *base,
			  ahead_wanted_fn *wanted, void *data)
{
	struct plan plan = { e, first, nr, base, wanted, data };
	pid_t parent = getpid();
	struct ahead *a;
	int fd[2];

	if (e->jobs < 2 || pipe2(fd, O_CLOEXEC) < 0)
		return NULL;
	a = xcalloc(1, sizeof(*a));
	a->fd = fd[0];
	a->pid = fork();
	if (!a->pid) {
		become_second(parent, fd[0]);
		run_ahead(&plan, fd[1]);
	}
	close(fd[1]);
	if (a->pid < 0) {
		close(fd[0]);
		free(a);
		return NULL;
	}
	return a;
}

void ahead_wait(struct ahead *a)
{
	struct pollfd p = { .events = POLLIN };
	char byte;

	if (!a || a->fd < 0)
		return;
	p.fd = a->fd;
	/* a signal that comes before poll() is seen at the next look */
	while (poll(&p, 1, 100) <= 0)
		if (child_interrupted())
			return;
	if (read(a->fd, &byte, 1) == 1)
		return;
	close(a->fd);
	a->fd = -1;
}

void ahead_stop(struct ahead *a)
{
	if (!a)
		return;
	/* it ends its children, and then itself */
	kill(a->pid, SIGTERM);
	while (waitpid(a->pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (a->fd >= 0)
		close(a->fd);
	free(a);
}
