// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs scenarios, each in a process of its own, and prints their records:
 *
 *   = SCENARIO CLAUSE FAULT [NAME]	a run begins; FAULT is 0 for the plain one
 *   > TEXT		an event of the trace
 *   ! CLAUSE TEXT	violated
 *   . CLAUSE N		so many checks of a clause were made and held
 *   - CLAUSE TEXT	not applicable
 *   ~ W			a known weakness was seen
 *   ? SYMBOL		the model does not know it
 *   @ refused		what came before was turned down by clause 7
 *   E TEXT		what a sanitizer said, if the run ended by it
 *   ; HOW N		the run's end, and how many calls could have failed
 *   # RUNS SCENARIOS	everything was run
 *
 *	harness SHARD SHARDS CONFIGURATION [first]
 *
 * With "first" it ends with the first run that is not as it should be.
 */
#define _GNU_SOURCE
#include "host.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define RECORD_MAX (1u << 20)
/* What a run takes is a few milliseconds of the processor's time. */
#define CPU_USEC 400000
/* Runs that do not end cost that: the answer is known after a few. */
#define ENDLESS_MAX 3

struct record {
	volatile int points;	/* -1: the run did not get to its end */
	volatile size_t len;
	char fault[64];
	char text[RECORD_MAX];
};

static struct record *record;
static int endless;
static bool first_only, found;
static int complaints;		/* a file: stderr of the run */

void host_line(const char *text)
{
	size_t n = strlen(text);

	if (record->len + n + 2 > RECORD_MAX)
		host_stop();
	memcpy(record->text + record->len, text, n);
	record->text[record->len + n] = '\n';
	record->len += n + 1;
}

void host_stop(void)
{
	const char *name = NULL;
	int points = run_end(&name);

	snprintf(record->fault, sizeof(record->fault), "%s", name ? name : "");
	record->points = points;
	_exit(0);
}

void *host_alloc(size_t n)
{
	void *p = calloc(1, n);

	if (!p)
		abort();
	return p;
}

void host_free(void *p)
{
	free(p);
}

int host_format(char *out, size_t n, const char *fmt, va_list ap)
{
	return vsnprintf(out, n, fmt, ap);
}

static void child(const struct scenario *s, int fault)
{
	struct rlimit cpu = { 1, 2 }, no_core = { 0, 0 };
	struct itimerval limit = { .it_value.tv_usec = CPU_USEC };

	dup2(complaints, STDERR_FILENO);
	setitimer(ITIMER_PROF, &limit, NULL);
	setrlimit(RLIMIT_CPU, &cpu);
	setrlimit(RLIMIT_CORE, &no_core);
	run_begin(fault);
	s->run(s->arg);
	host_stop();
}

/* The lines that say what happened. */
static void print_complaints(void)
{
	char text[4096], *save = NULL;
	ssize_t n = pread(complaints, text, sizeof(text) - 1, 0);

	text[n < 0 ? 0 : n] = '\0';
	for (char *s = strtok_r(text, "\n", &save); s;
	     s = strtok_r(NULL, "\n", &save))
		if (strstr(s, "ERROR: ") || strstr(s, "runtime error: "))
			printf("E %s\n", s);
}

static void print_end(int status, int points)
{
	if (WIFEXITED(status) && !WEXITSTATUS(status) && points >= 0)
		printf("; ok %d\n", points);
	else if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGPROF ||
					 WTERMSIG(status) == SIGXCPU ||
					 WTERMSIG(status) == SIGKILL))
		printf("; endless %d\n", ++endless);
	else if (WIFSIGNALED(status))
		printf("; signal %d\n", WTERMSIG(status));
	else
		printf("; exit %d\n", WEXITSTATUS(status));
}

/* How many calls could have failed, or -1. */
static int run(const struct scenario *s, int fault)
{
	int status = 0;
	pid_t pid;

	if (ftruncate(complaints, 0) || lseek(complaints, 0, SEEK_SET))
		exit(3);
	record->points = -1;
	record->len = 0;
	record->fault[0] = '\0';
	fflush(stdout);
	pid = fork();
	if (pid < 0) {
		perror("fork");
		exit(3);
	}
	if (!pid)
		child(s, fault);
	while (waitpid(pid, &status, 0) < 0)
		;
	printf("= %s %d %d %s\n", s->name, s->clause, fault, record->fault);
	fwrite(record->text, 1, record->len, stdout);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		print_complaints();
	found |= !WIFEXITED(status) || WEXITSTATUS(status) ||
		 memmem(record->text, record->len, "\n! ", 3);
	print_end(status, record->points);
	return record->points;
}

int main(int argc, char **argv)
{
	int shard = argc >= 4 ? atoi(argv[1]) : 0;
	int shards = argc >= 4 ? atoi(argv[2]) : 0;
	const struct scenario *list = scenario_list(argc >= 4 ? argv[3] : "");
	int runs = 0, scenarios = 0;

	record = mmap(NULL, sizeof(*record), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	complaints = memfd_create("complaints", MFD_CLOEXEC);
	if (complaints < 0 || record == MAP_FAILED || shards < 1 || !list)
		return 3;
	first_only = argc == 5;
	for (int i = 0; list[i].name && endless < ENDLESS_MAX; i++) {
		int points;

		if (found && first_only)
			break;

		if (i % shards != shard)
			continue;
		points = run(&list[i], 0);
		runs++;
		scenarios++;
		for (int k = 1; list[i].faults && k <= points; k++) {
			if (endless >= ENDLESS_MAX || (found && first_only))
				break;
			run(&list[i], k);
			runs++;
		}
	}
	printf("# %d %d\n", runs, scenarios);
	return 0;
}
