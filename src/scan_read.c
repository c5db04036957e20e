/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan_read: look at many files with several threads.
 *
 * A file of the work tree is read first and judged afterwards: fstat() of the
 * same descriptor after the read says whether the index vouches for what was
 * read, so a file that is written to meanwhile is noticed.  Whatever the work
 * tree does not have is taken from the object store.
 */
#include "scan.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "scan_priv.h"

#define CHUNK 64			/* files a thread takes at a time */
#define BUFFER_MIN ((size_t)256 << 10)	/* almost every source file fits */
#define BUFFER_KEEP ((size_t)4 << 20)	/* more is given back at once */

struct shared {
	struct scan_read *job;
	int root_fd;		/* the work tree, -1: none */
	atomic_size_t next;	/* first file that nobody has taken */
	atomic_int ret;		/* first error; ends all threads */
	pthread_mutex_t lock;	/* for what follows, and job's results */
	struct strbuf *err;
};

/* The words of a file that was not seen before. */
struct listed {
	struct oid oid;
	unsigned char *filter;
	uint32_t size;
};

struct worker {
	struct shared *shared;
	pthread_t thread;
	struct match_state *match;
	struct scan *found;	/* this thread's rows and missing files */
	word_bits *bits;
	struct strbuf buf;
	size_t read_worktree, read_store;
	struct word_lister *lister;	/* NULL: nobody asks for words */
	struct listed *listed;
	size_t nr_listed, alloc_listed;
};

static void buffer_reset(struct strbuf *buf)
{
	if (buf->alloc > BUFFER_KEEP)
		strbuf_release(buf);
	strbuf_reset(buf);
	strbuf_grow(buf, BUFFER_MIN);
}

/*
 * All of @fd to @buf; @st is from after the read.  False if it is no regular
 * file, cannot be read, or changes its size.
 */
static bool read_all(int fd, struct strbuf *buf, struct stat *st)
{
	for (;;) {
		size_t room = buf->alloc - buf->len - 1;
		ssize_t n = read(fd, buf->buf + buf->len, room);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		strbuf_setlen(buf, buf->len + n);
		if (fstat(fd, st) || !S_ISREG(st->st_mode))
			return false;
		if ((off_t)buf->len == st->st_size)
			return true;
		if (!n || (off_t)buf->len > st->st_size)
			return false;
		strbuf_grow(buf, st->st_size - buf->len + 1);
	}
}

static bool hash_is(const struct strbuf *buf, const struct oid *oid)
{
	struct oid actual;

	oid_of_blob(buf->buf, buf->len, &actual);
	return oid_equal(&actual, oid);
}

