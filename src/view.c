/* SPDX-License-Identifier: GPL-2.0-only */
#include "view.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* More quoted includes than any driver has; against endless input. */
#define VIEW_MAX 512

static bool view_has(const struct view *v, const char *path)
{
	for (size_t i = 0; i < v->nr; i++)
		if (!strcmp(v->files[i].path, path))
			return true;
	return false;
}

static int add_file(struct view *v, const struct snapshot *from,
		    const char *path)
{
	struct view_file *f;
	struct oid oid;
	unsigned mode;

	if (view_has(v, path))
		return 0;
	/* links are never followed */
	if (snapshot_stat(from, path, &oid, &mode) || !S_ISREG(mode))
		return ERR_NOT_FOUND;
	ALLOC_GROW(v->files, v->nr + 1, v->alloc);
	f = &v->files[v->nr++];
	f->path = xstrdup(path);
	f->oid = oid;
	f->from = from;
	return 0;
}

bool include_path(const char *from, const char *name, size_t len,
		  struct strbuf *out)
{
	const char *slash = strrchr(from, '/');
	size_t start = out->len;

	if (len && *name == '/')
		return false;
	if (slash)
		strbuf_add(out, from, slash - from);
	while (len) {
		const char *s = memchr(name, '/', len);
		size_t n = s ? (size_t)(s - name) : len;

		if (n == 2 && !memcmp(name, "..", 2)) {
			char *dir = out->buf + start;
			char *last = strrchr(dir, '/');

			if (out->len == start)
				return false;
			strbuf_setlen(out, last ? (size_t)(last - out->buf) :
						  start);
		} else if (n && !(n == 1 && *name == '.')) {
			if (out->len > start)
				strbuf_addch(out, '/');
			strbuf_add(out, name, n);
		}
		n += s != NULL;
		name += n;
		len -= n;
	}
	return path_is_safe(out->buf + start);
}

/*
 * The name in '#include "name"' or '#include <name>' if the line is one, else
 * NULL.
 */
static const char *include_name(const char *line, size_t *len, bool *quoted)
{
	const char *end;

	line += strspn(line, " \t");
	if (*line++ != '#')
		return NULL;
	line += strspn(line, " \t");
	if (!starts_with(line, "include"))
		return NULL;
	line += strlen("include");
	line += strspn(line, " \t");
	*quoted = *line == '"';
	if (!*quoted && *line != '<')
		return NULL;
	line++;
	end = line + strcspn(line, *quoted ? "\"\n" : ">\n");
	if (*end != (*quoted ? '"' : '>'))
		return NULL;
	*len = end - line;
	return line;
}

/* The first of @dirs that has it; spatch is told of it by name. */
static void add_from(struct view *v, const struct snapshot *types,
		     const struct strvec *dirs, const char *inc, size_t n)
{
	struct strbuf name = STRBUF_INIT;
	char *from;
	bool had;

	for (size_t i = 0; dirs && i < dirs->nr; i++) {
		strbuf_reset(&name);
		from = xasprintf("%s/.", dirs->v[i]);
		if (include_path(from, inc, n, &name)) {
			had = view_has(v, name.buf);
			if (!add_file(v, types, name.buf)) {
				if (!had)
					strvec_push(&v->headers, name.buf);
				free(from);
				break;
			}
		}
		free(from);
	}
	strbuf_release(&name);
}

/* Includes that are not in the tree (generated, -I) are left to spatch. */
static void add_includes(struct view *v, const struct snapshot *types,
			 const struct strvec *dirs, const char *path,
			 const char *text)
{
	struct strbuf name = STRBUF_INIT;

	while (*text && v->nr < VIEW_MAX) {
		bool quoted;
		size_t n;
		const char *inc = include_name(text, &n, &quoted);

		strbuf_reset(&name);
		if (inc && (!quoted || !include_path(path, inc, n, &name) ||
			    add_file(v, types, name.buf)))
			add_from(v, types, dirs, inc, n);
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	strbuf_release(&name);
}

int view_list(struct view *v, const struct snapshot *snap,
	      const struct snapshot *types, const char *candidate,
	      const struct strvec *headers, const struct strvec *dirs,
	      struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	memset(v, 0, sizeof(*v));
	strvec_init(&v->headers);
	if (add_file(v, snap, candidate))
		return error_set(err, ERR_NOT_FOUND, "'%s' is not in the tree",
				 candidate);
	for (size_t i = 0; i < v->nr && !ret; i++) {
		strbuf_reset(&text);
		ret = snapshot_read(v->files[i].from, v->files[i].path, &text,
				    err);
		/* includes of the candidate's includes, and so on */
		if (!ret)
			add_includes(v, types, dirs, v->files[i].path,
				     text.buf);
	}
	for (size_t i = 0; headers && i < headers->nr && !ret; i++)
		if (add_file(v, types, headers->v[i]))
			ret = error_set(err, ERR_NOT_FOUND,
					"the rule's header '%s' is not in the tree",
					headers->v[i]);
	strbuf_release(&text);
	return ret;
}

void view_release(struct view *v)
{
	for (size_t i = 0; i < v->nr; i++)
		free(v->files[i].path);
	free(v->files);
	strvec_release(&v->headers);
	memset(v, 0, sizeof(*v));
}

void view_replace(struct view *v, const struct strbuf *text)
{
	v->instead = text;
	oid_of_blob(text->buf, text->len, &v->files[0].oid);
}

void view_describe(const struct view *v, struct strbuf *out)
{
	char hex[OID_HEX + 1];

	for (size_t i = 0; i < v->nr; i++) {
		oid_hex(&v->files[i].oid, hex);
		strbuf_addf(out, "%s %s\n", hex, v->files[i].path);
	}
	for (size_t i = 0; i < v->headers.nr; i++)
		strbuf_addf(out, "found %s\n", v->headers.v[i]);
}

int view_write(const struct view *v, const char *dir, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	for (size_t i = 0; i < v->nr && !ret; i++) {
		char *path = xasprintf("%s/%s", dir, v->files[i].path);

		strbuf_reset(&text);
		if (!i && v->instead)
			strbuf_addbuf(&text, v->instead);
		else
			ret = snapshot_read(v->files[i].from, v->files[i].path,
					    &text, err);
		if (!ret)
			ret = mkdirs_for(path, err);
		if (!ret)
			ret = file_write(path, text.buf, text.len, 0600, err);
		free(path);
	}
	strbuf_release(&text);
	return ret;
}
