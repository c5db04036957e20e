/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_rerun: objects by the commands that make saved for them, without make,
 * which takes longer to find out what to do than the compiler needs for a file.
 * The objects are files of our own, so make finds its own ones as it left them.
 * What does not come out clear is left to make: a saved command never refuses.
 */
#include "kbuild_priv.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jobs.h"

struct rerun {
	struct kbuild *k;
	struct child child;
	struct object_result *to;
	bool *done;
	bool cancelled;
};

/* Laid out like O=. */
static char *root_of(const struct kbuild *k)
{
	return kbuild_own_path(k, "objects");
}

/* Of the shell: the compiler's cache, where there is one. */
static const char through_ccache[] = "$(command -v ccache) ";

static bool read_command(struct kbuild *k, const char *source,
			 const char *object, struct strbuf *cmd)
{
	char *instead = xasprintf("-c -o %s", object);
	struct strbuf saved = STRBUF_INIT;
	bool ok = kbuild_cmd_holds(k, source) &&
		  kbuild_replay_of(k, source, instead, &saved);

	if (ok)
		strbuf_addf(cmd, "%s%s",
			    strstr(saved.buf, "ccache ") ? "" : through_ccache,
			    saved.buf);
	strbuf_release(&saved);
	free(instead);
	return ok;
}

/* What the compiler said of other files it said of this object, too. */
static void take_diags(struct diagnostics *to, const struct make_report *said)
{
	*to = said->of[0];
	for (size_t i = 0; i < said->other.nr; i++) {
		const struct diagnostic *d = &said->other.v[i];

		diagnostics_add(to, d->path, d->line, d->col, false, d->text);
	}
	memset(&said->of[0], 0, sizeof(said->of[0]));
}

static void ended(struct child *c, void *data)
{
	struct strvec source = STRVEC_INIT;
	struct rerun *r = data;
	struct make_report said;

	r->cancelled = c->end == CHILD_CANCELLED;
	if (c->end != CHILD_EXITED || c->code)
		return;
	strvec_push(&source, r->to->source);
	make_report_parse(&said, r->k, &source, c->err.buf, c->err.len);
	if (!said.failed[0] && !diagnostics_have_error(&said.of[0]) &&
	    !diagnostics_have_error(&said.other)) {
		r->to->state = OBJECT_BUILT;
		take_diags(&r->to->diags, &said);
		*r->done = true;
	}
	make_report_release(&said);
	strvec_release(&source);
}

static int add(struct rerun *r, struct jobs *jobs, const char *root,
	       const char *tmp, struct strbuf *err)
{
	char *object = kbuild_object_path(root, r->to->source);
	struct strbuf cmd = STRBUF_INIT;
	int ret = 0;

	if (read_command(r->k, r->to->source, object, &cmd)) {
		ret = mkdirs_for(object, err);
		child_env(&r->child, r->k->home, tmp);
		strvec_pushf(&r->child.env, "CCACHE_DIR=%s/.ratchet/ccache",
			     r->k->output);
		strvec_pushl(&r->child.argv, "sh", "-c", cmd.buf, NULL);
		r->child.dir = r->k->output;
		r->child.timeout_ms = r->k->timeout_ms;
		if (!ret)
			jobs_add(jobs, &r->child, ended, r);
	}
	strbuf_release(&cmd);
	free(object);
	return ret;
}

static int run(struct kbuild *k, struct rerun *v, size_t nr, const char *root,
	       struct strbuf *err)
{
	struct jobs *jobs = jobs_new(k->jobs);
	char *tmp = kbuild_own_path(k, "tmp");
	int ret = mkdirs(tmp, err);

	for (size_t i = 0; i < nr && !ret; i++)
		ret = add(&v[i], jobs, root, tmp, err);
	if (!ret)
		ret = jobs_run(jobs);
	for (size_t i = 0; i < nr && !ret; i++)
		if (v[i].cancelled)
			ret = error_set(err, ERR_INTERRUPTED, "interrupted");
	jobs_free(jobs);
	free(tmp);
	return ret;
}

static int symbols(struct kbuild *k, const char *root,
		   struct object_result **res, size_t nr, const bool *done,
		   struct strbuf *err)
{
	struct object_result **v = xcalloc(nr + 1, sizeof(*v));
	size_t n = 0;
	int ret;

	for (size_t i = 0; i < nr; i++)
		if (done[i])
			v[n++] = res[i];
	ret = kbuild_symbols(k, root, v, n, err);
	free(v);
	return ret;
}

static bool any_holds(const struct kbuild *k, struct object_result **res,
		      size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (kbuild_cmd_holds(k, res[i]->source))
			return true;
	return false;
}

int kbuild_rerun(struct kbuild *k, struct object_result **res, size_t nr,
		 bool *done, struct strbuf *err)
{
	bool settled = false;
	struct rerun *v;
	char *root;
	int ret = 0;

	if (any_holds(k, res, nr) && kbuild_only_compiles(k))
		ret = kbuild_is_settled(k, &settled, err);
	if (!settled)
		return ret;
	v = xcalloc(nr, sizeof(*v));
	root = root_of(k);
	for (size_t i = 0; i < nr; i++) {
		child_init(&v[i].child);
		v[i].k = k;
		v[i].to = res[i];
		v[i].done = &done[i];
	}
	ret = run(k, v, nr, root, err);
	if (!ret)
		ret = symbols(k, root, res, nr, done, err);
	for (size_t i = 0; i < nr; i++)
		child_release(&v[i].child);
	if (!ret)
		ret = remove_tree(root, err);
	free(root);
	free(v);
	return ret;
}
