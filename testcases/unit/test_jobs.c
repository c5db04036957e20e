/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "jobs.h"

#include <sys/wait.h>

#include "proc.h"
#include "unit.h"

UNIT_DIR

#define MANY 24

static void sh(struct child *c, const char *script, int arg)
{
	child_init(c);
	child_env(c, "/", "/tmp");
	strvec_pushl(&c->argv, "sh", "-c", script, unit_dir, NULL);
	strvec_pushf(&c->argv, "%d", arg);
}

/* What the done callback saw, in its order. */
struct seen {
	struct jobs *jobs;
	struct child *order[MANY];
	int nr;
	struct child *then;		/* to be added when the first is done */
	bool cancel;			/* when the first is done */
};

static void done(struct child *c, void *data)
{
	struct seen *seen = data;

	seen->order[seen->nr++] = c;
	if (seen->nr > 1)
		return;
	if (seen->then)
		jobs_add(seen->jobs, seen->then, done, seen);
	if (seen->cancel)
		jobs_cancel(seen->jobs);
}

static void test_outputs_apart(void **state)
{
	struct seen seen = { .jobs = jobs_new(4) };
	struct child c[MANY];
	int i, k;

	for (i = 0; i < MANY; i++) {
		/* in pieces, so that they would mix if they could */
		sh(&c[i], "for i in 1 2 3 4 5 6 7 8 9 10; do"
			  " echo out $1 $i; echo err $1 $i >&2; done; exit $1",
		   i);
		jobs_add(seen.jobs, &c[i], done, &seen);
	}
	assert_int_equal(jobs_run(seen.jobs), 0);
	assert_int_equal(seen.nr, MANY);
	for (i = 0; i < MANY; i++) {
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

		for (k = 1; k <= 10; k++) {
			strbuf_addf(&out, "out %d %d\n", i, k);
			strbuf_addf(&err, "err %d %d\n", i, k);
		}
		assert_int_equal(c[i].end, CHILD_EXITED);
		assert_int_equal(c[i].code, i);
		assert_string_equal(c[i].out.buf, out.buf);
		assert_string_equal(c[i].err.buf, err.buf);
		strbuf_release(&out);
		strbuf_release(&err);
		child_release(&c[i]);
	}
	jobs_free(seen.jobs);
}

static void test_few_at_a_time(void **state)
{
	/* each counts who is there while it is there */
	static const char script[] =
		"touch $0/at-$1; ls $0 | grep -c ^at-; sleep 0.15;"
		"rm $0/at-$1";
	struct seen seen = { .jobs = jobs_new(3) };
	struct child c[9];
	uint64_t start = now_us();
	int i, most = 0;

	for (i = 0; i < 9; i++) {
		sh(&c[i], script, i);
		jobs_add(seen.jobs, &c[i], done, &seen);
	}
	assert_int_equal(jobs_run(seen.jobs), 0);
	assert_true(now_us() - start >= 450000);
	for (i = 0; i < 9; i++) {
		int there = atoi(c[i].out.buf);

		assert_in_range(there, 1, 3);
		if (there > most)
			most = there;
		child_release(&c[i]);
	}
	assert_int_equal(most, 3);
	jobs_free(seen.jobs);
}

static void test_one_at_a_time_in_order(void **state)
{
	struct seen seen = { .jobs = jobs_new(1) };
	struct child c[5];
	int i;

	for (i = 0; i < 5; i++) {
		sh(&c[i], "exit 0", i);
		if (i < 4)
			jobs_add(seen.jobs, &c[i], done, &seen);
	}
	seen.then = &c[4];
	assert_int_equal(jobs_run(seen.jobs), 0);
	assert_int_equal(seen.nr, 5);
	for (i = 0; i < 5; i++)
		assert_ptr_equal(seen.order[i], &c[i]);
	/* and it can run again */
	jobs_add(seen.jobs, &c[0], done, &seen);
	assert_int_equal(jobs_run(seen.jobs), 0);
	assert_int_equal(seen.nr, 6);
	assert_int_equal(jobs_run(seen.jobs), 0);
	for (i = 0; i < 5; i++)
		child_release(&c[i]);
	jobs_free(seen.jobs);
}

