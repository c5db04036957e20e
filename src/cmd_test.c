/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ratchet test: the cases of a series' steps, each in the tree as it is before
 * its step.  CASES/base names that tree, and the series that go before.
 */
#include "cmd.h"

#include <argp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "tempfile.h"
#include "testcase.h"

enum { OPT_CASES = 256, OPT_ONTO, OPT_SPATCH };

static const struct argp_option options[] = {
	{ "cases", OPT_CASES, "DIR", 0,
	  "where they are (default: testcases/SERIES beside the series' cocci/)",
	  0 },
	{ "tree", 'C', "TREE", 0,
	  "a git repository to put them in, in place of what CASES/base names",
	  0 },
	{ "onto", OPT_ONTO, "REV", 0, "its commit (default: HEAD)", 0 },
	{ "spatch", OPT_SPATCH, "PROGRAM", 0,
	  "the spatch to use; given twice: compare what two make of the cases",
	  0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "quiet", 'q', NULL, 0, "only what is wrong", 0 },
	{ "verbose", 'v', NULL, 0, "say what is run", 0 },
	{ 0 },
};

struct args {
	const char *spec, *cases, *tree, *onto;
	const char *spatch[2];
	size_t nr_spatch;
	int jobs;
};

static error_t take_spatch(struct args *a, const char *arg)
{
	if (a->nr_spatch == ARRAY_SIZE(a->spatch))
		return cmd_usage_error("two --spatch can be compared, not more");
	a->spatch[a->nr_spatch++] = arg;
	return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case OPT_CASES: a->cases = arg; break;
	case 'C': a->tree = arg; break;
	case OPT_ONTO: a->onto = arg; break;
	case OPT_SPATCH: return take_spatch(a, arg);
	case 'q': log_set_level(LOG_QUIET); break;
	case 'v': log_set_level(LOG_VERBOSE); break;
	case 'j':
		return cmd_parse_jobs(arg, &a->jobs);
	case ARGP_KEY_ARG:
		if (a->spec)
			return cmd_usage_error("unexpected argument '%s'", arg);
		a->spec = arg;
		break;
	case ARGP_KEY_END:
		if (!a->spec)
			return cmd_usage_error("a series is needed: 'ratchet list' shows them");
		if (a->onto && !a->tree)
			return cmd_usage_error("--onto is a commit of the repository that -C names");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse_option,
	.args_doc = "SERIES[/STEP]",
	.doc = "Run the cases of a series' steps: files that a step must convert, leave alone or refuse.\v"
	       "cocci/README.md says what a case is.  A case need not be compiled for that. "
	       "Exit status: 0 all are as they should be (and, with two --spatch, alike), 1 they are not, 2 could not run.",
};

/* ---- what there is to run ---- */

struct plan {
	struct series *series;
	const struct step *only;	/* or NULL */
	char *cases;			/* directory */
	char *dir;			/* of CASES/base: to be taken in */
	struct series **first;		/* applied before */
	size_t nr_first, alloc_first;
};

/* What became of one step's cases. */
struct tested {
	const struct step *step;
	struct testcases cases;
};

struct outcome {
	struct tested *v;
	size_t nr, alloc;
	char *version;			/* of spatch */
};

static bool is_there(const char *path)
{
	return !access(path, F_OK);
}

static int find_cases(const struct args *a, struct plan *p, struct strbuf *err)
{
	if (a->cases)
		p->cases = xstrdup(a->cases);
	else
		p->cases = xasprintf("%s/../../testcases/%s", p->series->dir,
				     p->series->name);
	if (is_there(p->cases))
		return 0;
	return error_set(err, ERR_UNABLE,
			 "series '%s' has no cases in '%s': name the directory with --cases",
			 p->series->name, p->cases);
}

static int add_first(struct plan *p, const char *spec, struct strbuf *err)
{
	ALLOC_GROW(p->first, p->nr_first + 1, p->alloc_first);
	p->first[p->nr_first] = NULL;
	return series_load(&p->first[p->nr_first++], spec, cmd_data_dir(), err);
}

