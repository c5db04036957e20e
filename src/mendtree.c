/* SPDX-License-Identifier: GPL-2.0-only */
#include "mendtree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
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

/*
 * Git's own directory of the work tree, as its .git file says; NULL: it is no
 * work tree of this repository.  Never looked for above it: that might find the
 * user's.
 */
static char *find_git_dir(struct repo *r, const char *dir)
{
	char *path = xasprintf("%s/.git", dir), *below;
	struct strbuf text = STRBUF_INIT;
	char *found = NULL;

	below = xasprintf("gitdir: %s/worktrees/", repo_common_dir(r));
	if (!access(path, F_OK) && !file_read(path, &text, NULL)) {
		strbuf_rtrim(&text);
		if (starts_with(text.buf, below) &&
		    !strchr(text.buf + strlen(below), '/'))
			found = xstrdup(text.buf + strlen("gitdir: "));
	}
	if (found && access(found, F_OK)) {
		free(found);
		found = NULL;
	}
	strbuf_release(&text);
	free(below);
	free(path);
	return found;
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

int mendtree_move(struct repo *r, const char *dir, const struct oid *head,
		  const struct oid *tree, struct strbuf *err)
{
	char *at = find_git_dir(r, dir);
	char h[OID_HEX + 1], t[OID_HEX + 1];
	int ret;

	if (!at)
		return error_set(err, ERR_UNABLE,
				 "'%s' is no work tree of this repository", dir);
	oid_hex(head, h);
	oid_hex(tree, t);
	ret = git(at, dir, NULL, NULL, err, "read-tree", "--reset", "-u", t,
		  NULL);
	if (!ret)
		ret = git(at, dir, NULL, NULL, err, "update-ref", "--no-deref",
			  "HEAD", h, NULL);
	free(at);
	return ret;
}

int mendtree_make(struct repo *r, const char *dir, const struct oid *head,
		  const struct oid *tree, struct strbuf *err)
{
	char h[OID_HEX + 1];
	int ret;

	oid_hex(head, h);
	ret = git(repo_common_dir(r), NULL, NULL, NULL, err, "worktree", "add",
		  "-q", "-f", "-f", "--detach", "--no-checkout", "--", dir, h,
		  NULL);
	return ret ? ret : mendtree_move(r, dir, head, tree, err);
}

bool mendtree_is_there(struct repo *r, const char *dir)
{
	char *at = find_git_dir(r, dir);
	bool there = at;

	free(at);
	return there;
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
	char *at = find_git_dir(r, dir), *index = NULL, *copy = NULL, *top = NULL;
	int ret = 0;

	if (!at)
		return error_set(err, ERR_UNABLE,
				 "'%s' is no work tree of this repository", dir);
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

/* Does git know it, though its directory may be gone? */
static bool is_known(struct repo *r, const char *dir)
{
	char *top = xasprintf("%s/worktrees", repo_common_dir(r));
	char *wanted = xasprintf("%s/.git", dir);
	DIR *d = opendir(top);
	struct dirent *e;
	bool known = false;

	while (d && !known && (e = readdir(d))) {
		char *path = xasprintf("%s/%s/gitdir", top, e->d_name);
		struct strbuf text = STRBUF_INIT;

		if (!file_read(path, &text, NULL)) {
			strbuf_rtrim(&text);
			known = !strcmp(text.buf, wanted);
		}
		strbuf_release(&text);
		free(path);
	}
	if (d)
		closedir(d);
	free(wanted);
	free(top);
	return known;
}

int mendtree_remove(struct repo *r, const char *dir, struct strbuf *err)
{
	if (!is_known(r, dir))
		return 0;
	return git(repo_common_dir(r), NULL, NULL, NULL, err, "worktree",
		   "remove", "-f", "-f", "--", dir, NULL);
}
