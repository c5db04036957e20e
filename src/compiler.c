/* SPDX-License-Identifier: GPL-2.0-only */
#include "compiler.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define COMPILER "gcc"
#define TIMEOUT_MS 60000
#define MEMORY ((uint64_t)4 << 30)
#define FILE_SIZE ((uint64_t)256 << 20)

static void prepare(struct child *c, const char *dir, const char *home)
{
	strvec_push(&c->argv, COMPILER);
	child_env(c, home, home);
	c->dir = dir;
	c->timeout_ms = TIMEOUT_MS;
	c->memory = MEMORY;
	c->file_size = FILE_SIZE;
}

int compiler_headers(const char *home, struct strbuf *out, struct strbuf *err)
{
	struct child c;
	int ret;

	child_init(&c);
	prepare(&c, NULL, home);
	strvec_push(&c.argv, "-print-file-name=include");
	child_run(&c);
	ret = compiler_result(&c, "the compiler's own headers", err);
	if (!ret) {
		strbuf_rtrim(&c.out);
		strbuf_addbuf(out, &c.out);
	}
	child_release(&c);
	return ret;
}

static void push_all(struct child *c, const char *option,
		     const struct strvec *values, bool apart)
{
	for (size_t i = 0; values && i < values->nr; i++) {
		if (!apart) {
			strvec_pushf(&c->argv, "%s%s", option, values->v[i]);
			continue;
		}
		strvec_push(&c->argv, option);
		strvec_push(&c->argv, values->v[i]);
	}
}

/*
 * An error is told where a macro is used, not where it is defined; every
 * error is told.
 */
void compiler_prepare(struct child *c, const struct compile *what,
		      const char *headers)
{
	prepare(c, what->dir, what->home);
	strvec_pushl(&c->argv, "-std=gnu11", "-O0", "-g",
		     "-fno-omit-frame-pointer", "-fno-strict-aliasing",
		     "-ftrack-macro-expansion=0", "-fmax-errors=0",
		     "-fno-diagnostics-show-caret",
		     "-Wno-error=implicit-function-declaration",
		     "-Werror=return-type", NULL);
	if (!what->hosted)
		strvec_pushl(&c->argv, "-nostdinc", "-ffreestanding",
			     "-isystem", headers, NULL);
	push_all(c, "-I", what->include_dirs, false);
	push_all(c, "-D", what->defines, false);
	push_all(c, "-include", what->first, true);
	if (what->output)
		strvec_pushl(&c->argv, what->undefined ?
			     "-fsanitize=address,undefined" :
			     "-fsanitize=address",
			     "-fno-sanitize-recover=all", "-c", "-o",
			     what->output, NULL);
	else
		strvec_push(&c->argv, "-fsyntax-only");
	strvec_push(&c->argv, what->source);
}

void compiler_prepare_link(struct child *c, const char *dir, const char *home,
			   const struct strvec *objects, const char *output)
{
	prepare(c, dir, home);
	strvec_pushl(&c->argv, "-fsanitize=address,undefined", "-o", output,
		     NULL);
	strvec_pushv(&c->argv, objects);
}

void compiler_sanitizer_env(struct child *c)
{
	strvec_push(&c->env, "ASAN_OPTIONS=detect_leaks=0:symbolize=0:max_allocation_size_mb=256");
	strvec_push(&c->env, "UBSAN_OPTIONS=halt_on_error=1");
}

/* ---- what it says ---- */

void complaints_release(struct complaints *c)
{
	for (size_t i = 0; i < c->nr; i++) {
		free(c->v[i].path);
		free(c->v[i].text);
	}
	free(c->v);
	memset(c, 0, sizeof(*c));
}

/* "path:LINE[:COL]: error: text" */
static bool parse_line(const char *s, size_t n, struct complaint *out)
{
	static const char *const kinds[] = { ": error: ", ": fatal error: ",
					     ": warning: " };
	char *line = xstrndup(s, n), *at = NULL, *colon;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds) && !at; i++)
		at = strstr(line, kinds[i]);
	if (!at || !(colon = strchr(line, ':')) || colon >= at) {
		free(line);
		return false;
	}
	out->text = xstrdup(at + strlen(kinds[i - 1]));
	out->error = i != ARRAY_SIZE(kinds);
	out->line = strtoul(colon + 1, NULL, 10);
	*colon = '\0';
	out->path = line;
	return true;
}

void compiler_complaints(const struct child *c, struct complaints *out)
{
	const char *p = c->err.buf, *end = p + c->err.len;

	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);

		ALLOC_GROW(out->v, out->nr + 1, out->alloc);
		out->nr += parse_line(p, n, &out->v[out->nr]);
		p += n + 1;
	}
}

void compiler_undeclared(const struct complaints *c, struct strvec *names)
{
	static const char says[] = "implicit declaration of function '";

	for (size_t i = 0; i < c->nr; i++) {
		const char *at = strstr(c->v[i].text, says);
		size_t n;

		if (!at)
			continue;
		at += strlen(says);
		n = strcspn(at, "'");
		if (is_identifier(at, n)) {
			char *name = xstrndup(at, n);

			strvec_insert_sorted(names, name);
			free(name);
		}
	}
}

int compiler_result(const struct child *c, const char *what,
		    struct strbuf *err)
{
	struct complaints all = { 0 };
	struct strbuf text = STRBUF_INIT;
	size_t i = 0;

	if (c->end == CHILD_EXITED && !c->code)
		return 0;
	if (c->end == CHILD_CANCELLED)
		return ERR_INTERRUPTED;
	if (c->end == CHILD_NOT_STARTED && c->code == ENOENT)
		return error_set(err, ERR_UNABLE,
				 "there is no '" COMPILER "': tools/bootstrap installs it");
	compiler_complaints(c, &all);
	while (i < all.nr && !all.v[i].error)
		i++;
	strbuf_addf(&text, "'%s' cannot be compiled: ", what);
	if (i < all.nr)
		strbuf_addf(&text, "%s:%u: %s", all.v[i].path, all.v[i].line,
			    all.v[i].text);
	else if (c->err.len)
		strbuf_add_printable(&text, c->err.buf,
				     strcspn(c->err.buf, "\n"));
	else
		child_describe_end(c, &text);
	error_set(err, ERR_UNABLE, "%s", text.buf);
	strbuf_release(&text);
	complaints_release(&all);
	return ERR_UNABLE;
}