static char *seen_from(const char *dir, const char *path)
{
	return *path == '/' ? xstrdup(path) : xasprintf("%s/%s", dir, path);
}

/* "tree DIR" and "after SERIES", seen from the file. */
static int take_base_line(struct plan *p, const char *file, unsigned nr,
			  const char *line, struct strbuf *err)
{
	int ret = 0;

	if (!*line || *line == '#')
		return 0;
	if (starts_with(line, "tree ") && !p->dir) {
		p->dir = seen_from(p->cases, line + 5);
	} else if (starts_with(line, "after ")) {
		char *spec = seen_from(p->cases, line + 6);

		ret = add_first(p, spec, err);
		free(spec);
	} else {
		ret = error_set(err, ERR_UNABLE,
				"%s:%u: it must be 'tree DIR', once, or 'after SERIES-DIRECTORY'",
				file, nr);
	}
	return ret;
}

static int read_base(const struct args *a, struct plan *p, struct strbuf *err)
{
	char *file = xasprintf("%s/base", p->cases);
	struct strbuf text = STRBUF_INIT;
	struct strvec lines = STRVEC_INIT;
	int ret = is_there(file) ? file_read(file, &text, err) : 0;

	for (const char *s = text.buf; *s; s += *s == '\n') {
		size_t n = strcspn(s, "\n");

		strvec_pushn(&lines, s, n);
		s += n;
	}
	for (size_t i = 0; i < lines.nr && !ret; i++)
		ret = take_base_line(p, file, i + 1, lines.v[i], err);
	if (!ret && !a->tree && !p->dir)
		ret = error_set(err, ERR_UNABLE,
				"no tree to put the cases in: name it with -C, or in '%s' (tree DIR)",
				file);
	strvec_release(&lines);
	strbuf_release(&text);
	free(file);
	return ret;
}

static int make_plan(const struct args *a, struct plan *p, struct strbuf *err)
{
	int ret = cmd_load_spec(a->spec, &p->series, &p->only, err);

	if (!ret)
		ret = find_cases(a, p, err);
	if (!ret)
		ret = read_base(a, p, err);
	return ret;
}

static void release_plan(struct plan *p)
{
	for (size_t i = 0; i < p->nr_first; i++)
		series_free(p->first[i]);
	free(p->first);
	series_free(p->series);
	free(p->cases);
	free(p->dir);
}

static void release_outcome(struct outcome *o)
{
	for (size_t i = 0; i < o->nr; i++)
		testcases_release(&o->v[i].cases);
	free(o->v);
	free(o->version);
}

/* ---- running ---- */

/* The repository, and the tree in it. */
static int open_tree(const struct args *a, const struct plan *p,
		     struct repo **repo, struct oid *tree, struct strbuf *err)
{
	struct commit_info info = { 0 };
	struct oid commit;
	char *dir;
	int ret;

	if (!a->tree) {
		ret = scratch_create(NULL, err);
		if (ret)
			return ret;
		dir = xasprintf("%s/tree", scratch_path());
		ret = repo_import(repo, dir, p->dir, tree, err);
		free(dir);
		return ret;
	}
	ret = repo_open(repo, a->tree, err);
	if (!ret)
		ret = repo_resolve(*repo, a->onto ? a->onto : "HEAD", &commit,
				   err);
	if (!ret)
		ret = repo_commit_info(*repo, &commit, &info, err);
	*tree = info.tree;
	commit_info_release(&info);
	return ret;
}

static void words_of(const struct series *s, struct strvec *words,
		     struct strvec *tags)
{
	for (size_t i = 0; i < s->nr_steps; i++) {
		step_words(&s->steps[i], words);
		step_tags(&s->steps[i], tags);
	}
}

