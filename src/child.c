/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox.h"

#define DEFAULT_PATH \
	"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* From TERM to KILL. */
#define TERM_US 2000000
/* How long a grandchild may hold the pipes when the leader is dead... */
#define GRACE_US 200000
/* ...and how long we wait for the end of the pipes after killing it. */
#define LAST_US 200000
/* How often we look for dead leaders where the kernel has no pidfd. */
#define LOOK_US 20000

/* A value of child.stop beside those of enum child_end. */
#define STOP_OUTPUT 100

static const char stage_fork[] = "fork";
static const char stage_chdir[] = "chdir";
static const char stage_exec[] = "exec";

/* What the new process tells us when it cannot become the program. */
struct failure {
	bool in_chdir;
	int error;
};

/* The signal handler's: the signal that came, and a pipe that wakes poll(). */
static volatile sig_atomic_t caught;
static int wake_fd[2] = { -1, -1 };

void child_init(struct child *c)
{
	memset(c, 0, sizeof(*c));
	strvec_init(&c->argv);
	strvec_init(&c->env);
	strbuf_init(&c->out);
	strbuf_init(&c->err);
	c->out_fd = c->err_fd = c->pid_fd = -1;
}

void child_release(struct child *c)
{
	if (c->pid) {
		child_stop(c, CHILD_CANCELLED);
		kill(-c->pid, SIGKILL);
		while (c->pid)
			child_poll(&c, 1);
	}
	strvec_release(&c->argv);
	strvec_release(&c->env);
	strbuf_release(&c->out);
	strbuf_release(&c->err);
	child_init(c);
}

static const char *search_path(void)
{
	const char *path = getenv("PATH");

	return path && *path ? path : DEFAULT_PATH;
}

void child_env(struct child *c, const char *home, const char *tmp)
{
	strvec_pushf(&c->env, "PATH=%s", search_path());
	strvec_push(&c->env, "LC_ALL=C");
	strvec_push(&c->env, "TZ=UTC");
	strvec_pushf(&c->env, "HOME=%s", home);
	strvec_pushf(&c->env, "TMPDIR=%s", tmp);
}

/*
 * The file to execute; it is looked up before the fork, where malloc() may be
 * used.  Relative parts of PATH are passed over: they would let the directory
 * that we stand in name the program.  NULL with errno if there is none.
 */
static char *find_program(const char *name)
{
	const char *dir = search_path();
	int error = ENOENT;

	if (strchr(name, '/'))
		return xstrdup(name);
	while (*name && *dir) {
		size_t n = strcspn(dir, ":");
		struct stat st;
		char *path;

		if (dir[0] == '/') {
			path = xasprintf("%.*s/%s", (int)n, dir, name);
			if (!stat(path, &st) && S_ISREG(st.st_mode)) {
				if (!access(path, X_OK))
					return path;
				error = EACCES;
			}
			free(path);
		}
		dir += n + (dir[n] == ':');
	}
	errno = error;
	return NULL;
}

static void limit(int what, uint64_t to)
{
	struct rlimit rl;

	if (getrlimit(what, &rl) < 0)
		return;
	if (rl.rlim_max == RLIM_INFINITY || rl.rlim_max > to)
		rl.rlim_max = to;
	rl.rlim_cur = rl.rlim_max;
	setrlimit(what, &rl);
}

static void set_limits(const struct child *c)
{
	struct rlimit rl;

	limit(RLIMIT_CORE, 0);
	if (c->memory)
		limit(RLIMIT_AS, c->memory);
	if (c->file_size)
		limit(RLIMIT_FSIZE, c->file_size);
	else if (c->boxed)
		limit(RLIMIT_FSIZE, SANDBOX_FILE_SIZE);
	if (c->boxed)
		limit(RLIMIT_NPROC, SANDBOX_PROCESSES);
	if (c->big_stack && !getrlimit(RLIMIT_STACK, &rl)) {
		rl.rlim_cur = rl.rlim_max;
		setrlimit(RLIMIT_STACK, &rl);
	}
}

