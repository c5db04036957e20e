/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "child.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "proc.h"
#include "tempfile.h"
#include "unit.h"

UNIT_DIR

/* A child that runs @script in a shell; the script's $0 is the test's dir. */
static void sh(struct child *c, const char *script)
{
	child_init(c);
	child_env(c, "/home-of-nobody", "/tmp");
	strvec_pushl(&c->argv, "sh", "-c", script, unit_dir, NULL);
}

static void assert_end(const struct child *c, enum child_end end, int code)
{
	struct strbuf text = STRBUF_INIT;

	if (c->end == end && c->code == code)
		return;
	child_describe_end(c, &text);
	fail_msg("%s (end %d, code %d); stderr: %s", text.buf, c->end, c->code,
		 c->err.buf);
}

static void assert_describes(const struct child *c, const char *want)
{
	struct strbuf text = STRBUF_INIT;

	child_describe_end(c, &text);
	assert_string_equal(text.buf, want);
	strbuf_release(&text);
}

static void test_exited(void **state)
{
	struct child c;

	sh(&c, "echo out; echo err >&2; exit 3");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 3);
	assert_string_equal(c.out.buf, "out\n");
	assert_string_equal(c.err.buf, "err\n");
	assert_describes(&c, "exited with status 3");
	assert_true(c.wall_us > 0 && c.wall_us < 5000000);
	/* the same struct again */
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 3);
	assert_string_equal(c.out.buf, "out\n");
	child_release(&c);
	child_release(&c);
}

static void test_no_shell(void **state)
{
	struct child c;

	child_init(&c);
	strvec_pushl(&c.argv, "printf", "[%s]", "$HOME; *", "", "-n", "a\nb",
		     NULL);
	strvec_push(&c.env, "ONLY=this");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	assert_string_equal(c.out.buf, "[$HOME; *][][-n][a\nb]");
	strvec_release(&c.argv);
	strvec_push(&c.argv, "env");
	child_run(&c);
	assert_string_equal(c.out.buf, "ONLY=this\n");
	child_release(&c);
}

static void test_surroundings(void **state)
{
	int leak = open("/dev/null", O_RDONLY);		/* not close-on-exec */
	sigset_t set, old;
	char *script, *want;
	struct child c;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, &old);
	/* 32 and 33 are the C library's, whose posix_spawn() ignores them */
	script = xasprintf("pwd; cat; test -e /proc/self/fd/%d || echo closed;"
			   "grep -cE '^Sig(Blk|Ign):.0{7}[01][08]0{7}$'"
			   "	/proc/self/status;"
			   "read -r p n s pp pg rest </proc/$$/stat;"
			   "test $pg = $$ && echo leads;"
			   "echo $HOME $TMPDIR $LC_ALL $TZ; ulimit -c", leak);
	sh(&c, script);
	c.dir = unit_dir;
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	want = xasprintf("%s\nclosed\n2\nleads\n/home-of-nobody /tmp C UTC\n0\n",
			 unit_dir);
	assert_string_equal(c.out.buf, want);
	assert_string_equal(c.err.buf, "");
	sigprocmask(SIG_SETMASK, &old, NULL);
	signal(SIGPIPE, SIG_DFL);
	close(leak);
	free(script);
	free(want);
	child_release(&c);
}

