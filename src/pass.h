/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pass: one transformation of some files: a pure function, files in, files
 * out.  pass_run() chooses the candidates, builds a view for each, runs them
 * in parallel through the cache, and gives an outcome for each candidate.
 */
#ifndef PASS_H
#define PASS_H

#include "cache.h"
#include "facts.h"
#include "series.h"
#include "snapshot.h"
#include "spatch.h"

/* What a run has at hand; passed down, never global. */
struct engine {
	struct repo *repo;
	struct spatch spatch;
	struct cache *cache;
	struct scan_words *words;	/* for snapshot_use_words() */
	int jobs;
	bool whole_files;	/* show spatch every function */
	int64_t since;		/* when the run began: wall_clock_us() */
	const char *home;	/* empty directory for children */
	char *id;		/* of the programs that make the results */
	/*
	 * Of code outside of a kernel: only files below this directory are
	 * changed and searched, what stands beside it gives types; and the
	 * directories of the tree in which its #includes are looked for.
	 */
	const char *below;	/* NULL: everywhere */
	const struct strvec *include_dirs;	/* may be NULL */
	const struct strvec *only;	/* sorted paths, and nothing else; may be NULL */
};

/* Is @path one that passes and residue are about? */
bool engine_is_about(const struct engine *e, const char *path);

/*
 * Settings of the repository (ratchet.spatchTimeout in seconds,
 * ratchet.spatchMemory in bytes, ratchet.wholeFiles), scratch directory, spatch, cache.  @jobs < 1:
 * one for each processor.  engine_close() also after a failure; it removes the
 * scratch directory, whoever made it.
 */
int engine_open(struct engine *e, struct repo *repo, int jobs,
		struct strbuf *err);
void engine_close(struct engine *e);

struct file_result {
	char *path;
	enum spatch_outcome outcome;
	struct strbuf message;		/* why, when the outcome is not ok */
	struct strbuf content;		/* SPATCH_CHANGED */
	unsigned sites;			/* runs of changed lines */
	struct strvec reports;		/* see struct spatch_run */
	bool cached;
	uint64_t spatch_us;		/* wall time of its process, also if cached */
};

void file_result_release(struct file_result *f);

struct pass_result {
	struct file_result *files;	/* sorted by path */
	size_t nr, alloc;
};
void pass_result_release(struct pass_result *r);

/*
 * Ask spatch whether it can parse the rules, several at a time, once a rule
 * text (cached), and derive candidates where a rule names none.  ERR_UNABLE: "file:line: what",
 * or what the rule needs that is not here.
 */
int pass_check_all(struct engine *e, struct pass *const *passes, size_t nr,
		   struct strbuf *err);
int pass_check(struct engine *e, struct pass *p, struct strbuf *err);
/* The words of all its alternatives; for "@TAG" the tag. */
void pass_words(const struct pass *p, struct strvec *words);
/* TAG of each "@TAG". */
void pass_tags(const struct pass *p, struct strvec *tags);
/* The words by which code can reach struct @tag, sorted, through the cache. */
int tag_words(struct engine *e, struct snapshot *snap, const char *tag,
	      struct strvec *words, struct strbuf *err);
/*
 * Scan once for the words by which @tags are reached, before the steps ask for
 * them one after the other.
 */
int tags_learn(struct engine *e, struct snapshot *snap,
	       const struct strvec *tags, struct strbuf *err);
/*
 * Does a text hold all words of one of the alternatives of "// Concerns:" (or,
 * without it, of the candidates), "@TAG" not counted?
 */
bool pass_concerns(const struct pass *p, const char *buf, size_t len);
/* Add the words of which a text must hold one for that. */
void pass_concern_words(const struct pass *p, struct strvec *words);

/* The files that the pass concerns in @snap, sorted. */
int pass_candidates(struct engine *e, const struct pass *p,
		    struct snapshot *snap, struct strvec *paths,
		    struct strbuf *err);

/*
 * Does @p concern @path as it is in @now, where the passes before it have
 * changed it?  Which words reach a struct is as @before has it, and as the file
 * itself says.
 */
int pass_is_candidate(struct engine *e, const struct pass *p,
		      struct snapshot *before, struct snapshot *now,
		      const char *path, bool *yes, struct strbuf *err);

/* Passes that follow one another. */
struct pass_chain {
	const struct pass *const *passes;
	size_t nr;
	struct strvec *candidates;	/* of each pass as the files are now, sorted */
	struct strvec *learnt;		/* of each: candidates whatever their words
					   are by then; NULL: none */
};
/*
 * Take each candidate through the passes, file by file; @out has a result for
 * each pass.  When a file goes wrong or is refused, no later pass is begun for
 * any file.  The rest is as for pass_run().
 */
int pass_run_chain(struct engine *e, const struct pass_chain *todo,
		   struct snapshot *snap, struct snapshot *types,
		   const struct facts *facts, struct pass_result *out,
		   struct strbuf *err);
/*
 * Run @p on @paths (sorted) of @snap.  Quoted includes and named headers come from
 * @types (the snapshot from before the step).  @facts (may be NULL) fills the
 * rule's set constraints.  0 also when single files went wrong: look at the
 * outcomes.  ERR_UNABLE: nothing could be run at all.
 */
int pass_run(struct engine *e, const struct pass *p, struct snapshot *snap,
	     struct snapshot *types, const struct facts *facts,
	     const struct strvec *paths, struct pass_result *out,
	     struct strbuf *err);

/*
 * A pass made in memory, for queries of our own (residue): @text is a rule
 * that reports by "ratchet: at LINE COL TEXT".
 */
void pass_init_text(struct pass *p, const char *name, const char *text,
		    const struct strvec *headers);
void pass_release(struct pass *p);

/*
 * Runs of changed lines between two texts, the unit in which sites are
 * counted.
 */
unsigned count_sites(const struct strbuf *before, const struct strbuf *after);

/*
 * The same for passes that are no semantic patches (pass_is_cocci() says no);
 * text_pass_load() checks the text and derives the candidates.
 */
int text_pass_load(struct pass *p, struct strbuf *err);
int text_pass_candidates(struct engine *e, const struct pass *p,
			 struct snapshot *snap, struct strvec *paths,
			 struct strbuf *err);
int text_pass_run(struct engine *e, const struct pass *p,
		  struct snapshot *snap, const struct strvec *paths,
		  struct pass_result *out, struct strbuf *err);

/*
 * Is @report a question of spatch's ("?LINE NAME")?  Then "NAME PASS:LINE" is
 * added to @doubts, once.
 */
bool pass_takes_doubt(const struct pass *p, const char *report,
		      struct strvec *doubts);
/*
 * Add the tags that the rule names, "TAG PASS:LINE": spatch never asks about
 * the type of a metavariable, and a misspelt one matches nothing.
 */
void pass_doubt_types(const struct pass *p, struct strvec *doubts);
/*
 * Parse reports for @paths, in the order given, through the cache.  @words
 * (sorted; NULL: all): only what stands outside of functions, and in those that
 * hold one of them, is wanted.
 */
int pass_parse_reports(struct engine *e, struct snapshot *snap,
		       const struct strvec *paths, const struct strvec *words,
		       struct parse_report *out, struct strbuf *err);

#endif
