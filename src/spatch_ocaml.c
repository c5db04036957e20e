/* SPDX-License-Identifier: GPL-2.0-only */
/* OCaml's tools for spatch, by way of ratchet-ocaml, which keeps results. */
#include "spatch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tempfile.h"

/* What spatch calls, by name, in PATH. */
static const char *const tools[] = {
	"ocamlc", "ocamlc.opt", "ocamlopt", "ocamlopt.opt", "ocamldep",
	"ocamldep.opt", "ocamlfind",
};

/* Beside the program that runs, or where it is installed; NULL: nowhere. */
static char *find_helper(void)
{
	static const char *const places[] = { "", "/../libexec/ratchet" };
	char exe[4096], *slash;
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	slash = strrchr(exe, '/');
	*slash = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		char *path = xasprintf("%s%s/ratchet-ocaml", exe, places[i]);

		if (!access(path, X_OK))
			return path;
		free(path);
	}
	return NULL;
}

static int link_tools(const char *dir, const char *helper, struct strbuf *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(tools); i++) {
		char *path = xasprintf("%s/%s", dir, tools[i]);
		int bad = symlink(helper, path);

		free(path);
		if (bad)
			return error_set(err, ERR_UNABLE,
					 "cannot make a link in '%s': %m", dir);
	}
	return 0;
}

int spatch_keep_compiled(struct spatch *sp, const char *cache_dir,
			 struct strbuf *err)
{
	const char *path = getenv("PATH");
	char *helper = find_helper(), *dir;
	struct strbuf id = STRBUF_INIT;
	int ret;

	if (!helper || !sp->ocaml || !path)
		return free(helper), 0;
	dir = scratch_mkdir("ocaml", err);
	ret = dir ? link_tools(dir, helper, err) : ERR_UNABLE;
	if (!ret) {
		strbuf_addf(&id, "spatch %s", sp->version);
		child_describe_program("ocamlopt.opt", &id);
		child_describe_program("spatch", &id);
		strvec_pushf(&sp->ocaml_env, "PATH=%s:%s", dir, path);
		strvec_pushf(&sp->ocaml_env, "RATCHET_OCAML_PATH=%s", path);
		strvec_pushf(&sp->ocaml_env, "RATCHET_OCAML_CACHE=%s",
			     cache_dir);
		strvec_pushf(&sp->ocaml_env, "RATCHET_OCAML_ID=%s", id.buf);
	}
	strbuf_release(&id);
	free(dir);
	free(helper);
	return ret;
}

/* In place of the PATH that child_env() gave. */
void spatch_ocaml_env(const struct spatch *sp, struct child *c)
{
	struct strvec env = STRVEC_INIT;

	if (!sp->ocaml_env.nr)
		return;
	for (size_t i = 0; i < c->env.nr; i++)
		if (!starts_with(c->env.v[i], "PATH="))
			strvec_push(&env, c->env.v[i]);
	strvec_pushv(&env, &sp->ocaml_env);
	strvec_release(&c->env);
	c->env = env;
}
