/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * series: a directory of steps on disk, loaded and checked.  See cocci/README
 * for the format.  Everything is read once; a series is immutable afterwards.
 */
#ifndef SERIES_H
#define SERIES_H

#include "strbuf.h"
#include "strvec.h"

enum pass_kind {
	PASS_COLLECT, PASS_COCCI,	/* semantic patches */
	PASS_KCONFIG, PASS_UNIFDEF, PASS_RST,	/* statements: pass_text.h */
};

/* Does spatch run it? */
#define pass_is_cocci(p) ((p)->kind <= PASS_COCCI)

/*
 * One alternative of "which files may a pass concern": all of these words.
 * "@TAG" stands for any word by which code can reach struct TAG (reach.h).
 */
struct word_set {
	struct strvec words;
};

struct pass {
	enum pass_kind kind;
	char *name;		/* "20-drivers.cocci" */
	char *path;		/* absolute, for messages */
	char *text;		/* the rule */
	size_t len;
	unsigned words_line;	/* line of "// Candidates:", 0: derived */
	struct word_set *candidates;
	size_t nr_candidates;
	/*
	 * Of "// Concerns:", the same form: what a region that spatch cannot
	 * parse must hold to matter.  Without it: the candidates.
	 */
	struct word_set *concerns;
	size_t nr_concerns;
	/*
	 * "// Facts: constrain": the names learnt only constrain what the
	 * candidates are searched for; files that hold them are no candidates.
	 */
	bool own_candidates;
	struct strvec options;	/* of "// Options:", without the headers */
	struct strvec headers;	/* --include: paths in the tree, "include/linux/mm.h" */
	struct strvec defines;	/* -D: virtual rules */
	struct strvec requires;	/* of "// Requires:" */
};

enum expect_kind {
	EXPECT_ABSENT, EXPECT_PRESENT, EXPECT_REQUIRES, EXPECT_SITES,
	EXPECT_ALLOW, EXPECT_SAME
};

enum expect_what {
	WHAT_WORD, WHAT_FUNCTION, WHAT_TYPE, WHAT_MEMBER, WHAT_CONFIG, WHAT_MATCH
};

/* In the order of the names in residue_class_name(). */
enum residue_class {
	RESIDUE_COMMENT, RESIDUE_STRING, RESIDUE_IF0, RESIDUE_OLD_ARM,
	RESIDUE_INACTIVE, RESIDUE_MACRO, RESIDUE_UNPARSED, RESIDUE_NOT_VISITED,
	RESIDUE_UNKNOWN_TYPE, RESIDUE_REJECTED, RESIDUE_UNEXPLAINED
};

struct expect {
	enum expect_kind kind;
	unsigned line;		/* in the expect file */
	enum expect_what what;	/* absent, present, requires */
	char *name;		/* word, function, tag, symbol, rule file */
	char *member;		/* WHAT_MEMBER: the field */
	struct pass *rule;	/* WHAT_MATCH */
	struct strvec in;	/* paths or directories; empty: anywhere */
	struct expect *cond;	/* present, requires: only if this was there */
	unsigned min, max;	/* EXPECT_SITES; max UINT_MAX: open */
	enum residue_class cls;	/* EXPECT_ALLOW: this class, in[0], because text */
	char *text;
};

struct step {
	struct series *series;
	unsigned number;	/* 8 of "08-pagemap-ops" */
	char *name;		/* "08-pagemap-ops" */
	char *dir;		/* absolute; a lone .cocci: its path */
	char *subject;
	char *message;		/* subject, blank line, body; ends in a newline */
	struct pass *passes;	/* in order, collect passes first */
	size_t nr_passes;
	struct expect *expects;
	size_t nr_expects;
	char hash[41];		/* of all its files: names and bytes */
};

/*
 * A configuration for proofs: kernel.config, named "kernel", and each
 * kernel-NAME.config, whose text stands after that of kernel.config and so
 * overrides it.
 */
struct series_config {
	char *name;
	struct strbuf fragment;
	/*
	 * Of its lines "# M=DIR": directories of external modules in the tree,
	 * which only "make M=DIR" builds.
	 */
	struct strvec modules;
};

void series_config_init(struct series_config *c, const char *name);
/* Add file @path to the fragment. */
int series_config_read(struct series_config *c, const char *path,
		       struct strbuf *err);
void series_config_release(struct series_config *c);

struct series {
	char *name;		/* "hmm-devmem-cleanup" */
	char *dir;		/* absolute */
	struct step *steps;
	size_t nr_steps;
	struct series_config *configs;	/* the first is kernel.config, may be empty */
	size_t nr_configs;
};

/*
 * @spec: a path if it has a '/', else a name in RATCHET_SERIES_PATH (parted by
 * ':') and then @data_dir.  ERR_UNABLE with "file:line: what" for everything
 * that is wrong; rules are not parsed by spatch here.
 */
int series_load(struct series **out, const char *spec, const char *data_dir,
		struct strbuf *err);
/* A series of one step from a .cocci file with coccicheck's headers. */
int series_load_rule(struct series **out, const char *path, struct strbuf *err);
void series_free(struct series *s);
/* A step by its directory's name or by its number; or NULL. */
const struct step *series_step(const struct series *s, const char *name);
/* Names of the series in the search path, "name<TAB>directory". */
void series_list(const char *data_dir, struct strvec *out);

const char *residue_class_name(enum residue_class cls);	/* "comment", ... */
const char *expect_what_name(enum expect_what what);	/* "word", ... */
/* "member STRUCT.FIELD in PATH...", without what stands behind "if" */
void expect_describe(const struct expect *x, struct strbuf *out);

/* Is @path one of @in, or below one of it?  Empty @in: yes. */
bool expect_path_matches(const struct expect *e, const char *path);
/*
 * Does the step promise that the code stays the same?  @in gets the paths of
 * it; none: all.
 */
bool step_same_code(const struct step *step, struct strvec *in);

#endif
