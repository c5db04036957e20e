/* SPDX-License-Identifier: GPL-2.0-only */
#include "pass.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "series_priv.h"

#define SUBJECT_MAX 75

/* ---- lines ---- */

void reader_init(struct line_reader *r, const char *path, const char *text)
{
	memset(r, 0, sizeof(*r));
	r->path = path;
	r->next = text;
	strbuf_init(&r->text);
}

bool reader_next(struct line_reader *r)
{
	while (*r->next) {
		size_t n = strcspn(r->next, "\n");
		size_t skip = strspn(r->next, " \t");

		if (skip > n)
			skip = n;
		strbuf_reset(&r->text);
		strbuf_add(&r->text, r->next + skip, n - skip);
		strbuf_rtrim(&r->text);
		r->line++;
		r->next += n;
		r->next += *r->next == '\n';
		if (r->text.len && r->text.buf[0] != '#')
			return true;
	}
	return false;
}

void reader_release(struct line_reader *r)
{
	strbuf_release(&r->text);
}

int reader_error(const struct line_reader *r, struct strbuf *err,
		 const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;
	int ret;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	ret = error_set(err, ERR_UNABLE, "%s:%u: %s", r->path, r->line,
			text.buf);
	strbuf_release(&text);
	return ret;
}

/* ---- message ---- */

/* Characters, where the text is UTF-8. */
static size_t count_columns(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += (s[i] & 0xc0) != 0x80;
	return n;
}

static int check_message(struct step *step, const char *path,
			 struct strbuf *err)
{
	const char *m = step->message;
	size_t n = strcspn(m, "\n"), columns = count_columns(m, n);

	if (!n)
		return error_set(err, ERR_UNABLE,
				 "%s:1: the first line must be the subject",
				 path);
	if (columns > SUBJECT_MAX)
		return error_set(err, ERR_UNABLE,
				 "%s:1: the subject has %zu columns, at most %d are allowed",
				 path, columns, SUBJECT_MAX);
	if (m[n] == '\n' && m[n + 1] && m[n + 1] != '\n')
		return error_set(err, ERR_UNABLE,
				 "%s:2: a blank line must follow the subject",
				 path);
	step->subject = xstrndup(m, n);
	return 0;
}

static int load_message(struct step *step, struct strbuf *err)
{
	char *path = xasprintf("%s/message", step->dir);
	struct strbuf text = STRBUF_INIT;
	int ret = file_read(path, &text, NULL);

	if (ret)
		ret = error_set(err, ERR_UNABLE,
				"%s: the step has no message: write its commit message there",
				path);
	strbuf_rtrim(&text);
	strbuf_addch(&text, '\n');
	step->message = strbuf_detach(&text, NULL);
	if (!ret)
		ret = check_message(step, path, err);
	free(path);
	return ret;
}

/* The text of the "///" lines. */
static void doc_lines(const char *rule, struct strbuf *out)
{
	for (const char *s = rule; *s; ) {
		size_t n = strcspn(s, "\n");

		if (starts_with(s, "///")) {
			size_t skip = 3 + (s[3] == ' ');

			if (skip > n)
				skip = n;
			strbuf_add(out, s + skip, n - skip);
			strbuf_rtrim(out);
			if (out->len)
				strbuf_addch(out, '\n');
		}
		s += n;
		s += *s == '\n';
	}
	strbuf_rtrim(out);
}

/*
 * A lone rule: its /// lines are the message.  The kernel's own rules were not
 * written as commit messages: where the first line is too long for a subject,
 * the rule's name makes one.
 */
static int message_of_rule(struct step *step, struct strbuf *err)
{
	const struct pass *p = &step->passes[0];
	struct strbuf text = STRBUF_INIT, message = STRBUF_INIT;
	size_t first;

	doc_lines(p->text, &text);
	if (!text.len) {
		strbuf_release(&text);
		return error_set(err, ERR_UNABLE,
				 "%s: the rule has no '///' line to make a commit message from",
				 p->path);
	}
	first = strcspn(text.buf, "\n");
	if (first > SUBJECT_MAX) {
		strbuf_addf(&message, "treewide: apply %.50s\n\n", step->name);
		first = 0;
	} else {
		strbuf_add(&message, text.buf, first);
		strbuf_addstr(&message, "\n\n");
	}
	strbuf_addstr(&message, text.buf + first + strspn(text.buf + first,
							  "\n"));
	strbuf_rtrim(&message);
	strbuf_addch(&message, '\n');
	step->message = strbuf_detach(&message, NULL);
	strbuf_release(&text);
	return check_message(step, p->path, err);
}

