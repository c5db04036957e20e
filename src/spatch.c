/* SPDX-License-Identifier: GPL-2.0-only */
#include "spatch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The oldest version whose statuses and messages this file was written to. */
#define SPATCH_OLDEST "1.1.0"

const char *spatch_outcome_name(enum spatch_outcome o)
{
	static const char *const names[] = {
		[SPATCH_CHANGED] = "changed",
		[SPATCH_UNCHANGED] = "unchanged",
		[SPATCH_SKIPPED] = "skipped by spatch",
		[SPATCH_UNPARSED] = "unparsed",
		[SPATCH_BAD_RULE] = "bad rule",
		[SPATCH_NEEDS] = "needs something missing",
		[SPATCH_TIMED_OUT] = "timed out",
		[SPATCH_CRASHED] = "crashed",
		[SPATCH_CONTRADICTORY] = "contradictory",
		[SPATCH_CANCELLED] = "cancelled",
	};

	return names[o];
}

/* "1.1.1" < "1.3": by numbers, a missing part is 0. */
static int version_cmp(const char *a, const char *b)
{
	while (*a || *b) {
		char *ea, *eb;
		long na = strtol(a, &ea, 10), nb = strtol(b, &eb, 10);

		if (na != nb)
			return na < nb ? -1 : 1;
		a = *ea == '.' ? ea + 1 : ea + strlen(ea);
		b = *eb == '.' ? eb + 1 : eb + strlen(eb);
	}
	return 0;
}

static bool program_works(const char *program, const char *arg,
			  const char *home)
{
	struct child c;
	bool ok;

	child_init(&c);
	strvec_pushl(&c.argv, program, arg, NULL);
	child_env(&c, home, home);
	c.dir = home;
	c.timeout_ms = 10000;
	child_run(&c);
	ok = c.end == CHILD_EXITED && c.code == 0;
	child_release(&c);
	return ok;
}

int spatch_probe(struct spatch *sp, const char *home, struct strbuf *err)
{
	const char *env = getenv("RATCHET_SPATCH");
	struct child c;
	const char *p, *end;
	int ret = 0;

	memset(sp, 0, sizeof(*sp));
	if (!env || !*env)
		env = "spatch";
	/* children stand in other directories */
	sp->program = strchr(env, '/') ? realpath(env, NULL) : NULL;
	if (!sp->program)
		sp->program = xstrdup(env);
	sp->timeout_ms = 120 * 1000;
	sp->memory = 4ULL << 30;

	child_init(&c);
	strvec_pushl(&c.argv, sp->program, "--version", NULL);
	child_env(&c, home, home);
	c.dir = home;	/* where no .cocciconfig is */
	c.timeout_ms = 10000;
	child_run(&c);
	if (c.end == CHILD_CANCELLED) {
		ret = error_set(err, ERR_INTERRUPTED, "interrupted");
		goto out;
	}
	if (c.end == CHILD_NOT_STARTED) {
		ret = error_set(err, ERR_UNABLE,
				"'%s' cannot be run (%s): install coccinelle (tools/bootstrap does), or name it by RATCHET_SPATCH",
				sp->program, strerror(c.code));
		goto out;
	}
	p = strstr(c.out.buf, "spatch version ");
	if (c.end != CHILD_EXITED || c.code || !p) {
		ret = error_set(err, ERR_UNABLE,
				"'%s --version' does not answer as Coccinelle's spatch does",
				sp->program);
		goto out;
	}
	p += strlen("spatch version ");
	end = p + strcspn(p, " \n");
	sp->version = xstrndup(p, end - p);
	if (version_cmp(sp->version, SPATCH_OLDEST) < 0) {
		ret = error_set(err, ERR_UNABLE,
				"'%s' is version %s, older than " SPATCH_OLDEST ": install a newer coccinelle",
				sp->program, sp->version);
		goto out;
	}
	sp->ocaml = strstr(c.out.buf, "OCaml scripting support: yes") &&
		    program_works("ocamlfind", "printconf", home) &&
		    (program_works("ocamlopt", "-version", home) ||
		     program_works("ocamlc", "-version", home));
	sp->python = strstr(c.out.buf, "Python scripting support: yes");
	if (child_interrupted())
		ret = error_set(err, ERR_INTERRUPTED, "interrupted");
out:
	child_release(&c);
	return ret;
}

void spatch_release(struct spatch *sp)
{
	free(sp->program);
	free(sp->version);
	strvec_release(&sp->ocaml_env);
	memset(sp, 0, sizeof(*sp));
}

