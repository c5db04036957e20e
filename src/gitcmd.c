/* SPDX-License-Identifier: GPL-2.0-only */
#include "gitcmd.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tempfile.h"

void gitcmd_release(struct gitcmd *g)
{
	free(g->dir);
	free(g->home);
	free(g->index);
	free(g->name);
	free(g->email);
	memset(g, 0, sizeof(*g));
}

int gitcmd_identify(struct gitcmd *g, struct repo *r, struct strbuf *err)
{
	struct strbuf who = STRBUF_INIT;
	int ret = repo_signoff(r, &who, err);
	const char *at;

	if (!ret) {
		at = strrchr(who.buf, '<');
		if (!at || at == who.buf)
			BUG("identity '%s'", who.buf);
		free(g->name);
		free(g->email);
		g->name = xstrndup(who.buf, at - who.buf - 1);
		g->email = xstrndup(at + 1, strlen(at) - 2);
	}
	strbuf_release(&who);
	return ret;
}

static int borrow_objects(struct gitcmd *g, struct repo *r, struct strbuf *err)
{
	char *file = xasprintf("%s/objects/info/alternates", g->dir);
	char *line = xasprintf("%s/objects\n", repo_common_dir(r));
	int ret = mkdirs_for(file, err);

	if (!ret)
		ret = file_write(file, line, strlen(line), 0644, err);
	free(line);
	free(file);
	return ret;
}

int gitcmd_open(struct gitcmd *g, struct repo *r, struct strbuf *err)
{
	char *top;
	int ret;

	memset(g, 0, sizeof(*g));
	top = scratch_mkdir("git", err);
	if (!top)
		return ERR_UNABLE;
	g->dir = xasprintf("%s/repo.git", top);
	g->home = xasprintf("%s/home", top);
	g->index = xasprintf("%s/index", top);
	free(top);
	ret = mkdirs(g->home, err);
	if (!ret)
		ret = gitcmd_ask(g, NULL, err, "init", "-q", "--bare",
				 "--template=", g->dir, NULL);
	if (!ret)
		ret = borrow_objects(g, r, err);
	if (ret)
		gitcmd_release(g);
	return ret;
}

static void fill_env(const struct gitcmd *g, struct child *c)
{
	child_env(c, g->home, g->home);
	strvec_pushf(&c->env, "GIT_DIR=%s", g->dir);
	strvec_pushf(&c->env, "GIT_INDEX_FILE=%s", g->index);
	strvec_pushl(&c->env, "GIT_CONFIG_NOSYSTEM=1", "GIT_ATTR_NOSYSTEM=1",
		     "GIT_CONFIG_GLOBAL=/dev/null", "GIT_TERMINAL_PROMPT=0",
		     NULL);
	if (!g->name)
		return;
	strvec_pushf(&c->env, "GIT_COMMITTER_NAME=%s", g->name);
	strvec_pushf(&c->env, "GIT_COMMITTER_EMAIL=%s", g->email);
	strvec_pushf(&c->env, "GIT_AUTHOR_NAME=%s", g->name);
	strvec_pushf(&c->env, "GIT_AUTHOR_EMAIL=%s", g->email);
}

int gitcmd_run(struct gitcmd *g, const struct strvec *args, const char *input,
	       struct child *c, struct strbuf *err)
{
	child_init(c);
	strvec_push(&c->argv, "git");
	strvec_pushv(&c->argv, args);
	fill_env(g, c);
	c->dir = g->home;
	c->input = input;
	c->trusted = true;
	child_run(c);
	if (c->end == CHILD_EXITED && !c->code)
		return 0;
	if (c->end == CHILD_CANCELLED)
		return ERR_INTERRUPTED;
	strbuf_reset(err);
	strbuf_addf(err, "git %s: ", args->v[0]);
	strbuf_rtrim(&c->err);
	if (c->err.len)
		strbuf_add_printable(err, c->err.buf, c->err.len);
	else
		child_describe_end(c, err);
	return ERR_UNABLE;
}

int gitcmd_ask(struct gitcmd *g, struct strbuf *out, struct strbuf *err, ...)
{
	struct strvec args = STRVEC_INIT;
	struct child c;
	const char *arg;
	va_list ap;
	int ret;

	va_start(ap, err);
	while ((arg = va_arg(ap, const char *)))
		strvec_push(&args, arg);
	va_end(ap);
	ret = gitcmd_run(g, &args, NULL, &c, err);
	if (!ret && out) {
		size_t n = c.out.len;

		strbuf_add(out, c.out.buf, n && c.out.buf[n - 1] == '\n' ?
			   n - 1 : n);
	}
	child_release(&c);
	strvec_release(&args);
	return ret;
}
