/* SPDX-License-Identifier: GPL-2.0-only */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "check_priv.h"
#include "child.h"
#include "log.h"
#include "tempfile.h"

/* ---- the source of commits ---- */

/* What all searches will ask the scan for, in two goes. */
static int learn(struct check *c, struct strbuf *err)
{
	struct strvec tags = STRVEC_INIT;
	int ret;

	for (size_t i = 0; i < c->rules.nr; i++) {
		const struct expect *x = c->rules.v[i].x;

		if (x->what == WHAT_MEMBER)
			strvec_push(&tags, x->name);
		else if (x->what == WHAT_MATCH)
			pass_tags(x->rule, &tags);
	}
	ret = tags_learn(c->e, c->at.now, &tags, err);
	strvec_release(&tags);
	return ret;
}

/* Children may write what they make, and nothing else. */
static int open_sandbox(struct check *c, struct strbuf *err)
{
	char *kept = xasprintf("%s/ratchet", repo_common_dir(c->repo));
	struct strvec writable = STRVEC_INIT, readable = STRVEC_INIT;
	const char *build = c->opt->verify ? c->opt->verify->build_dir : NULL;
	int ret = scratch_is_there() ? 0 : scratch_create(NULL, err);

	if (!ret)
		ret = mkdirs(kept, err);
	if (!ret && build)
		ret = mkdirs(build, err);
	if (!ret) {
		strvec_push(&writable, scratch_path());
		strvec_push(&writable, kept);
		if (build)
			strvec_push(&writable, build);
		strvec_push(&readable, repo_common_dir(c->repo));
		if (repo_workdir(c->repo))
			strvec_push(&readable, repo_workdir(c->repo));
		strvec_push(&readable, c->out->series->dir);
		if (c->opt->data_dir)
			strvec_push(&readable, c->opt->data_dir);
		if (c->opt->golden)
			strvec_push(&readable, c->opt->golden);
		ret = sandbox_start(c->opt->sandbox, &writable, &readable, err);
	}
	if (!ret) {
		c->out->sandbox = xstrdup(sandbox_describe());
		log_verbose("sandbox: %s", c->out->sandbox);
	}
	strvec_release(&writable);
	strvec_release(&readable);
	free(kept);
	return ret;
}

int check_engine(struct check *c, struct strbuf *err)
{
	int ret;

	if (c->open)
		return 0;
	ret = open_sandbox(c, err);
	if (ret)
		return ret;
	ret = engine_open(c->e, c->repo, c->jobs, err);
	c->at = (struct history){ .repo = c->repo, .cache = c->e->cache,
				  .threads = c->e->jobs, .words = &c->scan };
	c->open = !ret;
	return ret;
}

int check_source(struct check *c, const struct oid *commit,
		 struct snapshot **out, struct strbuf *err)
{
	struct snapshot *next = NULL;
	int ret = check_engine(c, err);

	if (!ret && !c->at.now) {
		ret = history_go(&c->at, commit, err);
		if (!ret)
			ret = learn(c, err);
	} else if (!ret && !oid_equal(&c->at.commit, commit)) {
		ret = history_next(&c->at, commit, &next, err);
		if (!ret)
			history_take(&c->at, commit, next);
	}
	*out = c->at.now;
	return ret;
}

/* ---- one commit ---- */

struct candidate {
	const struct oid *commit;
	const struct commit_info *info;
	struct oid *parents;
	size_t nr_parents;
	struct check_delta *deltas;	/* from each parent; of a root one */
	size_t nr_deltas;
	bool *wanted;			/* rules */
	struct strvec paths;		/* to be looked at, sorted */
};

static int find_deltas(struct check *c, struct candidate *k, struct strbuf *err)
{
	int ret = repo_parents(c->repo, k->commit, &k->parents, &k->nr_parents,
			       err);

	k->deltas = xcalloc(k->nr_parents + 1, sizeof(*k->deltas));
	for (size_t i = 0; !ret && (!i || i < k->nr_parents); i++) {
		struct commit_info parent = { 0 };

		if (k->nr_parents)
			ret = repo_commit_info(c->repo, &k->parents[i],
					       &parent, err);
		if (!ret) {
			ret = check_delta_of(&k->deltas[i], c->repo,
					     &parent.tree, &k->info->tree, err);
			k->nr_deltas++;
		}
		commit_info_release(&parent);
	}
	return ret;
}

/* A file that one of the parents has like this is nothing that a merge made. */
static bool differs_from_all(const struct candidate *k, const char *path)
{
	for (size_t i = 0; i < k->nr_deltas; i++)
		if (!check_delta_find(&k->deltas[i], path))
			return false;
	return true;
}

static int choose_files(struct check *c, struct candidate *k,
			struct strbuf *err)
{
	struct check_delta *d = &k->deltas[0];
	int ret = 0;

	for (size_t i = 0; i < d->nr && !ret; i++) {
		const char *path = d->v[i].new_path;
		bool any = false;

		if (path && differs_from_all(k, path))
			ret = check_delta_touches(d, c->repo, i, &c->rules,
						  k->wanted, &any, err);
		if (any)
			strvec_push(&k->paths, path);
	}
	strvec_sort_uniq(&k->paths);
	return ret;
}

