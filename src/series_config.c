/* SPDX-License-Identifier: GPL-2.0-only */
/* Fragments of .config, for proofs. */
#include "series.h"

#include <stdlib.h>
#include <string.h>

void series_config_init(struct series_config *c, const char *name)
{
	c->name = xstrdup(name);
	strbuf_init(&c->fragment);
	strvec_init(&c->modules);
}

void series_config_release(struct series_config *c)
{
	free(c->name);
	strbuf_release(&c->fragment);
	strvec_release(&c->modules);
}

/* "# M=DIR" lines */
static int read_module_lines(struct series_config *c, const char *path,
			     struct strbuf *err)
{
	static const char mark[] = "# M=";

	for (const char *p = c->fragment.buf; *p; p += *p == '\n') {
		size_t n = strcspn(p, "\n");
		char *dir;

		if (n > strlen(mark) && starts_with(p, mark)) {
			dir = xstrndup(p + strlen(mark), n - strlen(mark));
			if (!path_is_safe(dir) || strpbrk(dir, " \t")) {
				error_set(err, ERR_UNABLE,
					  "%s: 'M=%s' is no directory of the tree",
					  path, dir);
				free(dir);
				return ERR_UNABLE;
			}
			strvec_push(&c->modules, dir);
			free(dir);
		}
		p += n;
	}
	return 0;
}

int series_config_read(struct series_config *c, const char *path,
		       struct strbuf *err)
{
	int ret = file_read(path, &c->fragment, err);

	return ret ? ret : read_module_lines(c, path, err);
}