/* ---- steps ---- */

static bool rule_of_expect(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->nr_expects; i++)
		if (step->expects[i].rule &&
		    !strcmp(step->expects[i].name, name))
			return true;
	return false;
}

static int name_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a directory, sorted, but for those that begin with a dot. */
static int list_dir(const char *path, struct strvec *names, struct strbuf *err)
{
	DIR *dir = opendir(path);
	struct dirent *d;

	if (!dir)
		return error_set(err, ERR_UNABLE, "cannot read '%s': %s", path,
				 strerror(errno));
	while ((d = readdir(dir)))
		if (d->d_name[0] != '.' && !ends_with(d->d_name, "~"))
			strvec_push(names, d->d_name);
	closedir(dir);
	qsort(names->v, names->nr, sizeof(*names->v), name_cmp);
	return 0;
}

static bool is_pass(const char *name)
{
	return ends_with(name, ".cocci") || ends_with(name, ".kconfig") ||
	       ends_with(name, ".unifdef") || ends_with(name, ".rst");
}

static enum pass_kind kind_of(const char *name)
{
	if (ends_with(name, ".kconfig"))
		return PASS_KCONFIG;
	if (ends_with(name, ".unifdef"))
		return PASS_UNIFDEF;
	if (ends_with(name, ".rst"))
		return PASS_RST;
	return ends_with(name, ".collect.cocci") ? PASS_COLLECT : PASS_COCCI;
}

static int add_pass(struct step *step, const char *name, struct strbuf *err)
{
	enum pass_kind kind = kind_of(name);
	char *path = xasprintf("%s/%s", step->dir, name);
	size_t nr = step->nr_passes;
	int ret;

	if (kind == PASS_COLLECT && nr &&
	    step->passes[nr - 1].kind != PASS_COLLECT) {
		ret = error_set(err, ERR_UNABLE,
				"%s: a collect pass must come before the passes that change files: give it a lower number",
				path);
		goto out;
	}
	step->passes = xrealloc(step->passes, (nr + 1) * sizeof(struct pass));
	memset(&step->passes[nr], 0, sizeof(struct pass));
	step->nr_passes++;
	ret = pass_load(&step->passes[nr], kind, path, name, err);
out:
	free(path);
	return ret;
}

static int load_passes(struct step *step, struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	int ret = list_dir(step->dir, &names, err);

	for (size_t i = 0; i < names.nr && !ret; i++) {
		const char *name = names.v[i];

		if (!strcmp(name, "message") || !strcmp(name, "expect") ||
		    rule_of_expect(step, name))
			continue;
		if (is_pass(name))
			ret = add_pass(step, name, err);
		else
			ret = error_set(err, ERR_UNABLE,
					"%s/%s:1: unknown kind of pass: a step holds message, expect, and *.cocci, *.kconfig, *.unifdef and *.rst files",
					step->dir, name);
	}
	if (!ret && (!step->nr_passes ||
		     step->passes[step->nr_passes - 1].kind == PASS_COLLECT))
		ret = error_set(err, ERR_UNABLE,
				"%s: the step has no pass that changes files",
				step->dir);
	strvec_release(&names);
	return ret;
}

static void hash_add(struct strbuf *sb, const char *name, const void *buf,
		     size_t len)
{
	strbuf_addf(sb, "%s %zu\n", name, len);
	strbuf_add(sb, buf, len);
}

/* Every byte that decides what the step does, and under which names. */
static int hash_step(struct step *step, struct strbuf *err)
{
	struct strbuf all = STRBUF_INIT, text = STRBUF_INIT;
	struct strvec names = STRVEC_INIT;
	struct oid oid;
	int ret = 0;

	if (ends_with(step->dir, ".cocci")) {
		hash_add(&all, "rule", step->passes[0].text,
			 step->passes[0].len);
	} else {
		ret = list_dir(step->dir, &names, err);
		for (size_t i = 0; i < names.nr && !ret; i++) {
			char *path = xasprintf("%s/%s", step->dir,
					       names.v[i]);

			strbuf_reset(&text);
			ret = file_read(path, &text, err);
			hash_add(&all, names.v[i], text.buf, text.len);
			free(path);
		}
	}
	oid_of_blob(all.buf, all.len, &oid);
	oid_hex(&oid, step->hash);
	strvec_release(&names);
	strbuf_release(&text);
	strbuf_release(&all);
	return ret;
}

static bool is_lone_rule(const char *path, const struct stat *st)
{
	return S_ISREG(st->st_mode) && ends_with(path, ".cocci");
}

