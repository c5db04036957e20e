/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "workers.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "tempfile.h"

struct worker {
	pid_t pid;		/* 0: not begun, or ended */
	bool ended;
	char *out, *err;	/* files for what it prints */
};

static void redirect(const char *path, int fd)
{
	int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (to < 0 || dup2(to, fd) < 0)
		_exit(2);
	close(to);
}

static void __attribute__((noreturn))
begin(const struct worker *w, size_t i, pid_t parent, worker_fn *fn, void *data)
{
	int status;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(2);
	child_after_fork();
	/* each has names of its own in the scratch directory */
	for (size_t k = 0; k <= i; k++)
		scratch_after_fork();
	redirect(w->out, STDOUT_FILENO);
	redirect(w->err, STDERR_FILENO);
	status = fn(i, data);
	fflush(stdout);
	fflush(stderr);
	_exit(status);
}

static void copy_file(const char *path, FILE *to)
{
	struct strbuf text = STRBUF_INIT;

	if (!file_read(path, &text, NULL))
		fwrite(text.buf, 1, text.len, to);
	fflush(to);
	strbuf_release(&text);
	unlink(path);
}

/* Has it ended? */
static void look_at(struct worker *w, int *status)
{
	pid_t pid;
	int st;

	pid = w->pid ? waitpid(w->pid, &st, WNOHANG) : 0;
	if (!pid || (pid < 0 && errno == EINTR))
		return;
	*status = pid > 0 && WIFEXITED(st) ? WEXITSTATUS(st) : -1;
	w->pid = 0;
	w->ended = true;
}

static int start(struct worker *w, size_t i, worker_fn *fn, void *data,
		 struct strbuf *err)
{
	pid_t parent = getpid();

	w->out = xasprintf("%s/worker-%zu-out", scratch_path(), i);
	w->err = xasprintf("%s/worker-%zu-err", scratch_path(), i);
	fflush(stdout);
	fflush(stderr);
	w->pid = fork();
	if (!w->pid)
		begin(w, i, parent, fn, data);
	if (w->pid > 0)
		return 0;
	w->pid = 0;
	return error_set(err, ERR_UNABLE, "cannot start a process: %s",
			 strerror(errno));
}

static void end_all(struct worker *w, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (w[i].pid)
			kill(w[i].pid, SIGTERM);
	for (size_t i = 0; i < nr; i++)
		while (w[i].pid && waitpid(w[i].pid, NULL, 0) < 0 &&
		       errno == EINTR)
			;
}

int workers_run(size_t nr, int most, worker_fn *fn, void *data, int *status,
		struct strbuf *err)
{
	struct worker *w = xcalloc(nr + 1, sizeof(*w));
	size_t next = 0, told = 0;
	int ret = 0;

	for (size_t i = 0; i < nr; i++)
		status[i] = -1;
	while (told < nr && !ret) {
		int active = 0;

		for (size_t i = 0; i < next; i++) {
			look_at(&w[i], &status[i]);
			active += w[i].pid != 0;
		}
		while (next < nr && active < most && !ret) {
			ret = start(&w[next], next, fn, data, err);
			next++;
			active++;
		}
		for (; told < next && w[told].ended; told++) {
			copy_file(w[told].out, stdout);
			copy_file(w[told].err, stderr);
		}
		if (!ret && child_interrupted())
			ret = error_set(err, ERR_INTERRUPTED, "interrupted");
		if (told < nr && !ret)
			usleep(10000);
	}
	end_all(w, next);
	for (size_t i = 0; i < nr; i++) {
		free(w[i].out);
		free(w[i].err);
	}
	free(w);
	return ret;
}
