/* SPDX-License-Identifier: GPL-2.0-only */
#include "worktree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "child.h"

#define LINK_MODE 0120000
#define SUBMODULE_MODE 0160000

/*
 * The state file: "clean TREE" or, while files are being written, "moving
 * FROM TO" (FROM is zeroes for a first fill), and the last time stamp given.
 * A run that was killed leaves "moving": the paths in which the two trees
 * differ are in doubt, the rest is as it was.
 */
struct state {
	bool known, moving;
	struct oid from, to;	/* clean: both are the tree */
	long long stamp;	/* nanoseconds */
};

struct worktree {
	struct repo *r;
	char *dir, *path;
	int lock_fd, root_fd;
	struct state st;
	struct strvec missing;	/* sorted */
	size_t written;
};

/* One file to be put in place; mode 0: taken away. */
struct item {
	char *path;
	struct oid oid;
	unsigned mode;
};

struct plan {
	struct item *v;
	size_t nr, alloc;
};

/* What the writing threads share. */
struct job {
	struct worktree *w;
	struct plan *plan;
	struct timespec when;
	bool compare;		/* leave files that are right as they are */
	pthread_mutex_t lock;
	size_t next, written;
	int ret;
	struct strbuf *err;
};

/* Keeps the directory of the last file open: paths come sorted. */
struct dirs {
	int root_fd, fd;
	char *name;
};

static void plan_add(struct plan *p, const char *path, const struct oid *oid,
		     unsigned mode)
{
	struct item *it;

	ALLOC_GROW(p->v, p->nr + 1, p->alloc);
	it = &p->v[p->nr++];
	it->path = xstrdup(path);
	it->mode = mode;
	memset(&it->oid, 0, sizeof(it->oid));
	if (oid)
		it->oid = *oid;
}

static void plan_release(struct plan *p)
{
	size_t i;

	for (i = 0; i < p->nr; i++)
		free(p->v[i].path);
	free(p->v);
}

static void state_read(struct worktree *w)
{
	struct strbuf text = STRBUF_INIT;
	char *path = xasprintf("%s/state", w->dir);
	char word[8], a[64], b[64];

	memset(&w->st, 0, sizeof(w->st));
	if (!file_read(path, &text, NULL) &&
	    sscanf(text.buf, "ratchet tree 1\n%7s %40s %40s\nstamp %lld", word,
		   a, b, &w->st.stamp) == 4 &&
	    strlen(a) == OID_HEX && strlen(b) == OID_HEX &&
	    oid_parse(a, &w->st.from) && oid_parse(b, &w->st.to)) {
		w->st.known = true;
		w->st.moving = strcmp(word, "clean") != 0;
	}
	strbuf_release(&text);
	free(path);
}

static int state_write(struct worktree *w, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char *path = xasprintf("%s/state", w->dir);
	char a[OID_HEX + 1], b[OID_HEX + 1];
	int ret;

	oid_hex(&w->st.from, a);
	oid_hex(&w->st.to, b);
	strbuf_addf(&text, "ratchet tree 1\n%s %s %s\nstamp %lld\n",
		    w->st.moving ? "moving" : "clean", a, b, w->st.stamp);
	ret = file_write(path, text.buf, text.len, 0644, err);
	strbuf_release(&text);
	free(path);
	return ret;
}

static int take_lock(struct worktree *w, struct strbuf *err)
{
	char *path = xasprintf("%s/lock", w->dir);
	int ret = 0;

	w->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
			  0644);
	if (w->lock_fd < 0)
		ret = error_set(err, ERR_UNABLE, "cannot open '%s': %s", path,
				strerror(errno));
	else if (flock(w->lock_fd, LOCK_EX | LOCK_NB))
		ret = error_set(err, ERR_UNABLE, "build directory '%s' is in "
				"use by another run: wait for it, or choose "
				"another with --build-dir", w->dir);
	free(path);
	return ret;
}