/* What a line of the series file names; links are not followed. */
static int check_step_path(const struct step *step, struct line_reader *r,
			   struct strbuf *err)
{
	struct stat st;

	if (lstat(step->dir, &st))
		return reader_error(r, err, "step '%s': %s", step->name,
				    strerror(errno));
	if (!S_ISDIR(st.st_mode) && !is_lone_rule(step->dir, &st))
		return reader_error(r, err,
				    "'%s' is neither a directory nor a .cocci file",
				    step->name);
	return 0;
}

static int load_step(struct step *step, struct strbuf *err)
{
	struct stat st;
	int ret;

	if (lstat(step->dir, &st))
		return error_set(err, ERR_UNABLE, "cannot read '%s': %s",
				 step->dir, strerror(errno));
	if (is_lone_rule(step->dir, &st)) {
		step->passes = xcalloc(1, sizeof(struct pass));
		step->nr_passes = 1;
		ret = pass_load(&step->passes[0], PASS_COCCI, step->dir,
				step->name, err);
		if (!ret)
			ret = message_of_rule(step, err);
	} else {
		ret = load_message(step, err);
		if (!ret)
			ret = expects_load(step, err);
		if (!ret)
			ret = load_passes(step, err);
	}
	return ret ? ret : hash_step(step, err);
}

/* ---- series ---- */

static void step_release(struct step *s)
{
	for (size_t i = 0; i < s->nr_passes; i++)
		pass_release(&s->passes[i]);
	for (size_t i = 0; i < s->nr_expects; i++)
		expect_release(&s->expects[i]);
	free(s->passes);
	free(s->expects);
	free(s->name);
	free(s->dir);
	free(s->subject);
	free(s->message);
}

void series_free(struct series *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->nr_steps; i++)
		step_release(&s->steps[i]);
	free(s->steps);
	free(s->name);
	free(s->dir);
	for (size_t i = 0; i < s->nr_configs; i++)
		series_config_release(&s->configs[i]);
	free(s->configs);
	free(s);
}

static struct step *new_step(struct series *s, const char *name)
{
	struct step *step;
	char *end;
	unsigned long nr = strtoul(name, &end, 10);

	s->steps = xrealloc(s->steps, (s->nr_steps + 1) * sizeof(*s->steps));
	step = &s->steps[s->nr_steps];
	memset(step, 0, sizeof(*step));
	step->series = s;
	step->name = xstrdup(name);
	step->number = end != name && (*end == '-' || *end == '.') ?
		       nr : s->nr_steps + 1;
	s->nr_steps++;
	return step;
}

static int read_steps(struct series *s, const char *path, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	struct line_reader r;
	int ret = file_read(path, &text, err);

	reader_init(&r, path, text.buf);
	while (!ret && reader_next(&r)) {
		const char *name = r.text.buf;
		struct step *step;

		if (!path_is_safe(name) || strchr(name, '/')) {
			ret = reader_error(&r, err,
					   "'%s' is not a name in this directory: a step may not leave the series",
					   name);
			break;
		}
		step = new_step(s, name);
		for (size_t i = 0; i + 1 < s->nr_steps && !ret; i++)
			if (!strcmp(s->steps[i].name, name) ||
			    s->steps[i].number == step->number)
				ret = reader_error(&r, err,
						   "step '%s' has the name or number of '%s' again",
						   name, s->steps[i].name);
		if (ret)
			break;
		step->dir = xasprintf("%s/%s", s->dir, name);
		ret = check_step_path(step, &r, err);
		if (!ret)
			ret = load_step(step, err);
	}
	if (!ret && !s->nr_steps)
		ret = error_set(err, ERR_UNABLE, "%s:1: the series has no step",
				path);
	reader_release(&r);
	strbuf_release(&text);
	return ret;
}

static bool is_series(const char *dir)
{
	char *path = xasprintf("%s/series", dir);
	struct stat st;
	bool yes = !stat(path, &st) && S_ISREG(st.st_mode);

	free(path);
	return yes;
}

/* The directories to look for names in. */
static void search_path(const char *data_dir, struct strvec *out)
{
	const char *p = getenv("RATCHET_SERIES_PATH");

	while (p && *p) {
		size_t n = strcspn(p, ":");

		if (n)
			strvec_pushn(out, p, n);
		p += n;
		p += *p == ':';
	}
	if (data_dir)
		strvec_push(out, data_dir);
}

