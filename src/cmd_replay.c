/* SPDX-License-Identifier: GPL-2.0-only */
/* ratchet verify --replay: are commits what their rules make of their parents? */
#include "cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "gitcmd.h"
#include "history.h"
#include "log.h"
#include "replay.h"

struct run {
	struct engine e;
	struct provenance provenance;
	struct history at;
	struct gitcmd git;
	bool git_open;
	size_t number, of, same, differ, unknown;
};

static const char *name_of(enum replay_state s)
{
	static const char *const names[] = {
		[REPLAY_SAME] = "identical", [REPLAY_DIFFERS] = "DIFFERS",
		[REPLAY_REFUSED] = "REFUSED", [REPLAY_NOT_AT_HAND] = "not at hand",
		[REPLAY_FOREIGN] = "not made by a series",
	};

	return names[s];
}

/* From what the rules make to what stands there. */
static int show_diff(struct run *r, const struct oid *made,
		     const struct oid *stands, struct strbuf *err)
{
	char from[OID_HEX + 1], to[OID_HEX + 1];
	struct strbuf diff = STRBUF_INIT;
	int ret = 0;

	if (!r->git_open)
		ret = gitcmd_open(&r->git, r->e.repo, err);
	if (ret)
		return ret;
	r->git_open = true;
	oid_hex(made, from);
	oid_hex(stands, to);
	ret = gitcmd_ask(&r->git, &diff, err, "diff", "--no-color",
			 "--src-prefix=made/", "--dst-prefix=commit/", from, to,
			 NULL);
	if (!ret)
		puts(diff.buf);
	strbuf_release(&diff);
	return ret;
}

/* Tools that differ are no difference by themselves, but may explain one. */
static void show_tools(const struct run *r, const struct replay *p)
{
	char *ours = xasprintf("ratchet %s, spatch %s", RATCHET_VERSION,
			       r->e.spatch.version);

	if (p->tools && strcmp(p->tools, ours))
		printf("  made with %s; this is %s\n", p->tools, ours);
	free(ours);
}

static int tell(struct run *r, const struct oid *commit,
		const struct commit_info *info, const struct replay *p,
		struct strbuf *err)
{
	char hex[OID_HEX + 1];
	int ret = 0;

	oid_hex(commit, hex);
	printf("%0*zu/%zu %.12s %s%s: %.*s\n", r->of > 9 ? 2 : 1, r->number,
	       r->of, hex, name_of(p->state),
	       p->mended && p->state == REPLAY_SAME ? ", with what was mended" : "",
	       (int)strcspn(info->message, "\n"), info->message);
	for (const char *s = p->why.buf; *s; s += *s == '\n') {
		size_t n = strcspn(s, "\n");

		printf("  %.*s\n", (int)n, s);
		s += n;
	}
	if (p->state == REPLAY_DIFFERS || p->state == REPLAY_REFUSED)
		show_tools(r, p);
	if (p->state == REPLAY_DIFFERS)
		ret = show_diff(r, &p->made, &info->tree, err);
	fflush(stdout);
	return ret;
}

static int one_commit(struct run *r, const struct oid *commit,
		      struct strbuf *err)
{
	struct snapshot *after = NULL;
	struct commit_info info;
	struct replay p = { 0 };
	int ret = repo_commit_info(r->e.repo, commit, &info, err);

	if (ret)
		return ret;
	r->number++;
	if (!info.parents) {
		char hex[OID_HEX + 1];

		oid_hex(commit, hex);
		commit_info_release(&info);
		return error_set(err, ERR_UNABLE, "commit '%.12s' has no parent "
				 "to make it from", hex);
	}
	log_progress("replaying %zu of %zu", r->number, r->of);
	ret = history_go(&r->at, &info.parent, err);
	if (!ret)
		ret = replay_commit(&r->e, &r->provenance, r->at.now, &info, &p,
				    err);
	log_progress_done();
	if (!ret)
		ret = tell(r, commit, &info, &p, err);
	if (!ret) {
		r->same += p.state == REPLAY_SAME;
		r->differ += p.state == REPLAY_DIFFERS ||
			     p.state == REPLAY_REFUSED;
		r->unknown += p.state == REPLAY_NOT_AT_HAND ||
			      p.state == REPLAY_FOREIGN;
		ret = history_next(&r->at, commit, &after, err);
	}
	if (!ret)
		history_take(&r->at, commit, after);
	replay_release(&p);
	commit_info_release(&info);
	return ret;
}

static int replay_all(struct run *r, const struct oid *commits, size_t nr,
		      struct strbuf *err)
{
	int ret = 0;

	r->of = nr;
	for (size_t i = 0; i < nr && !ret; i++)
		ret = child_interrupted() ?
		      error_set(err, ERR_INTERRUPTED, "interrupted") :
		      one_commit(r, &commits[i], err);
	if (!ret)
		printf("%zu of %zu commits are what their rules make\n", r->same,
		       r->of);
	return ret;
}

int cmd_replay(struct repo *repo, const char *range, const char *series,
	       int jobs)
{
	struct run r = { .provenance.data_dir = cmd_data_dir() };
	struct strbuf err = STRBUF_INIT;
	struct series *given = NULL;
	struct oid *commits = NULL;
	size_t nr = 0;
	int ret = repo_range(repo, range, &commits, &nr, &err);
	int status;

	if (!ret && series)
		ret = cmd_load_series(series, &given, &err);
	r.provenance.given = given;
	if (!ret)
		ret = engine_open(&r.e, repo, jobs, &err);
	if (!ret) {
		r.at = (struct history){ .repo = repo, .cache = r.e.cache,
					 .threads = r.e.jobs };
		ret = replay_all(&r, commits, nr, &err);
	}
	status = ret ? cmd_failed(ret, &err) : r.differ ? EXIT_NO :
		 r.unknown ? EXIT_UNTESTABLE : EXIT_CLEAN;
	history_release(&r.at);
	if (r.git_open)
		gitcmd_release(&r.git);
	provenance_release(&r.provenance);
	engine_close(&r.e);
	series_free(given);
	free(commits);
	strbuf_release(&err);
	return status;
}
