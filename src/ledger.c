/* SPDX-License-Identifier: GPL-2.0-only */
#include "ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ledger {
	char *path;
	int fd;
	int error;	/* errno of the first write that failed */
};

int ledger_open(struct ledger **out, const char *path, struct strbuf *err)
{
	struct ledger *l;
	int fd, ret = mkdirs_for(path, err);

	*out = NULL;
	if (ret)
		return ret;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		  0666);
	if (fd < 0)
		return error_set(err, ERR_UNABLE,
				 "cannot write the ledger '%s': %s", path,
				 strerror(errno));
	l = xcalloc(1, sizeof(*l));
	l->path = xstrdup(path);
	l->fd = fd;
	*out = l;
	return 0;
}

struct ledger *ledger_none(void)
{
	struct ledger *l = xcalloc(1, sizeof(*l));

	l->fd = -1;
	return l;
}

const char *ledger_path(const struct ledger *l)
{
	return l->path;
}

int ledger_close(struct ledger *l, struct strbuf *err)
{
	int ret = 0;

	if (!l)
		return 0;
	if (l->fd >= 0 && close(l->fd) && !l->error)
		l->error = errno;
	if (l->error)
		ret = error_set(err, ERR_UNABLE,
				"cannot write the ledger '%s': %s", l->path,
				strerror(l->error));
	free(l->path);
	free(l);
	return ret;
}

void ledger_add(struct ledger *l, const char *event, json_t *fields)
{
	json_t *line = json_pack("{s:s}", "event", event);
	char *text;
	size_t len;

	if (!line || !fields)
		BUG("a ledger line '%s' that is no JSON", event);
	json_object_update(line, fields);
	json_decref(fields);
	text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER);
	json_decref(line);
	if (!text)
		die("out of memory");
	len = strlen(text);
	text[len++] = '\n';	/* in place of the NUL */
	for (size_t done = 0; l->fd >= 0 && done < len; ) {
		ssize_t n = write(l->fd, text + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			if (!l->error)
				l->error = errno;
			break;
		}
		done += n;
	}
	free(text);
}

json_t *ledger_string(const char *s)
{
	struct strbuf text = STRBUF_INIT;
	json_t *j = s ? json_string(s) : json_null();

	if (j)
		return j;
	for (; *s; s++) {
		if (*s & 0x80)
			strbuf_addf(&text, "\\%03o", (unsigned char)*s);
		else
			strbuf_addch(&text, *s);
	}
	j = json_string(text.buf);
	strbuf_release(&text);
	return j;
}

json_t *ledger_strings(const struct strvec *v)
{
	json_t *list = json_array();

	for (size_t i = 0; i < v->nr; i++)
		json_array_append_new(list, ledger_string(v->v[i]));
	return list;
}