static int scan(struct engine *e, const struct plan *p, const struct oid *tree,
		struct snapshot **now, struct strbuf *err)
{
	struct scan_options opt = { .cache = e->cache, .threads = e->jobs };
	struct strvec words = STRVEC_INIT, tags = STRVEC_INIT;
	struct scan_stats stats = { 0 };
	int ret;

	for (size_t i = 0; i < p->nr_first; i++)
		words_of(p->first[i], &words, &tags);
	words_of(p->series, &words, &tags);
	strvec_sort_uniq(&words);
	ret = snapshot_of_tree(now, e->repo, tree, &words, &opt, &stats, err);
	if (!ret)
		ret = tags_learn(e, *now, &tags, err);
	scan_stats_release(&stats);
	strvec_release(&words);
	strvec_release(&tags);
	return ret;
}

/* Take the tree through a step. */
static int go_on(struct engine *e, const struct step *step,
		 struct snapshot **now, struct strbuf *err)
{
	struct step_result r = { 0 };
	int ret = step_run(e, step, *now, &r, err);

	if (!ret && r.state == STEP_FAILED) {
		const struct problem *p = r.problems;

		ret = error_set(err, ERR_UNABLE,
				"%s fails on the tree itself, without a case: %s:%u: %s",
				step->name, p->path ? p->path : "-", p->line,
				p->text);
	}
	if (!ret && r.after) {
		snapshot_put(*now);
		*now = snapshot_get(r.after);
	}
	step_result_release(&r);
	return ret;
}

static int test_step(struct engine *e, const struct plan *p,
		     const struct step *step, struct snapshot *now,
		     bool parse, struct outcome *out, struct strbuf *err)
{
	char *dir = xasprintf("%s/%s", p->cases, step->name);
	struct tested *t;
	int ret;

	ALLOC_GROW(out->v, out->nr + 1, out->alloc);
	t = &out->v[out->nr++];
	t->step = step;
	ret = testcases_read(&t->cases, dir, err);
	if (ret == ERR_NOT_FOUND) {
		strbuf_reset(err);
		ret = 0;
	}
	log_progress("%s: %zu cases", step->name, t->cases.nr);
	if (!ret && t->cases.nr)
		ret = testcases_run(e, step, now, &t->cases, err);
	if (!ret && parse)
		ret = testcases_parse(e, now, &t->cases, err);
	log_progress_done();
	free(dir);
	return ret;
}

static int test_steps(struct engine *e, const struct plan *p,
		      struct snapshot **now, bool parse, struct outcome *out,
		      struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < p->nr_first && !ret; i++)
		for (size_t k = 0; k < p->first[i]->nr_steps && !ret; k++)
			ret = go_on(e, &p->first[i]->steps[k], now, err);
	for (size_t i = 0; i < p->series->nr_steps && !ret; i++) {
		const struct step *step = &p->series->steps[i];

		if (!p->only || p->only == step)
			ret = test_step(e, p, step, *now, parse, out, err);
		if (p->only == step)
			break;
		if (!ret)
			ret = go_on(e, step, now, err);
	}
	return ret;
}

/* Everything with one spatch (NULL: the usual). */
static int run_all(const struct args *a, const struct plan *p,
		   const char *spatch, struct outcome *out, struct strbuf *err)
{
	struct snapshot *now = NULL;
	struct repo *repo = NULL;
	struct engine e = { 0 };
	struct oid tree;
	int ret;

	if (spatch)
		setenv("RATCHET_SPATCH", spatch, true);
	ret = open_tree(a, p, &repo, &tree, err);
	if (!ret)
		ret = engine_open(&e, repo, a->jobs, err);
	if (!ret)
		out->version = xstrdup(e.spatch.version);
	for (size_t i = 0; i < p->nr_first && !ret; i++)
		ret = steps_check(&e, p->first[i]->steps, p->first[i]->nr_steps,
				  NULL, NULL, err);
	if (!ret)
		ret = steps_check(&e, p->series->steps, p->series->nr_steps,
				  NULL, NULL, err);
	if (!ret)
		ret = scan(&e, p, &tree, &now, err);
	if (!ret)
		ret = test_steps(&e, p, &now, a->nr_spatch > 1, out, err);
	snapshot_put(now);
	engine_close(&e);
	repo_free(repo);
	return ret;
}

