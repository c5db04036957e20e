/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ratchet: apply an ordered series of semantic patches to a kernel tree, one
 * commit a step, each proven to build, nothing skipped in silence.
 *
 * The house, from the top down; a module uses only what stands below it.
 *
 *   command line  main, cmd_apply, cmd_check, cmd_conform, cmd_format_patch,
 *                 cmd_replay, cmd_rewrite, cmd_series (list, show), cmd_session
 *                 (continue, skip, abort, status), cmd_test, cmd_verify,
 *                 report_check, report_conform, report_rewrite, report_text,
 *                 report_verify
 *   work          apply     a series onto a commit; moves the branch
 *                 session   where a run stopped, for somebody to mend it;
 *                           resolution keeps what he did
 *                 rerun     its sites beside those on another base
 *                 ahead     runs coming steps' passes while one is judged
 *                 step      one step: passes (step_passes), residue, expect;
 *                           step_memo keeps what became of it
 *                 testcase  files that a step must convert, leave or refuse
 *                 rewrite   a series on code outside of a kernel: its types
 *                           (rewrite_types), what a step is shown of it
 *                           (_host), what stands back (_freeze, unit), what is
 *                           left (_left), files again with their guards
 *                           (_kernels, _merge, _drop); several series
 *                           (_chain), and which (_choose); writeback
 *                 residue   what is left of what a step removes; reach
 *                 verify    proofs, over the objects that affected finds
 *                           (affected_names, _layout, _config): their
 *                           results, diagnostics (verify_diags), symbols
 *                           (verify_symbols, _holders), build files,
 *                           the lines that were compiled, whether the code
 *                           is the same (verify_same); verify_module of
 *                           what is outside the kernel
 *                 culprit   which hunk of a step breaks it
 *                 check     do commits use what is gone?  check_delta says
 *                           what can matter, _uses looks, _pair leaves out
 *                           what a parent has; _allow, _claim
 *                 replay    makes a commit again by its trailers
 *                 mail      commits as files for git am: mail_text writes what
 *                           stands around the patches, mail_check reads
 *                           them back, mail_people asks the tree to whom
 *                 conform   runs a memremap core against a model of the kernel:
 *                           conform_read finds it, _build compiles and runs,
 *                           _record reads the runs, _trace, _interface and
 *                           _dispatch judge
 *   model         series    steps on disk (series_pass, series_expect);
 *                           provenance finds the one that made a commit
 *                 snapshot  the source as it is after some steps; history goes
 *                           from commit to commit
 *                 scan      which file holds which words; scan_words, what
 *                           earlier scans saw
 *                 includes  which file sees which, by #include
 *                 pass      candidates and results: pass_chain takes files
 *                           through passes, pass_cocci runs spatch on one;
 *                           pass_kconfig, pass_unifdef, pass_rst (pass_text)
 *                 kconfig   Kconfig files, read, changed and printed back
 *                 view      what one spatch process sees; excerpt leaves out
 *                           functions in which its rule cannot match;
 *                           wrap breaks lines that became too long
 *                 facts     what collect passes learnt
 *                 driver    files outside of a kernel, their flags; what a
 *                           series says of them (driver_rules)
 *                 guard     which lines a given kernel compiles; mask hides
 *                           the others and puts them back
 *                 csource   regions, functions, members of a C text
 *                 exports   EXPORT_SYMBOL lines
 *                 asmdiff   what differs in two objects, by function
 *                 ledger    the record of a run, in JSON; run_facts reads them
 *   adapters      repo      git, by libgit2; gitcmd and mendtree run the
 *                           program
 *                 spatch    Coccinelle; spatch_iso spares it isomorphisms;
 *                           spatch_words says what a rule needs to match;
 *                           spatch_ocaml its compilers, by the second
 *                           program, ocaml_tool.c
 *                 unifdef   the program of that name
 *                 kbuild    make, .config, .cmd files, nm
 *                 compiler  gcc on single files; pahole on their objects
 *   mechanism     child, jobs, workers, cache, tempfile, runlock; sandbox, by
 *                 bwrap
 *   base          strbuf, strvec, util, log
 *
 * Read apply.c first: it is the way of a run through all of them.
 */
#include <argp.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "cmd.h"
#include "ledger.h"
#include "log.h"
#include "repo.h"
#include "tempfile.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *args;
	const char *summary;
} commands[] = {
	{ "apply", cmd_apply, "SERIES [-C TREE]",
	  "apply a series, one commit a step" },
	{ "continue", cmd_continue, "[-C TREE]",
	  "go on with a run that stopped, its step mended" },
	{ "skip", cmd_skip, "[-C TREE]", "go on without that step" },
	{ "abort", cmd_abort, "[-C TREE]", "give up a run that stopped" },
	{ "status", cmd_status, "[-C TREE]", "where a run stopped, and why" },
	{ "rewrite", cmd_rewrite, "[SERIES] PATH...",
	  "convert code that is in no kernel tree" },
	{ "list", cmd_list, "", "list the series that can be found" },
	{ "show", cmd_show, "SERIES[/STEP]", "show the steps of a series" },
	{ "verify", cmd_verify, "RANGE [-C TREE]",
	  "prove that each commit of a range builds" },
	{ "check", cmd_check, "SERIES RANGE|PATH",
	  "do commits use what a series has removed?" },
	{ "conform", cmd_conform, "[REV] [-C TREE]",
	  "does a memremap core do what the reference does?" },
	{ "format-patch", cmd_format_patch, "RANGE [-o DIR]",
	  "write commits as files to mail, with a cover letter" },
	{ "test", cmd_test, "SERIES[/STEP]", "run the cases of a series' steps" },
};

