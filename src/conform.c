/* SPDX-License-Identifier: GPL-2.0-only */
/* The judgements put together: see conform.h. */
#include "conform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conform_priv.h"
#include "tempfile.h"

/* Findings of a row that are kept; all are counted. */
#define FINDINGS_MAX 3

static const char *const titles[CONFORM_ROWS] = {
	[1] = "PRIVATE needs its configuration and migrate_to_ram",
	[2] = "FS_DAX is refused where it is limited",
	[3] = "DEVDAX and PCI_P2PDMA need no methods and no key",
	[4] = "an unknown type is warned of, then managed",
	[5] = "a count of the owner's comes with both methods",
	[6] = "without one the core has a count of its own",
	[7] = "managed types: page_free, and the key until the device goes",
	[8] = "a map at either end is in the way",
	[9] = "System RAM is in the way",
	[10] = "device, store, node, track_pfn_remap",
	[11] = "memory is added under the hotplug lock",
	[12] = "pages, their references, the action, the address",
	[13] = "errors come back unchanged, all is undone in reverse",
	[14] = "the end of a map",
	[15] = "no memory goes while somebody uses it",
	[16] = "lookups",
	[17] = "a managed page is put",
	[18] = "altmaps",
	[19] = "types and functions of the interface",
	[20] = "exports; the header without ZONE_DEVICE",
	[CONFORM_TRACE] = "the same as golden in the same order",
	[CONFORM_FAULT] = "a fault on a private page calls migrate_to_ram",
	[CONFORM_PUT] = "put_page() gets to page_free",
};

static const char *const weaknesses[WEAKNESSES] = {
	"if the managed key cannot be had, the core's own count leaks",
	"if add_pages() fails, a shadow is removed that was never added",
	"an unknown type without page_free warns twice",
	"after the end ref still points at the core's own count",
	"page->mapping of a freed private page is not reset",
};

const char *conform_row_title(int row)
{
	return titles[row];
}

const char *conform_row_name(int row)
{
	static const char *const names[] = {
		"", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11",
		"12", "13", "14", "15", "16", "17", "18", "19", "20",
		"trace", "fault", "put",
	};

	return names[row];
}

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = {
		[VERDICT_HOLDS] = "holds",
		[VERDICT_VIOLATED] = "violated",
		[VERDICT_NOT_APPLICABLE] = "not applicable",
		[VERDICT_UNSUPPORTED] = "unsupported",
	};

	return names[v];
}

const char *weakness_title(int weakness)
{
	return weaknesses[weakness];
}

/* ---- rows ---- */

void row_violated(struct conform *out, int row, const struct run *tree,
		  const struct run *golden, const char *fmt, ...)
{
	struct row *r = &out->rows[row];
	struct strbuf text = STRBUF_INIT;
	struct finding *f;
	va_list ap;

	r->times++;
	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < r->nr; i++)
		if (!strcmp(r->v[i].text, text.buf)) {
			strbuf_release(&text);
			return;
		}
	if (r->nr == FINDINGS_MAX) {
		strbuf_release(&text);
		return;
	}
	ALLOC_GROW(r->v, r->nr + 1, r->alloc);
	f = &r->v[r->nr++];
	memset(f, 0, sizeof(*f));
	strvec_init(&f->tree);
	strvec_init(&f->golden);
	f->text = strbuf_detach(&text, NULL);
	if (tree) {
		f->configuration = xstrdup(tree->config->name);
		f->scenario = xstrdup(tree->scenario);
		f->fault = *tree->fault ? xstrdup(tree->fault) : NULL;
	}
	if (tree && row != CONFORM_TRACE) {
		run_trace(tree, &f->tree);
		if (golden)
			run_trace(golden, &f->golden);
		while (f->part < f->tree.nr && f->part < f->golden.nr &&
		       !strcmp(f->tree.v[f->part], f->golden.v[f->part]))
			f->part++;
	}
}

