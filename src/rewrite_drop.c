/* SPDX-License-Identifier: GPL-2.0-only */
#include "rewrite_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "guard_drop.h"

static void walk(struct rewriting *rw, size_t file, long version,
		 struct guard_walks *old, struct guard_walks *now)
{
	struct guard_walks *w = version < rewrite_target(rw) ? old : now;

	ALLOC_GROW(w->v, w->nr + 1, w->alloc);
	guards_of_text(rw, file, &rw->whole[file], version, &w->v[w->nr++]);
}

/* In a .c file: others may get it from a header. */
static void drop_include(const char *path, struct strbuf *text)
{
	static const char *const users[] = {
		"LINUX_VERSION_", "KERNEL_VERSION", "RHEL_", "SLE_", "UBUNTU_",
	};
	static const char include[] = "#include <linux/version.h>";
	char *at = strstr(text->buf, include);
	size_t n = at ? strcspn(at, "\n") : 0;

	for (size_t i = 0; i < ARRAY_SIZE(users); i++)
		if (strstr(text->buf, users[i]))
			return;
	if (at && ends_with(path, ".c") && (at == text->buf || at[-1] == '\n') &&
	    strspn(at + strlen(include), " \t\r") == n - strlen(include))
		strbuf_splice(text, at - text->buf, n + (at[n] == '\n'), "", 0);
}

/* The target, and where something may change before and after it. */
static void drop_from(struct rewriting *rw, size_t file,
		      const struct guard_versions *versions)
{
	struct guard_walks old = { 0 }, now = { 0 };
	struct strbuf rest = STRBUF_INIT;

	walk(rw, file, rewrite_target(rw), &old, &now);
	walk(rw, file, rewrite_target(rw) - 1, &old, &now);
	for (size_t i = 0; i < versions->nr; i++)
		for (int k = -1; k <= 1; k++)
			walk(rw, file, versions->v[i] + k, &old, &now);
	if (guard_drop(&rw->whole[file], &old, &now, &rest)) {
		strbuf_swap(&rw->whole[file], &rest);
		drop_include(rw->d->files[file].path, &rw->whole[file]);
		rw->out->dropped = true;
	}
	strbuf_release(&rest);
	guard_walks_release(&old);
	guard_walks_release(&now);
}

static bool is_gone(const struct strbuf *was, const struct strbuf *now,
		    unsigned line)
{
	struct line_change *c;
	size_t nr = 0;
	bool gone = false;

	if (diff_lines(was, now, &c, &nr, NULL))
		return false;
	for (size_t i = 0; i < nr; i++)
		gone |= c[i].old_line <= line &&
			line < c[i].old_line + c[i].old_nr;
	free(c);
	return gone;
}

/* What was left for older kernels. */
static void forget_left(struct rewriting *rw)
{
	struct left_list *list = &rw->out->left;
	size_t kept = 0;

	for (size_t i = 0; i < list->nr; i++) {
		struct rewrite_left *l = &list->v[i];
		bool gone = false;

		for (size_t k = 0; k < rw->nr && l->cls == RESIDUE_OLD_ARM; k++)
			if (!strcmp(rw->d->files[k].path, l->path))
				gone = is_gone(&rw->d->files[k].text,
					       &rw->whole[k], l->line);
		if (gone)
			left_release(l);
		else
			list->v[kept++] = *l;
	}
	list->nr = kept;
}

void rewrite_drop_old(struct rewriting *rw)
{
	struct guard_versions versions = { 0 };

	for (size_t i = 0; i < rw->nr; i++)
		guard_find_versions(&rw->whole[i], &versions);
	for (size_t i = 0; i < rw->nr; i++)
		if (is_c_file(rw->d->files[i].path))
			drop_from(rw, i, &versions);
	forget_left(rw);
	rw->out->guarded = false;
	free(versions.v);
}
