/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * step: one step of a series, from snapshot to snapshot.  Either every pass
 * went well on every candidate and the step's expectations hold, or the step
 * fails with the reasons and there is no snapshot: never half a step.
 */
#ifndef STEP_H
#define STEP_H

#include "residue.h"

enum step_state {
	STEP_APPLIED,
	STEP_ALREADY,		/* no site, and what is expected holds */
	STEP_NOT_APPLICABLE,	/* a requires line does not hold */
	STEP_FAILED,
};
const char *step_state_name(enum step_state s);

/* What a pass did with a file; for the ledger and the report. */
struct step_file {
	const struct pass *pass;
	char *path;
	enum spatch_outcome outcome;
	unsigned sites;
	bool cached;
	uint64_t spatch_us;
};

/* Why a step failed: where, and a text.  line 0: the file or tree as a whole. */
struct problem {
	char *path;		/* NULL: the step as a whole */
	unsigned line, col;
	char *text;
	char *source;		/* of a note: its line, or NULL */
	const struct pass *pass;	/* the rule that says so; NULL: none does */
};

struct step_result {
	enum step_state state;
	const struct expect *unmet;	/* STEP_NOT_APPLICABLE */
	struct snapshot *after;		/* STEP_APPLIED: a reference of yours */
	struct snapshot *offer;		/* STEP_FAILED: what its passes could do; likewise */
	struct step_file *files;
	size_t nr_files, alloc_files;
	struct problem *problems;
	size_t nr_problems, alloc_problems;
	struct problem *notes;	/* sites that a rule leaves alone on purpose */
	size_t nr_notes, alloc_notes;
	struct strvec doubts;	/* "NAME PASS:LINE": is that what was meant? */
	struct residue_list residue;
	unsigned changed;		/* files */
	unsigned sites;
	uint64_t spatch_us;		/* sum over all (pass, file) pairs */
	uint64_t wall_us;
};

typedef bool step_pass_fn(const struct step *step, const struct pass *p,
			  void *data);
/*
 * Have spatch parse the rules of [steps, steps+nr) that @wanted chooses; all
 * that name no candidates, and so have to be asked for them, if it is NULL.
 * Errors as of pass_check_all().
 */
int steps_check(struct engine *e, const struct step *steps, size_t nr,
		step_pass_fn *wanted, void *data, struct strbuf *err);

/* 0 whatever the state; an error code if the step could not be tried. */
int step_run(struct engine *e, const struct step *step,
	     struct snapshot *before, struct step_result *out,
	     struct strbuf *err);
/*
 * Its passes only, without looking at what is left: *after is a reference of
 * yours to what they make.  ERR_FAILED: some pass did not go well.
 */
int step_passes(struct engine *e, const struct step *step,
		struct snapshot *before, struct snapshot **after,
		struct strbuf *err);
/* The same whatever it requires, of a part of the source: nothing is kept. */
int step_passes_part(struct engine *e, const struct step *step,
		     struct snapshot *before, struct snapshot **after,
		     struct strbuf *err);
/*
 * Its passes, and what is left then, where not all of a kernel is there: what
 * must be present is not asked for, and what is left is no failure: it is in
 * @out->residue, and @out->after is set unless a pass did not go well
 * (STEP_FAILED).  @keep: the result is remembered, and what is required asked.
 */
int step_run_part(struct engine *e, const struct step *step,
		  struct snapshot *before, bool keep, struct step_result *out,
		  struct strbuf *err);
/*
 * The same step where somebody has done by hand what its passes cannot:
 * @mended is what he made of @before.  The passes go on from there, as in a
 * second run, and what is expected must hold of all of it.  Nothing is
 * remembered.
 */
int step_run_mended(struct engine *e, const struct step *step,
		    struct snapshot *before, struct snapshot *mended,
		    struct step_result *out, struct strbuf *err);
void step_result_release(struct step_result *r);

/* The text of a commit of the step: its message, and what made it. */
void step_message(const struct step *step, const struct engine *e,
		  struct strbuf *out);

/* The words that the step's passes and expectations ask the scan for. */
void step_words(const struct step *step, struct strvec *words);
/* The structs that it asks the reach of; for tags_learn(). */
void step_tags(const struct step *step, struct strvec *tags);

#endif
