/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files of a side: the core, its header, and a stub for every other header
 * that either of them includes.  All stubs lead to the model.
 */
#include "conform_priv.h"

#include <stdlib.h>
#include <string.h>

/* The name of an #include in the line at @p, in @out; false: it has none. */
static bool include_at(const char *p, size_t n, struct strbuf *out)
{
	const char *end = p + n, *close;

#define SKIP_BLANKS while (p < end && (*p == ' ' || *p == '\t')) p++
	SKIP_BLANKS;
	if (p == end || *p++ != '#')
		return false;
	SKIP_BLANKS;
	if (end - p < 7 || memcmp(p, "include", 7))
		return false;
	p += 7;
	SKIP_BLANKS;
#undef SKIP_BLANKS
	if (p == end || (*p != '<' && *p != '"'))
		return false;
	close = memchr(p + 1, *p == '<' ? '>' : '"', end - p - 1);
	if (!close)
		return false;
	strbuf_reset(out);
	strbuf_add(out, p + 1, close - p - 1);
	return true;
}

static int write_stub(const char *dir, const struct strbuf *name,
		      const char *what, struct strbuf *err)
{
	static const char text[] = "#include <kernel.h>\n";
	char *path;
	int ret;

	if (!strcmp(name->buf, "linux/memremap.h"))
		return 0;
	if (!path_is_safe(name->buf))
		return error_set(err, ERR_UNABLE,
				 "'%s' includes '%s', which the model does not know",
				 what, name->buf);
	path = xasprintf("%s/%s", dir, name->buf);
	ret = mkdirs_for(path, err);
	if (!ret)
		ret = file_write(path, text, strlen(text), 0600, err);
	free(path);
	return ret;
}

int conform_stubs(const struct strbuf *text, const char *what, const char *dir,
		  struct strbuf *err)
{
	const char *p = text->buf, *end = p + text->len;
	struct strbuf name = STRBUF_INIT;
	int ret = 0;

	while (p < end && !ret) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);

		if (include_at(p, n, &name))
			ret = write_stub(dir, &name, what, err);
		p += n + 1;
	}
	strbuf_release(&name);
	return ret;
}

int conform_write(const char *dir, const char *name,
		    const struct strbuf *text, struct strbuf *err)
{
	char *path = xasprintf("%s/%s", dir, name);
	int ret = mkdirs_for(path, err);

	if (!ret)
		ret = file_write(path, text->buf, text->len, 0600, err);
	free(path);
	return ret;
}

int conform_lay_out(struct builder *b, struct side *s, struct strbuf *err)
{
	char *dir = xasprintf("%s/%s", b->dir, s->name);
	char *stubs = xasprintf("%s/stubs", dir);
	int ret = mkdirs(stubs, err);

	if (!ret)
		ret = conform_write(dir, "memremap.c", s->core, err);
	if (!ret)
		ret = conform_write(dir, "include/linux/memremap.h", s->header, err);
	if (!ret)
		ret = conform_stubs(s->core, "memremap.c", stubs, err);
	if (!ret)
		ret = conform_stubs(s->header, "memremap.h", stubs, err);
	free(stubs);
	free(dir);
	return ret;
}
