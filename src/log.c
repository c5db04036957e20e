/* SPDX-License-Identifier: GPL-2.0-only */
#include "log.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "strbuf.h"

static enum log_level level = LOG_NORMAL;

/* What stands on the terminal's progress line; the lock keeps lines whole. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct strbuf shown = STRBUF_INIT;

void log_set_level(enum log_level l)
{
	level = l;
}

enum log_level log_get_level(void)
{
	return level;
}

static void put(const struct strbuf *sb)
{
	const char *p = sb->buf;
	size_t len = sb->len;

	while (len) {
		ssize_t n = write(STDERR_FILENO, p, len);

		if (n < 0 && errno == EAGAIN) {
			struct pollfd pfd = { STDERR_FILENO, POLLOUT, 0 };

			poll(&pfd, 1, -1);
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return;		/* there is nobody to tell */
		p += n;
		len -= n;
	}
}

/* Begin a message: the progress line goes away in the same write(). */
static void begin(struct strbuf *out)
{
	pthread_mutex_lock(&lock);
	if (shown.len) {
		strbuf_addstr(out, "\r\033[K");
		strbuf_reset(&shown);
	}
}

static void end(struct strbuf *out)
{
	put(out);
	pthread_mutex_unlock(&lock);
	strbuf_release(out);
}

/*
 * Text may quote file names and children's output: what a terminal would act
 * on is shown, not sent.  Tabs stay.
 */
static void add_line(struct strbuf *out, const char *s, size_t len)
{
	while (len) {
		const char *tab = memchr(s, '\t', len);
		size_t n = tab ? (size_t)(tab - s) : len;

		strbuf_add_printable(out, s, n);
		if (tab) {
			strbuf_addch(out, '\t');
			n++;
		}
		s += n;
		len -= n;
	}
	strbuf_addch(out, '\n');
}

static void add_lines(struct strbuf *out, const char *prefix,
		      const char *s, size_t len)
{
	while (len) {
		const char *nl = memchr(s, '\n', len);
		size_t n = nl ? (size_t)(nl - s) : len;

		strbuf_addstr(out, prefix);
		add_line(out, s, n);
		n += nl ? 1 : 0;
		s += n;
		len -= n;
	}
}

static void message(const char *prefix, const char *fmt, va_list ap)
{
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;

	strbuf_addstr(&text, prefix);
	strbuf_vaddf(&text, fmt, ap);
	if (!text.len)
		strbuf_addch(&text, '\n');
	begin(&out);
	add_lines(&out, "", text.buf, text.len);
	end(&out);
	strbuf_release(&text);
}

void log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message("error: ", fmt, ap);
	va_end(ap);
}

void log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message("warning: ", fmt, ap);
	va_end(ap);
}

void log_info(const char *fmt, ...)
{
	va_list ap;

	if (level < LOG_NORMAL)
		return;
	va_start(ap, fmt);
	message("", fmt, ap);
	va_end(ap);
}

void log_verbose(const char *fmt, ...)
{
	va_list ap;

	if (level < LOG_VERBOSE)
		return;
	va_start(ap, fmt);
	message("", fmt, ap);
	va_end(ap);
}

void log_block(const char *prefix, const char *text, size_t len)
{
	struct strbuf out = STRBUF_INIT;

	begin(&out);
	add_lines(&out, prefix, text, len);
	end(&out);
}

static bool on_terminal(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && strcmp(term, "dumb");
}

/* Cut to the terminal's width, as a line that wraps cannot be taken back. */
static void fit(struct strbuf *line)
{
	struct winsize ws;
	size_t width = 80, n, columns = 0;

	if (!ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) && ws.ws_col)
		width = ws.ws_col;
	for (n = 0; n < line->len; n++) {
		/* all bytes of a character but its first are 10xxxxxx */
		if ((line->buf[n] & 0xc0) == 0x80)
			continue;
		if (++columns >= width)
			break;
	}
	strbuf_setlen(line, n);
}

void log_progress(const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT, line = STRBUF_INIT;
	struct strbuf out = STRBUF_INIT;
	va_list ap;

	if (level < LOG_NORMAL || !on_terminal())
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	strbuf_add_printable(&line, text.buf, text.len);
	fit(&line);
	pthread_mutex_lock(&lock);
	if (line.len && strbuf_cmp(&line, &shown)) {
		strbuf_addf(&out, "\r\033[K%s", line.buf);
		strbuf_swap(&shown, &line);
		put(&out);
	}
	pthread_mutex_unlock(&lock);
	strbuf_release(&text);
	strbuf_release(&line);
	strbuf_release(&out);
}

void log_progress_done(void)
{
	struct strbuf out = STRBUF_INIT;

	begin(&out);
	end(&out);
}
