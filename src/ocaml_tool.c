/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ratchet-ocaml: stands in for OCaml's tools when spatch calls them.
 *
 * For each process of a rule with scripts, spatch compiles the same text anew:
 * half of the time of a small file goes there.  spatch finds the tools in PATH;
 * spatch_ocaml.c puts a directory before it, in which they are links to this
 * program.  What a tool printed and wrote is kept by its command line and the
 * bytes of the script; only success is kept, and whatever is odd goes to the
 * real tool.
 *
 *   RATCHET_OCAML_PATH   PATH without that directory: where the real tools are
 *   RATCHET_OCAML_CACHE  directory of the cache
 *   RATCHET_OCAML_ID     what else the result depends on: versions
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cache.h"
#include "strbuf.h"
#include "util.h"

struct call {
	const char *tool;	/* "ocamlopt.opt" */
	char **argv;
	const char *script;	/* the .ml file, or NULL */
	const char *output;	/* of -o, or NULL */
	struct strbuf key;	/* all that the result depends on */
	char name[17];		/* a hash of it */
};

static void __attribute__((noreturn)) run_real(const struct call *c)
{
	execvp(c->tool, c->argv);
	fprintf(stderr, "%s: %s\n", c->tool, strerror(errno));
	_exit(127);
}

/* FNV-1a; values carry their key, so that a collision is only a miss. */
static void name_key(struct call *c)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < c->key.len; i++)
		h = (h ^ (unsigned char)c->key.buf[i]) * 0x100000001b3u;
	snprintf(c->name, sizeof(c->name), "%016llx", (unsigned long long)h);
}

/* The script's name is another each time, and means nothing. */
static int make_key(struct call *c)
{
	const char *id = getenv("RATCHET_OCAML_ID");

	strbuf_addf(&c->key, "1 %s\n%s\n", id ? id : "", c->tool);
	for (char **a = c->argv + 1; *a; a++) {
		if (!strcmp(*a, "-o") && a[1]) {
			c->output = *++a;
		} else if (ends_with(*a, ".ml")) {
			if (c->script)
				return -1;
			c->script = *a;
		} else {
			strbuf_addf(&c->key, "%s\n", *a);
		}
	}
	if (c->script && file_read(c->script, &c->key, NULL))
		return -1;
	name_key(c);
	return 0;
}

static void replace(struct strbuf *text, const char *from, const char *to)
{
	struct strbuf out = STRBUF_INIT;
	const char *p = text->buf, *hit;

	while ((hit = strstr(p, from))) {
		strbuf_add(&out, p, hit - p);
		strbuf_addstr(&out, to);
		p = hit + strlen(from);
	}
	strbuf_addstr(&out, p);
	strbuf_swap(text, &out);
	strbuf_release(&out);
}

static const char script_mark[] = "\001script\001";