/* Are the bytes of @f in the work tree?  They are in w->buf then. */
static bool read_worktree(struct worker *w, const struct scan_file *f)
{
	struct shared *sh = w->shared;
	enum index_match match;
	struct stat st;
	bool ok;
	int fd;

	/* nothing in a work tree may make us wait or lead us elsewhere */
	fd = openat(sh->root_fd, f->path,
		    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return false;
	buffer_reset(&w->buf);
	ok = read_all(fd, &w->buf, &st);
	close(fd);
	if (!ok)
		return false;
	match = repo_index_match(sh->job->index, f->entry, &st);
	if (match == INDEX_DIFFERS)
		return false;
	return match == INDEX_SAME || hash_is(&w->buf, &f->oid);
}

static void list_words(struct worker *w, const struct oid *oid)
{
	struct listed *l;

	ALLOC_GROW(w->listed, w->nr_listed + 1, w->alloc_listed);
	l = &w->listed[w->nr_listed++];
	l->oid = *oid;
	l->filter = word_lister_run(w->lister, w->buf.buf, w->buf.len, &l->size);
}

static int look_at(struct worker *w, const struct scan_file *f,
		   struct strbuf *err)
{
	struct shared *sh = w->shared;
	int ret;

	/* nothing is looked for: only whether it is there is of interest */
	if (!sh->job->scan->words.nr && !w->lister &&
	    repo_blob_is_there(sh->job->repo, &f->oid))
		return 0;
	if (f->entry != ENTRY_NONE && sh->root_fd >= 0 &&
	    read_worktree(w, f)) {
		w->read_worktree++;
	} else {
		buffer_reset(&w->buf);
		ret = repo_blob_read(sh->job->repo, &f->oid, &w->buf, err);
		if (ret == ERR_NOT_FOUND) {
			scan_add_missing(w->found, f->path, &f->oid);
			return 0;
		}
		if (ret)
			return ret;
		w->read_store++;
	}
	if (w->lister && !f->known)
		list_words(w, &f->oid);
	if (match_run(w->match, w->buf.buf, w->buf.len, w->bits))
		scan_add_row(w->found, f->path, w->bits);
	return 0;
}

static void fail(struct shared *sh, int ret, struct strbuf *err)
{
	pthread_mutex_lock(&sh->lock);
	if (!sh->ret) {
		sh->ret = ret;
		if (sh->err)
			strbuf_swap(sh->err, err);
	}
	pthread_mutex_unlock(&sh->lock);
}

static void *worker_main(void *data)
{
	struct worker *w = data;
	struct shared *sh = w->shared;
	struct strbuf err = STRBUF_INIT;
	int ret = 0;

	while (!ret && !sh->ret) {
		size_t i = atomic_fetch_add(&sh->next, CHUNK);
		size_t end = i + CHUNK;

		if (i >= sh->job->nr)
			break;
		if (end > sh->job->nr)
			end = sh->job->nr;
		for (; i < end && !ret; i++)
			ret = look_at(w, &sh->job->files[i], &err);
		if (!ret && child_interrupted())
			ret = error_set(&err, ERR_INTERRUPTED, "interrupted");
	}
	if (ret)
		fail(sh, ret, &err);
	strbuf_release(&err);
	return NULL;
}

static int worker_init(struct worker *w, struct shared *sh, struct strbuf *err)
{
	const struct scan *s = sh->job->scan;

	w->shared = sh;
	w->found = scan_new(&s->tree, &s->words);
	w->bits = xcalloc(s->stride + 1, sizeof(*w->bits));
	strbuf_init(&w->buf);
	if (sh->job->words)
		w->lister = word_lister_new();
	return match_state_new(&w->match, sh->job->matcher, err);
}

/* Hand the results over, and clean up. */
static void worker_finish(struct worker *w)
{
	struct scan_read *job = w->shared->job;
	size_t i;

	for (i = 0; w->found && i < w->found->nr_rows; i++)
		scan_add_row(job->scan, w->found->rows[i].path,
			     w->found->rows[i].bits);
	for (i = 0; w->found && i < w->found->nr_missing; i++)
		scan_add_missing(job->scan, w->found->missing[i].path,
				 &w->found->missing[i].oid);
	for (i = 0; i < w->nr_listed; i++) {
		struct listed *l = &w->listed[i];

		scan_words_add(job->words, &l->oid, l->filter, l->size);
	}
	free(w->listed);
	word_lister_free(w->lister);
	job->read_worktree += w->read_worktree;
	job->read_store += w->read_store;
	scan_free(w->found);
	match_state_free(w->match);
	free(w->bits);
	strbuf_release(&w->buf);
}

int scan_read(struct scan_read *job, struct strbuf *err)
{
	struct shared sh = { .job = job, .root_fd = -1, .err = err,
			     .lock = PTHREAD_MUTEX_INITIALIZER };
	size_t max = job->nr / CHUNK + 1;
	int threads = job->threads < 1 ? online_cpus() : job->threads;
	struct worker *w;
	int i, ret = 0, started = 0;

	if ((size_t)threads > max)
		threads = max;
	if (job->index && repo_workdir(job->repo))
		sh.root_fd = open(repo_workdir(job->repo),
				  O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	w = xcalloc(threads, sizeof(*w));
	for (i = 0; i < threads && !ret; i++)
		ret = worker_init(&w[i], &sh, err);
	/* the first is this thread; with fewer it only takes longer */
	for (i = 1; i < threads && !ret; i++) {
		if (pthread_create(&w[i].thread, NULL, worker_main, &w[i]))
			break;
		started++;
	}
	if (!ret)
		worker_main(&w[0]);
	for (i = 1; i <= started; i++)
		pthread_join(w[i].thread, NULL);
	if (!ret)
		ret = sh.ret;
	for (i = 0; i < threads; i++)
		worker_finish(&w[i]);
	free(w);
	if (sh.root_fd >= 0)
		close(sh.root_fd);
	return ret;
}
