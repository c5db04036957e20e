/* SPDX-License-Identifier: GPL-2.0-only */
/* kbuild_symbols: which symbols an object needs and has, as nm says. */
#include "kbuild_priv.h"

#include <stdlib.h>
#include <string.h>

#define PER_RUN 64	/* objects for one nm */

char *kbuild_cmd_path(const struct kbuild *k, const char *source)
{
	const char *slash = strrchr(source, '/');
	int dir = slash ? slash + 1 - source : 0;

	return xasprintf("%s/%.*s.%.*s.o.cmd", k->output, dir, source,
			 (int)strlen(source) - dir - 2, source + dir);
}

char *kbuild_object_path(const char *root, const char *source)
{
	return xasprintf("%s/%.*s.o", root, (int)strlen(source) - 2, source);
}

/* The module that the object is compiled for, from its saved command. */
static char *module_of(const struct kbuild *k, const char *source)
{
	static const char name[] = "-DKBUILD_MODNAME=";
	struct strbuf text = STRBUF_INIT;
	char *path = kbuild_cmd_path(k, source), *module = NULL;
	const char *s;
	size_t n = 0;

	if (!file_read(path, &text, NULL)) {
		text.buf[strcspn(text.buf, "\n")] = '\0';
		s = strstr(text.buf, name);
		if (s) {
			s += strlen(name);
			s += strspn(s, "\\'\"");
			while (is_word_char(s[n]))
				n++;
		}
		if (strstr(text.buf, " -DMODULE "))
			module = n ? xstrndup(s, n) : xstrdup(source);
	}
	free(path);
	strbuf_release(&text);
	return module;
}

/* nm, as the make variables would have it. */
static char *nm_program(const struct kbuild *k)
{
	const char *cross = "";

	for (size_t i = 0; i < k->make_vars.nr; i++) {
		const char *v = k->make_vars.v[i];

		if (starts_with(v, "NM="))
			return xstrdup(v + 3);
		if (starts_with(v, "CROSS_COMPILE="))
			cross = v + 14;
	}
	return xasprintf("%snm", cross);
}

/* "name type ..." of -P */
static void add_symbol(struct object_result *r, const char *s, size_t n)
{
	size_t name = 0;
	char type;

	while (name < n && s[name] != ' ')
		name++;
	if (!name || name + 1 >= n)
		return;
	type = s[name + 1];
	if (type == 'U') {
		strvec_pushn(&r->undefined, s, name);
	} else if (strchr("ABCDGRSTVW", type) ||
		   starts_with(s, "__ksymtab_") ||
		   starts_with(s, "__export_symbol_")) {
		strvec_pushn(&r->defined, s, name);
		if (type == 'W' || type == 'V')
			strvec_pushn(&r->weak, s, name);
	}
}

/* "path: rest" of -A; results are in the order of the lines. */
static void parse(const char *root, const char *text, struct object_result **v,
		  size_t nr)
{
	size_t dir = strlen(root) + 1, at = 0;

	for (const char *s = text; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		size_t n = strcspn(s, "\n");
		const char *colon = strstr(s, ": ");
		size_t path, i;

		if (!colon || colon > s + n)
			continue;
		path = colon - s;
		for (i = 0; i < nr; i++, at = (at + 1) % nr) {
			const char *source = v[at]->source;

			if (path == dir + strlen(source) &&
			    !strncmp(s + dir, source, strlen(source) - 1))
				break;
		}
		if (i < nr)
			add_symbol(v[at], colon + 2, n - path - 2);
	}
}

static int run_nm(struct kbuild *k, const char *nm, const char *root,
		  struct object_result **v, size_t nr, struct strbuf *err)
{
	struct strbuf how = STRBUF_INIT;
	char *tmp = kbuild_own_path(k, "tmp");
	struct child c;
	int ret = 0;

	child_init(&c);
	child_env(&c, k->home, tmp);
	strvec_pushl(&c.argv, nm, "-A", "-P", NULL);
	for (size_t i = 0; i < nr; i++) {
		char *object = kbuild_object_path(root, v[i]->source);

		strvec_push(&c.argv, object);
		free(object);
	}
	c.timeout_ms = k->timeout_ms;
	child_run(&c);
	if (c.end == CHILD_CANCELLED) {
		ret = error_set(err, ERR_INTERRUPTED, "nm was interrupted");
	} else if (c.end != CHILD_EXITED || c.code) {
		child_describe_end(&c, &how);
		ret = error_set(err, ERR_UNABLE, "cannot read the symbols of "
				"'%s': %s %s", v[0]->source, nm, how.buf);
		if (err)
			kbuild_add_reason(&c, err);
	} else {
		parse(root, c.out.buf, v, nr);
	}
	strbuf_release(&how);
	child_release(&c);
	free(tmp);
	return ret;
}

int kbuild_symbols(struct kbuild *k, const char *root,
		   struct object_result **res, size_t nr, struct strbuf *err)
{
	struct object_result **v = xcalloc(nr + 1, sizeof(*v));
	char *nm = nm_program(k);
	size_t n = 0;
	int ret = 0;

	for (size_t i = 0; i < nr; i++) {
		struct object_result *r = res[i];

		if (r->state != OBJECT_BUILT)
			continue;
		free(r->module);
		r->module = module_of(k, r->source);
		strvec_release(&r->undefined);
		strvec_release(&r->defined);
		strvec_release(&r->weak);
		v[n++] = r;
	}
	for (size_t i = 0; i < n && !ret; i += PER_RUN)
		ret = run_nm(k, nm, root, v + i,
			     n - i < PER_RUN ? n - i : PER_RUN, err);
	for (size_t i = 0; i < n; i++) {
		strvec_sort_uniq(&v[i]->undefined);
		strvec_sort_uniq(&v[i]->defined);
		strvec_sort_uniq(&v[i]->weak);
	}
	free(nm);
	free(v);
	return ret;
}