static bool write_all(int fd, const char *buf, size_t len)
{
	while (len) {
		ssize_t n = write(fd, buf, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		buf += n;
		len -= n;
	}
	return true;
}

/* What a compiler leaves beside the script; spatch only takes it away. */
static const char *const by_products[] = { "cmi", "cmx", "o", "cmo" };

static char *by_product(const struct call *c, size_t i)
{
	return xasprintf("%.*s%s", (int)(strlen(c->script) - strlen("ml")),
			 c->script, by_products[i]);
}

/* Which there are, as bits. */
static unsigned find_by_products(const struct call *c)
{
	unsigned have = 0;

	for (size_t i = 0; c->script && i < ARRAY_SIZE(by_products); i++) {
		char *path = by_product(c, i);

		have |= !access(path, F_OK) << i;
		free(path);
	}
	return have;
}

static bool make_by_products(const struct call *c, unsigned have)
{
	bool ok = true;

	for (size_t i = 0; c->script && i < ARRAY_SIZE(by_products); i++) {
		char *path = by_product(c, i);

		if (have & 1u << i)
			ok &= !file_write(path, "", 0, 0600, NULL);
		free(path);
	}
	return ok;
}

/* A value: numbers, then key, standard output and the output file. */
static bool give_known(const struct call *c, struct cache *cache)
{
	struct strbuf value = STRBUF_INIT, text = STRBUF_INIT;
	size_t key, printed, file;
	unsigned have;
	bool ok = false;
	int n = 0;
	char *p;

	if (!cache_get(cache, "ocaml", c->name, &value) ||
	    sscanf(value.buf, "%zu %zu %zu %u%n", &key, &printed, &file, &have,
		   &n) != 4 || value.len != n + 1 + key + printed + file || key != c->key.len)
		goto out;
	p = value.buf + n + 1;
	if (memcmp(p, c->key.buf, key))
		goto out;
	p += key;
	strbuf_add(&text, p, printed);
	if (c->script)
		replace(&text, script_mark, c->script);
	if (c->output && file_write(c->output, p + printed, file, 0700, NULL))
		goto out;
	if (!make_by_products(c, have))
		goto out;
	ok = write_all(STDOUT_FILENO, text.buf, text.len);
out:
	strbuf_release(&value);
	strbuf_release(&text);
	return ok;
}

static void keep(const struct call *c, struct cache *cache,
		 const struct strbuf *printed)
{
	struct strbuf value = STRBUF_INIT, text = STRBUF_INIT, file = STRBUF_INIT;

	strbuf_addbuf(&text, printed);
	if (memchr(text.buf, 0, text.len))
		goto out;
	if (c->script)
		replace(&text, c->script, script_mark);
	if (c->output && file_read(c->output, &file, NULL))
		goto out;
	strbuf_addf(&value, "%zu %zu %zu %u\n", c->key.len, text.len, file.len,
		    find_by_products(c));
	strbuf_addbuf(&value, &c->key);
	strbuf_addbuf(&value, &text);
	strbuf_addbuf(&value, &file);
	cache_put(cache, "ocaml", c->name, value.buf, value.len);
out:
	strbuf_release(&value);
	strbuf_release(&text);
	strbuf_release(&file);
}

/* Run the tool; what it prints goes to @printed and on. */
static int run_and_read(const struct call *c, struct strbuf *printed)
{
	char buf[4096];
	int fd[2], status;
	ssize_t n;
	pid_t pid;

	if (pipe(fd) < 0)
		run_real(c);
	pid = fork();
	if (pid < 0)
		run_real(c);
	if (!pid) {
		dup2(fd[1], STDOUT_FILENO);
		close(fd[0]);
		close(fd[1]);
		run_real(c);
	}
	close(fd[1]);
	while ((n = read(fd[0], buf, sizeof(buf))) > 0 ||
	       (n < 0 && errno == EINTR))
		if (n > 0)
			strbuf_add(printed, buf, n);
	write_all(STDOUT_FILENO, printed->buf, printed->len);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	const char *path = getenv("RATCHET_OCAML_PATH");
	const char *dir = getenv("RATCHET_OCAML_CACHE");
	const char *slash = argc ? strrchr(argv[0], '/') : NULL;
	struct call c = { .argv = argv, .key = STRBUF_INIT };
	struct strbuf printed = STRBUF_INIT;
	struct cache *cache;
	int status = 0;

	if (argc < 1 || !path || !dir) {
		fprintf(stderr, "ratchet-ocaml is for spatch as ratchet runs it\n");
		return 2;
	}
	c.tool = slash ? slash + 1 : argv[0];
	setenv("PATH", path, 1);
	if (make_key(&c))
		run_real(&c);
	cache = cache_open(dir);
	if (!give_known(&c, cache)) {
		status = run_and_read(&c, &printed);
		if (!status)
			keep(&c, cache, &printed);
	}
	strbuf_release(&printed);
	strbuf_release(&c.key);
	cache_free(cache);
	return status;
}