void row_held(struct conform *out, int row, unsigned checks)
{
	out->rows[row].checks += checks;
}

void row_not_judged(struct conform *out, int row, enum verdict v,
		    const char *why)
{
	struct row *r = &out->rows[row];

	if (v == VERDICT_UNSUPPORTED || r->verdict != VERDICT_UNSUPPORTED)
		r->verdict = v;
	if (!strvec_has(&r->why, why))
		strvec_push(&r->why, why);
}

/* What was seen outweighs what could not be. */
static void close_row(struct row *r)
{
	if (r->times)
		r->verdict = VERDICT_VIOLATED;
	else if (r->verdict == VERDICT_UNSUPPORTED)
		return;
	else if (r->checks)
		r->verdict = VERDICT_HOLDS;
	else if (r->verdict == VERDICT_HOLDS)
		r->verdict = VERDICT_NOT_APPLICABLE;
}

/* ---- runs ---- */

static void take_weakness(struct conform *out, const char *name)
{
	if (name[0] == 'W' && name[1] >= '1' && name[1] <= '5')
		out->weak[name[1] - '1'] = true;
}

/* How it ended, if that was not its own decision. */
static void judge_end(struct conform *out, const struct run *r,
		      const struct run *golden)
{
	const char *said = NULL;

	if (r->end && !strcmp(r->end, "ok"))
		return;
	for (size_t i = 0; i < r->nr; i++)
		if (r->v[i].kind == 'E')
			said = r->v[i].text;
	if (said && strstr(said, "runtime error: "))
		said = strstr(said, "runtime error: ");
	else if (said && strstr(said, "ERROR: "))
		said = strstr(said, "ERROR: ");
	row_violated(out, r->clause, r, golden, "%s",
		     said ? said : r->end && !strcmp(r->end, "endless") ?
		     "the core does not come to an end" :
		     "the core comes to a bad end");
}

static void judge_run(struct conform *out, const struct run *r,
		      const struct run *golden)
{
	for (size_t i = 0; i < r->nr; i++) {
		const struct record_line *l = &r->v[i];

		switch (l->kind) {
		case '!':
			row_violated(out, l->clause, r, golden, "%s", l->text);
			break;
		case '.':
			row_held(out, l->clause, l->count);
			break;
		case '-':
			row_not_judged(out, l->clause, VERDICT_NOT_APPLICABLE,
				       l->text);
			break;
		case '?':
			row_not_judged(out, r->clause, VERDICT_UNSUPPORTED,
				       l->text);
			break;
		case '~':
			take_weakness(out, l->text);
			break;
		}
	}
	judge_end(out, r, golden);
}

/*
 * W4 is about the end of a map; a core that has it has it after a failure too,
 * but not only there.
 */
static void judge_half_weakness(struct conform *out, const struct run_list *l)
{
	const struct run *half = NULL, *whole = NULL;

	for (size_t i = 0; i < l->nr; i++)
		for (size_t k = 0; k < l->v[i].nr; k++) {
			const struct record_line *line = &l->v[i].v[k];

			if (line->kind != '~')
				continue;
			if (!strcmp(line->text, "W4"))
				whole = &l->v[i];
			else if (starts_with(line->text, "W4 "))
				half = &l->v[i];
		}
	if (half && !whole)
		row_violated(out, 13, half, NULL, "after a failure, but not after the end, ref still points at the core's own count");
}

static void judge_trace(struct conform *out, const struct run *r,
			const struct run *golden)
{
	struct strvec mine = STRVEC_INIT, its = STRVEC_INIT;
	struct finding *f;
	size_t part = 0, before;

	out->compared++;
	if (trace_equal(r, golden, &mine, &its, &part)) {
		row_held(out, CONFORM_TRACE, 1);
	} else {
		before = out->rows[CONFORM_TRACE].nr;
		row_violated(out, CONFORM_TRACE, r, golden, "'%s' where golden has '%s'",
			     part < mine.nr ? mine.v[part] : "the end",
			     part < its.nr ? its.v[part] : "the end");
		if (out->rows[CONFORM_TRACE].nr > before) {
			f = &out->rows[CONFORM_TRACE].v[before];
			f->part = part;
			strvec_pushv(&f->tree, &mine);
			strvec_pushv(&f->golden, &its);
		}
	}
	strvec_release(&mine);
	strvec_release(&its);
}

