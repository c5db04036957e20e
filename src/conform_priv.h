/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of conform share. */
#ifndef CONFORM_PRIV_H
#define CONFORM_PRIV_H

#include "compiler.h"
#include "conform.h"
#include "jobs.h"

/* How a core may be configured; the first has everything. */
#define CONFIGS 4
struct conform_config {
	const char *name;
	const char *defines[4];
};
extern const struct conform_config conform_configs[CONFIGS];

/* ---- records of runs (conform_record.c) ---- */

/* One line of a record: its kind ('>', '!', '~', '@', '?', '-', '.', 'E'). */
struct record_line {
	char kind;
	int clause;		/* of '!', '-' and '.' */
	unsigned count;		/* of '.' */
	const char *text;
};

struct run {
	const struct conform_config *config;
	const char *scenario, *fault;	/* fault: "" for the plain run */
	int clause, number;		/* of the fault, 0: none */
	int ordinal;			/* how many faults of that name were before */
	struct record_line *v;
	size_t nr, alloc;
	const char *end;		/* "ok", "signal", ... */
};

struct run_list {
	struct run *v;
	size_t nr, alloc;
	unsigned scenarios;
	struct strvec texts;		/* what the others point into */
};
void run_list_release(struct run_list *l);
/*
 * Take what one harness printed.  false: it does not end as it should, so that
 * runs are missing.
 */
bool run_list_add(struct run_list *l, const struct conform_config *config,
		  const char *text, size_t len);
/* The same scenario, configuration and fault, or NULL. */
const struct run *run_list_find(const struct run_list *l,
				const struct run *other);
/* The events of a run as lines for a report. */
void run_trace(const struct run *r, struct strvec *out);

/* ---- comparing (conform_trace.c) ---- */

/* Are two runs the same but for what is allowed?  If not: where they part. */
bool trace_equal(const struct run *tree, const struct run *golden,
		 struct strvec *tree_lines, struct strvec *golden_lines,
		 size_t *part);

/* ---- building (conform_build.c) ---- */

enum { SHARDS = 2 };

/* A core on its way: the tree's, or golden. */
struct side {
	const char *name;		/* and directory */
	const struct strbuf *core, *header;
	struct strvec features;		/* what the header has */
	struct strvec unknown;		/* functions that the model lacks */
	struct strvec broken_interface;	/* what interface.c does not like */
	struct strvec types;		/* pahole's lines */
	char *no_nodevice;		/* why there is none; NULL: there is */
	bool incomplete;		/* runs are missing */
	struct run_list runs;
};
void side_init(struct side *s, const char *name, const struct strbuf *core,
	       const struct strbuf *header);
void side_release(struct side *s);
bool side_has(const struct side *s, const char *feature);
/*
 * Compile, link and run both sides.  @quick: one configuration, up to the first
 * run that is wrong.
 */
int conform_build(struct side *tree, struct side *its, const char *golden,
		  struct cache *cache, bool quick, int jobs,
		  struct strbuf *err);
/* ---- on the way: conform_build.c and its parts ---- */

#define GOLDEN_SIDE "golden"

/* Something that a child does, and what is said if it cannot. */
struct task {
	struct child child;
	struct side *side;		/* NULL: of all */
	const char *what;		/* a file's name; borrowed */
	const struct conform_config *config;
	bool may_fail;
};

struct builder {
	char *dir, *home;		/* scratch */
	const char *golden;
	struct strbuf headers;		/* of the compiler */
	struct strvec shim_dirs;
	struct strvec common;		/* objects of the model and the scenarios */
	struct task **tasks;
	size_t nr, alloc;
	int jobs;
	struct cache *cache;
	bool quick;
	char key[OID_HEX + 1];		/* of golden, the model, the compiler */
};

/* A new one, which conform_build() runs with the others. */
struct task *conform_task(struct builder *b, struct side *side,
			  const char *what);

/* conform_stubs.c: write stubs for what @text includes below @dir. */
int conform_stubs(const struct strbuf *text, const char *what, const char *dir,
		  struct strbuf *err);
int conform_write(const char *dir, const char *name, const struct strbuf *text,
		  struct strbuf *err);
int conform_lay_out(struct builder *b, struct side *s, struct strbuf *err);

/* conform_compile.c; take_*() read what the compiler said. */
int compile_common(struct builder *b, const char *sub, struct strbuf *err);
void compile_probe(struct builder *b, struct side *s);
int take_probe(struct builder *b, struct task *t, struct strbuf *err);
void compile_side(struct builder *b, struct side *s, size_t configs);
void take_objects(struct builder *b);
int compile_unknown(struct builder *b, struct side *s, struct strbuf *err);

/* conform_keep.c */
int keep_make_key(struct builder *b, struct strbuf *err);
char *keep_key(const struct builder *b, const char *name);
bool keep_load_object(struct builder *b, const char *object);
void keep_save_objects(struct builder *b);
bool keep_load_golden(struct builder *b, struct side *s);

/* ---- judging ---- */

void row_violated(struct conform *out, int row, const struct run *tree,
		  const struct run *golden, const char *fmt, ...) PRINTF(5, 6);
void row_held(struct conform *out, int row, unsigned checks);
void row_not_judged(struct conform *out, int row, enum verdict v,
		    const char *why);
void judge_interface(struct conform *out, const struct side *tree,
		     const struct side *golden);
/* Runs spatch; its rules stand in @golden. */
int judge_dispatch(struct conform *out, const struct conform_source *s,
		   const char *golden, int jobs, struct strbuf *err);
/* The functions of @text that hold @word, and nothing else. */
void functions_with(const struct strbuf *text, const char *word,
		    struct strbuf *out);

#endif
