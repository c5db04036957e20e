/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A resolution is one file: a line of JSON, and the contents that it names by
 * their sizes.  It is written at once and checked by its name when it is read.
 */
#include "resolution.h"

#include <ctype.h>
#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ledger.h"

void resolution_release(struct resolution *r)
{
	for (size_t i = 0; i < r->nr; i++) {
		free(r->files[i].path);
		strbuf_release(&r->files[i].base);
		strbuf_release(&r->files[i].mended);
	}
	free(r->files);
	free(r->series);
	free(r->step);
	strvec_release(&r->reasons);
	memset(r, 0, sizeof(*r));
}

char *reason_key(const char *path, const char *text)
{
	struct strbuf key = STRBUF_INIT;

	if (path)
		strbuf_add_printable(&key, path, strlen(path));
	strbuf_addstr(&key, ": ");
	for (const char *s = text; *s; s++) {
		if (!isdigit((unsigned char)*s))
			strbuf_add_printable(&key, s, 1);
		else if (s == text || !isdigit((unsigned char)s[-1]))
			strbuf_addch(&key, '#');
	}
	return strbuf_detach(&key, NULL);
}

/* ---- from two trees ---- */

static int read_side(struct repo *repo, const struct oid *tree,
		     const char *path, unsigned *mode, struct strbuf *text,
		     struct strbuf *err)
{
	struct oid oid;
	int ret = repo_tree_lookup(repo, tree, path, &oid, mode, err);

	if (ret == ERR_NOT_FOUND) {
		*mode = 0;
		return 0;
	}
	if (!ret && !S_ISREG(*mode) && !S_ISLNK(*mode))
		return error_set(err, ERR_UNABLE,
				 "'%s' is a submodule, which no step can change: put it back",
				 path);
	return ret ? ret : repo_blob_read(repo, &oid, text, err);
}

int resolution_make(struct resolution *out, struct repo *repo,
		    const struct oid *offer, const struct oid *mended,
		    struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	int ret = repo_tree_diff(repo, offer, mended, &paths, err);

	memset(out, 0, sizeof(*out));
	strvec_init(&out->reasons);
	out->files = xcalloc(paths.nr + 1, sizeof(*out->files));
	for (size_t i = 0; i < paths.nr && !ret; i++) {
		struct resolved_file *f = &out->files[out->nr++];

		f->path = xstrdup(paths.v[i]);
		strbuf_init(&f->base);
		strbuf_init(&f->mended);
		ret = read_side(repo, offer, f->path, &f->base_mode, &f->base,
				err);
		if (!ret)
			ret = read_side(repo, mended, f->path, &f->mode,
					&f->mended, err);
	}
	strvec_release(&paths);
	return ret;
}

/* ---- on disk ---- */

static char *dir_of(struct repo *repo)
{
	return xasprintf("%s/ratchet/resolutions", repo_common_dir(repo));
}

static json_t *pack(const struct resolution *r)
{
	json_t *files = json_array();

	for (size_t i = 0; i < r->nr; i++) {
		const struct resolved_file *f = &r->files[i];

		if (json_array_append_new(files,
				json_pack("[s, i, I, i, I]", f->path,
					  (int)f->base_mode,
					  (json_int_t)f->base.len,
					  (int)f->mode,
					  (json_int_t)f->mended.len))) {
			json_decref(files);
			return NULL;
		}
	}
	return json_pack("{s:i, s:s, s:s, s:b, s:o, s:o}", "version", 1,
			 "series", r->series, "step", r->step, "proof",
			 r->proof, "reasons", ledger_strings(&r->reasons),
			 "files", files);
}

int resolution_save(struct resolution *r, struct repo *repo, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char *dir = dir_of(repo), *path = NULL, *line;
	char hex[OID_HEX + 1];
	json_t *head = pack(r);
	int ret;

	line = head ? json_dumps(head, JSON_COMPACT) : NULL;
	json_decref(head);
	if (!line) {
		free(dir);
		return error_set(err, ERR_UNABLE,
				 "a mend of a file whose name is not UTF-8 cannot be kept");
	}
	strbuf_addf(&text, "%s\n", line);
	free(line);
	for (size_t i = 0; i < r->nr; i++) {
		strbuf_addbuf(&text, &r->files[i].base);
		strbuf_addbuf(&text, &r->files[i].mended);
	}
	oid_of_blob(text.buf, text.len, &r->id);
	oid_hex(&r->id, hex);
	path = xasprintf("%s/%s", dir, hex);
	ret = mkdirs(dir, err);
	if (!ret)
		ret = file_write(path, text.buf, text.len, 0644, err);
	free(path);
	free(dir);
	strbuf_release(&text);
	return ret;
}

static bool take_content(const struct strbuf *text, size_t *at, json_int_t len,
			 struct strbuf *out)
{
	if (len < 0 || (size_t)len > text->len - *at)
		return false;
	strbuf_add(out, text->buf + *at, len);
	*at += len;
	return true;
}

static bool take_files(struct resolution *r, json_t *list,
		       const struct strbuf *text, size_t at)
{
	json_t *one;
	size_t i;

	r->files = xcalloc(json_array_size(list) + 1, sizeof(*r->files));
	json_array_foreach(list, i, one) {
		struct resolved_file *f = &r->files[i];
		json_int_t base, mended;
		int base_mode, mode;
		const char *path;

		if (json_unpack(one, "[s, i, I, i, I]", &path, &base_mode,
				&base, &mode, &mended) || !path_is_safe(path))
			return false;
		f->path = xstrdup(path);
		f->base_mode = base_mode;
		f->mode = mode;
		strbuf_init(&f->base);
		strbuf_init(&f->mended);
		r->nr++;
		if (!take_content(text, &at, base, &f->base) ||
		    !take_content(text, &at, mended, &f->mended))
			return false;
	}
	return at == text->len;
}

