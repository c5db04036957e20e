/* SPDX-License-Identifier: GPL-2.0-only */
/* What a step is shown of a driver. */
#include "rewrite_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "view.h"

/* ---- version guards ---- */

static size_t find_path(const struct rewriting *rw, const char *path)
{
	size_t i = 0;

	while (i < rw->nr && strcmp(rw->d->files[i].path, path))
		i++;
	return i;
}

/* Beside the file, or in a directory of -I; only files of the driver. */
static bool find_include(const char *from, const char *name, bool quoted,
			 struct strbuf *path, struct strbuf *text, void *data)
{
	struct rewriting *rw = data;
	size_t i = rw->nr;

	if (quoted && include_path(from, name, strlen(name), path))
		i = find_path(rw, path->buf);
	for (size_t k = 0; i == rw->nr && k < rw->d->include_dirs.nr; k++) {
		const char *dir = rw->d->include_dirs.v[k];
		char *at = xasprintf("%s%s.", dir, *dir ? "/" : "");

		strbuf_reset(path);
		if (include_path(at, name, strlen(name), path))
			i = find_path(rw, path->buf);
		free(at);
	}
	if (i == rw->nr)
		return false;
	strbuf_addbuf(text, &rw->d->files[i].text);
	return true;
}

void guards_of_text(struct rewriting *rw, size_t file,
		    const struct strbuf *text, long version,
		    struct guard_lines *out)
{
	struct guard_options opt = {
		.version = version, .symbols = &rw->symbols, .own = &rw->own,
		.include = find_include, .data = rw,
	};

	memset(out, 0, sizeof(*out));
	if (is_c_file(rw->d->files[file].path))
		guard_walk(rw->d->files[file].path, text, &opt, out);
}

void guards_of(struct rewriting *rw, size_t file, long version,
	       struct guard_lines *out)
{
	guards_of_text(rw, file, &rw->d->files[file].text, version, out);
}

long rewrite_target(const struct rewriting *rw)
{
	return rw->opt->version ? rw->opt->version : rw->t->rules.version;
}

void arms_hide(struct rewriting *rw)
{
	rw->arms = xcalloc(rw->nr, sizeof(*rw->arms));
	for (size_t i = 0; i < rw->nr; i++) {
		struct guard_lines g;
		bool *hide;

		strbuf_init(&rw->arms[i].text);
		if (!is_c_file(rw->d->files[i].path)) {
			mask_make(&rw->arms[i], &rw->d->files[i].text, NULL, 0);
			continue;
		}
		guards_of(rw, i, rewrite_target(rw), &g);
		hide = xcalloc(g.nr + 1, sizeof(*hide));
		for (size_t k = 0; k < g.nr; k++)
			hide[k] = g.v[k].state == GUARD_OUT ||
				  g.v[k].resolved;
		mask_make(&rw->arms[i], &rw->d->files[i].text, hide, g.nr);
		free(hide);
		guard_lines_release(&g);
	}
}

/* ---- what a step sees ---- */

/*
 * Functions that matter to no step cost time only.  Those that name something
 * that matters are shown, too: they may call a callback.
 */
static bool is_needless(const struct item *it, const struct strvec *names)
{
	bool needless = it->function && !it->matters;

	for (size_t i = 0; i < it->words.nr && needless; i++)
		needless = !strvec_has_sorted(names, it->words.v[i]);
	return needless;
}

static void mask_file(struct rewriting *rw, const struct freeze *f,
		      struct view_of_step *v, const struct strvec *names,
		      size_t file)
{
	size_t nr = 0;
	bool *hide;

	for (size_t i = 0; i < v->items.nr; i++)
		if (v->items.v[i].file == file && v->items.v[i].last > nr)
			nr = v->items.v[i].last;
	hide = xcalloc(nr + 1, sizeof(*hide));
	for (size_t i = 0; i < v->items.nr; i++) {
		const struct item *it = &v->items.v[i];
		unsigned ignored;

		if (it->file != file || (!freeze_has(f, it, &ignored) &&
					 !is_needless(it, names)))
			continue;
		for (unsigned line = it->first; line <= it->last; line++)
			hide[line - 1] = true;
	}
	mask_make(&v->masks[file], &rw->texts[file], hide, nr);
	free(hide);
}

void view_make(struct rewriting *rw, const struct step *step,
	       struct view_of_step *v)
{
	const struct freeze *f = freeze_of(rw, step);
	struct strvec names = STRVEC_INIT;

	memset(v, 0, sizeof(*v));
	v->masks = xcalloc(rw->nr, sizeof(*v->masks));
	for (size_t i = 0; i < rw->nr; i++)
		if (is_c_file(rw->d->files[i].path))
			items_add(&v->items, i, &rw->texts[i]);
	items_connect(&v->items, &rw->words);
	items_that_matter(&v->items, &names);
	for (size_t i = 0; i < rw->nr; i++) {
		strbuf_init(&v->masks[i].text);
		mask_file(rw, f, v, &names, i);
	}
	strvec_release(&names);
}

void view_of_step_release(struct rewriting *rw, struct view_of_step *v)
{
	for (size_t i = 0; v->masks && i < rw->nr; i++)
		mask_release(&v->masks[i]);
	free(v->masks);
	items_release(&v->items);
	memset(v, 0, sizeof(*v));
}

struct snapshot *host_make(struct rewriting *rw, size_t i,
			   const struct view_of_step *v,
			   const struct strbuf *texts)
{
	struct file_change *changes = xcalloc(rw->nr, sizeof(*changes));
	struct snapshot *s;

	for (size_t k = 0; k < rw->nr; k++) {
		changes[k].path = rw->host_paths.v[k];
		changes[k].mode = 0100644;
		strbuf_init(&changes[k].content);
		strbuf_addbuf(&changes[k].content,
			      v ? &v->masks[k].text : &texts[k]);
	}
	s = snapshot_derive(rw->t->before[i], changes, rw->nr);
	for (size_t k = 0; k < rw->nr; k++)
		strbuf_release(&changes[k].content);
	free(changes);
	return s;
}

size_t host_file(const struct rewriting *rw, const char *path)
{
	size_t i = 0;

	while (path && i < rw->nr && strcmp(rw->host_paths.v[i], path))
		i++;
	return path ? i : rw->nr;
}