static char *find_series(const char *spec, const char *data_dir)
{
	struct strvec dirs = STRVEC_INIT;
	char *found = NULL;

	if (strchr(spec, '/')) {
		found = realpath(spec, NULL);
		if (found && !is_series(found)) {
			free(found);
			found = NULL;
		}
		return found;
	}
	search_path(data_dir, &dirs);
	for (size_t i = 0; i < dirs.nr && !found; i++) {
		char *path = xasprintf("%s/%s", dirs.v[i], spec);

		if (path_is_safe(spec) && is_series(path))
			found = realpath(path, NULL);
		free(path);
	}
	strvec_release(&dirs);
	return found;
}

/* ---- configurations ---- */

static struct series_config *add_config(struct series *s, const char *name)
{
	struct series_config *c;

	s->configs = xrealloc(s->configs,
			      (s->nr_configs + 1) * sizeof(*s->configs));
	c = &s->configs[s->nr_configs++];
	series_config_init(c, name);
	return c;
}

static int is_more_config(const struct dirent *d)
{
	return starts_with(d->d_name, "kernel-") &&
	       ends_with(d->d_name, ".config");
}

static int read_configs(struct series *s, struct strbuf *err)
{
	char *path = xasprintf("%s/kernel.config", s->dir);
	struct series_config *c = add_config(s, "kernel");
	struct dirent **names;
	int n, ret;

	/* may be absent */
	ret = access(path, F_OK) ? 0 : series_config_read(c, path, err);
	free(path);
	n = scandir(s->dir, &names, is_more_config, alphasort);
	for (int i = 0; i < n; i++) {
		const char *file = names[i]->d_name;
		char *name = xstrndup(file, strlen(file) - strlen(".config"));

		path = xasprintf("%s/%s", s->dir, file);
		c = add_config(s, name);
		strbuf_addf(&c->fragment, "%s\n", s->configs[0].fragment.buf);
		if (!ret)
			ret = series_config_read(c, path, err);
		free(name);
		free(path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	return ret;
}

int series_load(struct series **out, const char *spec, const char *data_dir,
		struct strbuf *err)
{
	char *dir = find_series(spec, data_dir);
	struct series *s;
	char *path;
	int ret;

	*out = NULL;
	if (!dir)
		return error_set(err, ERR_UNABLE, strchr(spec, '/') ?
				 "'%s' is not a series: it has no file 'series'" :
				 "unknown series '%s': see 'ratchet list', or give a path",
				 spec);
	s = xcalloc(1, sizeof(*s));
	s->dir = dir;
	s->name = xstrdup(strrchr(dir, '/') + 1);
	path = xasprintf("%s/series", dir);
	ret = read_steps(s, path, err);
	free(path);
	if (!ret)
		ret = read_configs(s, err);
	if (ret) {
		series_free(s);
		return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
	}
	*out = s;
	return 0;
}

int series_load_rule(struct series **out, const char *path, struct strbuf *err)
{
	char *full = realpath(path, NULL);
	struct series *s;
	struct step *step;
	const char *base;
	int ret;

	*out = NULL;
	if (!full || !ends_with(full, ".cocci")) {
		free(full);
		return error_set(err, ERR_UNABLE,
				 "'%s' is not a .cocci file that can be read",
				 path);
	}
	base = strrchr(full, '/') + 1;
	s = xcalloc(1, sizeof(*s));
	add_config(s, "kernel");
	s->name = xstrndup(base, strlen(base) - strlen(".cocci"));
	s->dir = xstrndup(full, base - 1 - full);
	step = new_step(s, base);
	step->dir = full;
	ret = load_step(step, err);
	if (ret) {
		series_free(s);
		return ERR_UNABLE;
	}
	*out = s;
	return 0;
}

void series_list(const char *data_dir, struct strvec *out)
{
	struct strvec dirs = STRVEC_INIT;

	search_path(data_dir, &dirs);
	for (size_t i = 0; i < dirs.nr; i++) {
		struct strvec names = STRVEC_INIT;

		if (!list_dir(dirs.v[i], &names, NULL)) {
			for (size_t k = 0; k < names.nr; k++) {
				char *path = xasprintf("%s/%s", dirs.v[i],
						       names.v[k]);

				if (is_series(path))
					strvec_pushf(out, "%s\t%s", names.v[k],
						     path);
				free(path);
			}
		}
		strvec_release(&names);
	}
	strvec_release(&dirs);
}

const struct step *series_step(const struct series *s, const char *name)
{
	for (size_t i = 0; i < s->nr_steps; i++) {
		char *end;
		unsigned long nr = strtoul(name, &end, 10);

		if (!strcmp(s->steps[i].name, name) ||
		    (end != name && !*end && nr == s->steps[i].number))
			return &s->steps[i];
	}
	return NULL;
}