/*
 * coccicheck's form is "// Requires: 1.0.4" (a least version); ours also
 * "OCaml" and "Python".
 */
int spatch_requires(const struct spatch *sp, const struct strvec *requires,
		    const char *name, struct strbuf *err)
{
	for (size_t i = 0; i < requires->nr; i++) {
		const char *r = requires->v[i];

		if (!strcasecmp(r, "ocaml")) {
			if (!sp->ocaml)
				return error_set(err, ERR_UNABLE,
						 "%s: needs OCaml, and spatch finds no OCaml compiler: install ocaml-nox and ocaml-findlib",
						 name);
		} else if (!strcasecmp(r, "python")) {
			if (!sp->python)
				return error_set(err, ERR_UNABLE,
						 "%s: needs a spatch with Python scripting",
						 name);
		} else if (version_cmp(sp->version, r) < 0) {
			return error_set(err, ERR_UNABLE,
					 "%s: needs spatch %s, this is %s",
					 name, r, sp->version);
		}
	}
	return 0;
}

void spatch_run_init(struct spatch_run *run)
{
	memset(run, 0, sizeof(*run));
	child_init(&run->child);
	strbuf_init(&run->message);
	strbuf_init(&run->result);
	strvec_init(&run->reports);
}

void spatch_run_release(struct spatch_run *run)
{
	child_release(&run->child);
	strbuf_release(&run->message);
	strbuf_release(&run->result);
	strvec_release(&run->reports);
}

/*
 * For a short life: memory in large pieces, of large pages where the system
 * gives them, and little collecting of what is no longer needed.  A quarter of
 * the time of most runs, for twice the memory.
 */
void spatch_memory_env(struct child *c)
{
	strvec_push(&c->env, "OCAMLRUNPARAM=s=1M,i=2M,o=1000");
	strvec_push(&c->env, "GLIBC_TUNABLES=glibc.malloc.hugetlb=1");
}

static void set_limits(const struct spatch *sp, struct child *c,
		       const char *dir)
{
	c->dir = dir;
	c->timeout_ms = sp->timeout_ms;
	c->memory = sp->memory;
	c->file_size = 256ULL << 20;
	c->big_stack = true;	/* deep recursion: it may die without */
}

/*
 * spatch has a shell copy files, and quotes nothing.  So a path of the tree
 * that is not made of these characters alone is given to it by links that
 * are: one for each part, beside what it stands for, so that "../" in an
 * #include means what it meant.
 */
static bool part_is_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_word_char(s[i]) && !strchr("-+.,=@%", s[i]))
			return false;
	return true;
}

/* Append the name of a new link in @dir that leads to @target. */
static void add_link(struct strbuf *path, size_t view_len, const char *target,
		     const char *suffix)
{
	size_t len = path->len;
	int ret;

	/* where none can be made, spatch will say that there is no such file */
	for (unsigned i = 0; i < 1000; i++) {
		strbuf_setlen(path, len);
		strbuf_addf(path, "/ratchet-%u%s", i, suffix);
		ret = symlink(target, path->buf);
		if (!ret || errno != EEXIST)
			return;
	}
	BUG("'%s' holds a thousand links", path->buf + view_len);
}

/* "./" and the candidate's path as spatch may see it. */
static void add_candidate_arg(struct spatch_run *run)
{
	const char *suffix = ends_with(run->file, ".h") ? ".h" : ".c";
	struct strbuf path = STRBUF_INIT;
	const char *p = run->file;
	size_t view_len;

	strbuf_addstr(&path, run->view);
	view_len = path.len;
	while (*p) {
		size_t n = strcspn(p, "/");
		char *part = xstrndup(p, n);

		if (part_is_plain(part, n))
			strbuf_addf(&path, "/%s", part);
		else
			add_link(&path, view_len, part, p[n] ? "" : suffix);
		free(part);
		p += n;
		p += *p == '/';
	}
	strvec_pushf(&run->child.argv, ".%s", path.buf + view_len);
	strbuf_release(&path);
}

/* Is @path a plain name in the directory whose name has @parent bytes? */
static bool is_beside(const char *path, const char *view, size_t parent)
{
	return parent && !strncmp(path, view, parent) &&
	       part_is_plain(path + parent, strlen(path + parent));
}