int worktree_open(struct worktree **out, struct repo *r, const char *dir,
		  struct strbuf *err)
{
	struct worktree *w = xcalloc(1, sizeof(*w));
	char *real;
	int ret;

	w->r = r;
	w->lock_fd = w->root_fd = -1;
	strvec_init(&w->missing);
	ret = mkdirs(dir, err);
	if (ret)
		goto out;
	real = realpath(dir, NULL);
	if (!real) {
		ret = error_set(err, ERR_UNABLE, "cannot find '%s': %s", dir,
				strerror(errno));
		goto out;
	}
	w->dir = real;
	ret = take_lock(w, err);
	if (ret)
		goto out;
	w->path = xasprintf("%s/tree", w->dir);
	ret = mkdirs(w->path, err);
	if (ret)
		goto out;
	w->root_fd = open(w->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
			  O_NOFOLLOW);
	if (w->root_fd < 0) {
		ret = error_set(err, ERR_UNABLE, "cannot open '%s': %s",
				w->path, strerror(errno));
		goto out;
	}
	state_read(w);
out:
	if (ret)
		worktree_close(w);
	else
		*out = w;
	return ret;
}

void worktree_close(struct worktree *w)
{
	if (!w)
		return;
	if (w->root_fd >= 0)
		close(w->root_fd);
	if (w->lock_fd >= 0)
		close(w->lock_fd);
	strvec_release(&w->missing);
	free(w->path);
	free(w->dir);
	free(w);
}

const char *worktree_path(const struct worktree *w)
{
	return w->path;
}

const char *worktree_dir(const struct worktree *w)
{
	return w->dir;
}

const struct strvec *worktree_missing(const struct worktree *w)
{
	return &w->missing;
}

size_t worktree_written(const struct worktree *w)
{
	return w->written;
}

/*
 * Open the directory of @path part by part and never through a link: what
 * stands in the way (a link or file where a directory is due) is removed.
 * @make false: -1 with ENOENT if it is not there.
 */