static void test_not_started(void **state)
{
	char *file = unit_path("not-executable"), *path;
	char *dir = unit_path("no-such-directory"), *text;
	struct child c;

	child_init(&c);
	strvec_push(&c.argv, "no-such-program-at-all");
	child_run(&c);
	assert_end(&c, CHILD_NOT_STARTED, ENOENT);
	assert_describes(&c, "not started: cannot execute "
			     "'no-such-program-at-all': "
			     "No such file or directory");
	child_release(&c);

	/* no shell takes over what is no program */
	assert_int_equal(file_write(file, "echo no\n", 8, 0755, NULL), 0);
	strvec_push(&c.argv, file);
	child_run(&c);
	assert_end(&c, CHILD_NOT_STARTED, ENOEXEC);
	assert_int_equal(chmod(file, 0644), 0);
	child_run(&c);
	assert_end(&c, CHILD_NOT_STARTED, EACCES);
	child_release(&c);

	strvec_push(&c.argv, "true");
	c.dir = dir;
	child_run(&c);
	assert_end(&c, CHILD_NOT_STARTED, ENOENT);
	text = xasprintf("not started: cannot enter '%s': "
			 "No such file or directory", dir);
	assert_describes(&c, text);
	child_release(&c);

	/* a program in the current directory is not one of PATH's */
	path = xstrdup(getenv("PATH"));
	assert_int_equal(chmod(file, 0755), 0);
	assert_int_equal(chdir(unit_dir), 0);
	setenv("PATH", ":.:", 1);
	strvec_push(&c.argv, "not-executable");
	child_run(&c);
	assert_end(&c, CHILD_NOT_STARTED, ENOENT);
	setenv("PATH", path, 1);
	child_release(&c);
	free(file);
	free(dir);
	free(path);
	free(text);
}

static void test_signalled(void **state)
{
	struct child c;

	sh(&c, "echo before; kill -SEGV $$");
	child_run(&c);
	assert_end(&c, CHILD_SIGNALLED, SIGSEGV);
	assert_string_equal(c.out.buf, "before\n");
	assert_describes(&c, "killed by signal 11 (Segmentation fault)");
	child_release(&c);
}

static void test_much_output(void **state)
{
	struct child c;

	sh(&c, "head -c 3000000 /dev/zero & head -c 3000001 /dev/zero >&2;"
	       "wait");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	assert_int_equal(c.out.len, 3000000);
	assert_int_equal(c.err.len, 3000001);
	child_release(&c);

	sh(&c, "yes");
	child_run(&c);
	assert_end(&c, CHILD_SIGNALLED, SIGXFSZ);
	assert_true(c.out.len <= CHILD_OUTPUT_MAX);
	child_release(&c);
}

static void test_timeout(void **state)
{
	struct child c;

	sh(&c, "echo begun; sleep 100");
	c.timeout_ms = 200;
	child_run(&c);
	assert_int_equal(c.end, CHILD_TIMED_OUT);
	assert_string_equal(c.out.buf, "begun\n");
	assert_describes(&c, "timed out after 0.2 s");
	/* TERM was enough */
	assert_in_range(c.wall_us, 200000, 1500000);
	child_release(&c);

	/* in time */
	sh(&c, "sleep 0.1");
	c.timeout_ms = 20000;
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	child_release(&c);
}

/* A shell with a shell below it and a sleep below that; none minds TERM. */
static const char stubborn[] =
	"trap '' TERM INT HUP;"
	"sh -c 'trap \"\" TERM INT HUP; sleep 1000 & echo $$ $! >>$0/pids;"
	"	wait; sleep 1000' $0 &"
	"echo $$ $! >>$0/pids; wait; sleep 1000";

static void test_timeout_ends_tree(void **state)
{
	char *pids = unit_path("pids");
	struct child c;
	size_t i, n;
	long pid[8];

	sh(&c, stubborn);
	c.timeout_ms = 500;
	child_run(&c);
	assert_int_equal(c.end, CHILD_TIMED_OUT);
	/* KILL came 2 s after TERM */
	assert_in_range(c.wall_us, 2400000, 5000000);
	n = read_numbers(pids, pid, ARRAY_SIZE(pid));
	assert_int_equal(n, 4);
	for (i = 0; i < n; i++)
		assert_true(wait_until(!proc_alive(pid[i])));
	unlink(pids);
	free(pids);
	child_release(&c);
}