/*
 * -o, so that the result is a file of ours: --in-place follows links and is
 * not atomic.  --use-coccigrep, since spatch's own index passes over files
 * that do not spell the type of a metavariable.  Headers give types only:
 * the include options would also transform them.  ptr_to_array would let
 * p->f match v[i].f and lose the index in what is put there: it compiles and
 * is wrong, so sites of that form are to be found as residue instead.
 *
 * What spatch writes goes to the view's parent: by a relative name, since a
 * shell sees it and TMPDIR may hold anything.
 */
void spatch_prepare(struct spatch_run *run)
{
	struct strvec *argv = &run->child.argv;
	const char *slash = strrchr(run->view, '/');
	size_t parent = slash ? slash + 1 - run->view : 0;
	struct strvec isos = STRVEC_INIT;

	if (!is_beside(run->out, run->view, parent))
		BUG("'%s' is not beside '%s'", run->out, run->view);
	if (!is_beside(run->rule, run->view, parent))
		BUG("'%s' is not beside '%s'", run->rule, run->view);
	child_env(&run->child, run->home, "..");
	spatch_memory_env(&run->child);
	spatch_ocaml_env(run->sp, &run->child);
	set_limits(run->sp, &run->child, run->view);
	strvec_pushl(argv, run->sp->program, "--very-quiet", "--no-show-diff",
		     "--use-coccigrep", "--include-headers-for-types",
		     "--disable-iso", "ptr_to_array",
		     "--temp-files", "..", NULL);
	if (run->sp->known_isos)
		spatch_needless_isos(run->text, run->text_len, run->options,
				     &isos);
	for (size_t i = 0; i < isos.nr; i++)
		strvec_pushl(argv, "--disable-iso", isos.v[i], NULL);
	strvec_release(&isos);
	if (run->options)
		strvec_pushv(argv, run->options);
	for (size_t i = 0; run->headers && i < run->headers->nr; i++)
		strvec_pushl(argv, "--include", run->headers->v[i], NULL);
	for (size_t i = 0; run->defines && i < run->defines->nr; i++)
		strvec_pushl(argv, "-D", run->defines->v[i], NULL);
	/* relative: what OCaml makes of its scripts holds the name */
	strvec_pushf(argv, "../%s", run->rule + parent);
	/* "./": a name with a leading dash must not be an option */
	add_candidate_arg(run);
	strvec_push(argv, "-o");
	strvec_pushf(argv, "../%s", run->out + parent);
}

/* What a line of stderr means.  The first match counts. */
static const struct {
	const char *text;
	int status;	/* -1: any */
	enum spatch_outcome outcome;
	const char *advice;
} messages[] = {
	{ "-o can not be applied because there are no modified files", -1,
	  SPATCH_SKIPPED, "its filter found no reason to look at the file" },
	{ "Skipping:", -1, SPATCH_SKIPPED, NULL },
	{ "timeout (we abort)", -1, SPATCH_TIMED_OUT, NULL },
	{ "Common.Timeout", -1, SPATCH_TIMED_OUT, NULL },
	{ "EXN:", -1, SPATCH_CRASHED, NULL },
	{ "Stack overflow", -1, SPATCH_CRASHED, NULL },
	{ "Stack_overflow", -1, SPATCH_CRASHED, NULL },
	{ "Out of memory", -1, SPATCH_CRASHED, "raise ratchet.spatchMemory" },
	{ "Out_of_memory", -1, SPATCH_CRASHED, "raise ratchet.spatchMemory" },
	{ "out of memory", -1, SPATCH_CRASHED, "raise ratchet.spatchMemory" },
	{ "No space left on device", -1, SPATCH_NEEDS, "TMPDIR chooses another directory" },
	{ "already tagged token", -1, SPATCH_CRASHED,
	  "two matches of the rule overlap: split it into two passes" },
	{ "No OCaml compiler found", -1, SPATCH_NEEDS,
	  "install ocaml-nox and ocaml-findlib" },
	{ "ocamlfind", 255, SPATCH_NEEDS, "install ocaml-findlib" },
	{ "does not exist: No such file", -1, SPATCH_NEEDS, NULL },
	{ "No such file or directory", 2, SPATCH_NEEDS, NULL },
	{ "No rules apply", -1, SPATCH_BAD_RULE, NULL },
	{ "virtual rule", -1, SPATCH_BAD_RULE, NULL },
	{ "parse error", -1, SPATCH_BAD_RULE, NULL },
	{ "unexpected code before the first rule", -1, SPATCH_BAD_RULE, NULL },
	{ "CompileFailure", -1, SPATCH_BAD_RULE, "its script does not compile" },
	{ "unknown option", -1, SPATCH_BAD_RULE, "see its Options: line" },
	{ "invalid minus", -1, SPATCH_BAD_RULE, NULL },
	{ "Fatal error: exception", -1, SPATCH_CRASHED, NULL },
};

