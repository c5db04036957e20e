/* SPDX-License-Identifier: GPL-2.0-only */
/* repo: opening, revisions and settings. */
#include "repo.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "repo_priv.h"

void oid_hex(const struct oid *oid, char hex[OID_HEX + 1])
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < sizeof(oid->id); i++) {
		hex[2 * i] = digit[oid->id[i] >> 4];
		hex[2 * i + 1] = digit[oid->id[i] & 15];
	}
	hex[OID_HEX] = '\0';
}

bool oid_parse(const char *hex, struct oid *out)
{
	size_t i;

	for (i = 0; i < sizeof(out->id); i++) {
		char two[3] = { hex[2 * i], 0, 0 };

		if (!isxdigit((unsigned char)two[0]))
			return false;
		two[1] = hex[2 * i + 1];
		if (!isxdigit((unsigned char)two[1]))
			return false;
		out->id[i] = strtoul(two, NULL, 16);
	}
	return true;
}

bool oid_equal(const struct oid *a, const struct oid *b)
{
	return !memcmp(a->id, b->id, sizeof(a->id));
}

bool oid_is_null(const struct oid *oid)
{
	static const struct oid null;

	return oid_equal(oid, &null);
}

void oid_of_blob(const void *buf, size_t len, struct oid *out)
{
	git_oid id;

	/*
	 * libgit2 counts its users; callers may ask for a hash before any
	 * repository is open.
	 */
	git_libgit2_init();
	if (git_odb_hash(&id, buf, len, GIT_OBJECT_BLOB) < 0)
		die("cannot compute a SHA-1");
	git_libgit2_shutdown();
	oid_from_git(out, &id);
}

int repo_error(struct strbuf *err, int code, const char *fmt, ...)
{
	const git_error *e = git_error_last();
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	if (e && e->message)
		strbuf_addf(&text, ": %s", e->message);
	error_set(err, code, "%s", text.buf);
	strbuf_release(&text);
	return code;
}

/* What is true of the whole process, whatever repositories it opens. */
static void library_init(void)
{
	static const char *extensions[] = {
		/* found by us after opening, with a clearer text */
		"objectformat", "partialclone", "refstorage",
		/* read by us, see add_worktree_config() */
		"worktreeconfig",
		/* forbids only to delete objects */
		"preciousobjects",
	};

	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
			 ARRAY_SIZE(extensions));
	/*
	 * Else each new tree costs a look at every object that it names, and
	 * missing blobs elsewhere in the tree would refuse it; we ask for what
	 * we put there ourselves.
	 */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
	/* As git: zlib's checksum guards a packed object. */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	/* Mapped parts of packs count as our memory. */
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)8 << 20);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)96 << 20);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)32 << 20);
}

/* A directory as libgit2 gives it, without the slash at its end. */
static char *dir_dup(const char *dir)
{
	size_t n = strlen(dir);

	while (n > 1 && dir[n - 1] == '/')
		n--;
	return xstrndup(dir, n);
}

static bool config_bool(git_config *config, const char *key)
{
	int value;

	return !git_config_get_bool(&value, config, key) && value;
}

/* libgit2 1.5 does not know config.worktree, the strongest file of all. */
static int add_worktree_config(struct repo *r, struct strbuf *err)
{
	char *path;
	int ret = 0;

	if (!config_bool(r->config, "extensions.worktreeconfig"))
		return 0;
	path = xasprintf("%s/config.worktree", r->git_dir);
	if (!access(path, F_OK) &&
	    git_config_add_file_ondisk(r->config, path, GIT_CONFIG_LEVEL_APP,
				       r->git, 1) < 0)
		ret = repo_error(err, ERR_UNABLE, "cannot read '%s'", path);
	free(path);
	return ret;
}

static int note_promisor(const git_config_entry *entry, void *data)
{
	int value;

	if (starts_with(entry->name, "remote.") &&
	    ends_with(entry->name, ".promisor") &&
	    (git_config_parse_bool(&value, entry->value) || value))
		*(bool *)data = true;
	return 0;
}

/* What we cannot work with, each with its way out. */
static int refuse_formats(struct repo *r, const char *path, struct strbuf *err)
{
	struct strbuf value = STRBUF_INIT;
	bool partial = false;
	struct stat st;
	char *shallow;
	int ret = 0;

	if (!repo_config_string(r, "extensions.objectformat", &value) &&
	    strcasecmp(value.buf, "sha1")) {
		ret = error_set(err, ERR_UNABLE,
				"repository '%s' names objects by %s; only SHA-1 repositories can be read: clone the tree's history from a SHA-1 one",
				path, value.buf);
		goto out;
	}
	strbuf_reset(&value);
	if (!repo_config_string(r, "extensions.refstorage", &value) &&
	    strcasecmp(value.buf, "files")) {
		ret = error_set(err, ERR_UNABLE,
				"repository '%s' keeps its references as %s; run: git refs migrate --ref-format=files",
				path, value.buf);
		goto out;
	}
	shallow = xasprintf("%s/shallow", r->common_dir);
	if (!stat(shallow, &st) && st.st_size > 0)
		ret = error_set(err, ERR_UNABLE,
				"repository '%s' is a shallow clone; run: git fetch --unshallow",
				path);
	free(shallow);
	if (ret)
		goto out;
	strbuf_reset(&value);
	if (!repo_config_string(r, "extensions.partialclone", &value))
		partial = true;
	git_config_foreach(r->config, note_promisor, &partial);
	if (partial)
		ret = error_set(err, ERR_UNABLE,
				"repository '%s' is a partial clone, which lacks files; use one that was cloned without --filter",
				path);
out:
	strbuf_release(&value);
	return ret;
}