static bool is_unsupported(const struct run *r)
{
	for (size_t i = 0; i < r->nr; i++)
		if (r->v[i].kind == '?')
			return true;
	return false;
}

/* The scenarios are the same for all: one that golden has and we lack. */
static void judge_missing(struct conform *out, const struct side *tree,
			  const struct side *golden)
{
	for (size_t i = 0; i < golden->runs.nr; i++) {
		const struct run *r = &golden->runs.v[i];

		if (!r->number && !run_list_find(&tree->runs, r))
			row_violated(out, r->clause, NULL, NULL,
				     "scenario %s did not come to be run",
				     r->scenario);
	}
}

static void judge_runs(struct conform *out, const struct side *tree,
		       const struct side *golden, bool quick)
{
	for (size_t i = 0; i < tree->runs.nr; i++) {
		const struct run *r = &tree->runs.v[i];
		const struct run *its = run_list_find(&golden->runs, r);

		judge_run(out, r, its);
		if (!out->golden_generation ||
		    r->config != &conform_configs[0])
			continue;
		if (is_unsupported(r)) {
			row_not_judged(out, CONFORM_TRACE, VERDICT_UNSUPPORTED,
				       "runs that came to what the model does not know");
			continue;
		}
		/* memory of a core's own: golden has none */
		if (!its && !strcmp(r->fault, "kmalloc"))
			continue;
		if (its)
			judge_trace(out, r, its);
		else
			row_violated(out, CONFORM_TRACE, r, NULL,
				     "golden has no call that could fail here");
	}
	judge_half_weakness(out, &tree->runs);
	if (!quick)
		judge_missing(out, tree, golden);
	if (!out->golden_generation)
		row_not_judged(out, CONFORM_TRACE, VERDICT_NOT_APPLICABLE,
			       "another generation than golden's");
	out->runs = tree->runs.nr;
	out->golden_runs = golden->runs.nr;
	out->scenarios = tree->runs.scenarios;
	out->configurations = CONFIGS;
}

/* ---- sides ---- */

void side_init(struct side *s, const char *name, const struct strbuf *core,
	       const struct strbuf *header)
{
	memset(s, 0, sizeof(*s));
	s->name = name;
	s->core = core;
	s->header = header;
	strvec_init(&s->features);
	strvec_init(&s->unknown);
	strvec_init(&s->broken_interface);
	strvec_init(&s->types);
	strvec_init(&s->runs.texts);
}

void side_release(struct side *s)
{
	strvec_release(&s->features);
	strvec_release(&s->unknown);
	strvec_release(&s->broken_interface);
	strvec_release(&s->types);
	run_list_release(&s->runs);
	free(s->no_nodevice);
}

bool side_has(const struct side *s, const char *feature)
{
	return strvec_has(&s->features, feature);
}

/* That of the state after the series: 5.3. */
static bool is_golden_generation(const struct side *s)
{
	return side_has(s, "OPS_MIGRATE") && side_has(s, "OPS_KILL") &&
	       side_has(s, "INTERNAL_REF") && side_has(s, "RES") &&
	       side_has(s, "FLAGS") && side_has(s, "DEVDAX") &&
	       !side_has(s, "MEMREMAP_PAGES") && !side_has(s, "RANGES");
}

/* ---- all of it ---- */

static int read_golden(struct strbuf *core, struct strbuf *header,
		       const char *golden, struct strbuf *err)
{
	char *path = xasprintf("%s/memremap.c", golden);
	int ret = file_read(path, core, err);

	free(path);
	path = xasprintf("%s/memremap.h", golden);
	if (!ret)
		ret = file_read(path, header, err);
	free(path);
	return ret;
}

