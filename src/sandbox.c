/* SPDX-License-Identifier: GPL-2.0-only */
#include "sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"

static struct {
	bool on;
	struct strvec prefix;	/* up to the program's own file */
	char *what;
} sandbox = { .prefix = STRVEC_INIT };

bool sandbox_is_on(void)
{
	return sandbox.on;
}

const char *sandbox_describe(void)
{
	return sandbox.what ? sandbox.what : "none: it was not asked for";
}

void sandbox_wrap(const struct strvec *argv, const char *path,
		  struct strvec *out)
{
	strvec_pushv(out, &sandbox.prefix);
	strvec_push(out, path);
	for (size_t i = 1; i < argv->nr; i++)
		strvec_push(out, argv->v[i]);
}

/* What is below /tmp is hidden by theirs. */
static void show(const char *path)
{
	char *real = realpath(path, NULL);

	if (real && starts_with(real, "/tmp/"))
		strvec_pushl(&sandbox.prefix, "--ro-bind", real, real, NULL);
	if (real && strcmp(real, path) && starts_with(path, "/tmp/"))
		strvec_pushl(&sandbox.prefix, "--ro-bind", path, path, NULL);
	free(real);
}

/* Programs: our own, and those of PATH. */
static void show_programs(void)
{
	const char *path = getenv("PATH");
	char *exe = realpath("/proc/self/exe", NULL);

	if (exe) {
		*strrchr(exe, '/') = '\0';
		if (*exe)
			show(exe);
	}
	free(exe);
	while (path && *path) {
		size_t n = strcspn(path, ":");
		char *dir = xstrndup(path, n);

		if (*dir == '/')
			show(dir);
		free(dir);
		path += n + (path[n] == ':');
	}
}

/*
 * A session of their own keeps them from typing into our terminal.  bwrap ends
 * with us and they with it, as they are its processes.  Some programs write to
 * /tmp whatever TMPDIR says (make, for one, if its output is to be in order).
 */
static void make_prefix(const char *bwrap, const struct strvec *writable,
			const struct strvec *readable)
{
	struct strvec *p = &sandbox.prefix;

	strvec_release(p);
	strvec_pushl(p, bwrap, "--unshare-user", "--unshare-net",
		     "--unshare-ipc", "--unshare-pid", "--unshare-uts",
		     "--unshare-cgroup-try", "--die-with-parent",
		     "--new-session", "--cap-drop", "ALL", "--ro-bind", "/",
		     "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp",
		     NULL);
	show_programs();
	for (size_t i = 0; i < readable->nr; i++)
		show(readable->v[i]);
	for (size_t i = 0; i < writable->nr; i++)
		strvec_pushl(p, "--bind", writable->v[i], writable->v[i], NULL);
	strvec_push(p, "--");
}

static bool run_trusted(const struct strvec *argv, struct child *c)
{
	child_init(c);
	strvec_pushv(&c->argv, argv);
	child_env(c, "/", "/");
	c->timeout_ms = 20000;
	c->trusted = true;
	child_run(c);
	strbuf_rtrim(&c->out);
	strbuf_rtrim(&c->err);
	return c->end == CHILD_EXITED && !c->code;
}

/* What it is, "bubblewrap 0.8.0"; NULL: it is not here. */
static char *probe_version(void)
{
	struct strvec argv = STRVEC_INIT;
	char *version = NULL;
	struct child c;

	strvec_pushl(&argv, "bwrap", "--version", NULL);
	if (run_trusted(&argv, &c))
		version = xstrndup(c.out.buf, strcspn(c.out.buf, "\n"));
	child_release(&c);
	strvec_release(&argv);
	return version;
}

/* Does it work here?  Where user namespaces are shut it does not. */
static bool probe(char **why)
{
	struct strvec argv = STRVEC_INIT;
	struct child c;
	bool works;

	strvec_pushv(&argv, &sandbox.prefix);
	strvec_push(&argv, "/proc/self/exe");
	strvec_push(&argv, "--version");
	works = run_trusted(&argv, &c);
	if (!works)
		*why = c.err.len ?
		       xstrndup(c.err.buf, strcspn(c.err.buf, "\n")) :
		       xstrdup("bwrap fails");
	child_release(&c);
	strvec_release(&argv);
	return works;
}

static int refuse(enum sandbox_mode mode, const char *why, struct strbuf *err)
{
	free(sandbox.what);
	sandbox.what = xasprintf("none: %s", why);
	if (mode != SANDBOX_REQUIRED)
		return 0;
	return error_set(err, ERR_UNABLE,
			 "no sandbox can be had (%s): install bubblewrap and allow user namespaces, or choose --sandbox auto",
			 why);
}

int sandbox_start(enum sandbox_mode mode, const struct strvec *writable,
		  const struct strvec *readable, struct strbuf *err)
{
	char *version, *why = NULL;
	int ret = 0;

	sandbox.on = false;
	if (mode == SANDBOX_OFF) {
		free(sandbox.what);
		sandbox.what = xstrdup("none: --sandbox off");
		return 0;
	}
	version = probe_version();
	if (!version)
		return refuse(mode, "bwrap is not installed", err);
	make_prefix("bwrap", writable, readable);
	sandbox.on = probe(&why);
	if (sandbox.on) {
		free(sandbox.what);
		sandbox.what = version;
		version = NULL;
	} else {
		ret = refuse(mode, why, err);
	}
	free(version);
	free(why);
	return ret;
}
