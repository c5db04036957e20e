/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run has at hand, from the repository's settings. */
#include "pass.h"

#include <stdlib.h>
#include <string.h>

#include "tempfile.h"

static int setting(struct repo *r, const char *key, int64_t min, int64_t *out,
		   struct strbuf *err)
{
	int64_t value;
	int ret = repo_config_int(r, key, &value, err);

	if (ret)
		return ret == ERR_NOT_FOUND ? 0 : ret;
	if (value < min)
		return error_set(err, ERR_UNABLE,
				 "'%s' must be at least %lld", key,
				 (long long)min);
	*out = value;
	return 0;
}

/* What else than its input a step's result depends on. */
static char *describe_programs(const struct spatch *sp, bool whole_files)
{
	struct strbuf id = STRBUF_INIT;

	strbuf_addf(&id, "spatch %s%s", sp->version,
		    whole_files ? " on whole files" : "");
	child_describe_program("/proc/self/exe", &id);
	child_describe_program(sp->program, &id);
	child_describe_program("ocamlopt", &id);
	child_describe_program("unifdef", &id);
	return strbuf_detach(&id, NULL);
}

/* Asked once for each set of programs. */
static int probe_isos(struct engine *e, struct strbuf *err)
{
	struct strbuf known = STRBUF_INIT;
	char key[OID_HEX + 1];
	struct oid oid;
	int ret = 0;

	oid_of_blob(e->id, strlen(e->id), &oid);
	oid_hex(&oid, key);
	if (cache_get(e->cache, "isos", key, &known)) {
		e->spatch.known_isos = true;
	} else {
		ret = spatch_probe_isos(&e->spatch, e->home, err);
		if (e->spatch.known_isos)
			cache_put(e->cache, "isos", key, "", 0);
	}
	strbuf_release(&known);
	return ret;
}

int engine_open(struct engine *e, struct repo *repo, int jobs,
		struct strbuf *err)
{
	int64_t timeout = -1, memory = -1, whole = 0;
	char *dir;
	int ret;

	memset(e, 0, sizeof(*e));
	e->repo = repo;
	e->since = wall_clock_us();
	e->jobs = jobs > 0 ? jobs : online_cpus();
	ret = setting(repo, "ratchet.spatchTimeout", 1, &timeout, err);
	if (!ret)
		ret = setting(repo, "ratchet.spatchMemory", 64 << 20, &memory,
			      err);
	if (!ret)
		ret = setting(repo, "ratchet.wholeFiles", 0, &whole, err);
	if (!ret && !scratch_is_there())
		ret = scratch_create(NULL, err);
	if (ret)
		return ret;
	e->home = scratch_mkdir("home", err);
	if (!e->home)
		return ERR_UNABLE;
	ret = spatch_probe(&e->spatch, e->home, err);
	if (ret)
		return ret;
	if (timeout > 0)
		e->spatch.timeout_ms = timeout * 1000;
	if (memory > 0)
		e->spatch.memory = memory;
	e->whole_files = whole;
	e->id = describe_programs(&e->spatch, whole);
	dir = xasprintf("%s/ratchet/cache", repo_common_dir(repo));
	e->cache = cache_open(dir);
	e->words = scan_words_open(e->cache);
	ret = spatch_keep_compiled(&e->spatch, dir, err);
	if (!ret)
		ret = probe_isos(e, err);
	free(dir);
	return ret;
}

/* 512 MiB holds some thousand results; the oldest go first. */
#define CACHE_BYTES (512ULL << 20)

bool engine_is_about(const struct engine *e, const char *path)
{
	size_t n = e->below ? strlen(e->below) : 0;

	if (e->only && !strvec_has_sorted(e->only, path))
		return false;
	return !n || (!strncmp(path, e->below, n) && path[n] == '/');
}

void engine_close(struct engine *e)
{
	scan_words_close(e->words);
	if (e->cache) {
		cache_trim(e->cache, CACHE_BYTES);
		cache_free(e->cache);
	}
	spatch_release(&e->spatch);
	free(e->id);
	free((char *)e->home);
	scratch_remove();
	memset(e, 0, sizeof(*e));
}
