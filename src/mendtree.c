/* SPDX-License-Identifier: GPL-2.0-only */
#include "mendtree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"
#include "tempfile.h"

/*
 * What the user's settings must not change: no hook and no program that
 * watches files is started, all files are there, submodules are left alone.
 */
static const char *const settings[] = {
	"core.hooksPath=/dev/null", "core.fsmonitor=false",
	"core.sparseCheckout=false", "core.splitIndex=false",
	"core.untrackedCache=false", "core.safecrlf=false",
	"submodule.recurse=false", "advice.detachedHead=false",
};

/* His configuration counts: it says how files are converted. */
static void fill_env(struct child *c)
{
	static const char *const kept[] = {
		"XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
		"GIT_CONFIG_NOSYSTEM",
	};
	const char *home = getenv("HOME");

	child_env(c, home ? home : "/nonexistent", "/tmp");
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		if (getenv(kept[i]))
			strvec_pushf(&c->env, "%s=%s", kept[i],
				     getenv(kept[i]));
	strvec_push(&c->env, "GIT_TERMINAL_PROMPT=0");
}

/* "git ARGS", the arguments end in NULL; @out (or NULL) gets its first line. */
static int git(const char *git_dir, const char *work_tree, const char *index,
	       struct strbuf *out, struct strbuf *err, ...)
	__attribute__((sentinel));

static int git(const char *git_dir, const char *work_tree, const char *index,
	       struct strbuf *out, struct strbuf *err, ...)
{
	const char *arg, *what = NULL;
	struct child c;
	va_list ap;
	int ret = 0;

	child_init(&c);
	strvec_push(&c.argv, "git");
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		strvec_pushl(&c.argv, "-c", settings[i], NULL);
	va_start(ap, err);
	while ((arg = va_arg(ap, const char *))) {
		what = what ? what : arg;
		strvec_push(&c.argv, arg);
	}
	va_end(ap);
	fill_env(&c);
	strvec_pushf(&c.env, "GIT_DIR=%s", git_dir);
	if (work_tree)
		strvec_pushf(&c.env, "GIT_WORK_TREE=%s", work_tree);
	if (index)
		strvec_pushf(&c.env, "GIT_INDEX_FILE=%s", index);
	c.dir = work_tree ? work_tree : git_dir;
	child_run(&c);
	if (c.end == CHILD_CANCELLED) {
		ret = error_set(err, ERR_INTERRUPTED, "interrupted");
	} else if (c.end != CHILD_EXITED || c.code) {
		strbuf_reset(err);
		strbuf_addf(err, "git %s: ", what);
		strbuf_setlen(&c.err, strcspn(c.err.buf, "\n"));
		if (c.err.len)
			strbuf_add_printable(err, c.err.buf, c.err.len);
		else
			child_describe_end(&c, err);
		ret = ERR_UNABLE;
	} else if (out) {
		strbuf_add(out, c.out.buf, strcspn(c.out.buf, "\n"));
	}
	child_release(&c);
	return ret;
}

/* What git keeps of a work tree.  There is never more than one of ours. */
static char *admin_dir(struct repo *r)
{
	return xasprintf("%s/worktrees/ratchet-mend", repo_common_dir(r));
}

/* Does file @dir/@name hold this line? */
static bool says(const char *dir, const char *name, const char *line)
{
	char *path = xasprintf("%s/%s", dir, name);
	struct strbuf text = STRBUF_INIT;
	bool yes = false;

	if (!access(path, F_OK) && !file_read(path, &text, NULL)) {
		strbuf_rtrim(&text);
		yes = !strcmp(text.buf, line);
	}
	strbuf_release(&text);
	free(path);
	return yes;
}

static int write_line(const char *dir, const char *name, const char *line,
		      struct strbuf *err)
{
	char *path = xasprintf("%s/%s", dir, name);
	char *text = xasprintf("%s\n", line);
	int ret = file_write(path, text, strlen(text), 0644, err);

	free(text);
	free(path);
	return ret;
}

/* Is it ours?  Never looked for above it: that might find the user's own. */
bool mendtree_is_there(struct repo *r, const char *dir)
{
	char *at = admin_dir(r);
	char *line = xasprintf("gitdir: %s", at);
	bool there = says(dir, ".git", line) && !access(at, F_OK);

	free(line);
	free(at);
	return there;
}

static int error_not_ours(const char *dir, struct strbuf *err)
{
	return error_set(err, ERR_UNABLE,
			 "'%s' is no work tree of this repository", dir);
}

int mendtree_check(const char *dir, struct strbuf *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool empty = true;

	if (!d && errno == ENOENT)
		return 0;
	while (d && (e = readdir(d)))
		empty = empty && (!strcmp(e->d_name, ".") ||
				  !strcmp(e->d_name, ".."));
	if (d)
		closedir(d);
	return d && empty ? 0 :
	       error_set(err, ERR_UNABLE,
			 "'%s' is there already: name a directory for the work tree that is not",
			 dir);
}

/* Of a run that was killed; nobody works in a tree that is being made. */
static void drop_locks(const char *at)
{
	static const char *const names[] = { "index.lock", "HEAD.lock" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *path = xasprintf("%s/%s", at, names[i]);

		unlink(path);
		free(path);
	}
}

