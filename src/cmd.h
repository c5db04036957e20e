/* SPDX-License-Identifier: GPL-2.0-only */
/* cmd: what main.c and the commands share. */
#ifndef CMD_H
#define CMD_H

#include "strbuf.h"

/* The exit statuses; 128 and above would stop git bisect. */
enum {
	EXIT_CLEAN = 0,
	EXIT_NO = 1,		/* a step or a check failed */
	EXIT_UNABLE = 2,	/* could not run, or wrong usage */
	EXIT_UNTESTABLE = 125,
};

int cmd_abort(int argc, char **argv);
int cmd_apply(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_conform(int argc, char **argv);
int cmd_continue(int argc, char **argv);
int cmd_format_patch(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_rewrite(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_skip(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_test(int argc, char **argv);
int cmd_verify(int argc, char **argv);

/*
 * argp_parse() for the command @name ("ratchet apply"): what is wrong with the
 * command line is told in one line; non-zero then.  The parser calls
 * cmd_parse_begin() at ARGP_KEY_INIT and returns what cmd_usage_error() returns.
 */
struct argp;
struct argp_state;
int cmd_parse(const struct argp *argp, int argc, char **argv,
	      const char *name, void *input);
void cmd_parse_begin(struct argp_state *st);
int cmd_usage_error(const char *fmt, ...) PRINTF(1, 2);
/* The value of -j, likewise. */
int cmd_parse_jobs(const char *s, int *out);
/* Is it NAME=VALUE for make, and no path? */
bool cmd_is_variable(const char *arg);

/* Print the error and give the exit status of an error code. */
int cmd_failed(int code, const struct strbuf *err);
/* A series, or one rule: a path that ends in ".cocci". */
struct series;
int cmd_load_series(const char *spec, struct series **out, struct strbuf *err);
/* "SERIES" or "SERIES/STEP", the step by its name or number; else *step is NULL. */
struct step;
int cmd_load_spec(const char *spec, struct series **out,
		  const struct step **step, struct strbuf *err);
/*
 * "verify --replay": @series or NULL.  The exit status: 0 all are what their
 * rules make, 1 one is not, 125 of one it cannot be said.
 */
struct repo;
int cmd_replay(struct repo *repo, const char *range, const char *series,
	       int jobs);
/*
 * apply_series(), its report to stdout.  ERR_FAILED without a text: it stopped.
 * What the series says of proofs is filled in.
 */
struct apply_options;
int cmd_apply_series(struct repo *repo, struct series *series,
		     struct apply_options *opt, int jobs, struct strbuf *err);
/* The ledger of a run that begins now. */
struct ledger;
int cmd_open_ledger(struct repo *repo, struct ledger **out, struct strbuf *err);
/* --build-dir, which may be NULL, or ratchet.buildDir, or NULL; yours to free(). */
char *cmd_build_dir(struct repo *repo, const char *option);
/* Golden, the model and the scenarios, for conform_run(); yours to free(). */
char *cmd_golden_dir(void);
/* The program's own series: ../cocci seen from it, or the installed ones. */
const char *cmd_data_dir(void);

#endif