static void test_grandchild_holds_pipe(void **state)
{
	uint64_t start = now_us();
	struct child c;

	sh(&c, "sleep 1000 & echo $!; exit 5");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 5);
	assert_in_range(now_us() - start, 0, 2000000);
	assert_true(wait_until(!proc_alive(strtol(c.out.buf, NULL, 10))));
	child_release(&c);

	/* one that holds nothing goes as well */
	start = now_us();
	sh(&c, "sleep 1000 >/dev/null 2>&1 & echo $!");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	assert_in_range(now_us() - start, 0, 2000000);
	assert_true(wait_until(!proc_alive(strtol(c.out.buf, NULL, 10))));
	child_release(&c);

	/* one that is quick is heard */
	sh(&c, "(sleep 0.05; echo late) & exit 0");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	assert_string_equal(c.out.buf, "late\n");
	child_release(&c);

	/* one that has left the group cannot be ended, but is not waited for */
	start = now_us();
	sh(&c, "setsid sleep 4 & exit 0");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	assert_in_range(now_us() - start, 0, 2500000);
	child_release(&c);
}

static void test_silent_child(void **state)
{
	struct child c;

	/* both pipes at their end long before the child is */
	sh(&c, "exec >&- 2>&-; sleep 0.3; exit 4");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 4);
	assert_in_range(c.wall_us, 300000, 3000000);
	child_release(&c);
}

static void test_limits(void **state)
{
	static const char eat[] =
		"head -c 200000000 /dev/zero | tail -c 150000000 >/dev/null";
	char *file = unit_path("big");
	struct rlimit rl, old;
	struct child c;
	struct stat st;

	sh(&c, eat);
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	c.memory = 64 << 20;
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 1);
	assert_non_null(strstr(c.err.buf, "memory exhausted"));
	child_release(&c);

	child_init(&c);
	child_env(&c, "/", "/tmp");
	strvec_pushl(&c.argv, "dd", "if=/dev/zero", "bs=4096", "count=100",
		     NULL);
	strvec_pushf(&c.argv, "of=%s", file);
	c.file_size = 10000;
	child_run(&c);
	assert_end(&c, CHILD_SIGNALLED, SIGXFSZ);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_size, 10000);
	child_release(&c);

	assert_int_equal(getrlimit(RLIMIT_STACK, &old), 0);
	rl = old;
	rl.rlim_cur = 4 << 20;
	assert_int_equal(setrlimit(RLIMIT_STACK, &rl), 0);
	sh(&c, "test $(ulimit -Ss) = $(ulimit -Hs) && echo raised");
	child_run(&c);
	assert_string_equal(c.out.buf, rl.rlim_max == rl.rlim_cur ?
				       "raised\n" : "");
	c.big_stack = true;
	child_run(&c);
	assert_string_equal(c.out.buf, "raised\n");
	setrlimit(RLIMIT_STACK, &old);
	child_release(&c);
	free(file);
}

static void test_cpu_time(void **state)
{
	struct child c;

	sh(&c, "(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done); true");
	child_run(&c);
	assert_end(&c, CHILD_EXITED, 0);
	/* of the subshell, mostly */
	assert_in_range(c.cpu_us, 10000, 60000000);
	child_release(&c);
}

static void test_release_running(void **state)
{
	struct child c;
	pid_t pid;

	sh(&c, "sleep 1000");
	assert_int_equal(child_start(&c), 0);
	pid = c.pid;
	assert_true(child_running(&c));
	child_release(&c);
	assert_int_equal(proc_state(pid), 0);
	assert_false(child_running(&c));
}

/*
 * What follows needs a process of its own: it is forked, runs @body, and its
 * exit status tells how it went.
 */
static pid_t start_ratchet(void (*body)(void))
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		body();
		exit(0);
	}
	return pid;
}