/* ---- telling ---- */

static void report_step(const struct tested *t, unsigned *all, unsigned *wrong)
{
	unsigned bad = 0, kinds[3] = { 0 };

	for (size_t i = 0; i < t->cases.nr; i++) {
		const struct testcase *c = &t->cases.v[i];

		bad += c->wrong.len > 0;
		kinds[c->refused.nr ? 2 : c->after.nr ? 0 : 1]++;
		if (c->wrong.len)
			printf("%s/%s is wrong:\n%s", t->step->name, c->name,
			       c->wrong.buf);
	}
	*all += t->cases.nr;
	*wrong += bad;
	if (bad || log_get_level() > LOG_QUIET)
		printf("%-26s %3zu cases: %u converted, %u left as they are, %u refused; %u wrong\n",
		       t->step->name, t->cases.nr, kinds[0], kinds[1], kinds[2],
		       bad);
}

/* The first line in which two texts differ. */
static void print_difference(const char *name, const char *a, const char *b,
			     const struct outcome *o)
{
	while (*a && *a == *b) {
		size_t na = strcspn(a, "\n"), nb = strcspn(b, "\n");

		if (na != nb || memcmp(a, b, na))
			break;
		a += na + (a[na] == '\n');
		b += nb + (b[nb] == '\n');
	}
	printf("%s differs:\n  spatch %s: %.*s\n  spatch %s: %.*s\n", name,
	       o[0].version, (int)strcspn(a, "\n"), a, o[1].version,
	       (int)strcspn(b, "\n"), b);
}

static unsigned report_differences(const struct outcome *o)
{
	unsigned differ = 0;

	for (size_t i = 0; i < o[0].nr && i < o[1].nr; i++) {
		const struct tested *t = &o[0].v[i], *u = &o[1].v[i];

		for (size_t k = 0; k < t->cases.nr; k++) {
			const struct testcase *c = &t->cases.v[k];
			char *name;

			if (!strcmp(c->became.buf, u->cases.v[k].became.buf))
				continue;
			name = xasprintf("%s/%s", t->step->name, c->name);
			print_difference(name, c->became.buf,
					 u->cases.v[k].became.buf, o);
			free(name);
			differ++;
		}
	}
	printf("spatch %s and %s: %u cases differ\n", o[0].version,
	       o[1].version, differ);
	return differ;
}

static int report(const struct args *a, const struct plan *p,
		  const struct outcome *o)
{
	unsigned all = 0, wrong = 0, differ = 0;

	for (size_t i = 0; i < o[0].nr; i++)
		report_step(&o[0].v[i], &all, &wrong);
	if (!all) {
		log_error("no case in '%s'", p->cases);
		return EXIT_UNABLE;
	}
	printf("%u cases, %u wrong\n", all, wrong);
	if (a->nr_spatch > 1)
		differ = report_differences(o);
	return wrong || differ ? EXIT_NO : EXIT_CLEAN;
}

int cmd_test(int argc, char **argv)
{
	struct outcome out[2] = { 0 };
	struct strbuf err = STRBUF_INIT;
	struct plan plan = { 0 };
	struct args a = { 0 };
	int ret, status;

	if (cmd_parse(&argp, argc, argv, "ratchet test", &a))
		return EXIT_UNABLE;
	ret = make_plan(&a, &plan, &err);
	for (size_t i = 0; i < (a.nr_spatch > 1 ? 2 : 1) && !ret; i++)
		ret = run_all(&a, &plan, a.spatch[i], &out[i], &err);
	status = ret ? cmd_failed(ret, &err) : report(&a, &plan, out);
	release_outcome(&out[0]);
	release_outcome(&out[1]);
	release_plan(&plan);
	strbuf_release(&err);
	return status;
}