static void test_ends_told_apart(void **state)
{
	struct seen seen = { .jobs = jobs_new(0) };
	struct child c[4];
	int i;

	child_init(&c[0]);
	strvec_push(&c[0].argv, "/no/such/program");
	sh(&c[1], "exit 9", 0);
	sh(&c[2], "kill -ABRT $$", 0);
	sh(&c[3], "sleep 100", 0);
	c[3].timeout_ms = 100;
	for (i = 0; i < 4; i++)
		jobs_add(seen.jobs, &c[i], done, &seen);
	assert_int_equal(jobs_run(seen.jobs), 0);
	assert_int_equal(seen.nr, 4);
	assert_int_equal(c[0].end, CHILD_NOT_STARTED);
	assert_int_equal(c[1].end, CHILD_EXITED);
	assert_int_equal(c[2].end, CHILD_SIGNALLED);
	assert_int_equal(c[2].code, SIGABRT);
	assert_int_equal(c[3].end, CHILD_TIMED_OUT);
	for (i = 0; i < 4; i++)
		child_release(&c[i]);
	jobs_free(seen.jobs);
}

static void test_cancel(void **state)
{
	struct seen seen = { .jobs = jobs_new(2), .cancel = true };
	uint64_t start = now_us();
	struct child c[6];
	int i;

	sh(&c[0], "exit 0", 0);
	for (i = 1; i < 6; i++)
		sh(&c[i], "sleep 100", 0);
	for (i = 0; i < 6; i++)
		jobs_add(seen.jobs, &c[i], done, &seen);
	assert_int_equal(jobs_run(seen.jobs), 0);
	assert_in_range(now_us() - start, 0, 1900000);
	assert_int_equal(seen.nr, 6);
	assert_int_equal(c[0].end, CHILD_EXITED);
	for (i = 1; i < 6; i++)
		assert_int_equal(c[i].end, CHILD_CANCELLED);
	/* cancelled before it runs at all */
	jobs_add(seen.jobs, &c[0], done, &seen);
	jobs_cancel(seen.jobs);
	assert_int_equal(seen.nr, 6);
	assert_int_equal(jobs_run(seen.jobs), 0);
	assert_int_equal(seen.nr, 7);
	assert_int_equal(c[0].end, CHILD_CANCELLED);
	/* what is added after that runs */
	jobs_add(seen.jobs, &c[0], done, &seen);
	assert_int_equal(jobs_run(seen.jobs), 0);
	assert_int_equal(c[0].end, CHILD_EXITED);
	for (i = 0; i < 6; i++)
		child_release(&c[i]);
	/* freed with something queued: not our child's affair */
	jobs_add(seen.jobs, &c[0], done, &seen);
	jobs_free(seen.jobs);
	jobs_free(NULL);
}

/* In a process of its own: what a signal does to a run. */
static int interrupted_run(void)
{
	struct seen seen = { .jobs = jobs_new(3) };
	struct child c[8];
	int i, ret;

	child_catch_signals();
	for (i = 0; i < 8; i++) {
		sh(&c[i], "trap '' INT TERM; sleep 1000 &"
			  "echo $$ $! >>$0/pids; sleep 1000", 0);
		jobs_add(seen.jobs, &c[i], done, &seen);
	}
	ret = jobs_run(seen.jobs);
	if (ret != ERR_INTERRUPTED || seen.nr != 8 ||
	    child_interrupted() != SIGINT)
		return 1;
	for (i = 0; i < 8; i++) {
		if (c[i].end != CHILD_CANCELLED)
			return 2;
		child_release(&c[i]);
	}
	/* it stays interrupted */
	sh(&c[0], "exit 0", 0);
	jobs_add(seen.jobs, &c[0], done, &seen);
	if (jobs_run(seen.jobs) != ERR_INTERRUPTED || seen.nr != 9 ||
	    c[0].end != CHILD_CANCELLED)
		return 3;
	child_release(&c[0]);
	jobs_free(seen.jobs);
	return 0;
}

static void test_interrupted(void **state)
{
	char *pids = unit_path("pids");
	long pid[16];
	size_t i, n;
	int status;
	pid_t run;

	run = fork();
	assert_true(run >= 0);
	if (!run)
		_exit(interrupted_run());
	assert_true(wait_until(read_numbers(pids, pid, 16) >= 6));
	kill(run, SIGINT);
	assert_int_equal(waitpid(run, &status, 0), run);
	assert_int_equal(status, 0);
	n = read_numbers(pids, pid, 16);
	assert_int_equal(n, 6);
	for (i = 0; i < n; i++)
		assert_true(wait_until(!proc_alive(pid[i])));
	free(pids);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outputs_apart),
		cmocka_unit_test(test_few_at_a_time),
		cmocka_unit_test(test_one_at_a_time_in_order),
		cmocka_unit_test(test_ends_told_apart),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_interrupted),
	};

	return cmocka_run_group_tests(tests, unit_setup, unit_teardown);
}