static bool unpack(struct resolution *r, const struct strbuf *text)
{
	const char *nl = memchr(text->buf, '\n', text->len);
	json_t *head = nl ? json_loadb(text->buf, nl - text->buf, 0, NULL) :
			    NULL;
	json_t *reasons, *files, *one;
	const char *series, *step;
	int version, proof;
	size_t i;
	bool ok;

	ok = head && !json_unpack(head, "{s:i, s:s, s:s, s:b, s:o, s:o}",
				  "version", &version, "series", &series,
				  "step", &step, "proof", &proof, "reasons",
				  &reasons, "files", &files) && version == 1;
	if (ok) {
		r->series = xstrdup(series);
		r->step = xstrdup(step);
		r->proof = proof;
		json_array_foreach(reasons, i, one)
			if (json_is_string(one))
				strvec_push(&r->reasons,
					    json_string_value(one));
		ok = take_files(r, files, text, nl + 1 - text->buf);
	}
	json_decref(head);
	return ok;
}

int resolution_load(struct resolution *out, struct repo *repo, const char *hex)
{
	struct strbuf text = STRBUF_INIT;
	char *dir = dir_of(repo), *path = xasprintf("%s/%s", dir, hex);
	struct oid oid;
	struct stat st;
	int ret = ERR_NOT_FOUND;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->reasons);
	/* the name is all that a damaged one does not have */
	if (strlen(hex) == OID_HEX && oid_parse(hex, &out->id) &&
	    !stat(path, &st) && !file_read(path, &text, NULL)) {
		out->time = st.st_mtime;
		oid_of_blob(text.buf, text.len, &oid);
		if (oid_equal(&oid, &out->id) && unpack(out, &text))
			ret = 0;
	}
	if (ret)
		resolution_release(out);
	strbuf_release(&text);
	free(path);
	free(dir);
	return ret;
}

/* ---- done again ---- */

static bool answers(const struct resolution *r, const struct step *step,
		    bool proof, const struct strvec *reasons)
{
	if (strcmp(r->series, step->series->name) ||
	    strcmp(r->step, step->name) || r->proof != proof)
		return false;
	for (size_t i = 0; i < reasons->nr; i++)
		if (!strvec_has_sorted(&r->reasons, reasons->v[i]))
			return false;
	return true;
}

static int newest_first(const void *a, const void *b)
{
	const struct resolution *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? 1 : -1;
	return memcmp(&x->id, &y->id, sizeof(x->id));
}

void resolution_find(struct repo *repo, const struct step *step, bool proof,
		     const struct strvec *reasons, struct resolution **out,
		     size_t *nr)
{
	char *name = dir_of(repo);
	DIR *dir = opendir(name);
	struct resolution r;
	struct dirent *d;
	size_t alloc = 0;

	*out = NULL;
	*nr = 0;
	while (dir && (d = readdir(dir))) {
		if (resolution_load(&r, repo, d->d_name))
			continue;
		if (!answers(&r, step, proof, reasons)) {
			resolution_release(&r);
			continue;
		}
		ALLOC_GROW(*out, *nr + 1, alloc);
		(*out)[(*nr)++] = r;
	}
	if (dir)
		closedir(dir);
	free(name);
	if (*nr)
		qsort(*out, *nr, sizeof(**out), newest_first);
}

static int merge_file(const struct resolved_file *f, const struct strbuf *now,
		      struct strbuf *out, struct strbuf *err)
{
	bool clean;
	int ret = diff_merge(&f->base, now, &f->mended, out, &clean, err);

	return !ret && !clean ? ERR_FAILED : ret;
}

static int redo_file(const struct resolved_file *f, struct snapshot *offer,
		     struct file_change *c, struct strbuf *err)
{
	struct strbuf now = STRBUF_INIT;
	struct oid ignored;
	unsigned mode = 0;
	int ret = 0;

	if (!snapshot_stat(offer, f->path, &ignored, &mode))
		ret = snapshot_read(offer, f->path, &now, err);
	c->path = f->path;
	c->mode = f->mode;
	strbuf_init(&c->content);
	if (ret)
		;
	else if (mode == f->mode && !strbuf_cmp(&now, &f->mended))
		/* somebody else did the same */
		strbuf_addbuf(&c->content, &f->mended);
	else if (mode != f->base_mode)
		ret = ERR_FAILED;
	else if (!strbuf_cmp(&now, &f->base))
		strbuf_addbuf(&c->content, &f->mended);
	else if (!f->mode || !S_ISREG(f->mode) || !S_ISREG(mode))
		ret = ERR_FAILED;
	else
		ret = merge_file(f, &now, &c->content, err);
	strbuf_release(&now);
	return ret;
}

int resolution_apply(const struct resolution *r, struct snapshot *offer,
		     struct snapshot **after, struct strbuf *err)
{
	struct file_change *changes = xcalloc(r->nr + 1, sizeof(*changes));
	size_t n = 0;
	int ret = 0;

	*after = NULL;
	for (; n < r->nr && !ret; n++)
		ret = redo_file(&r->files[n], offer, &changes[n], err);
	if (!ret)
		*after = snapshot_derive(offer, changes, n);
	for (size_t i = 0; i < n; i++)
		strbuf_release(&changes[i].content);
	free(changes);
	return ret;
}
