/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * repo_ref: references.  A run that is killed as it writes one leaves git's
 * lock file behind, and nobody could write that reference again until somebody
 * removes it by hand.  So a file of ours says what is being written: where it
 * still does and its writer is dead, the lock file is the dead one's.
 */
#include "repo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "repo_priv.h"

#define WAIT_US 2000000		/* for another run that writes */
#define STALE_US 1000000	/* no living git holds one that long */

int repo_ref_read(struct repo *r, const char *name, struct oid *out,
		  struct strbuf *err)
{
	git_oid id;
	int ret = git_reference_name_to_id(&id, r->git, name);

	if (ret == GIT_ENOTFOUND || ret == GIT_EINVALIDSPEC)
		return ERR_NOT_FOUND;
	if (ret < 0)
		return repo_error(err, ERR_UNABLE, "cannot read '%s'", name);
	oid_from_git(out, &id);
	return 0;
}

static int error_ref(struct strbuf *err, const char *name, int code)
{
	switch (code) {
	case GIT_EEXISTS:
	case GIT_EMODIFIED:
	case GIT_ENOTFOUND:
		return error_set(err, ERR_EXISTS,
				 "'%s' is not what it was: somebody else changed it; nothing was written",
				 name);
	case GIT_ELOCKED:
		return error_set(err, ERR_UNABLE,
				 "'%s' is locked by another git process; if none is running, remove its .lock file",
				 name);
	default:
		return repo_error(err, ERR_UNABLE, "cannot write '%s'", name);
	}
}

static void sleep_us(int64_t us)
{
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&t, NULL);
}

/* Held for the time of one write; the kernel takes it from who dies. */
static int lock_journal(int fd, const char *path, struct strbuf *err)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	uint64_t start = now_us();

	while (fcntl(fd, F_SETLK, &all)) {
		if (errno != EACCES && errno != EAGAIN && errno != EINTR)
			return error_set(err, ERR_UNABLE,
					 "cannot lock '%s': %s", path,
					 strerror(errno));
		if (now_us() - start > WAIT_US)
			return error_set(err, ERR_UNABLE,
					 "another run is writing a reference: try again");
		sleep_us(10000);
	}
	return 0;
}

static int64_t stamp_us(const struct timespec *t)
{
	return t->tv_sec * INT64_C(1000000) + t->tv_nsec / 1000;
}

/*
 * Remove a lock file that was made since @since, when a run wrote here and
 * died.  One that is older is somebody else's.
 */
static int remove_stale(const char *path, int64_t since, struct strbuf *err)
{
	struct stat st;
	int64_t age;

	if (lstat(path, &st) || !S_ISREG(st.st_mode) ||
	    stamp_us(&st.st_ctim) < since)
		return 0;
	age = wall_clock_us() - stamp_us(&st.st_ctim);
	if (age < STALE_US)
		sleep_us(age < 0 ? STALE_US : STALE_US - age);
	if (unlink(path) && errno != ENOENT)
		return error_set(err, ERR_UNABLE, "cannot remove '%s': %s",
				 path, strerror(errno));
	return 0;
}

/* What a run that died left of writing the reference that @fd names. */
static int clean_up(struct repo *r, int fd, struct strbuf *err)
{
	char name[4096], *lock, *packed;
	ssize_t n = pread(fd, name, sizeof(name) - 1, 0);
	struct stat st;
	int ret;

	if (n <= 0)
		return 0;
	name[n] = '\0';
	if (!repo_ref_name_valid(name) || fstat(fd, &st))
		return 0;
	lock = xasprintf("%s/%s.lock", r->common_dir, name);
	packed = xasprintf("%s/packed-refs.lock", r->common_dir);
	ret = remove_stale(lock, stamp_us(&st.st_mtim), err);
	if (!ret)
		ret = remove_stale(packed, stamp_us(&st.st_mtim), err);
	free(packed);
	free(lock);
	return ret;
}

int repo_ref_begin(struct repo *r, const char *name, int *journal,
		   struct strbuf *err)
{
	char *path = xasprintf("%s/ratchet/writing", r->common_dir);
	size_t n = strlen(name);
	int ret = mkdirs_for(path, err);

	*journal = -1;
	if (!ret) {
		*journal = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
				0644);
		if (*journal < 0)
			ret = error_set(err, ERR_UNABLE, "cannot open '%s': %s",
					path, strerror(errno));
	}
	if (!ret)
		ret = lock_journal(*journal, path, err);
	if (!ret)
		ret = clean_up(r, *journal, err);
	if (!ret && (ftruncate(*journal, 0) ||
		     pwrite(*journal, name, n, 0) != (ssize_t)n))
		ret = error_set(err, ERR_UNABLE, "cannot write '%s': %s", path,
				strerror(errno));
	if (ret && *journal >= 0) {
		close(*journal);
		*journal = -1;
	}
	free(path);
	return ret;
}

void repo_ref_end(int journal)
{
	if (ftruncate(journal, 0))
		log_warn("cannot empty ratchet/writing: %s", strerror(errno));
	close(journal);
}

int repo_ref_update(struct repo *r, const char *name, const struct oid *new_id,
		    const struct oid *old, const char *reflog,
		    struct strbuf *err)
{
	git_reference *ref = NULL;
	git_oid id, expected;
	int journal, ret = repo_ref_begin(r, name, &journal, err);

	if (ret)
		return ret;
	oid_to_git(&id, new_id);
	if (old) {
		oid_to_git(&expected, old);
		ret = git_reference_create_matching(&ref, r->git, name, &id, 1,
						    &expected, reflog);
	} else {
		ret = git_reference_create(&ref, r->git, name, &id, 0, reflog);
	}
	git_reference_free(ref);
	repo_ref_end(journal);
	return ret < 0 ? error_ref(err, name, ret) : 0;
}

int repo_ref_delete(struct repo *r, const char *name, struct strbuf *err)
{
	git_reference *ref = NULL;
	int journal, ret = git_reference_lookup(&ref, r->git, name);

	git_reference_free(ref);
	if (ret == GIT_ENOTFOUND)
		return ERR_NOT_FOUND;
	if (ret < 0)
		return error_ref(err, name, ret);
	ret = repo_ref_begin(r, name, &journal, err);
	if (ret)
		return ret;
	ret = git_reference_remove(r->git, name);
	repo_ref_end(journal);
	return ret < 0 ? error_ref(err, name, ret) : 0;
}

bool repo_ref_name_valid(const char *name)
{
	int valid = 0;

	git_libgit2_init();
	if (git_reference_name_is_valid(&valid, name) < 0)
		valid = 0;
	git_libgit2_shutdown();
	return valid && starts_with(name, "refs/");
}
