/* SPDX-License-Identifier: GPL-2.0-only */
#include "rewrite_choose.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kbuild.h"
#include "tempfile.h"

struct candidate {
	struct series *series;
	long version;
	bool wanted;
};

struct candidates {
	struct candidate *v;
	size_t nr, alloc;
};

static bool is_for_drivers(const char *dir)
{
	char *path = xasprintf("%s/drivers", dir);
	bool yes = !access(path, F_OK);

	free(path);
	return yes;
}

static int add(struct candidates *all, const char *dir, struct strbuf *err)
{
	struct driver_rules rules = { 0 };
	struct series *series = NULL;
	int ret = series_load(&series, dir, NULL, err);

	if (!ret)
		ret = driver_rules_load(&rules, series, err);
	if (!ret) {
		ALLOC_GROW(all->v, all->nr + 1, all->alloc);
		all->v[all->nr++] = (struct candidate){
			.series = series, .version = rules.version,
		};
		series = NULL;
	}
	driver_rules_release(&rules);
	series_free(series);
	return ret;
}

static int find(struct candidates *all, const char *data_dir,
		struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	int ret = 0;

	series_list(data_dir, &names);
	for (size_t i = 0; i < names.nr && !ret; i++) {
		const char *dir = strchr(names.v[i], '\t') + 1;

		if (is_for_drivers(dir))
			ret = add(all, dir, err);
	}
	strvec_release(&names);
	return ret;
}

/* ---- what the kernel has ---- */

static int run_probes(const char *kdir, const struct strvec *probes, bool *has,
		      long *version, struct strbuf *err)
{
	struct strbuf stamp = STRBUF_INIT;
	struct kbuild k;
	char *dir;
	int ret = scratch_is_there() ? 0 : scratch_create(NULL, err);

	if (ret)
		return ret;
	dir = scratch_mkdir("probe", err);
	if (!dir)
		return ERR_UNABLE;
	ret = kbuild_init_module(&k, kdir, dir, "", dir, err);
	if (!ret)
		ret = kbuild_module_stamp(&k, &stamp, err);
	if (!ret)
		ret = kbuild_probe(&k, probes, has, version, err);
	kbuild_release(&k);
	strbuf_release(&stamp);
	remove_tree(dir, NULL);
	free(dir);
	return ret;
}

static int probe(struct candidates *all, const char *kdir, long *version,
		 struct strbuf *err)
{
	struct strvec probes = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	bool *has = xcalloc(all->nr + 1, sizeof(*has));
	long own = 0;
	int ret;

	for (size_t i = 0; i < all->nr; i++) {
		char *path = xasprintf("%s/probe.c", all->v[i].series->dir);

		strbuf_reset(&text);
		strvec_push(&probes, file_read(path, &text, NULL) ? "" :
								    text.buf);
		free(path);
	}
	ret = run_probes(kdir, &probes, has, &own, err);
	for (size_t i = 0; i < all->nr && !ret; i++)
		all->v[i].wanted = *probes.v[i] ? has[i] :
				   all->v[i].version <= own;
	if (!*version)
		*version = own;
	free(has);
	strbuf_release(&text);
	strvec_release(&probes);
	return ret;
}

static int by_version(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->version < y->version ? -1 : x->version > y->version;
}

int rewrite_choose(const char *data_dir, const char *kdir, long *version,
		   struct series ***out, size_t *nr, struct strbuf *err)
{
	struct candidates all = { 0 };
	int ret = find(&all, data_dir, err);

	*out = NULL;
	*nr = 0;
	if (!ret && *version)
		for (size_t i = 0; i < all.nr; i++)
			all.v[i].wanted = all.v[i].version <= *version;
	else if (!ret)
		ret = probe(&all, kdir, version, err);
	if (!ret) {
		*out = xcalloc(all.nr + 1, sizeof(**out));
		if (all.nr)
			qsort(all.v, all.nr, sizeof(*all.v), by_version);
	}
	for (size_t i = 0; i < all.nr; i++) {
		if (!ret && all.v[i].wanted)
			(*out)[(*nr)++] = all.v[i].series;
		else
			series_free(all.v[i].series);
	}
	free(all.v);
	if (!ret && !*nr)
		ret = error_set(err, ERR_UNABLE,
				"no series is known that leads to that kernel: 'ratchet list' shows them");
	return ret;
}

void rewrite_chosen_free(struct series **list, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		series_free(list[i]);
	free(list);
}