static int status_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* The guard of process @parent, 0 if it has none that has named itself. */
static pid_t look_for_guard(pid_t parent)
{
	struct child c;
	long pid;

	child_init(&c);
	child_env(&c, "/", "/tmp");
	strvec_pushl(&c.argv, "sh", "-c",
		     "for p in /proc/[0-9]*; do"
		     " read -r pid name state ppid rest <$p/stat || continue;"
		     " test \"$name $ppid\" = \"(ratchet-guard) $0\" &&"
		     " echo $pid; done 2>/dev/null", NULL);
	strvec_pushf(&c.argv, "%ld", (long)parent);
	child_run(&c);
	pid = strtol(c.out.buf, NULL, 10);
	child_release(&c);
	return pid;
}

static pid_t find_guard(pid_t parent)
{
	pid_t pid;

	return wait_until((pid = look_for_guard(parent)) > 0) ? pid : 0;
}

static void body_sleeps(void)
{
	char *scratch_file = unit_path("scratch"), *dir, *file;
	struct child c;

	child_guard_start(NULL);
	child_catch_signals();
	if (scratch_create(unit_dir, NULL) < 0)
		_exit(9);
	dir = scratch_mkdir("view", NULL);
	file = xasprintf("%s/file", dir);
	if (file_write(file, "x", 1, 0600, NULL) < 0 ||
	    file_write(scratch_file, scratch_path(), strlen(scratch_path()),
		       0600, NULL) < 0)
		_exit(9);
	sh(&c, stubborn);
	child_run(&c);
	_exit(c.end == CHILD_CANCELLED ? 7 : 8);
}

