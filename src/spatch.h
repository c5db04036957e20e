/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spatch: the adapter to Coccinelle.  The only file that knows its options,
 * statuses and messages.  spatch's exit status says little (docs/spatch.md): a
 * run is classified by status, stderr, output file and parse report together,
 * and nothing that looks odd counts as "unchanged".
 */
#ifndef SPATCH_H
#define SPATCH_H

#include "child.h"

enum spatch_outcome {
	SPATCH_CHANGED,
	SPATCH_UNCHANGED,
	SPATCH_SKIPPED,		/* spatch's own filter passed the file over */
	SPATCH_UNPARSED,	/* did not parse what the rule is about */
	SPATCH_BAD_RULE,
	SPATCH_NEEDS,		/* version, OCaml, Python, a header, a file */
	SPATCH_TIMED_OUT,
	SPATCH_CRASHED,		/* signal, stack, memory, engine exception */
	SPATCH_CONTRADICTORY,	/* status, messages and output disagree */
	SPATCH_CANCELLED,	/* we were interrupted */
};
const char *spatch_outcome_name(enum spatch_outcome o);

struct spatch {
	char *program;
	char *version;		/* "1.1.1" */
	bool ocaml;		/* script:ocaml rules can be compiled */
	bool python;
	bool known_isos;	/* see spatch_needless_isos() */
	struct strvec ocaml_env;	/* see spatch_keep_compiled() */
	uint64_t timeout_ms;	/* for one process */
	uint64_t memory;	/* bytes */
};

/* Find it in PATH (or RATCHET_SPATCH) and ask its version; too old: ERR_UNABLE. */
int spatch_probe(struct spatch *sp, const char *home, struct strbuf *err);
void spatch_release(struct spatch *sp);
/*
 * Have what OCaml makes of script rules kept in the cache directory
 * @cache_dir (absolute), by the program ratchet-ocaml.  Without that
 * program, each spatch process compiles its scripts itself.
 */
int spatch_keep_compiled(struct spatch *sp, const char *cache_dir,
			 struct strbuf *err);
/* For the adapter's own files: the environment of @c accordingly. */
void spatch_ocaml_env(const struct spatch *sp, struct child *c);
/* The same: how OCaml's programs are to use memory. */
void spatch_memory_env(struct child *c);

/* One process: one rule on one file in a view (a directory of ours). */
struct spatch_run {
	/* in; borrowed until the end */
	const struct spatch *sp;
	const char *view;	/* directory that spatch runs in; what it writes
				   goes to the parent, which must be the run's */
	const char *rule;	/* path of the rule file, beside @view */
	const char *file;	/* candidate, relative to the view */
	const char *out;	/* path for the result: beside @view, plain name,
				   must not exist */
	const char *home;	/* empty directory */
	const struct strvec *options, *headers, *defines;
	const char *text;	/* of the rule, @text_len bytes */
	size_t text_len;
	struct child child;

	/* out */
	enum spatch_outcome outcome;
	struct strbuf message;	/* for a person; why, if not changed or unchanged */
	struct strbuf result;	/* SPATCH_CHANGED: the new bytes */
	/*
	 * Lines of scripts, without "ratchet: "; and "?LINE NAME" where spatch
	 * asks whether NAME should be a metavariable.
	 */
	struct strvec reports;
};
void spatch_run_init(struct spatch_run *run);
void spatch_run_release(struct spatch_run *run);
/* Fill run->child; then run it by jobs; then classify. */
void spatch_prepare(struct spatch_run *run);
void spatch_classify(struct spatch_run *run, const char *before, size_t len);

/*
 * Names of isomorphisms that cannot apply to the rule: without them it
 * matches the same, sooner.  @options: of the pass.
 */
void spatch_needless_isos(const char *rule, size_t len,
			  const struct strvec *options, struct strvec *names);
/*
 * Does this spatch know all these names?  (A name that it lacks is an error of
 * its.)  If not, it runs with all that it has.
 */
int spatch_probe_isos(struct spatch *sp, const char *home, struct strbuf *err);

/*
 * Words of which a function must hold one if the rule is to match in it, sorted;
 * false: it may match in any.  @preferred (sorted): words that are in few
 * functions, to be chosen where a rule has several.
 */
bool spatch_needed_words(const char *rule, size_t len,
			 const struct strvec *preferred, struct strvec *words);

/* Line ranges that spatch cannot parse in a file. */
struct line_range {
	unsigned first, last;
};
struct parse_report {
	struct line_range *bad;
	size_t nr, alloc;
	bool failed;		/* no report could be had: everything is unparsed */
};
void spatch_prepare_parse(const struct spatch *sp, struct child *c,
			  const char *view, const char *file, const char *home);
/* @src: the bytes that were parsed; the report names lines by their text. */
void spatch_classify_parse(const struct child *c, const char *src, size_t len,
			   struct parse_report *out);
void parse_report_release(struct parse_report *r);
/* As lines "first last"; "failed"; for the cache. */
void parse_report_format(const struct parse_report *r, struct strbuf *out);
int parse_report_parse(struct parse_report *r, const char *text);

/*
 * "spatch --parse-cocci" of the file SPATCH_CHECK_NAME in @dir, a directory of
 * ours that is borrowed until the end.  0, or ERR_UNABLE with "file:line: what"
 * (@name is the file to name).  @alternatives gets what spatch itself would
 * grep for, as "a&b" each: both words must be in the file.
 */
#define SPATCH_CHECK_NAME "rule.cocci"
void spatch_prepare_check(const struct spatch *sp, struct child *c,
			  const char *dir, const char *home,
			  const struct strvec *defines);
int spatch_classify_check(const struct child *c, const char *name,
			  struct strvec *alternatives, struct strbuf *err);
/* The "Grep query" in the output of --parse-cocci; none: nothing is added. */
void spatch_query(const char *text, struct strvec *alternatives);
/* Does what the rule's "// Requires:" asks for exist here?  ERR_UNABLE says what not. */
int spatch_requires(const struct spatch *sp, const struct strvec *requires,
		    const char *name, struct strbuf *err);

#endif
