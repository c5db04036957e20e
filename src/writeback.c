/* SPDX-License-Identifier: GPL-2.0-only */
#include "writeback.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_changed(const struct driver *d, const struct rewrite_result *r,
		       size_t i)
{
	return strbuf_cmp(&d->files[i].text, &r->texts[i]) != 0;
}

static int check_file(const struct driver_file *f, const char *full,
		      struct strbuf *err)
{
	struct strbuf now = STRBUF_INIT;
	struct stat st;
	int ret = 0;

	if (lstat(full, &st) < 0 || !S_ISREG(st.st_mode))
		ret = error_set(err, ERR_UNABLE,
				"'%s' is no regular file any more", full);
	else
		ret = file_read(full, &now, err);
	if (!ret && strbuf_cmp(&now, &f->text))
		ret = error_set(err, ERR_UNABLE,
				"'%s' was changed meanwhile: run this again",
				full);
	strbuf_release(&now);
	return ret;
}

/* A name that nothing has yet; the link to the old bytes makes it ours. */
static int keep_original(const char *full, struct strvec *kept,
			 struct strbuf *err)
{
	for (unsigned i = 0; i < 1000; i++) {
		char *name = i ? xasprintf("%s.orig.%u", full, i) :
				 xasprintf("%s.orig", full);
		int ret = link(full, name);

		if (!ret)
			strvec_push(kept, name);
		free(name);
		if (!ret)
			return 0;
		if (errno != EEXIST)
			break;
	}
	return ERR_UNABLE;
}

/* Where there are no hard links: a copy. */
static int copy_original(const struct driver_file *f, const char *full,
			 struct strvec *kept, struct strbuf *err)
{
	char *name = xasprintf("%s.orig", full);
	int ret;

	if (!access(name, F_OK))
		ret = error_set(err, ERR_UNABLE,
				"'%s' exists, and '%s' is to be kept there",
				name, full);
	else
		ret = file_write(name, f->text.buf, f->text.len, f->mode, err);
	if (!ret)
		strvec_push(kept, name);
	free(name);
	return ret;
}

int writeback(const struct driver *d, const struct rewrite_result *r,
	      struct strvec *kept, struct strbuf *err)
{
	int ret = 0;

	for (int write = 0; write < 2; write++)
		for (size_t i = 0; i < d->nr && !ret; i++) {
			const struct driver_file *f = &d->files[i];
			char *full = xasprintf("%s/%s", d->root, f->path);

			if (!is_changed(d, r, i))
				;
			else if (!write)
				ret = check_file(f, full, err);
			else if (keep_original(full, kept, err))
				ret = copy_original(f, full, kept, err);
			if (!ret && write && is_changed(d, r, i))
				ret = file_write(full, r->texts[i].buf,
						 r->texts[i].len, f->mode, err);
			free(full);
		}
	return ret;
}
