/* SPDX-License-Identifier: GPL-2.0-only */
#include "jobs.h"

#include <stdlib.h>

struct job {
	struct job *next;
	struct child *child;
	jobs_done_fn *done;
	void *data;
};

struct jobs {
	size_t max;
	struct job *queue, **tail;	/* not yet started, in order */
	struct job *dropped;		/* cancelled before their start */
	struct job **running;		/* nr of them, in no order */
	struct child **children;	/* the same, for child_poll() */
	size_t nr;
};

struct jobs *jobs_new(int max)
{
	struct jobs *j = xcalloc(1, sizeof(*j));

	j->max = max < 1 ? online_cpus() : max;
	j->tail = &j->queue;
	j->running = xcalloc(j->max, sizeof(*j->running));
	j->children = xcalloc(j->max, sizeof(*j->children));
	return j;
}

static void free_list(struct job *job)
{
	while (job) {
		struct job *next = job->next;

		free(job);
		job = next;
	}
}

void jobs_free(struct jobs *j)
{
	if (!j)
		return;
	/* jobs_run() returns when none runs: only done() could come here */
	if (j->nr)
		BUG("jobs_free() while children run");
	free_list(j->queue);
	free_list(j->dropped);
	free(j->running);
	free(j->children);
	free(j);
}

void jobs_add(struct jobs *j, struct child *c, jobs_done_fn *done, void *data)
{
	struct job *job = xmalloc(sizeof(*job));

	*job = (struct job){ .child = c, .done = done, .data = data };
	*j->tail = job;
	j->tail = &job->next;
}

void jobs_cancel(struct jobs *j)
{
	struct job **end = &j->dropped;
	size_t i;

	for (i = 0; i < j->nr; i++)
		child_stop(j->children[i], CHILD_CANCELLED);
	while (*end)
		end = &(*end)->next;
	*end = j->queue;
	j->queue = NULL;
	j->tail = &j->queue;
}

/* Takes @job over; done() may add and cancel. */
static void tell(struct job *job)
{
	struct job copy = *job;

	free(job);
	copy.done(copy.child, copy.data);
}

static struct job *pop(struct job **list)
{
	struct job *job = *list;

	*list = job->next;
	job->next = NULL;
	return job;
}

static void tell_dropped(struct jobs *j)
{
	while (j->dropped) {
		struct job *job = pop(&j->dropped);

		job->child->end = CHILD_CANCELLED;
		job->child->code = 0;
		tell(job);
	}
}

static void start_next(struct jobs *j)
{
	struct job *job = pop(&j->queue);

	if (!j->queue)
		j->tail = &j->queue;
	if (child_start(job->child) < 0) {
		tell(job);
		return;
	}
	j->running[j->nr] = job;
	j->children[j->nr] = job->child;
	j->nr++;
}

static void collect(struct jobs *j)
{
	size_t i = 0;

	while (i < j->nr) {
		struct job *job = j->running[i];

		if (child_running(job->child)) {
			i++;
			continue;
		}
		/* out of the array first: done() may cancel */
		j->nr--;
		j->running[i] = j->running[j->nr];
		j->children[i] = j->children[j->nr];
		tell(job);
	}
}

int jobs_run(struct jobs *j)
{
	while (j->queue || j->dropped || j->nr) {
		if (child_interrupted())
			jobs_cancel(j);
		tell_dropped(j);
		while (j->queue && j->nr < j->max && !child_interrupted())
			start_next(j);
		if (!j->nr)
			continue;
		child_poll(j->children, j->nr);
		collect(j);
	}
	return child_interrupted() ? ERR_INTERRUPTED : 0;
}
