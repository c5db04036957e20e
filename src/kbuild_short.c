/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_short: was it the machine that failed, not what was compiled?  A full
 * disk, too little memory, a compiler that is killed or not there: make reports
 * these like errors in a source.
 */
#define _GNU_SOURCE	/* memmem */
#include "kbuild_priv.h"

#include <stdlib.h>
#include <string.h>

/* A line ends with one of these. */
static const char *const ends[] = {
	": No space left on device", ": Disk quota exceeded",
	": File too large", ": Read-only file system", ": Input/output error",
	": Cannot allocate memory", ": Resource temporarily unavailable",
	": Too many open files", ": Too many open files in system",
};

/* Or has one of these: of the compiler, of what it calls, of a shell. */
static const char *const parts[] = {
	" signal terminated program ", "terminated with signal ",
	"virtual memory exhausted", "out of memory allocating ",
	"unable to execute command: ", "frontend command failed due to signal",
	"fatal error: cannot execute ",
};

/* How make says that a command was killed: "*** [x.o] Killed", "Error 137". */
static const char *const killed[] = {
	"Killed", "Terminated", "Segmentation fault", "Bus error", "Aborted",
	"File size limit exceeded",
};

static bool has(const char *s, size_t n, const char *what)
{
	return memmem(s, n, what, strlen(what));
}

static bool has_end(const char *s, size_t n, const char *end)
{
	size_t len = strlen(end);

	return n >= len && !memcmp(s + n - len, end, len);
}

/* "path:12:" or an excerpt "   12 | text": what stands there is of a source. */
static bool is_of_source(const char *s, size_t n)
{
	const char *colon = memchr(s, ':', n);
	size_t at;

	if (*s == ' ' || *s == '\t')
		return true;
	if (!colon)
		return false;
	at = colon - s + 1;
	return at < n && s[at] >= '0' && s[at] <= '9' &&
	       strspn(s + at, "0123456789") < n - at &&
	       s[at + strspn(s + at, "0123456789")] == ':';
}

static bool is_killed(const char *s, size_t n)
{
	const char *at = memmem(s, n, "*** [", 5), *end;

	if (!starts_with(s, "make") || !at)
		return false;
	end = memmem(at, s + n - at, "] ", 2);
	if (!end)
		return false;
	end += 2;
	for (size_t i = 0; i < ARRAY_SIZE(killed); i++)
		if (starts_with(end, killed[i]))
			return true;
	return starts_with(end, "Error ") && strtol(end + 6, NULL, 10) > 128;
}

static bool line_tells(const char *s, size_t n)
{
	bool source = is_of_source(s, n);

	if (source && !has(s, n, ": fatal error: "))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (has_end(s, n, ends[i]))
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(parts) && !source; i++)
		if (has(s, n, parts[i]))
			return true;
	return !source && is_killed(s, n);
}

bool kbuild_shortage(const char *text, struct strbuf *line)
{
	for (const char *s = text; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		size_t n = strcspn(s, "\n");

		if (!n || !line_tells(s, n))
			continue;
		strbuf_add_printable(line, s, n);
		return true;
	}
	return false;
}

int kbuild_check_machine(struct kbuild *k, const struct child *c,
			 struct strbuf *err)
{
	struct strbuf line = STRBUF_INIT, version = STRBUF_INIT;
	int ret = 0;

	if (kbuild_shortage(c->err.buf, &line))
		ret = error_set(err, ERR_UNABLE,
				"the build could not be done, whatever the source: %s",
				line.buf);
	else if (!k->kdir && (strstr(c->err.buf, "Error 127") ||
			      strstr(c->err.buf, "Error 126")))
		ret = kbuild_compiler_version(k, &version, err);
	strbuf_release(&version);
	strbuf_release(&line);
	return ret;
}