static void __attribute__((noreturn)) give_up(int status_fd, bool in_chdir)
{
	struct failure f = { .in_chdir = in_chdir, .error = errno };
	ssize_t n = write(status_fd, &f, sizeof(f));

	_exit(n == sizeof(f) ? 127 : 126);
}

/*
 * The new process, from vfork to exec: in our memory, while we wait; so it
 * changes nothing there.  All signals are blocked.
 */
static void __attribute__((noreturn))
become(const struct child *c, const char *path, char *const *argv, pid_t parent,
       int out, int err, int status)
{
	sigset_t none;
	int sig, in;

	setpgid(0, 0);
	/* before the exec, so that there is no moment without a guard */
	child_guard_add(getpid());
	/* of the thread that forked, which is the one that waits for us */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	for (sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	in = open(c->input ? c->input : "/dev/null", O_RDONLY | O_CLOEXEC);
	if (in < 0 || dup2(in, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
		give_up(status, false);
#ifdef SYS_close_range
	/* those that we were started with; 4: set close-on-exec */
	syscall(SYS_close_range, 3, ~0u, 4);
#endif
	if (c->dir && chdir(c->dir) < 0)
		give_up(status, true);
	set_limits(c);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execve(path, argv, c->env.v);
	give_up(status, false);
}

/* A pipe whose ends are not 0, 1 or 2, which become() writes over. */
static int open_pipe(int fd[2])
{
	int i, raw[2];

	if (pipe2(raw, O_CLOEXEC) < 0) {
		fd[0] = fd[1] = -1;
		return -1;
	}
	for (i = 0; i < 2; i++) {
		fd[i] = raw[i];
		if (raw[i] <= STDERR_FILENO) {
			fd[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 3);
			close(raw[i]);
		}
	}
	return fd[0] < 0 || fd[1] < 0 ? -1 : 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int not_started(struct child *c, const char *stage, int error)
{
	c->end = CHILD_NOT_STARTED;
	c->code = error;
	c->stage = stage;
	c->pid = 0;
	close_fd(&c->out_fd);
	close_fd(&c->err_fd);
	close_fd(&c->pid_fd);
	return -1;
}

static void reset(struct child *c)
{
	strbuf_reset(&c->out);
	strbuf_reset(&c->err);
	c->wall_us = c->cpu_us = 0;
	c->deadline_us = c->kill_us = c->dead_us = 0;
	c->stop = 0;
	c->killed = false;
	c->stage = NULL;
	c->code = 0;
}

/*
 * With all signals blocked, so that none meets our handlers there.  vfork: to
 * copy our page tables for each of hundreds of processes costs more than all
 * else that we do for them.
 */
static pid_t start_process(struct child *c, const char *path,
			   char *const *argv, int out, int err, int status)
{
	pid_t pid, self = getpid();
	sigset_t all, old;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pid = vfork();
	if (!pid)
		become(c, path, argv, self, out, err, status);
	error = errno;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = error;
	return pid;
}

/* Wait until the new process is the program, or has said why it is not. */
static int await_exec(struct child *c, int status_fd)
{
	struct failure f;
	ssize_t n;

	do {
		n = read(status_fd, &f, sizeof(f));
	} while (n < 0 && errno == EINTR);
	if (n != sizeof(f))
		return 0;
	child_guard_drop(c->pid);
	while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
		;
	return not_started(c, f.in_chdir ? stage_chdir : stage_exec, f.error);
}

/*
 * What to execute, and with which words; in the sandbox that is bwrap with ours
 * behind its own.  NULL with errno: there is no such program.
 */
static char *choose_program(struct child *c, struct strvec *argv)
{
	char *path = find_program(c->argv.v[0]), *box;

	c->boxed = path && !c->trusted && sandbox_is_on();
	if (!c->boxed) {
		strvec_pushv(argv, &c->argv);
		return path;
	}
	sandbox_wrap(&c->argv, path, argv);
	box = find_program(argv->v[0]);
	free(path);
	return box;
}

int child_start(struct child *c)
{
	struct strvec argv = STRVEC_INIT;
	int out[2] = { -1, -1 }, err[2] = { -1, -1 }, status[2] = { -1, -1 };
	struct sigaction sa;
	char *path = NULL;
	int ret = -1;

	if (c->pid || !c->argv.nr)
		BUG("child_start() without a command, or of a running child");
	reset(c);
	if (caught) {
		c->end = CHILD_CANCELLED;
		return -1;
	}
	/* inherited from our parent, it would leave nothing to wait for */
	if (!sigaction(SIGCHLD, NULL, &sa) && sa.sa_handler == SIG_IGN)
		signal(SIGCHLD, SIG_DFL);
	path = choose_program(c, &argv);
	if (!path) {
		not_started(c, stage_exec, errno);
		goto out;
	}
	if (open_pipe(out) < 0 || open_pipe(err) < 0 || open_pipe(status) < 0) {
		not_started(c, stage_fork, errno);
		goto out;
	}
	c->pid = start_process(c, path, argv.v, out[1], err[1], status[1]);
	if (c->pid < 0) {
		not_started(c, stage_fork, errno);
		goto out;
	}
	/* the child does it as well: whoever comes first */
	setpgid(c->pid, c->pid);
	close_fd(&status[1]);
	c->started_us = now_us();
	if (await_exec(c, status[0]) < 0)
		goto out;
	c->out_fd = out[0];
	c->err_fd = err[0];
	out[0] = err[0] = -1;
	fcntl(c->out_fd, F_SETFL, O_NONBLOCK);
	fcntl(c->err_fd, F_SETFL, O_NONBLOCK);
#ifdef SYS_pidfd_open
	c->pid_fd = syscall(SYS_pidfd_open, c->pid, 0);
#endif
	if (c->timeout_ms)
		c->deadline_us = c->started_us + c->timeout_ms * 1000;
	ret = 0;
out:
	close_fd(&out[0]);
	close_fd(&out[1]);
	close_fd(&err[0]);
	close_fd(&err[1]);
	close_fd(&status[0]);
	close_fd(&status[1]);
	free(path);
	strvec_release(&argv);
	return ret;
}

static void stop_tree(struct child *c, int why)
{
	if (!c->pid || c->stop)
		return;
	c->stop = why;
	c->kill_us = now_us() + TERM_US;
	kill(-c->pid, SIGTERM);
	kill(-c->pid, SIGCONT);		/* a stopped one cannot end */
}

void child_stop(struct child *c, enum child_end why)
{
	stop_tree(c, why);
}

/* Take in what is there; not for ever, as the others want their turn. */
static void drain(struct child *c, int *fd, struct strbuf *to)
{
	char buf[65536];
	int rounds;

	for (rounds = 0; rounds < 16; rounds++) {
		ssize_t n = read(*fd, buf, sizeof(buf));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			close_fd(fd);
			return;
		}
		if (to->len + n > CHILD_OUTPUT_MAX) {
			close_fd(fd);
			stop_tree(c, STOP_OUTPUT);
			return;
		}
		strbuf_add(to, buf, n);
	}
}

/* Is it dead, but not yet reaped?  Until then its pid stays its own. */
static bool leader_dead(const struct child *c)
{
	siginfo_t si = { .si_pid = 0 };

	if (waitid(P_PID, c->pid, &si, WEXITED | WNOHANG | WNOWAIT) < 0)
		return errno == ECHILD;
	return si.si_pid != 0;
}

/* The leader is dead: end what is left of its tree, reap it. */
static void finish(struct child *c)
{
	struct rusage ru = { 0 };
	int status = 0;

	kill(-c->pid, SIGKILL);
	child_guard_drop(c->pid);
	while (wait4(c->pid, &status, 0, &ru) < 0)
		if (errno != EINTR)
			BUG("cannot wait for child %ld: %s", (long)c->pid,
			    strerror(errno));
	c->pid = 0;
	close_fd(&c->out_fd);
	close_fd(&c->err_fd);
	close_fd(&c->pid_fd);
	c->wall_us = c->dead_us - c->started_us;
	c->cpu_us = (ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) * 1000000ull +
		    ru.ru_utime.tv_usec + ru.ru_stime.tv_usec;
	if (WIFSIGNALED(status)) {
		c->end = CHILD_SIGNALLED;
		c->code = WTERMSIG(status);
	} else {
		c->end = CHILD_EXITED;
		c->code = WEXITSTATUS(status);
	}
	/* bwrap says it as a shell would */
	if (c->boxed && c->end == CHILD_EXITED && c->code > 128) {
		c->end = CHILD_SIGNALLED;
		c->code -= 128;
	}
	if (c->stop == STOP_OUTPUT) {
		c->end = CHILD_SIGNALLED;
		c->code = SIGXFSZ;
	} else if (c->stop) {
		c->end = c->stop;
	}
}

/* Do what is due; returns when we want to be called next, 0: no such time. */
static uint64_t attend(struct child *c, bool look)
{
	uint64_t now = now_us();

	if (look && !c->dead_us && leader_dead(c))
		c->dead_us = now;
	if (c->dead_us) {
		uint64_t due = c->dead_us + (c->stop ? 0 : GRACE_US);

		if (now >= due && !c->killed) {
			kill(-c->pid, SIGKILL);
			c->killed = true;
		}
		if (c->killed)
			due += LAST_US;
		if ((c->out_fd < 0 && c->err_fd < 0) || now >= due)
			finish(c);
		return due;
	}
	if (!c->stop && c->deadline_us && now >= c->deadline_us)
		stop_tree(c, CHILD_TIMED_OUT);
	if (c->stop && !c->killed && now >= c->kill_us) {
		kill(-c->pid, SIGKILL);
		c->killed = true;
	}
	if (c->stop)
		return c->killed ? 0 : c->kill_us;
	return c->deadline_us;
}

/* The poll() timeout until the first of the children wants its turn. */
static int time_left(struct child **v, size_t nr)
{
	uint64_t first = UINT64_MAX, now;
	size_t i;

	for (i = 0; i < nr; i++) {
		uint64_t due;

		if (!v[i]->pid)
			return 0;
		due = attend(v[i], false);
		if (!v[i]->pid)
			return 0;
		if (v[i]->pid_fd < 0 && (!due || due > now_us() + LOOK_US))
			due = now_us() + LOOK_US;
		if (due && due < first)
			first = due;
	}
	if (first == UINT64_MAX)
		return -1;
	now = now_us();
	if (first <= now)
		return 0;
	if (first - now > INT_MAX)
		return INT_MAX / 1000;
	return (first - now + 999) / 1000;
}

void child_poll(struct child **v, size_t nr)
{
	struct pollfd *pfd = xcalloc(3 * nr + 1, sizeof(*pfd)), *p;
	/* read once: if it comes from here on, the pipe ends the poll() */
	int signalled = caught;
	int n, timeout;
	size_t i;

	if (signalled)
		for (i = 0; i < nr; i++)
			stop_tree(v[i], CHILD_CANCELLED);
	timeout = time_left(v, nr);
	for (i = 0, p = pfd; i < nr; i++) {
		/* poll() passes over what is -1; a dead leader is known */
		*p++ = (struct pollfd){ v[i]->out_fd, POLLIN, 0 };
		*p++ = (struct pollfd){ v[i]->err_fd, POLLIN, 0 };
		*p++ = (struct pollfd){ v[i]->dead_us ? -1 : v[i]->pid_fd,
					POLLIN, 0 };
	}
	/* once it has told, it would only keep us from waiting */
	*p = (struct pollfd){ signalled ? -1 : wake_fd[0], POLLIN, 0 };
	n = poll(pfd, 3 * nr + 1, timeout);
	if (n < 0 && errno != EINTR)
		BUG("poll: %s", strerror(errno));
	for (i = 0, p = pfd; i < nr; i++, p += 3) {
		struct child *c = v[i];

		if (!c->pid)
			continue;
		if (n > 0 && p[0].revents)
			drain(c, &c->out_fd, &c->out);
		if (n > 0 && p[1].revents)
			drain(c, &c->err_fd, &c->err);
		attend(c, c->pid_fd < 0 || (n > 0 && p[2].revents));
	}
	free(pfd);
}

void child_run(struct child *c)
{
	if (child_start(c) < 0)
		return;
	while (c->pid)
		child_poll(&c, 1);
}

void child_describe_end(const struct child *c, struct strbuf *out)
{
	const char *name = c->argv.nr ? c->argv.v[0] : "";

	switch (c->end) {
	case CHILD_NOT_STARTED:
		if (c->stage == stage_chdir)
			strbuf_addf(out, "not started: cannot enter '%s': %s",
				    c->dir, strerror(c->code));
		else
			strbuf_addf(out, "not started: cannot %s '%s': %s",
				    c->stage == stage_fork ? "fork for" :
							     "execute",
				    name, strerror(c->code));
		break;
	case CHILD_EXITED:
		strbuf_addf(out, "exited with status %d", c->code);
		break;
	case CHILD_SIGNALLED:
		strbuf_addf(out, "killed by signal %d (%s)", c->code,
			    strsignal(c->code));
		break;
	case CHILD_TIMED_OUT:
		strbuf_addf(out, "timed out after %g s",
			    c->timeout_ms / 1000.0);
		break;
	case CHILD_CANCELLED:
		strbuf_addstr(out, "cancelled");
		break;
	}
}

static void on_signal(int sig)
{
	int saved = errno;
	ssize_t n;

	caught = sig;
	/* if the pipe is full, it wakes poll() as well */
	n = write(wake_fd[1], "", 1);
	(void)n;
	errno = saved;
}

void child_catch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction old, sa = {
		.sa_handler = on_signal,
		.sa_flags = SA_RESTART,
	};
	size_t i;

	if (wake_fd[0] >= 0)
		return;
	if (open_pipe(wake_fd) < 0)
		die("cannot make a pipe: %s", strerror(errno));
	fcntl(wake_fd[0], F_SETFL, O_NONBLOCK);
	fcntl(wake_fd[1], F_SETFL, O_NONBLOCK);
	sigfillset(&sa.sa_mask);
	for (i = 0; i < ARRAY_SIZE(signals); i++) {
		/* nohup ratchet ... */
		if (signals[i] == SIGHUP && !sigaction(SIGHUP, NULL, &old) &&
		    old.sa_handler == SIG_IGN)
			continue;
		sigaction(signals[i], &sa, NULL);
	}
}

/* The other process's pipe would wake it for our signals. */
void child_after_fork(void)
{
	if (wake_fd[0] < 0)
		return;
	close_fd(&wake_fd[0]);
	close_fd(&wake_fd[1]);
	if (open_pipe(wake_fd) < 0)
		_exit(1);
	fcntl(wake_fd[0], F_SETFL, O_NONBLOCK);
	fcntl(wake_fd[1], F_SETFL, O_NONBLOCK);
}

int child_interrupted(void)
{
	return caught;
}

static bool describe_file(const char *path, struct strbuf *out)
{
	struct stat st;

	if (stat(path, &st) || !S_ISREG(st.st_mode))
		return false;
	strbuf_addf(out, " %llu.%lld.%ld", (unsigned long long)st.st_size,
		    (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	return true;
}

void child_describe_program(const char *name, struct strbuf *out)
{
	const char *path = strchr(name, '/') ? "" : getenv("PATH");
	bool found = *name == '/' && describe_file(name, out);

	while (path && *path && !found) {
		size_t n = strcspn(path, ":");
		char *file = xasprintf("%.*s/%s", (int)n, path, name);

		found = describe_file(file, out);
		free(file);
		path += n + (path[n] == ':');
	}
	if (!found)
		strbuf_addstr(out, " -");
}