static void test_killed(void **state)
{
	char *pids = unit_path("pids"), *scratch_file = unit_path("scratch");
	struct strbuf scratch = STRBUF_INIT;
	pid_t ratchet, guard = 0;
	struct stat st;
	size_t i;
	long pid[8];

	ratchet = start_ratchet(body_sleeps);
	assert_true(wait_until(read_numbers(pids, pid, 8) == 4));
	assert_int_equal(file_read(scratch_file, &scratch, NULL), 0);
	assert_int_equal(stat(scratch.buf, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_true(starts_with(scratch.buf, unit_dir));
	guard = find_guard(ratchet);
	assert_true(guard > 0);
	for (i = 0; i < 4; i++)
		assert_true(proc_alive(pid[i]));
	/* what ends a terminal's session does not end the guard */
	kill(guard, SIGINT);
	kill(guard, SIGTERM);
	kill(guard, SIGHUP);
	kill(ratchet, SIGKILL);
	assert_int_equal(WTERMSIG(status_of(ratchet)), SIGKILL);
	for (i = 0; i < 4; i++)
		assert_true(wait_until(!proc_alive(pid[i])));
	assert_true(wait_until(stat(scratch.buf, &st) < 0));
	assert_true(wait_until(!proc_alive(guard)));
	unlink(pids);
	unlink(scratch_file);
	free(pids);
	free(scratch_file);
	strbuf_release(&scratch);
}

static void test_terminated(void **state)
{
	char *pids = unit_path("pids"), *scratch_file = unit_path("scratch");
	long pid[8];
	pid_t ratchet;
	size_t i;
	int status;

	ratchet = start_ratchet(body_sleeps);
	assert_true(wait_until(read_numbers(pids, pid, 8) == 4));
	kill(ratchet, SIGTERM);
	status = status_of(ratchet);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
	for (i = 0; i < 4; i++)
		assert_true(wait_until(!proc_alive(pid[i])));
	unlink(pids);
	unlink(scratch_file);
	free(pids);
	free(scratch_file);
}

/* An ordinary run: the guard goes with us and is reaped. */
static void body_ordinary(void)
{
	char *file = unit_path("guard"), *scratch_file = unit_path("scratch");
	struct child c;
	char *text;

	child_guard_start(NULL);
	if (scratch_create(unit_dir, NULL) < 0)
		_exit(9);
	text = xasprintf("%ld", (long)find_guard(getpid()));
	if (file_write(file, text, strlen(text), 0600, NULL) < 0)
		_exit(9);
	file_write(scratch_file, scratch_path(), strlen(scratch_path()), 0600,
		   NULL);
	sh(&c, "exit 0");
	child_run(&c);
	if (c.end != CHILD_EXITED || c.code)
		_exit(9);
	free(file);
	free(scratch_file);
	free(text);
	child_release(&c);
}

static void test_ordinary_end(void **state)
{
	char *file = unit_path("guard"), *scratch_file = unit_path("scratch");
	struct strbuf scratch = STRBUF_INIT;
	uint64_t start = now_us();
	pid_t ratchet;
	struct stat st;
	long guard = 0;

	ratchet = start_ratchet(body_ordinary);
	assert_int_equal(status_of(ratchet), 0);
	assert_in_range(now_us() - start, 0, 2000000);
	assert_int_equal(read_numbers(file, &guard, 1), 1);
	assert_true(guard > 1);
	assert_int_equal(proc_state(guard), 0);
	assert_int_equal(file_read(scratch_file, &scratch, NULL), 0);
	assert_int_equal(stat(scratch.buf, &st), -1);
	strbuf_release(&scratch);
	free(file);
	free(scratch_file);
}

/* The guard was shot: everything works, only less safely. */
static void body_without_guard(void)
{
	struct child c;
	pid_t guard;

	child_guard_start(NULL);
	guard = find_guard(getpid());
	if (guard <= 0 || kill(guard, SIGKILL) < 0)
		_exit(9);
	if (!wait_until(!proc_alive(guard)))
		_exit(9);
	sh(&c, "exit 3");
	child_run(&c);
	_exit(c.end == CHILD_EXITED && c.code == 3 ? 0 : 8);
}

static void test_without_guard(void **state)
{
	assert_int_equal(status_of(start_ratchet(body_without_guard)), 0);
}

/* After a signal nothing new is started. */
static void body_signal_first(void)
{
	struct child c;

	child_catch_signals();
	kill(getpid(), SIGHUP);
	if (child_interrupted() != SIGHUP)
		_exit(9);
	sh(&c, "exit 0");
	child_run(&c);
	_exit(c.end == CHILD_CANCELLED ? 0 : 8);
}

static void test_signal_first(void **state)
{
	assert_int_equal(child_interrupted(), 0);
	signal(SIGHUP, SIG_DFL);
	assert_int_equal(status_of(start_ratchet(body_signal_first)), 0);
}

/*
 * A signal at any moment of a start or a wait: the run ends, and at once.
 * Delays of many lengths, as the moments that matter are short.
 */
static void body_waits(void)
{
	struct child c;

	child_catch_signals();
	sh(&c, "exec sleep 1000");
	child_run(&c);
	_exit(c.end == CHILD_CANCELLED ? 0 : 8);
}

static void test_signal_any_time(void **state)
{
	int i, status = -1;

	for (i = 0; i < 60; i++) {
		pid_t pid = start_ratchet(body_waits);

		usleep(200 + 97 * i);
		kill(pid, SIGTERM);
		if (!wait_until(waitpid(pid, &status, WNOHANG) == pid)) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
		}
		/* the signal itself, if it came before the handler */
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGTERM)
			assert_int_equal(status, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exited),
		cmocka_unit_test(test_no_shell),
		cmocka_unit_test(test_surroundings),
		cmocka_unit_test(test_not_started),
		cmocka_unit_test(test_signalled),
		cmocka_unit_test(test_much_output),
		cmocka_unit_test(test_timeout),
		cmocka_unit_test(test_timeout_ends_tree),
		cmocka_unit_test(test_grandchild_holds_pipe),
		cmocka_unit_test(test_silent_child),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_cpu_time),
		cmocka_unit_test(test_release_running),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_terminated),
		cmocka_unit_test(test_ordinary_end),
		cmocka_unit_test(test_without_guard),
		cmocka_unit_test(test_signal_first),
		cmocka_unit_test(test_signal_any_time),
	};

	return cmocka_run_group_tests(tests, unit_setup, unit_teardown);
}
