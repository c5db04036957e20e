/* SPDX-License-Identifier: GPL-2.0-only */
#include "runlock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/*
 * A lock of fcntl() is not inherited: a process that was forked and outlives
 * the run keeps nobody out.
 */
int runlock_take(int *lock, const char *path, struct strbuf *err)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd, ret = mkdirs_for(path, err);

	*lock = -1;
	if (ret)
		return ret;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return error_set(err, ERR_UNABLE, "cannot open '%s': %s", path,
				 strerror(errno));
	if (!fcntl(fd, F_SETLK, &all)) {
		*lock = fd;
		return 0;
	}
	if (errno != EACCES && errno != EAGAIN)
		ret = error_set(err, ERR_UNABLE, "cannot lock '%s': %s", path,
				strerror(errno));
	else if (!fcntl(fd, F_GETLK, &all) && all.l_type != F_UNLCK)
		ret = error_set(err, ERR_UNABLE,
				"another run works in this repository, process %d: wait for it or end it",
				(int)all.l_pid);
	else
		ret = error_set(err, ERR_UNABLE,
				"another run worked in this repository until now: try again");
	close(fd);
	return ret;
}

void runlock_drop(int lock)
{
	if (lock >= 0)
		close(lock);
}
