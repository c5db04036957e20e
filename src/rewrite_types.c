/* SPDX-License-Identifier: GPL-2.0-only */
/* The series' types/, and what the series itself makes of them. */
#include "rewrite.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "log.h"
#include "tempfile.h"

/* $XDG_CACHE_HOME/ratchet, or NULL. */
static char *cache_dir(void)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (cache && *cache == '/')
		return xasprintf("%s/ratchet", cache);
	return home && *home == '/' ? xasprintf("%s/.cache/ratchet", home) :
				      NULL;
}

/*
 * Kept where that can be: what the steps make of the types, and what spatch
 * says of files that were seen before, is there in the next run.
 */
static int open_store(struct rewrite_types *t, struct oid *tree,
		      struct strbuf *err)
{
	char *dir = cache_dir(), *git = NULL;
	int ret = ERR_UNABLE;

	if (dir && !mkdirs(dir, NULL)) {
		git = xasprintf("%s/rewrite.git", dir);
		ret = repo_import(&t->repo, git, t->rules.types, tree, err);
		if (ret && t->repo) {
			repo_free(t->repo);
			t->repo = NULL;
		}
		free(git);
	}
	if (ret) {
		strbuf_reset(err);
		ret = scratch_is_there() ? 0 : scratch_create(NULL, err);
		if (!ret) {
			git = xasprintf("%s/rewrite.git", scratch_path());
			ret = repo_import(&t->repo, git, t->rules.types, tree,
					  err);
			free(git);
		}
	}
	free(dir);
	return ret;
}

static int scan(struct rewrite_types *t, const struct oid *tree,
		struct strbuf *err)
{
	struct scan_options opt = {
		.cache = t->engine.cache, .threads = t->engine.jobs,
	};
	struct strvec words = STRVEC_INIT;
	int ret;

	for (size_t i = 0; i < t->series->nr_steps; i++)
		step_words(&t->series->steps[i], &words);
	strvec_sort_uniq(&words);
	ret = snapshot_of_tree(&t->before[0], t->repo, tree, &words, &opt, NULL,
			       err);
	strvec_release(&words);
	return ret;
}

/* The types must go through each step as a kernel does: they are the series'. */
static int judge(const struct rewrite_types *t, size_t i,
		 const struct step_result *r, struct strbuf *err)
{
	const struct residue *left = NULL;

	if (r->state == STEP_FAILED && r->nr_problems)
		return error_set(err, ERR_UNABLE, "%s/%s: %s does not take them: %s",
				 t->rules.types,
				 r->problems[0].path ? r->problems[0].path : "",
				 t->series->steps[i].name, r->problems[0].text);
	for (size_t k = 0; k < r->residue.nr; k++)
		if (!r->residue.v[k].harmless)
			left = &r->residue.v[k];
	if (left)
		return error_set(err, ERR_UNABLE, "%s/%s:%u: %s leaves it",
				 t->rules.types, left->path, left->line,
				 t->series->steps[i].name);
	return 0;
}

static int run_steps(struct rewrite_types *t, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < t->series->nr_steps && !ret; i++) {
		struct step_result r = { 0 };

		log_progress("types: %s", t->series->steps[i].name);
		ret = step_run_part(&t->engine, &t->series->steps[i],
				    t->before[i], true, &r, err);
		if (!ret)
			ret = judge(t, i, &r, err);
		t->applies[i] = r.state != STEP_NOT_APPLICABLE &&
				!t->rules.never[i];
		if (!ret)
			t->before[i + 1] = snapshot_get(r.after ? r.after :
							t->before[i]);
		step_result_release(&r);
	}
	log_progress_done();
	return ret;
}

static int add_functions(const char *path, const struct oid *oid, unsigned mode,
			 void *data)
{
	struct rewrite_types *t = data;
	struct strbuf text = STRBUF_INIT;
	struct csource *cs;
	const struct c_token *tok;
	const struct c_member *m;
	size_t nr;

	(void)mode;
	if (is_c_file(path) && !repo_blob_read(t->repo, oid, &text, NULL)) {
		cs = csource_parse(text.buf, text.len);
		tok = csource_tokens(cs, &nr);
		for (size_t i = 0; i < nr; i++)
			if (tok[i].role == C_FUNCTION)
				strvec_pushn(&t->functions, tok[i].text,
					     tok[i].len);
		m = csource_members(cs, &nr);
		for (size_t i = 0; i < nr; i++)
			if (m[i].tag && m[i].type_tag)
				strvec_pushf(&t->members, "%s %s",
					     m[i].type_tag, m[i].name);
		csource_free(cs);
	}
	strbuf_release(&text);
	return 0;
}

int rewrite_types_open(struct rewrite_types *t, struct series *series, int jobs,
		       struct strbuf *err)
{
	struct oid tree;
	int ret;

	memset(t, 0, sizeof(*t));
	strvec_init(&t->functions);
	strvec_init(&t->members);
	t->series = series;
	t->before = xcalloc(series->nr_steps + 1, sizeof(*t->before));
	t->applies = xcalloc(series->nr_steps + 1, sizeof(*t->applies));
	ret = driver_rules_load(&t->rules, series, err);
	if (!ret)
		ret = open_store(t, &tree, err);
	if (!ret)
		ret = engine_open(&t->engine, t->repo, jobs, err);
	if (!ret)
		ret = steps_check(&t->engine, series->steps, series->nr_steps,
				  NULL, NULL, err);
	if (!ret)
		ret = scan(t, &tree, err);
	if (!ret)
		ret = repo_tree_walk(t->repo, &tree, add_functions, t, err);
	strvec_sort_uniq(&t->functions);
	return ret ? ret : run_steps(t, err);
}

void rewrite_types_close(struct rewrite_types *t)
{
	for (size_t i = 0; t->before && i <= t->series->nr_steps; i++)
		snapshot_put(t->before[i]);
	free(t->before);
	free(t->applies);
	strvec_release(&t->functions);
	strvec_release(&t->members);
	driver_rules_release(&t->rules);
	engine_close(&t->engine);
	repo_free(t->repo);
	memset(t, 0, sizeof(*t));
}
