/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The compiler's flags that matter, -I, -D and -U: from "ccflags-y" and the like
 * in make files, and from compile_commands.json.
 */
#include "driver_priv.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int driver_add_include_dir(struct driver *d, const char *dir, bool must,
			   struct strbuf *err)
{
	char *real = realpath(dir, NULL);
	size_t n = strlen(d->root);

	if (!real || !driver_is_directory(real)) {
		free(real);
		return must ? error_set(err, ERR_UNABLE, "-I '%s': %s", dir,
					strerror(ENOTDIR)) : 0;
	}
	if (!strncmp(real, d->root, n) && (!real[n] || real[n] == '/')) {
		const char *below = real + n + (real[n] == '/');

		if (!strvec_has(&d->include_dirs, below))
			strvec_push(&d->include_dirs, below);
	}
	free(real);
	return 0;
}

/* $(src), $(M) and their like mean the directory of the make file. */
static void expand(const char *s, const char *here, const char *root,
		   struct strbuf *out)
{
	static const struct {
		const char *name;
		bool top;
	} names[] = {
		{ "$(srctree)/$(src)", false }, { "$(srctree)/$(obj)", false },
		{ "$(src)", false }, { "$(obj)", false }, { "$(PWD)", true },
		{ "$(CURDIR)", true }, { "$(M)", true },
		{ "$(KBUILD_EXTMOD)", true }, { "${src}", false },
		{ "${M}", true }, { "$(shell pwd)", true },
	};

	while (*s) {
		size_t i = 0;

		while (i < ARRAY_SIZE(names) && !starts_with(s, names[i].name))
			i++;
		if (i < ARRAY_SIZE(names)) {
			strbuf_addstr(out, names[i].top ? root : here);
			s += strlen(names[i].name);
		} else {
			strbuf_addch(out, *s++);
		}
	}
}

static bool is_symbol(const char *s)
{
	return is_identifier(s, strcspn(s, "="));
}

/* @sure: not under a condition; a directory does no harm if it is not used. */
static void take_flag(struct driver *d, const char *here, const char *flag,
		      bool sure)
{
	struct strbuf dir = STRBUF_INIT, path = STRBUF_INIT;

	if (*flag != '-' || !flag[1] || !flag[2]) {
		;
	} else if (starts_with(flag, "-I")) {
		expand(flag + 2, here, d->root, &dir);
		if (*dir.buf != '/')
			strbuf_addf(&path, "%s/", here);
		strbuf_addbuf(&path, &dir);
		if (!strchr(path.buf, '$'))
			driver_add_include_dir(d, path.buf, false, NULL);
	} else if (!sure || !is_symbol(flag + 2)) {
		;
	} else if (starts_with(flag, "-D")) {
		strvec_push(&d->symbols, flag + 2);
	} else if (starts_with(flag, "-U")) {
		strvec_pushf(&d->symbols, "!%s", flag + 2);
	}
	strbuf_release(&dir);
	strbuf_release(&path);
}

/* Words of a line; "-I DIR" is one flag. */
static void take_flags(struct driver *d, const char *here, const char *line,
		       bool sure)
{
	bool dir = false;

	while (*line) {
		size_t n = strcspn(line, " \t\n");
		char *word = xstrndup(line, n);

		/* $(shell pwd) has a blank */
		if (ends_with(word, "$(shell") && line[n] == ' ') {
			free(word);
			n += 1 + strcspn(line + n + 1, " \t\n");
			word = xstrndup(line, n);
		}
		if (dir) {
			char *flag = xasprintf("-I%s", word);

			take_flag(d, here, flag, sure);
			free(flag);
		} else if (*word) {
			take_flag(d, here, word, sure);
		}
		dir = !strcmp(word, "-I");
		free(word);
		line += n;
		line += strspn(line, " \t\n");
	}
}

