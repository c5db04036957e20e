/* SPDX-License-Identifier: GPL-2.0-only */
/* Differences between two texts. */
#include "repo.h"

#include <stdlib.h>

#include "repo_priv.h"

static int make_patch(git_patch **out, const char *path, const struct strbuf *a,
		      const struct strbuf *b, unsigned context,
		      struct strbuf *err)
{
	git_diff_options opt;

	git_diff_options_init(&opt, GIT_DIFF_OPTIONS_VERSION);
	/* bytes of another encoding are text all the same */
	opt.flags |= GIT_DIFF_FORCE_TEXT;
	opt.context_lines = context;
	opt.interhunk_lines = 0;
	if (git_patch_from_buffers(out, a->buf, a->len, path, b->buf, b->len,
				   path, &opt) < 0)
		return repo_error(err, ERR_UNABLE, "cannot compare '%s'",
				  path);
	return 0;
}

int diff_lines(const struct strbuf *a, const struct strbuf *b,
	       struct line_change **out, size_t *nr, struct strbuf *err)
{
	git_patch *patch = NULL;
	int ret;

	*out = NULL;
	*nr = 0;
	git_libgit2_init();
	ret = make_patch(&patch, "text", a, b, 0, err);
	if (!ret) {
		*nr = git_patch_num_hunks(patch);
		*out = xcalloc(*nr + 1, sizeof(**out));
	}
	for (size_t i = 0; i < *nr && !ret; i++) {
		const git_diff_hunk *h;
		struct line_change *c = &(*out)[i];

		if (git_patch_get_hunk(&h, NULL, patch, i) < 0) {
			ret = repo_error(err, ERR_UNABLE,
					 "cannot compare two texts");
			break;
		}
		/* where a side has no line, git names the one before */
		c->old_line = h->old_start + !h->old_lines;
		c->old_nr = h->old_lines;
		c->new_line = h->new_start + !h->new_lines;
		c->new_nr = h->new_lines;
	}
	git_patch_free(patch);
	git_libgit2_shutdown();
	return ret;
}

int diff_print(const char *path, const struct strbuf *a,
	       const struct strbuf *b, struct strbuf *out, struct strbuf *err)
{
	git_buf text = GIT_BUF_INIT;
	git_patch *patch = NULL;
	int ret;

	git_libgit2_init();
	ret = make_patch(&patch, path, a, b, 3, err);
	if (!ret && git_patch_num_hunks(patch)) {
		if (git_patch_to_buf(&text, patch) < 0)
			ret = repo_error(err, ERR_UNABLE,
					 "cannot compare '%s'", path);
		else
			strbuf_add(out, text.ptr, text.size);
	}
	git_buf_dispose(&text);
	git_patch_free(patch);
	git_libgit2_shutdown();
	return ret;
}

static bool is_text(const struct strbuf *s)
{
	return !memchr(s->buf, '\0', s->len);
}

static void merge_input(git_merge_file_input *in, const struct strbuf *s)
{
	git_merge_file_input_init(in, GIT_MERGE_FILE_INPUT_VERSION);
	in->ptr = s->buf;
	in->size = s->len;
}

int diff_merge(const struct strbuf *base, const struct strbuf *ours,
	       const struct strbuf *theirs, struct strbuf *out, bool *clean,
	       struct strbuf *err)
{
	git_merge_file_input b, o, t;
	git_merge_file_result result;
	int ret = 0;

	*clean = false;
	if (!is_text(base) || !is_text(ours) || !is_text(theirs))
		return 0;
	git_libgit2_init();
	merge_input(&b, base);
	merge_input(&o, ours);
	merge_input(&t, theirs);
	if (git_merge_file(&result, &b, &o, &t, NULL) < 0) {
		ret = repo_error(err, ERR_UNABLE, "cannot merge two texts");
	} else {
		*clean = result.automergeable;
		if (*clean)
			strbuf_add(out, result.ptr, result.len);
		git_merge_file_result_free(&result);
	}
	git_libgit2_shutdown();
	return ret;
}
