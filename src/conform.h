/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * conform: does a memremap core do what golden does?
 *
 * The core and its header are compiled against a model of the kernel
 * (kernel-fixtures/golden/shim) and run through scenarios, and so is golden.
 * Three judgements: the interface, the properties that the scenarios check,
 * and for cores of golden's own generation whether both do the same in the
 * same order.  A fourth, on a tree: do faults and puts of pages get there?
 */
#ifndef CONFORM_H
#define CONFORM_H

#include "cache.h"
#include "repo.h"
#include "strbuf.h"
#include "strvec.h"

/* Clauses have the contract's numbers; then come what is no clause of it. */
enum {
	CONFORM_CLAUSES = 20,
	CONFORM_TRACE,		/* the same as golden, in the same order */
	CONFORM_FAULT,		/* do_swap_page() calls migrate_to_ram */
	CONFORM_PUT,		/* put_page() gets to page_free */
	CONFORM_ROWS
};

enum verdict { VERDICT_HOLDS, VERDICT_VIOLATED, VERDICT_NOT_APPLICABLE,
	       VERDICT_UNSUPPORTED };

/* What speaks against a clause. */
struct finding {
	char *text;
	/* where it was seen; NULL: not in a run */
	char *configuration, *scenario, *fault;
	struct strvec tree, golden;	/* both traces, as far as they are known */
	size_t part;			/* the first line in which they differ */
};

struct row {
	enum verdict verdict;
	unsigned checks;		/* how many were made and held */
	unsigned times;			/* how often it was violated */
	struct finding *v;		/* the first few of them */
	size_t nr, alloc;
	struct strvec why;		/* not applicable, unsupported: reasons */
};

enum { WEAK_W1, WEAK_W2, WEAK_W3, WEAK_W4, WEAK_W5, WEAKNESSES };

struct conform {
	struct row rows[CONFORM_ROWS];	/* [0] is not used */
	bool weak[WEAKNESSES];
	bool golden_generation;		/* traces can be compared */
	struct strvec features;		/* what the header has: "OPS", ... */
	struct strvec unknown;		/* functions that the model lacks */
	unsigned runs, scenarios, configurations, compared;
	unsigned golden_runs;
};

/* What is judged; texts are borrowed. */
struct conform_source {
	const char *core_path, *header_path;	/* for messages */
	struct strbuf core, header;
	/* the files with the ways to the core; empty: not asked for */
	const char *fault_path, *put_path;
	struct strbuf fault, put;
};
void conform_source_init(struct conform_source *s);
void conform_source_release(struct conform_source *s);
/* From two files. */
int conform_read_files(struct conform_source *s, const char *core,
		       const char *header, struct strbuf *err);
/* From a commit: the files that define what is looked for. */
int conform_read_commit(struct conform_source *s, struct repo *repo,
			const struct oid *commit, struct strbuf *err);

/*
 * @golden: the directory with golden, shim and scenarios.  @cache keeps what
 * does not depend on the source: the model's objects and golden's runs.
 * @quick: the first thing that is violated is enough.  0: there is a verdict,
 * whatever it is.  ERR_UNABLE: the core cannot be compiled, say.
 */
int conform_run(const struct conform_source *s, const char *golden,
		struct cache *cache, bool quick, int jobs,
		struct conform *out, struct strbuf *err);
void conform_release(struct conform *c);

/* The worst of all rows. */
enum verdict conform_verdict(const struct conform *c);
const char *conform_row_title(int row);
const char *conform_row_name(int row);		/* "7", "trace", ... */
const char *verdict_name(enum verdict v);
const char *weakness_title(int weakness);

#endif