/* The parent's files in which the same may have stood. */
static int parent_files(struct check *c, struct check_delta *d,
			const bool *wanted, struct strvec *paths,
			struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < d->nr && !ret; i++) {
		bool had;

		ret = check_delta_had(d, c->repo, i, &c->rules, wanted, &had,
				      err);
		if (!ret && had)
			strvec_push(paths, d->v[i].old_path);
	}
	strvec_sort_uniq(paths);
	return ret;
}

static int pair_with(struct check *c, struct candidate *k, size_t parent,
		     struct check_uses *now, struct strbuf *err)
{
	bool *wanted = xcalloc(c->rules.nr + 1, sizeof(*wanted));
	struct strvec paths = STRVEC_INIT;
	struct check_uses before = { 0 };
	struct snapshot *snap;
	int ret;

	for (size_t i = 0; i < now->nr; i++)
		wanted[now->v[i].rule - c->rules.v] = true;
	ret = parent_files(c, &k->deltas[parent], wanted, &paths, err);
	if (!ret && paths.nr) {
		ret = check_source(c, &k->parents[parent], &snap, err);
		if (!ret)
			ret = check_uses_find(c->e, &c->rules, wanted, snap,
					      &paths, &before, err);
	}
	if (!ret)
		ret = check_uses_pair(now, &before, &k->deltas[parent],
				      c->repo, err);
	check_uses_release(&before);
	strvec_release(&paths);
	free(wanted);
	return ret;
}

static int judge_uses(struct check *c, struct candidate *k,
		      struct check_uses *now, struct strbuf *err)
{
	size_t first = c->out->nr;
	struct snapshot *snap;
	int ret = 0;

	for (size_t i = 0; i < k->nr_parents && !ret; i++)
		ret = pair_with(c, k, i, now, err);
	for (size_t i = 0; i < now->nr && !ret; i++)
		if (!now->v[i].old)
			check_add_use(c, &now->v[i], k->commit);
	if (ret || first == c->out->nr || c->opt->no_diffs)
		return ret;
	ret = check_source(c, k->commit, &snap, err);
	return ret ? ret : check_diffs(c, first, snap, err);
}

/* Names all that it depends on whether the files hold a use. */
static void uses_key(const struct check *c, const struct candidate *k,
		     char key[OID_HEX + 1])
{
	struct strbuf text = STRBUF_INIT;
	struct oid oid;

	oid_hex(&k->info->tree, key);
	strbuf_addf(&text, "uses 1 %s\n%s\n", key, c->e->id);
	for (size_t i = 0; i < c->rules.nr; i++)
		if (k->wanted[i])
			strbuf_addf(&text, "%s %s\n", c->rules.v[i].id,
				    c->rules.v[i].step->hash);
	for (size_t i = 0; i < k->paths.nr; i++)
		strbuf_addf(&text, "%s\n", k->paths.v[i]);
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, key);
	strbuf_release(&text);
}

/* Most files only hold the same words: that they hold no use is remembered. */
static int look_at_uses(struct check *c, struct candidate *k,
			struct strbuf *err)
{
	struct strbuf known = STRBUF_INIT;
	struct check_uses now = { 0 };
	char key[OID_HEX + 1];
	struct snapshot *snap;
	int ret = check_engine(c, err);

	if (ret)
		return ret;
	uses_key(c, k, key);
	if (cache_get(c->e->cache, "uses", key, &known)) {
		strbuf_release(&known);
		return 0;
	}
	ret = check_source(c, k->commit, &snap, err);
	if (!ret)
		ret = check_uses_find(c->e, &c->rules, k->wanted, snap,
				      &k->paths, &now, err);
	if (!ret && !now.nr)
		cache_put(c->e->cache, "uses", key, "", 0);
	if (!ret && now.nr)
		ret = check_uses_allow(&now, snap, err);
	if (!ret && now.nr)
		ret = judge_uses(c, k, &now, err);
	check_uses_release(&now);
	return ret;
}

static void note_commit(struct check *c, const struct oid *commit,
			const struct commit_info *info)
{
	struct check_commit *m = &c->out->commits[c->out->nr_commits++];

	m->id = *commit;
	m->subject = xstrndup(info->message, strcspn(info->message, "\n"));
}

static int one_commit(struct check *c, const struct oid *commit,
		      struct strbuf *err)
{
	struct commit_info info;
	struct candidate k = {
		.commit = commit, .info = &info, .paths = STRVEC_INIT,
		.wanted = xcalloc(c->rules.nr + 1, sizeof(bool)),
	};
	bool held = false;
	int ret = repo_commit_info(c->repo, commit, &info, err);

