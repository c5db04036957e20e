/* SPDX-License-Identifier: GPL-2.0-only */
/* What else may be asked of each commit: that it builds, and that it conforms. */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

/* ---- builds ---- */

static void add_diagnostics(struct check *c, const struct oid *commit,
			    const struct diagnostics *l)
{
	for (size_t i = 0; i < l->nr; i++) {
		const struct diagnostic *d = &l->v[i];
		struct check_finding *f = check_add(c);

		f->rule = xstrdup(d->is_error ? "build/error" :
						"build/warning");
		f->level = CHECK_ERROR;
		f->path = d->path ? xstrdup(d->path) : NULL;
		f->line = d->line;
		f->col = d->col;
		f->message = xstrndup(d->text, strcspn(d->text, "\n"));
		f->commit = *commit;
	}
}

static int open_proof(struct check *c, struct snapshot *base,
		      struct strbuf *err)
{
	struct strvec unmet = STRVEC_INIT;
	int ret;

	if (c->verify)
		return 0;
	log_progress("preparing the proof's work tree");
	ret = verify_open(&c->verify, c->e, base, c->opt->verify, &unmet, err);
	for (size_t i = 0; i < unmet.nr && !ret; i++)
		log_warn("%s", unmet.v[i]);
	strvec_release(&unmet);
	return ret;
}

static int prove(struct check *c, const struct oid *commit,
		 struct snapshot *before, struct snapshot *after,
		 struct strbuf *err)
{
	struct check_commit *m = &c->out->commits[c->out->nr_commits - 1];
	struct verify_result p = { 0 };
	int ret = open_proof(c, before, err);

	if (!ret)
		ret = verify_step(c->verify, before, after, NULL, &p, err);
	else
		return ret;
	if (ret && ret != ERR_FAILED)
		return ret;
	add_diagnostics(c, commit, &p.new_diags);
	m->proven = !ret;
	m->built = p.built;
	m->not_compiled = p.not_compiled;
	verify_result_release(&p);
	strbuf_reset(err);
	return 0;
}

int check_proof(struct check *c, const struct oid *commit,
		const struct commit_info *info, struct strbuf *err)
{
	struct snapshot *before, *after;
	int ret;

	if (!c->opt->verify || !info->parents)
		return 0;
	ret = check_source(c, &info->parent, &before, err);
	if (ret)
		return ret;
	ret = history_next(&c->at, commit, &after, err);
	if (ret)
		return ret;
	ret = prove(c, commit, before, after, err);
	history_take(&c->at, commit, after);
	return ret;
}

/* ---- conformance ---- */

static bool same_source(const struct conform_source *a,
			const struct conform_source *b)
{
	return !strbuf_cmp(&a->core, &b->core) &&
	       !strbuf_cmp(&a->header, &b->header) &&
	       !strbuf_cmp(&a->fault, &b->fault) &&
	       !strbuf_cmp(&a->put, &b->put);
}

static void add_rows(struct check *c, const struct oid *commit,
		     const struct conform_source *s, const struct conform *now,
		     const struct conform *before)
{
	for (int i = 1; i < CONFORM_ROWS; i++) {
		const struct row *r = &now->rows[i];
		struct check_finding *f;

		if (r->verdict != VERDICT_VIOLATED ||
		    (before && before->rows[i].verdict == VERDICT_VIOLATED))
			continue;
		f = check_add(c);
		f->rule = xasprintf("conform/%s", conform_row_name(i));
		f->level = CHECK_ERROR;
		f->path = xstrdup(s->core_path);
		f->message = xasprintf("the core does not conform any more: %s",
				       conform_row_title(i));
		f->why = r->nr ? xstrdup(r->v[0].text) : NULL;
		f->commit = *commit;
	}
}

static int compare_cores(struct check *c, const struct oid *commit,
			 const struct conform_source *s,
			 const struct conform_source *old, struct strbuf *err)
{
	struct conform now = { 0 }, before = { 0 };
	int ret;

	log_progress("running the core");
	ret = conform_run(s, c->opt->golden, c->e->cache, false, c->e->jobs,
			  &now, err);
	if (!ret && old)
		ret = conform_run(old, c->opt->golden, c->e->cache, false,
				  c->e->jobs, &before, err);
	if (!ret)
		add_rows(c, commit, s, &now, old ? &before : NULL);
	conform_release(&now);
	conform_release(&before);
	return ret;
}

/* A tree without a core is not asked; nor is one that is as it was. */
int check_conform(struct check *c, const struct oid *commit,
		  const struct commit_info *info, struct strbuf *err)
{
	struct conform_source now, before;
	struct strbuf why = STRBUF_INIT;
	bool had = false;
	int ret = 0;

	if (!c->opt->golden)
		return 0;
	conform_source_init(&now);
	conform_source_init(&before);
	if (info->parents)
		had = !conform_read_commit(&before, c->repo, &info->parent,
					   &why);
	if (conform_read_commit(&now, c->repo, commit, &why)) {
		if (had) {
			struct check_finding *f = check_add(c);

			f->rule = xstrdup("conform/core");
			f->level = CHECK_ERROR;
			f->message = xstrdup("the memremap core is not found any more");
			f->why = xstrdup(why.buf);
			f->commit = *commit;
		}
	} else if (!had || !same_source(&now, &before)) {
		ret = check_engine(c, err);
		if (!ret)
			ret = compare_cores(c, commit, &now,
					    had ? &before : NULL, err);
	}
	conform_source_release(&now);
	conform_source_release(&before);
	strbuf_release(&why);
	return ret;
}