static int build_and_judge(const struct conform_source *s,
			   struct side *tree, struct side *golden,
			   const char *dir, struct cache *cache, bool quick,
			   int jobs, struct conform *out, struct strbuf *err)
{
	int ret = conform_build(tree, golden, dir, cache, quick, jobs, err);

	if (!ret)
		ret = judge_dispatch(out, s, dir, jobs, err);
	if (!ret && (golden->incomplete || golden->unknown.nr))
		ret = error_set(err, ERR_UNABLE,
				"golden itself could not be run: is something in the way?");
	if (ret)
		return ret;
	out->golden_generation = is_golden_generation(tree);
	strvec_pushv(&out->features, &tree->features);
	strvec_pushv(&out->unknown, &tree->unknown);
	judge_interface(out, tree, golden);
	judge_runs(out, tree, golden, quick);
	if (!s->fault_path)
		row_not_judged(out, CONFORM_FAULT, VERDICT_NOT_APPLICABLE,
			       "the file that handles faults is not there");
	if (!s->put_path)
		row_not_judged(out, CONFORM_PUT, VERDICT_NOT_APPLICABLE,
			       "the header that puts pages is not there");
	for (int row = 1; row < CONFORM_ROWS; row++)
		close_row(&out->rows[row]);
	return 0;
}

static int run_once(const struct conform_source *s, const char *golden,
		    struct cache *cache, bool quick, int jobs,
		    struct conform *out, struct strbuf *err)
{
	struct strbuf core = STRBUF_INIT, header = STRBUF_INIT;
	struct side mine, its;
	int ret;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->features);
	strvec_init(&out->unknown);
	for (int row = 0; row < CONFORM_ROWS; row++)
		strvec_init(&out->rows[row].why);
	side_init(&mine, "tree", &s->core, &s->header);
	side_init(&its, "golden", &core, &header);
	ret = read_golden(&core, &header, golden, err);
	if (!ret)
		ret = build_and_judge(s, &mine, &its, golden, cache, quick,
				      jobs, out, err);
	side_release(&mine);
	side_release(&its);
	strbuf_release(&core);
	strbuf_release(&header);
	return ret;
}

int conform_run(const struct conform_source *s, const char *golden,
		struct cache *cache, bool quick, int jobs,
		struct conform *out, struct strbuf *err)
{
	int ret;

	memset(out, 0, sizeof(*out));
	if (!scratch_is_there()) {
		ret = scratch_create(NULL, err);
		if (ret)
			return ret;
	}
	ret = run_once(s, golden, cache, quick, jobs, out, err);
	if (ret || !quick || conform_verdict(out) == VERDICT_VIOLATED)
		return ret;
	/* nothing was found: then it must be looked for everywhere */
	conform_release(out);
	return run_once(s, golden, cache, false, jobs, out, err);
}

static void finding_release(struct finding *f)
{
	free(f->text);
	free(f->configuration);
	free(f->scenario);
	free(f->fault);
	strvec_release(&f->tree);
	strvec_release(&f->golden);
}

void conform_release(struct conform *c)
{
	for (int row = 0; row < CONFORM_ROWS; row++) {
		struct row *r = &c->rows[row];

		for (size_t i = 0; i < r->nr; i++)
			finding_release(&r->v[i]);
		free(r->v);
		strvec_release(&r->why);
	}
	strvec_release(&c->features);
	strvec_release(&c->unknown);
}

enum verdict conform_verdict(const struct conform *c)
{
	enum verdict worst = VERDICT_HOLDS;

	for (int row = 1; row < CONFORM_ROWS; row++) {
		enum verdict v = c->rows[row].verdict;

		if (v == VERDICT_VIOLATED)
			return v;
		if (v == VERDICT_UNSUPPORTED)
			worst = v;
	}
	return worst;
}