int cmd_failed(int code, const struct strbuf *err)
{
	if (code == ERR_INTERRUPTED)
		log_error("interrupted: nothing was changed; the same command goes on from here");
	else
		log_error("%s", err->len ? err->buf : "failed");
	return code == ERR_FAILED ? EXIT_NO : EXIT_UNABLE;
}

int cmd_parse(const struct argp *argp, int argc, char **argv,
	      const char *name, void *input)
{
	char *prefix = xasprintf("error: %s", name);
	bool help = false;
	int ret;

	/* argp's messages begin with argv[0], and so does the help */
	for (int i = 1; i < argc; i++)
		help = help || !strcmp(argv[i], "--help") ||
		       !strcmp(argv[i], "--usage") || !strcmp(argv[i], "-?");
	argv[0] = help ? (char *)name : prefix;
	argp_err_exit_status = EXIT_UNABLE;
	ret = argp_parse(argp, argc, argv, 0, NULL, input);
	argv[0] = (char *)name;
	free(prefix);
	return ret;
}

int cmd_open_ledger(struct repo *repo, struct ledger **out, struct strbuf *err)
{
	char stamp[32], *path;
	time_t now = time(NULL);
	struct tm tm;
	int ret;

	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime_r(&now, &tm));
	path = xasprintf("%s/ratchet/ledger/%s-%d.jsonl",
			 repo_common_dir(repo), stamp, (int)getpid());
	ret = ledger_open(out, path, err);
	free(path);
	return ret;
}

char *cmd_build_dir(struct repo *repo, const char *option)
{
	struct strbuf dir = STRBUF_INIT;

	if (option)
		return xstrdup(option);
	repo_config_string(repo, "ratchet.buildDir", &dir);
	return dir.len ? strbuf_detach(&dir, NULL) : NULL;
}

void cmd_parse_begin(struct argp_state *st)
{
	/* no second line that says where help is */
	st->err_stream = NULL;
}

int cmd_usage_error(const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	log_error("%s", text.buf);
	strbuf_release(&text);
	return EINVAL;
}

bool cmd_is_variable(const char *arg)
{
	const char *eq = strchr(arg, '=');

	return eq && eq < arg + strcspn(arg, "/");
}

int cmd_parse_jobs(const char *s, int *out)
{
	char *end;
	long n = strtol(s, &end, 10);

	*out = n;
	if (end != s && !*end && n >= 1 && n <= 4096)
		return 0;
	return cmd_usage_error("'%s' is not a number of jobs", s);
}

const char *cmd_data_dir(void)
{
	static char *dir;
	char exe[4096];
	ssize_t n;
	struct stat st;
	char *slash;

	if (dir)
		return dir;
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n > 0) {
		exe[n] = '\0';
		slash = strrchr(exe, '/');
		*slash = '\0';
		dir = xasprintf("%s/../cocci", exe);
		if (!stat(dir, &st) && S_ISDIR(st.st_mode))
			return dir;
		free(dir);
		/* installed: PREFIX/bin, wherever PREFIX was moved to */
		dir = xasprintf("%s/../share/ratchet/cocci", exe);
		if (!stat(dir, &st) && S_ISDIR(st.st_mode))
			return dir;
		free(dir);
	}
	dir = xstrdup(RATCHET_DATA_DIR);
	return dir;
}

static void usage(FILE *to)
{
	fprintf(to, "usage: ratchet COMMAND [ARGUMENTS]\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(to, "  %-7s %-20s %s\n", commands[i].name,
			commands[i].args, commands[i].summary);
	fprintf(to, "\n'ratchet COMMAND --help' tells more.\n");
}

/* A signal ends us as one, so that a shell's loop ends too. */
static int end_by_signal(int status)
{
	int sig = child_interrupted();

	if (!sig)
		return status;
	scratch_remove();
	signal(sig, SIG_DFL);
	raise(sig);
	return status;
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	if (argc < 2) {
		usage(stderr);
		return EXIT_UNABLE;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("ratchet %s\n", RATCHET_VERSION);
		return EXIT_CLEAN;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		usage(stdout);
		return EXIT_CLEAN;
	}
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		int status;

		if (strcmp(argv[1], commands[i].name))
			continue;
		/* a limit on files is told by what is written */
		signal(SIGXFSZ, SIG_IGN);
		child_guard_start(NULL);
		child_catch_signals();
		status = commands[i].run(argc - 1, argv + 1);
		if (fflush(stdout) || ferror(stdout)) {
			log_error("cannot write the result to standard output");
			status = EXIT_UNABLE;
		}
		return end_by_signal(status);
	}
	log_error("unknown command '%s': see 'ratchet --help'", argv[1]);
	return EXIT_UNABLE;
}