static int open_parent(struct dirs *d, const char *path, bool make,
		       const char **base)
{
	const char *slash = strrchr(path, '/'), *s = path;
	size_t len = slash ? slash - path : 0, n;
	int fd, next;

	*base = slash ? slash + 1 : path;
	if (d->fd >= 0 && strlen(d->name) == len && !strncmp(d->name, path, len))
		return d->fd;
	if (d->fd >= 0)
		close(d->fd);
	free(d->name);
	d->name = xstrndup(path, len);
	d->fd = -1;
	fd = openat(d->root_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (; fd >= 0 && s < path + len; s += n + 1) {
		char part[NAME_MAX + 1];

		n = strcspn(s, "/");
		if (n > NAME_MAX) {
			close(fd);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(part, s, n);
		part[n] = '\0';
		next = openat(fd, part, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
			      O_NOFOLLOW);
		if (next < 0 && make && (errno == ENOENT || errno == ELOOP ||
					 errno == ENOTDIR)) {
			if (errno != ENOENT)
				unlinkat(fd, part, 0);
			/* another thread may be making it too */
			if (!mkdirat(fd, part, 0777) || errno == EEXIST)
				next = openat(fd, part, O_RDONLY | O_DIRECTORY |
					      O_CLOEXEC | O_NOFOLLOW);
		}
		close(fd);
		fd = next;
	}
	d->fd = fd;
	return fd;
}

static void dirs_release(struct dirs *d)
{
	if (d->fd >= 0)
		close(d->fd);
	free(d->name);
	d->fd = -1;
	d->name = NULL;
}

static int remove_below(int fd, const char *name)
{
	struct dirent *e;
	DIR *dir;
	int sub, ret = 0;

	if (!unlinkat(fd, name, 0) || errno == ENOENT)
		return 0;
	sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (sub < 0)
		return -1;
	dir = fdopendir(sub);
	if (!dir) {
		close(sub);
		return -1;
	}
	while (!ret && (e = readdir(dir)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			ret = remove_below(sub, e->d_name);
	closedir(dir);
	return ret ? ret : unlinkat(fd, name, AT_REMOVEDIR);
}

static bool same_file(int fd, const char *base, const struct item *it)
{
	struct strbuf text = STRBUF_INIT;
	struct stat st;
	struct oid oid;
	bool same = false;
	ssize_t n = 0;
	int file = -1;

	if (fstatat(fd, base, &st, AT_SYMLINK_NOFOLLOW))
		return false;
	if (it->mode == SUBMODULE_MODE)
		return S_ISDIR(st.st_mode);
	if (it->mode == LINK_MODE ? !S_ISLNK(st.st_mode) :
	    !S_ISREG(st.st_mode) ||
	    !(st.st_mode & 0100) != !(it->mode & 0100))
		return false;
	strbuf_grow(&text, st.st_size + 1);
	if (it->mode == LINK_MODE) {
		n = readlinkat(fd, base, text.buf, st.st_size + 1);
	} else {
		file = openat(fd, base, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		while (file >= 0 && text.len < (size_t)st.st_size &&
		       (n = read(file, text.buf + text.len,
				 st.st_size - text.len)) > 0)
			strbuf_setlen(&text, text.len + n);
		if (file >= 0)
			close(file);
		n = file < 0 ? -1 : (ssize_t)text.len;
	}
	if (n == st.st_size) {
		oid_of_blob(text.buf, n, &oid);
		same = oid_equal(&oid, &it->oid);
	}
	strbuf_release(&text);
	return same;
}

static int write_all(int fd, const char *buf, size_t len)
{
	ssize_t n;

	for (; len; buf += n, len -= n) {
		n = write(fd, buf, len);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n < 0)
			return -1;
	}
	return 0;
}

static int write_file(struct job *j, int fd, const char *base,
		      const struct item *it, const struct strbuf *content)
{
	struct timespec times[2] = { j->when, j->when };
	int file, ret;

	if (remove_below(fd, base))
		return -1;
	if (it->mode == SUBMODULE_MODE)
		return mkdirat(fd, base, 0777);
	if (it->mode == LINK_MODE)
		return symlinkat(content->buf, fd, base) ||
		       utimensat(fd, base, times, AT_SYMLINK_NOFOLLOW) ? -1 : 0;
	file = openat(fd, base, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC |
		      O_NOFOLLOW, it->mode & 0100 ? 0777 : 0666);
	if (file < 0)
		return -1;
	ret = write_all(file, content->buf, content->len);
	if (!ret)
		ret = futimens(file, times);
	if (close(file))
		ret = -1;
	return ret;
}

static void job_fail(struct job *j, int code, const char *what,
		     const char *path)
{
	pthread_mutex_lock(&j->lock);
	if (!j->ret)
		j->ret = error_set(j->err, code, "%s '%s/%s': %s", what,
				   j->w->path, path, strerror(errno));
	pthread_mutex_unlock(&j->lock);
}

static void put_item(struct job *j, struct dirs *d, const struct item *it)
{
	struct strbuf content = STRBUF_INIT, why = STRBUF_INIT;
	const char *base;
	int fd, ret = 0;

	fd = open_parent(d, it->path, true, &base);
	if (fd < 0) {
		job_fail(j, ERR_UNABLE, "cannot make the directory of",
			 it->path);
		return;
	}
	if (j->compare && same_file(fd, base, it))
		return;
	if (it->mode != SUBMODULE_MODE)
		ret = repo_blob_read(j->w->r, &it->oid, &content, &why);
	if (ret == ERR_NOT_FOUND) {
		remove_below(fd, base);
		pthread_mutex_lock(&j->lock);
		strvec_push(&j->w->missing, it->path);
		pthread_mutex_unlock(&j->lock);
	} else if (ret) {
		pthread_mutex_lock(&j->lock);
		if (!j->ret)
			j->ret = error_set(j->err, ret, "%s", why.buf);
		pthread_mutex_unlock(&j->lock);
	} else if (write_file(j, fd, base, it, &content)) {
		job_fail(j, ERR_UNABLE, "cannot write", it->path);
	} else {
		pthread_mutex_lock(&j->lock);
		j->written++;
		pthread_mutex_unlock(&j->lock);
	}
	strbuf_release(&content);
	strbuf_release(&why);
}

#define CHUNK 64

static void *writer(void *data)
{
	struct job *j = data;
	struct dirs d = { .root_fd = j->w->root_fd, .fd = -1 };
	size_t i, from;
	int stop;

	for (;;) {
		pthread_mutex_lock(&j->lock);
		if (!j->ret && child_interrupted())
			j->ret = error_set(j->err, ERR_INTERRUPTED,
					   "interrupted");
		stop = j->ret;
		from = j->next;
		j->next += CHUNK;
		pthread_mutex_unlock(&j->lock);
		if (stop || from >= j->plan->nr)
			break;
		for (i = from; i < from + CHUNK && i < j->plan->nr; i++)
			if (j->plan->v[i].mode)
				put_item(j, &d, &j->plan->v[i]);
	}
	dirs_release(&d);
	return NULL;
}

/* Take away a file, and the directories that it leaves empty. */
static int drop_item(struct worktree *w, const char *path, struct strbuf *err)
{
	struct dirs d = { .root_fd = w->root_fd, .fd = -1 };
	char *p = xstrdup(path), *slash;
	const char *base;
	int fd, ret = 0;

	fd = open_parent(&d, p, false, &base);
	if (fd >= 0 && remove_below(fd, base))
		ret = error_set(err, ERR_UNABLE, "cannot remove '%s/%s': %s",
				w->path, path, strerror(errno));
	while (!ret && fd >= 0 && (slash = strrchr(p, '/'))) {
		*slash = '\0';
		fd = open_parent(&d, p, false, &base);
		if (fd < 0 || unlinkat(fd, base, AT_REMOVEDIR))
			break;
	}
	dirs_release(&d);
	free(p);
	return ret;
}

/* A stamp newer than all given before, and than all that was built meanwhile. */
static void next_stamp(struct worktree *w, struct timespec *out)
{
	struct timespec now;
	long long ns;

	clock_gettime(CLOCK_REALTIME, &now);
	ns = now.tv_sec * 1000000000ll + now.tv_nsec;
	if (ns <= w->st.stamp)
		ns = w->st.stamp + 1000000;
	w->st.stamp = ns;
	out->tv_sec = ns / 1000000000ll;
	out->tv_nsec = ns % 1000000000ll;
}

/*
 * The file system's clock lags behind by up to a tick: wait until what is
 * built from now on is younger than what was written.
 */
static void let_tick(void)
{
	struct timespec tick = { .tv_nsec = 12 * 1000 * 1000 };

	nanosleep(&tick, NULL);
}

static int run_plan(struct worktree *w, struct plan *plan, bool compare,
		    struct strbuf *err)
{
	struct job j = { .w = w, .plan = plan, .compare = compare, .err = err };
	pthread_t other;
	bool threaded;
	size_t i;

	for (i = 0; i < plan->nr; i++) {
		int ret = 0;

		if (!path_is_safe(plan->v[i].path))
			ret = error_set(err, ERR_UNABLE, "the tree holds the "
					"path '%s', which is not safe to write",
					plan->v[i].path);
		else if (!plan->v[i].mode)
			ret = drop_item(w, plan->v[i].path, err);
		if (ret)
			return ret;
	}
	next_stamp(w, &j.when);
	pthread_mutex_init(&j.lock, NULL);
	threaded = plan->nr > CHUNK &&
		   !pthread_create(&other, NULL, writer, &j);
	writer(&j);
	if (threaded)
		pthread_join(other, NULL);
	pthread_mutex_destroy(&j.lock);
	strvec_sort_uniq(&w->missing);
	w->written = j.written;
	let_tick();
	return j.ret;
}

static int walk_one(const char *path, const struct oid *oid, unsigned mode,
		    void *data)
{
	plan_add(data, path, oid, mode);
	return 0;
}

static int item_cmp(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->path,
		      ((const struct item *)b)->path);
}

/* Whatever stands there and is not in the tree goes away. */
static int add_strays(struct worktree *w, struct plan *plan, struct strbuf *err)
{
	char *roots[] = { w->path, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	size_t nr = plan->nr, skip = strlen(w->path) + 1;
	FTSENT *e;

	if (!fts)
		return error_set(err, ERR_UNABLE, "cannot read '%s': %s",
				 w->path, strerror(errno));
	qsort(plan->v, nr, sizeof(*plan->v), item_cmp);
	while ((e = fts_read(fts))) {
		struct item key = { .path = e->fts_path + skip };

		if (e->fts_level == 0 || e->fts_info == FTS_D ||
		    e->fts_info == FTS_DP)
			continue;
		if (!bsearch(&key, plan->v, nr, sizeof(*plan->v), item_cmp))
			plan_add(plan, key.path, NULL, 0);
	}
	fts_close(fts);
	return 0;
}

/* The paths in which any two of the trees differ, as @tree has them. */
static int plan_diff(struct worktree *w, const struct oid *tree,
		     struct plan *plan, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	size_t i;
	int ret;

	ret = repo_tree_diff(w->r, &w->st.from, tree, &paths, err);
	if (!ret && w->st.moving)
		ret = repo_tree_diff(w->r, &w->st.to, tree, &paths, err);
	if (!ret && w->st.moving)
		ret = repo_tree_diff(w->r, &w->st.from, &w->st.to, &paths, err);
	strvec_sort_uniq(&paths);
	for (i = 0; i < paths.nr && !ret; i++) {
		struct oid oid;
		unsigned mode = 0;

		ret = repo_tree_lookup(w->r, tree, paths.v[i], &oid, &mode,
				       err);
		if (ret == ERR_NOT_FOUND) {
			plan_add(plan, paths.v[i], NULL, 0);
			ret = 0;
		} else if (!ret) {
			plan_add(plan, paths.v[i], &oid, mode);
		}
	}
	strvec_release(&paths);
	return ret;
}

static bool tree_empty(const struct worktree *w)
{
	DIR *d = opendir(w->path);
	struct dirent *e;
	int n = 0;

	while (d && n <= 2 && (e = readdir(d)))
		n++;
	if (d)
		closedir(d);
	return n <= 2;
}

bool worktree_at(const struct worktree *w, struct oid *tree)
{
	if (!w->st.known || w->st.moving || tree_empty(w))
		return false;
	*tree = w->st.to;
	return true;
}

int worktree_move(struct worktree *w, const struct oid *tree,
		  struct strbuf *err)
{
	struct plan plan = { 0 };
	bool full;
	int ret;

	w->written = 0;
	if (w->st.known && tree_empty(w))
		w->st.known = false;
	if (w->st.known && !w->st.moving && oid_equal(&w->st.to, tree))
		return 0;
	full = !w->st.known || oid_is_null(&w->st.from);
	if (!full)
		/* a tree that was collected as garbage cannot be compared */
		full = plan_diff(w, tree, &plan, NULL) != 0;
	if (full) {
		plan_release(&plan);
		memset(&plan, 0, sizeof(plan));
		ret = repo_tree_walk(w->r, tree, walk_one, &plan, err);
		if (!ret)
			ret = add_strays(w, &plan, err);
		if (ret)
			goto out;
		strvec_release(&w->missing);
	}
	/* killed twice: what the first run left in doubt still is */
	if (full || w->st.moving)
		memset(&w->st.from, 0, sizeof(w->st.from));
	w->st.known = w->st.moving = true;
	w->st.to = *tree;
	ret = state_write(w, err);
	if (!ret)
		ret = run_plan(w, &plan, full, err);
	if (ret)
		goto out;
	w->st.moving = false;
	w->st.from = *tree;
	ret = state_write(w, err);
out:
	plan_release(&plan);
	return ret;
}