/* Chatter that --very-quiet lets through and that means nothing by itself. */
static bool line_is_chatter(const char *line, size_t len)
{
	static const char *const prefixes[] = {
		"init_defs_builtins:", "warning: ", "Warning: ",
		"(ONCE) ", "Note: ",
	};

	if (!len)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		size_t n = strlen(prefixes[i]);

		if (len >= n && !memcmp(line, prefixes[i], n))
			return true;
	}
	return false;
}

/*
 * OCaml's warning about a script rule: 'File "..", line ..', where it can the
 * source with a caret, and 'Warning N [name]: ..'.  What follows the warning,
 * or NULL if @text does not begin with one.
 */
static const char *skip_ocaml_warning(const char *text)
{
	static const char example[] = "Here is an example of a case";

	if (!starts_with(text, "File \""))
		return NULL;
	for (unsigned i = 0; i < 8 && *text; i++) {
		text += strcspn(text, "\n");
		text += *text == '\n';
		if (starts_with(text, "File \"") ||
		    starts_with(text, "Error"))
			return NULL;
		if (!starts_with(text, "Warning "))
			continue;
		text += strcspn(text, "\n");
		text += *text == '\n';
		/* a match that is not exhaustive: two lines more */
		for (i = 0; i < 2 && (i || starts_with(text, example)); i++) {
			text += strcspn(text, "\n");
			text += *text == '\n';
		}
		return text;
	}
	return NULL;
}

static void filter_stderr(const struct strbuf *err, struct strbuf *out)
{
	const char *p = err->buf, *next;

	while (*p) {
		size_t len = strcspn(p, "\n");

		next = skip_ocaml_warning(p);
		if (next) {
			p = next;
			continue;
		}
		if (!line_is_chatter(p, len)) {
			strbuf_add(out, p, len);
			strbuf_addch(out, '\n');
		}
		p += len;
		p += *p == '\n';
	}
	strbuf_rtrim(out);
}

/*
 * "warning: line 3: should pagmap be a metavariable?" is said of every name that
 * is none: of NULL, and of a misspelt one, which will never match.
 */
static void take_questions(struct spatch_run *run)
{
	static const char start[] = "warning: line ";
	static const char end[] = " be a metavariable?";
	const char *p = run->child.err.buf;

	for (; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		char name[128];
		unsigned line;
		int n = 0;

		if (starts_with(p, start) &&
		    sscanf(p + strlen(start), "%u: should %127s%n", &line, name,
			   &n) == 2 &&
		    starts_with(p + strlen(start) + n, end))
			strvec_pushf(&run->reports, "?%u %s", line, name);
	}
}

static void take_reports(struct spatch_run *run)
{
	const char *p = run->child.out.buf;

	while (*p) {
		size_t len = strcspn(p, "\n");

		if (starts_with(p, "ratchet: "))
			strvec_pushn(&run->reports, p + 9, len - 9);
		p += len;
		p += *p == '\n';
	}
}

/* The outcome that stderr or the status tells, or SPATCH_CHANGED for none. */
static enum spatch_outcome outcome_of_end(struct spatch_run *run,
					  const char *text)
{
	const struct child *c = &run->child;

	switch (c->end) {
	case CHILD_NOT_STARTED:
		child_describe_end(c, &run->message);
		return SPATCH_NEEDS;
	case CHILD_TIMED_OUT:
		strbuf_addf(&run->message,
			    "no end after %llu s (ratchet.spatchTimeout)",
			    (unsigned long long)c->timeout_ms / 1000);
		return SPATCH_TIMED_OUT;
	case CHILD_SIGNALLED:
		child_describe_end(c, &run->message);
		return SPATCH_CRASHED;
	case CHILD_CANCELLED:
		return SPATCH_CANCELLED;
	case CHILD_EXITED:
		break;
	}
	for (size_t i = 0; i < ARRAY_SIZE(messages); i++) {
		if (!strstr(text, messages[i].text))
			continue;
		if (messages[i].status >= 0 && messages[i].status != c->code)
			continue;
		strbuf_addstr(&run->message, text);
		if (messages[i].advice)
			strbuf_addf(&run->message, "%s%s", *text ? ": " : "",
				    messages[i].advice);
		return messages[i].outcome;
	}
	if (c->code) {
		strbuf_addf(&run->message, "%s%sexit status %d", text,
			    *text ? ": " : "", c->code);
		return SPATCH_CRASHED;
	}
	if (*text) {
		strbuf_addf(&run->message,
			    "it reports success and says: %s", text);
		return SPATCH_CONTRADICTORY;
	}
	return SPATCH_CHANGED;
}

