/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What does not depend on the tree, kept from run to run: the objects of the
 * model and the scenarios, and what golden's runs gave.
 */
#include "conform_priv.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

char *keep_key(const struct builder *b, const char *name)
{
	return xasprintf("%s-%s", b->key, name);
}

bool keep_load_object(struct builder *b, const char *object)
{
	char *key = keep_key(b, object);
	struct strbuf bytes = STRBUF_INIT;
	bool there = cache_get(b->cache, "conform", key, &bytes) &&
		     !conform_write(b->dir, object, &bytes, NULL);

	strbuf_release(&bytes);
	free(key);
	return there;
}

void keep_save_objects(struct builder *b)
{
	for (size_t i = 0; i < b->common.nr; i++) {
		char *key = keep_key(b, b->common.v[i]);
		char *path = xasprintf("%s/%s", b->dir, b->common.v[i]);
		struct strbuf bytes = STRBUF_INIT;

		if (!file_read(path, &bytes, NULL))
			cache_put(b->cache, "conform", key, bytes.buf,
				  bytes.len);
		strbuf_release(&bytes);
		free(path);
		free(key);
	}
}

bool keep_load_golden(struct builder *b, struct side *s)
{
	char *key = keep_key(b, GOLDEN_SIDE);
	struct strbuf text = STRBUF_INIT;
	bool there = cache_get(b->cache, "conform", key, &text);
	const char *p = text.buf, *end;
	size_t n;

	/* first what pahole said, an empty line, then each shard's runs */
	while (there && *p && *p != '\n') {
		n = strcspn(p, "\n");
		strvec_pushn(&s->types, p, n);
		p += n + (p[n] == '\n');
	}
	for (p += *p == '\n'; there && *p; p = end) {
		end = strstr(p, "\n# ");
		end = end ? end + 1 + strcspn(end + 1, "\n") : p + strlen(p);
		end += *end == '\n';
		there = run_list_add(&s->runs, &conform_configs[0], p, end - p);
	}
	strbuf_release(&text);
	free(key);
	return there && s->runs.nr;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_source_or_header(const struct dirent *e)
{
	return ends_with(e->d_name, ".c") || ends_with(e->d_name, ".h");
}

/* What a result of golden depends on, the compiler included. */
int keep_make_key(struct builder *b, struct strbuf *err)
{
	static const char *const subs[] = { ".", "shim", "scenarios" };
	struct strbuf all = STRBUF_INIT;
	struct oid oid;
	int ret = 0;

	child_describe_program("gcc", &all);
	child_describe_program("/proc/self/exe", &all);
	for (size_t i = 0; i < ARRAY_SIZE(subs); i++) {
		char *dir = xasprintf("%s/%s", b->golden, subs[i]);
		struct dirent **found = NULL;
		int nr = scandir(dir, &found, is_source_or_header, by_name);

		for (int k = 0; k < nr; k++) {
			char *path = xasprintf("%s/%s", dir, found[k]->d_name);

			strbuf_addf(&all, "\n%s\n", found[k]->d_name);
			if (!ret)
				ret = file_read(path, &all, err);
			free(path);
			free(found[k]);
		}
		free(found);
		free(dir);
	}
	oid_of_blob(all.buf, all.len, &oid);
	oid_hex(&oid, b->key);
	strbuf_release(&all);
	return ret;
}