int mendtree_move(struct repo *r, const char *dir, const struct oid *head,
		  const struct oid *tree, struct strbuf *err)
{
	char h[OID_HEX + 1], t[OID_HEX + 1];
	char *at;
	int ret;

	if (!mendtree_is_there(r, dir))
		return error_not_ours(dir, err);
	at = admin_dir(r);
	oid_hex(head, h);
	oid_hex(tree, t);
	drop_locks(at);
	ret = git(at, dir, NULL, NULL, err, "read-tree", "--reset", "-u", t,
		  NULL);
	if (!ret)
		ret = git(at, dir, NULL, NULL, err, "update-ref", "--no-deref",
			  "HEAD", h, NULL);
	free(at);
	return ret;
}

/* Where git does not look. */
static char *half_made(struct repo *r)
{
	return xasprintf("%s/ratchet/mend.begun", repo_common_dir(r));
}

/* It goes away at once, and then its files do; what a killed run left, too. */
static int drop_admin(struct repo *r, const char *at, struct strbuf *err)
{
	char *half = half_made(r);
	char *top = xstrndup(at, strrchr(at, '/') - at);
	int ret = remove_tree(half, err);

	if (!ret && rename(at, half) && errno != ENOENT)
		ret = error_set(err, ERR_UNABLE, "cannot move '%s': %s", at,
				strerror(errno));
	if (!ret)
		ret = remove_tree(half, err);
	/* git makes it again; if there are others in it, it stays */
	rmdir(top);
	free(top);
	free(half);
	return ret;
}

/* Whole or not at all, so that git never sees one that is half made. */
static int make_admin(struct repo *r, const char *at, const char *dir,
		      const char *head, struct strbuf *err)
{
	char *begun = half_made(r);
	char *link = xasprintf("%s/.git", dir);
	int ret = drop_admin(r, at, err);

	if (!ret)
		ret = mkdirs(begun, err);
	if (!ret)
		ret = write_line(begun, "HEAD", head, err);
	if (!ret)
		ret = write_line(begun, "commondir", "../..", err);
	if (!ret)
		ret = write_line(begun, "gitdir", link, err);
	if (!ret)
		ret = mkdirs_for(at, err);
	if (!ret && rename(begun, at))
		ret = error_set(err, ERR_UNABLE, "cannot make '%s': %s", at,
				strerror(errno));
	free(link);
	free(begun);
	return ret;
}

int mendtree_make(struct repo *r, const char *dir, const struct oid *head,
		  const struct oid *tree, struct strbuf *err)
{
	char *at = admin_dir(r), *line = xasprintf("gitdir: %s", at);
	char hex[OID_HEX + 1];
	int ret;

	oid_hex(head, hex);
	ret = make_admin(r, at, dir, hex, err);
	if (!ret)
		ret = mkdirs(dir, err);
	if (!ret)
		ret = write_line(dir, ".git", line, err);
	if (!ret)
		ret = mendtree_move(r, dir, head, tree, err);
	free(line);
	free(at);
	return ret;
}

/*
 * With its time: git looks twice at files that were written about when the
 * index was, and a younger index would hide an edit of the same moment.
 */
static int copy_index(const char *from, const char *to, struct strbuf *err)
{
	struct timespec times[2];
	struct strbuf text = STRBUF_INIT;
	struct stat st;
	int ret = 0;

	if (stat(from, &st))
		return 0;
	ret = file_read(from, &text, err);
	if (!ret)
		ret = file_write(to, text.buf, text.len, 0600, err);
	times[0] = times[1] = st.st_mtim;
	if (!ret && utimensat(AT_FDCWD, to, times, 0))
		ret = error_set(err, ERR_UNABLE, "cannot date '%s': %s", to,
				strerror(errno));
	strbuf_release(&text);
	return ret;
}

/* Its index stays as it is: a copy of it takes in the files. */
int mendtree_content(struct repo *r, const char *dir, struct oid *tree,
		     struct strbuf *err)
{
	struct strbuf hex = STRBUF_INIT;
	char *at, *index, *copy, *top = NULL;
	int ret = 0;

	if (!mendtree_is_there(r, dir))
		return error_not_ours(dir, err);
	at = admin_dir(r);
	if (!scratch_is_there())
		ret = scratch_create(NULL, err);
	if (!ret && !(top = scratch_mkdir("index", err)))
		ret = ERR_UNABLE;
	index = xasprintf("%s/index", at);
	copy = xasprintf("%s/index", top ? top : "");
	if (!ret)
		ret = copy_index(index, copy, err);
	if (!ret)
		ret = git(at, dir, copy, NULL, err, "add", "-A", "--", ".",
			  NULL);
	if (!ret)
		ret = git(at, dir, copy, &hex, err, "write-tree", NULL);
	if (!ret && !oid_parse(hex.buf, tree))
		ret = error_set(err, ERR_UNABLE, "git write-tree says '%s'",
				hex.buf);
	strbuf_release(&hex);
	free(copy);
	free(index);
	free(top);
	free(at);
	return ret;
}

/* Its .git file last: until then it is known to be ours. */
static int remove_files(const char *dir, struct strbuf *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int ret = 0;

	while (d && !ret && (e = readdir(d))) {
		char *path = xasprintf("%s/%s", dir, e->d_name);

		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") &&
		    strcmp(e->d_name, ".git"))
			ret = remove_tree(path, err);
		free(path);
	}
	if (d)
		closedir(d);
	return ret ? ret : remove_tree(dir, err);
}

int mendtree_remove(struct repo *r, const char *dir, struct strbuf *err)
{
	char *at = admin_dir(r);
	int ret = mendtree_is_there(r, dir) ? remove_files(dir, err) : 0;

	/* begun, and nothing in it yet */
	rmdir(dir);
	if (!ret)
		ret = drop_admin(r, at, err);
	free(at);
	return ret;
}