/* Read the file that -o wrote and see whether it can be what it says. */
static enum spatch_outcome outcome_of_result(struct spatch_run *run,
					     const char *before, size_t len)
{
	struct stat st;

	if (lstat(run->out, &st) || !S_ISREG(st.st_mode)) {
		strbuf_addstr(&run->message,
			      "it reports success and wrote no result");
		return SPATCH_CONTRADICTORY;
	}
	if (file_read(run->out, &run->result, &run->message))
		return SPATCH_CONTRADICTORY;
	if (run->result.len == len && !memcmp(run->result.buf, before, len)) {
		strbuf_reset(&run->result);
		return SPATCH_UNCHANGED;
	}
	if (len && !run->result.len) {
		strbuf_addstr(&run->message, "the result is an empty file");
		return SPATCH_CONTRADICTORY;
	}
	/* a last line that loses its newline: the write was cut off */
	if (len && before[len - 1] == '\n' &&
	    run->result.buf[run->result.len - 1] != '\n') {
		strbuf_addstr(&run->message, "the result is cut off");
		return SPATCH_CONTRADICTORY;
	}
	return SPATCH_CHANGED;
}

void spatch_classify(struct spatch_run *run, const char *before, size_t len)
{
	struct strbuf text = STRBUF_INIT;

	filter_stderr(&run->child.err, &text);
	run->outcome = outcome_of_end(run, text.buf);
	if (run->outcome == SPATCH_CHANGED)
		run->outcome = outcome_of_result(run, before, len);
	if (run->outcome != SPATCH_CHANGED)
		strbuf_reset(&run->result);
	if (run->outcome == SPATCH_CHANGED || run->outcome == SPATCH_UNCHANGED)
		strbuf_reset(&run->message);
	take_reports(run);
	take_questions(run);
	strbuf_release(&text);
}

/* ---- rules ---- */

/* "line 4, column 0" of a message, or 0. */
static unsigned message_line(const char *text)
{
	const char *p = strstr(text, "line ");

	return p ? strtoul(p + 5, NULL, 10) : 0;
}

/* A file name and a line may be anywhere in a message of several lines. */
static void one_line(const char *text, struct strbuf *out)
{
	bool blank = false;

	for (; *text; text++) {
		if (*text == '\n' || *text == ' ' || *text == '\t') {
			blank = out->len > 0;
			continue;
		}
		if (blank)
			strbuf_addch(out, ' ');
		blank = false;
		strbuf_addch(out, *text);
	}
}

void spatch_prepare_check(const struct spatch *sp, struct child *c,
			  const char *dir, const char *home,
			  const struct strvec *defines)
{
	child_env(c, home, ".");
	spatch_ocaml_env(sp, c);
	spatch_memory_env(c);
	set_limits(sp, c, dir);
	/* scripts are compiled: by relative names, as in spatch_prepare() */
	strvec_pushl(&c->argv, sp->program, "--parse-cocci",
		     "./" SPATCH_CHECK_NAME, NULL);
	for (size_t i = 0; i < defines->nr; i++)
		strvec_pushl(&c->argv, "-D", defines->v[i], NULL);
}

int spatch_classify_check(const struct child *c, const char *name,
			  struct strvec *alternatives, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT, line = STRBUF_INIT;
	int ret = 0;

	filter_stderr(&c->err, &text);
	if (c->end == CHILD_CANCELLED) {
		ret = error_set(err, ERR_INTERRUPTED, "interrupted");
	} else if (c->end != CHILD_EXITED || c->code) {
		unsigned at = message_line(text.buf);

		one_line(text.len ? text.buf : c->out.buf, &line);
		ret = error_set(err, ERR_UNABLE,
				"%s:%u: spatch cannot parse the rule: %s",
				name, at ? at : 1, line.buf);
	} else {
		spatch_query(c->out.buf, alternatives);
	}
	strbuf_release(&line);
	strbuf_release(&text);
	return ret;
}
