/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_neutral: objects as they are when nothing in them knows a line number.
 * The command that make saved is run again in two halves.  The preprocessor has
 * 0 for __LINE__; of what it says each line is put behind a "# 1", so that
 * no line is different from another for the compiler.  Nothing in the object is
 * masked: tables of warnings, of bugs and of dynamic debug are compared as
 * they are.
 */
#include "kbuild_priv.h"

#include <stdlib.h>
#include <string.h>

#include "jobs.h"

struct run {
	struct kbuild *k;
	struct child child;
	const char *source;
	char *output;
	bool preprocess;
	struct neutral *to;
	int ret;
	struct strbuf *err;
};

static char *neutral_path(const struct kbuild *k, const char *side,
			  const char *source, const char *suffix)
{
	return xasprintf("%s/.ratchet/neutral/%s/%s%s", k->output, side, source,
			 suffix);
}

/* "# 12 "file" 3", but no "#pragma" */
static bool is_marker(const char *s, size_t n)
{
	return n > 2 && s[0] == '#' && s[1] == ' ' && s[2] >= '0' && s[2] <= '9';
}

static void neutralise(const struct strbuf *in, struct strbuf *out)
{
	const char *p = in->buf, *end = p + in->len;

	strbuf_grow(out, in->len);
	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);
		const char *s = p;

		p += n + 1;
		while (n && (*s == ' ' || *s == '\t')) {
			s++;
			n--;
		}
		if (!n || is_marker(s, n))
			continue;
		strbuf_addstr(out, "# 1 \"neutral\"\n");
		strbuf_add(out, s, n);
		strbuf_addch(out, '\n');
	}
}

static void ended(struct child *c, void *data)
{
	struct run *r = data;
	struct strbuf text = STRBUF_INIT;

	if (c->end == CHILD_CANCELLED) {
		r->ret = error_set(r->err, ERR_INTERRUPTED, "interrupted");
	} else if (c->end != CHILD_EXITED) {
		child_describe_end(c, &text);
		r->ret = error_set(r->err, ERR_UNABLE, "the compiler, for '%s': %s",
				   r->source, text.buf);
	} else if (c->code && kbuild_check_machine(r->k, c, r->err)) {
		r->ret = ERR_UNABLE;
	} else if (c->code) {
		r->to->state = NEUTRAL_FAILED;
		strbuf_addstr(&text, "it cannot be compiled without line numbers");
		kbuild_add_reason(c, &text);
		r->to->why = strbuf_detach(&text, NULL);
	} else {
		r->to->state = NEUTRAL_MADE;
		if (r->preprocess) {
			neutralise(&c->out, &text);
			r->ret = file_write(r->output, text.buf, text.len, 0644,
					    r->err);
		}
	}
	strbuf_release(&text);
	strbuf_release(&c->out);
}

/*
 * The command of that side: what make saved when it was preprocessed is kept
 * for the compiler.
 */
static int read_command(struct run *r, const char *side, struct strbuf *out)
{
	char *kept = neutral_path(r->k, side, r->source, ".cmd");
	char *path = kbuild_cmd_path(r->k, r->source);
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	if (!r->preprocess)
		ret = file_read(kept, out, r->err);
	else if (!file_read(path, &text, NULL) &&
		 kbuild_saved_command(text.buf, text.len, out))
		ret = file_write(kept, out->buf, out->len, 0644, r->err);
	strbuf_release(&text);
	free(path);
	free(kept);
	return ret;
}

/* @run: is there a command? */
static int prepare_run(struct run *r, const char *what, const char *side,
		       const char *input, const char *tmp, bool *run)
{
	struct strbuf cmd = STRBUF_INIT;
	int ret = read_command(r, side, &cmd);
	bool ok = !ret && (input ? kbuild_replay_input(&cmd, what) :
				   kbuild_replay_command(&cmd, what));

	if (ok && input)
		strbuf_addf(&cmd, " -o %s -x cpp-output %s", r->output, input);
	child_env(&r->child, r->k->home, tmp);
	strvec_push(&r->child.env, "SOURCE_DATE_EPOCH=0");
	strvec_pushl(&r->child.argv, "sh", "-c", cmd.buf, NULL);
	r->child.dir = r->k->output;
	r->child.timeout_ms = r->k->timeout_ms;
	r->to->command = strbuf_detach(&cmd, NULL);
	*run = ok;
	return ret;
}

/* Run the saved commands of all @sources that are asked for. */
static int run_all(struct kbuild *k, const struct strvec *sources,
		   const char *side, const char *from, const char *suffix,
		   const char *what, struct neutral *out, struct strbuf *err)
{
	struct run *runs = xcalloc(sources->nr + 1, sizeof(*runs));
	struct jobs *jobs = jobs_new(k->jobs);
	char *tmp = kbuild_own_path(k, "tmp");
	int ret = mkdirs(tmp, err);

	for (size_t i = 0; i < sources->nr; i++) {
		struct run *r = &runs[i];
		char *input = from ? neutral_path(k, side, sources->v[i], from) :
				     NULL;
		bool run = false;

		child_init(&r->child);
		r->k = k;
		r->err = err;
		r->source = sources->v[i];
		r->to = &out[i];
		r->preprocess = !from;
		r->output = neutral_path(k, side, sources->v[i], suffix);
		memset(r->to, 0, sizeof(*r->to));
		if (!ret)
			ret = mkdirs_for(r->output, err);
		if (!ret)
			ret = prepare_run(r, what, side, input, tmp, &run);
		if (run)
			jobs_add(jobs, &r->child, ended, r);
		free(input);
	}
	if (!ret)
		ret = jobs_run(jobs);
	for (size_t i = 0; i < sources->nr; i++) {
		if (!ret)
			ret = runs[i].ret;
		child_release(&runs[i].child);
		free(runs[i].output);
	}
	jobs_free(jobs);
	free(runs);
	free(tmp);
	return ret;
}

void neutral_release(struct neutral *v, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		free(v[i].command);
		free(v[i].why);
	}
	free(v);
}

int kbuild_neutral(struct kbuild *k, const struct strvec *sources,
		   const char *side, struct neutral *out, struct strbuf *err)
{
	return run_all(k, sources, side, NULL, ".i",
		       "-w -D__LINE__=0 -Wno-builtin-macro-redefined -E -o -",
		       out, err);
}

int kbuild_neutral_assemble(struct kbuild *k, const struct strvec *sources,
			    const char *side, struct neutral *out,
			    struct strbuf *err)
{
	return run_all(k, sources, side, ".i", ".s", "-w -g0 -fno-lto -S", out,
		       err);
}

int kbuild_neutral_debug(struct kbuild *k, const struct strvec *sources,
			 const char *side, struct neutral *out,
			 struct strbuf *err)
{
	return run_all(k, sources, side, ".i", ".o",
		       "-w -g -fno-lto -fno-eliminate-unused-debug-types -c",
		       out, err);
}

int kbuild_neutral_read(struct kbuild *k, const char *source, const char *side,
			const char *suffix, struct strbuf *out,
			struct strbuf *err)
{
	char *path = neutral_path(k, side, source, suffix);
	int ret = file_read(path, out, err);

	free(path);
	return ret;
}

char *kbuild_neutral_object(const struct kbuild *k, const char *source,
			    const char *side)
{
	return neutral_path(k, side, source, ".o");
}

int kbuild_neutral_clean(struct kbuild *k, struct strbuf *err)
{
	char *dir = kbuild_own_path(k, "neutral");
	int ret = remove_tree(dir, err);

	free(dir);
	return ret;
}