/* Assignments to the variables that kbuild makes flags of; in one condition too. */
static bool is_flags_line(const char *line)
{
	static const char *const names[] = {
		"ccflags-", "subdir-ccflags-", "CFLAGS_", "EXTRA_CFLAGS",
		"KBUILD_CFLAGS", "KBUILD_CPPFLAGS", "cppflags-",
		"LINUXINCLUDE", "KCFLAGS",
	};

	line += strspn(line, " \t");
	if (starts_with(line, "override "))
		line += strlen("override ");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (starts_with(line, names[i]))
			return strchr(line, '=') != NULL;
	return false;
}

/* "ccflags-$(CONFIG_X)", "CFLAGS_foo.o" and "$(shell ...)" are for some only. */
static bool is_sure(const char *line)
{
	return !strstr(line, "$(shell") && !strstr(line, "$(if") &&
	       !strstr(line, "flags-$(") && !strstr(line, "CFLAGS_");
}

static void read_make_file(struct driver *d, const char *here, const char *name)
{
	char *path = xasprintf("%s/%s", here, name);
	struct strbuf text = STRBUF_INIT, line = STRBUF_INIT;
	int depth = 0;

	if (!file_read(path, &text, NULL)) {
		for (const char *p = text.buf; *p; ) {
			size_t n = strcspn(p, "\n");
			bool more = n && p[n - 1] == '\\' && p[n];

			strbuf_add(&line, p, n - more);
			p += n + (p[n] == '\n');
			if (more) {
				strbuf_addch(&line, ' ');
				continue;
			}
			depth += starts_with(line.buf, "if");
			depth -= starts_with(line.buf, "endif");
			if (is_flags_line(line.buf))
				take_flags(d, here, strchr(line.buf, '=') + 1,
					   !depth && is_sure(line.buf));
			strbuf_reset(&line);
		}
	}
	strbuf_release(&line);
	strbuf_release(&text);
	free(path);
}

/* "command" is split at blanks; a quoted one with blanks in it is no -I of ours. */
static void read_commands(struct driver *d)
{
	char *path = xasprintf("%s/compile_commands.json", d->root);
	json_t *all = json_load_file(path, 0, NULL), *one, *word;
	size_t i, k;

	json_array_foreach(all, i, one) {
		const char *dir = json_string_value(json_object_get(one,
								"directory"));
		const char *line = json_string_value(json_object_get(one,
								"command"));

		if (!dir)
			dir = d->root;
		if (line)
			take_flags(d, dir, line, true);
		json_array_foreach(json_object_get(one, "arguments"), k, word)
			if (json_is_string(word))
				take_flag(d, dir, json_string_value(word),
					  true);
	}
	json_decref(all);
	free(path);
}

void driver_read_flags(struct driver *d)
{
	struct strvec dirs = STRVEC_INIT, known = STRVEC_INIT;

	strvec_push(&dirs, d->root);
	for (size_t i = 0; i < d->nr; i++) {
		const char *slash = strrchr(d->files[i].path, '/');

		if (slash)
			strvec_pushf(&dirs, "%s/%.*s", d->root,
				     (int)(slash - d->files[i].path),
				     d->files[i].path);
	}
	strvec_sort_uniq(&dirs);
	for (size_t i = 0; i < dirs.nr; i++) {
		read_make_file(d, dirs.v[i], "Kbuild");
		read_make_file(d, dirs.v[i], "Makefile");
	}
	read_commands(d);
	/* flags of one file are none of another: only what all agree on */
	for (size_t i = 0; i < d->symbols.nr; i++) {
		const char *s = d->symbols.v[i];
		size_t n = strcspn(s + (*s == '!'), "=");
		bool other = false;

		for (size_t k = 0; k < d->symbols.nr; k++) {
			const char *t = d->symbols.v[k];

			other |= strcspn(t + (*t == '!'), "=") == n &&
				 !memcmp(t + (*t == '!'), s + (*s == '!'), n) &&
				 strcmp(s, t);
		}
		if (!other && n)
			strvec_push(&known, s);
	}
	strvec_release(&d->symbols);
	d->symbols = known;
	strvec_release(&dirs);
}