	if (ret) {
		free(k.wanted);
		return ret;
	}
	note_commit(c, commit, &info);
	ret = check_claim(c, commit, &info, &held, err);
	/* what a step makes is what the series wants */
	if (!ret && !held)
		ret = find_deltas(c, &k, err);
	if (!ret && !held)
		ret = choose_files(c, &k, err);
	if (!ret && k.paths.nr)
		ret = look_at_uses(c, &k, err);
	if (!ret)
		ret = check_proof(c, commit, &info, err);
	if (!ret)
		ret = check_conform(c, commit, &info, err);
	for (size_t i = 0; i < k.nr_deltas; i++)
		check_delta_release(&k.deltas[i]);
	free(k.deltas);
	free(k.parents);
	free(k.wanted);
	strvec_release(&k.paths);
	commit_info_release(&info);
	return ret;
}

/* ---- all of them ---- */

/* Every use that there is in the result, if it is not told already. */
static int whole_tree(struct check *c, const struct oid *commit,
		      struct strbuf *err)
{
	bool *wanted = xcalloc(c->rules.nr + 1, sizeof(*wanted));
	struct check_uses now = { 0 };
	size_t first = c->out->nr;
	struct snapshot *snap;
	int ret = check_source(c, commit, &snap, err);

	memset(wanted, true, c->rules.nr);
	if (!ret)
		ret = check_uses_find(c->e, &c->rules, wanted, snap, NULL, &now,
				      err);
	if (!ret)
		ret = check_uses_allow(&now, snap, err);
	for (size_t i = 0; i < now.nr && !ret; i++)
		check_add_use(c, &now.v[i], NULL);
	if (!ret)
		check_name(c->out->v + first, c->out->nr - first);
	check_uses_release(&now);
	free(wanted);
	return ret;
}

static bool was_told(const struct check_result *r, size_t before,
		     const char *fingerprint)
{
	for (size_t i = 0; i < before; i++)
		if (!strcmp(r->v[i].fingerprint, fingerprint))
			return true;
	return false;
}

/* What the commits brought is told with them only. */
static void drop_told(struct check_result *r, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < r->nr; i++) {
		struct check_finding f = r->v[i];

		if (!was_told(r, first, f.fingerprint)) {
			r->v[i] = r->v[kept];
			r->v[kept++] = f;
		}
	}
	for (size_t i = kept; i < r->nr; i++) {
		struct check_result gone = {
			.v = xcalloc(1, sizeof(*r->v)), .nr = 1,
		};

		gone.v[0] = r->v[i];
		check_result_release(&gone);
	}
	r->nr = kept;
}

static int check_all(struct check *c, const struct oid *commits, size_t nr,
		     struct strbuf *err)
{
	int ret = 0;

	c->out->commits = xcalloc(nr + 1, sizeof(*c->out->commits));
	for (size_t i = 0; i < nr && !ret; i++) {
		size_t first = c->out->nr;

		log_progress("checking %zu of %zu", i + 1, nr);
		ret = child_interrupted() ?
		      error_set(err, ERR_INTERRUPTED, "interrupted") :
		      one_commit(c, &commits[i], err);
		check_name(c->out->v + first, c->out->nr - first);
	}
	if (!ret && nr && c->opt->mode == CHECK_ENFORCE) {
		size_t first = c->out->nr;

		log_progress("checking the result");
		ret = whole_tree(c, &commits[nr - 1], err);
		if (!ret)
			drop_told(c->out, first);
	}
	log_progress_done();
	return ret;
}

/* Rules that do not say which files they are about: spatch is asked. */
static int complete_rules(struct check *c, const struct series *series,
			  struct strbuf *err)
{
	bool complete = true;
	int ret;

	for (size_t i = 0; i < series->nr_steps; i++)
		for (size_t k = 0; k < series->steps[i].nr_expects; k++) {
			const struct expect *x = &series->steps[i].expects[k];

			complete &= x->kind != EXPECT_ABSENT || !x->rule ||
				    x->rule->nr_candidates;
		}
	if (complete)
		return 0;
	ret = check_engine(c, err);
	return ret ? ret : steps_check(c->e, series->steps, series->nr_steps,
				       NULL, NULL, err);
}

int check_range(struct engine *e, struct repo *repo, int jobs,
		const struct series *series, const char *range,
		const struct check_options *opt, struct check_result *out,
		struct strbuf *err)
{
	struct check c = {
		.e = e, .repo = repo, .jobs = jobs, .opt = opt, .out = out,
		.scan = STRVEC_INIT, .provenance = { .given = series,
				.data_dir = opt->data_dir },
	};
	struct oid *commits = NULL;
	size_t nr = 0;
	int ret;

	memset(out, 0, sizeof(*out));
	out->series = series;
	ret = repo_range_all(repo, range, &commits, &nr, err);
	if (!ret)
		ret = complete_rules(&c, series, err);
	check_rules_of(series, &c.rules);
	strvec_pushv(&c.scan, &c.rules.words);
	if (!ret)
		ret = check_all(&c, commits, nr, err);
	if (!ret)
		check_count(out, opt->baseline);
	verify_close(c.verify);
	history_release(&c.at);
	provenance_release(&c.provenance);
	check_rules_release(&c.rules);
	strvec_release(&c.scan);
	free(commits);
	return ret;
}
