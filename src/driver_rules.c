/* SPDX-License-Identifier: GPL-2.0-only */
#include "driver_rules.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"
#include "pass.h"
#include "series_priv.h"

struct reader {
	struct driver_rules *r;
	const struct series *s;
	const char *path;
	unsigned line, groups;
};

static int wrong(const struct reader *rd, struct strbuf *err, const char *what)
{
	return error_set(err, ERR_UNABLE, "%s:%u: %s", rd->path, rd->line,
			 what);
}

static int find_step(const struct reader *rd, const char *word, size_t *i,
		     struct strbuf *err)
{
	char *end;
	unsigned long n = strtoul(word, &end, 10);

	for (*i = 0; !*end && *i < rd->s->nr_steps; (*i)++)
		if (rd->s->steps[*i].number == n)
			return 0;
	return error_set(err, ERR_UNABLE, "%s:%u: the series has no step '%s'",
			 rd->path, rd->line, word);
}

static int take_line(struct reader *rd, const struct strvec *w,
		     struct strbuf *err)
{
	struct driver_rules *r = rd->r;
	bool never = !strcmp(w->v[0], "never");
	int ret = 0;

	if (!strcmp(w->v[0], "kernel")) {
		if (w->nr != 2 || !guard_parse_version(w->v[1], &r->version))
			return wrong(rd, err, "it must be 'kernel 5.3', say");
		return 0;
	}
	if (!strcmp(w->v[0], "together"))
		rd->groups++;
	else if (never && (w->nr < 4 || strcmp(w->v[2], "because")))
		return wrong(rd, err, "it must be 'never STEP because TEXT'");
	else if (!never && strcmp(w->v[0], "only-with"))
		return wrong(rd, err,
			     "it must begin with 'kernel', 'together', 'only-with' or 'never'");
	for (size_t k = 1; k < (never ? 2 : w->nr) && !ret; k++) {
		size_t i;

		ret = find_step(rd, w->v[k], &i, err);
		if (ret)
			break;
		if (never)
			r->never[i] = true;
		else if (!strcmp(w->v[0], "only-with"))
			r->only_with[i] = true;
		else
			r->together[i] = rd->groups;
	}
	return ret;
}

static int read_lines(struct reader *rd, const struct strbuf *text,
		      struct strbuf *err)
{
	int ret = 0;

	for (const char *p = text->buf; *p && !ret; p += *p == '\n') {
		size_t n = strcspn(p, "\n");
		char *line = xstrndup(p, n);
		struct strvec words = STRVEC_INIT;

		rd->line++;
		strvec_split(&words, line);
		if (words.nr && *words.v[0] != '#')
			ret = take_line(rd, &words, err);
		strvec_release(&words);
		free(line);
		p += n;
	}
	if (!ret && !rd->r->version)
		ret = error_set(err, ERR_UNABLE, "%s: a line 'kernel VERSION' is missing",
				rd->path);
	return ret;
}

static int add_check(struct step *check, const char *name, struct strbuf *err)
{
	char *path = xasprintf("%s/%s", check->dir, name);
	size_t n = check->nr_passes;
	int ret;

	check->passes = xrealloc(check->passes, (n + 1) *
				 sizeof(*check->passes));
	ret = pass_load(&check->passes[n], ends_with(name, ".collect.cocci") ?
			PASS_COLLECT : PASS_COCCI, path, name, err);
	check->nr_passes += !ret;
	free(path);
	return ret;
}

static int load_check(struct driver_rules *r, const struct series *s,
		      struct strbuf *err)
{
	struct step *check = &r->check;
	struct strvec names = STRVEC_INIT;
	struct dirent *entry;
	int ret = 0;
	DIR *dir;

	check->name = xstrdup("drivers.check");
	check->dir = xasprintf("%s/%s", s->dir, check->name);
	dir = opendir(check->dir);
	if (!dir)
		return 0;	/* a series need not have it */
	while ((entry = readdir(dir)))
		if (ends_with(entry->d_name, ".cocci"))
			strvec_push(&names, entry->d_name);
	closedir(dir);
	strvec_sort(&names);
	for (size_t i = 0; i < names.nr && !ret; i++)
		ret = add_check(check, names.v[i], err);
	strvec_release(&names);
	return ret;
}

int driver_rules_load(struct driver_rules *r, const struct series *s,
		      struct strbuf *err)
{
	char *path = xasprintf("%s/drivers", s->dir);
	struct reader rd = { .r = r, .s = s, .path = path };
	struct strbuf text = STRBUF_INIT;
	int ret;

	memset(r, 0, sizeof(*r));
	r->types = xasprintf("%s/types", s->dir);
	r->together = xcalloc(s->nr_steps + 1, sizeof(*r->together));
	r->only_with = xcalloc(s->nr_steps + 1, sizeof(*r->only_with));
	r->never = xcalloc(s->nr_steps + 1, sizeof(*r->never));
	if (access(path, F_OK) || access(r->types, F_OK))
		ret = error_set(err, ERR_UNABLE,
				"series '%s' is for kernel trees only: it has no 'types' and 'drivers', which code outside of a kernel needs",
				s->name);
	else
		ret = file_read(path, &text, err);
	if (!ret)
		ret = read_lines(&rd, &text, err);
	if (!ret)
		ret = load_check(r, s, err);
	strbuf_release(&text);
	free(path);
	return ret;
}

void driver_rules_release(struct driver_rules *r)
{
	free(r->together);
	free(r->only_with);
	free(r->never);
	free(r->types);
	for (size_t i = 0; i < r->check.nr_passes; i++)
		pass_release(&r->check.passes[i]);
	free(r->check.passes);
	free(r->check.name);
	free(r->check.dir);
	memset(r, 0, sizeof(*r));
}