static int open_git(struct repo *r, const char *path, struct strbuf *err)
{
	const git_error *e;
	int ret;

	if (access(path, F_OK))
		return error_set(err, ERR_UNABLE, "'%s': %s", path,
				 strerror(errno));
	ret = git_repository_open_ext(&r->git, path, 0,
				      getenv("GIT_CEILING_DIRECTORIES"));
	if (!ret)
		return 0;
	/*
	 * The owner is checked by looking for safe.directory; libgit2 1.5 gives
	 * the result of that search where there is no such setting.
	 */
	e = git_error_last();
	if (ret == GIT_ENOTFOUND && e && e->klass == GIT_ERROR_CONFIG)
		ret = GIT_EOWNER;
	if (ret == GIT_ENOTFOUND)
		return error_set(err, ERR_UNABLE,
				 "'%s' is not in a git repository; name one with -C",
				 path);
	if (ret == GIT_EOWNER)
		return error_set(err, ERR_UNABLE,
				 "repository '%s' belongs to another user; run: git config --global --add safe.directory DIR, with its full path",
				 path);
	if (e && strstr(e->message, "unsupported repository version"))
		return repo_error(err, ERR_UNABLE,
				  "repository '%s' is of a newer format", path);
	return repo_error(err, ERR_UNABLE, "cannot open repository '%s'", path);
}

int repo_open(struct repo **out, const char *path, struct strbuf *err)
{
	struct repo *r = xcalloc(1, sizeof(*r));
	const char *workdir;
	int ret;

	*out = NULL;
	pthread_mutex_init(&r->lock, NULL);
	library_init();
	ret = open_git(r, path, err);
	if (ret)
		goto out;
	workdir = git_repository_workdir(r->git);
	r->git_dir = dir_dup(git_repository_path(r->git));
	r->common_dir = dir_dup(git_repository_commondir(r->git));
	r->workdir = workdir ? dir_dup(workdir) : NULL;
	if (git_repository_config(&r->config, r->git) < 0 ||
	    git_repository_odb(&r->odb, r->git) < 0) {
		ret = repo_error(err, ERR_UNABLE, "cannot open repository '%s'",
				 path);
		goto out;
	}
	ret = repo_odb_complete(r->odb, err);
	if (!ret)
		ret = add_worktree_config(r, err);
	if (!ret)
		ret = refuse_formats(r, path, err);
out:
	if (ret)
		repo_free(r);
	else
		*out = r;
	return ret;
}

void repo_free(struct repo *r)
{
	size_t i;

	if (!r)
		return;
	for (i = 0; i < r->nr_spare; i++)
		git_odb_free(r->spare[i]);
	free(r->spare);
	git_odb_free(r->odb);
	git_config_free(r->config);
	git_repository_free(r->git);
	pthread_mutex_destroy(&r->lock);
	free(r->git_dir);
	free(r->common_dir);
	free(r->workdir);
	free(r);
	git_libgit2_shutdown();
}

const char *repo_common_dir(const struct repo *r)
{
	return r->common_dir;
}

const char *repo_workdir(const struct repo *r)
{
	return r->workdir;
}

static int error_unborn(struct repo *r, struct strbuf *err)
{
	git_reference *head = NULL;
	const char *name = NULL;

	if (!git_reference_lookup(&head, r->git, "HEAD"))
		name = git_reference_symbolic_target(head);
	if (name && starts_with(name, "refs/heads/"))
		name += strlen("refs/heads/");
	error_set(err, ERR_UNABLE,
		  "branch '%s' has no commit yet; make one, or name another revision",
		  name ? name : "HEAD");
	git_reference_free(head);
	return ERR_UNABLE;
}

int repo_resolve(struct repo *r, const char *rev, struct oid *commit,
		 struct strbuf *err)
{
	git_object *obj = NULL, *peeled = NULL;
	int ret;

	if (starts_with(rev, "HEAD") && git_repository_head_unborn(r->git) == 1)
		return error_unborn(r, err);
	ret = git_revparse_single(&obj, r->git, rev);
	if (ret == GIT_EAMBIGUOUS)
		return error_set(err, ERR_UNABLE,
				 "revision '%s' is ambiguous; give more of its digits",
				 rev);
	if (ret == GIT_ENOTFOUND || ret == GIT_EINVALIDSPEC)
		return error_set(err, ERR_UNABLE,
				 "no revision '%s' in this repository", rev);
	if (ret < 0)
		return repo_error(err, ERR_UNABLE, "revision '%s'", rev);
	ret = git_object_peel(&peeled, obj, GIT_OBJECT_COMMIT);
	if (ret < 0)
		ret = error_set(err, ERR_UNABLE, "'%s' does not name a commit",
				rev);
	else
		oid_from_git(commit, git_object_id(peeled));
	git_object_free(peeled);
	git_object_free(obj);
	return ret;
}

int repo_config_string(struct repo *r, const char *key, struct strbuf *out)
{
	git_buf value = { 0 };

	if (git_config_get_string_buf(&value, r->config, key) < 0)
		return ERR_NOT_FOUND;
	strbuf_add(out, value.ptr, value.size);
	git_buf_dispose(&value);
	return 0;
}

int repo_config_int(struct repo *r, const char *key, int64_t *out,
		    struct strbuf *err)
{
	int ret = git_config_get_int64(out, r->config, key);

	if (ret == GIT_ENOTFOUND)
		return ERR_NOT_FOUND;
	if (ret < 0)
		return error_set(err, ERR_UNABLE, "'%s' is not a number", key);
	return 0;
}
