/* SPDX-License-Identifier: GPL-2.0-only */
/* Commits that say of themselves that a step made them. */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

#include "replay.h"

static void add_claim(struct check *c, const struct oid *commit,
		      const struct replay *r, enum check_level level,
		      const char *message)
{
	struct check_finding *f = check_add(c);

	f->step = r->step;
	f->rule = xasprintf("%s/replay", r->step ? r->step->name : "claim");
	f->level = level;
	f->message = xstrdup(message);
	f->why = r->why.len ? xstrdup(r->why.buf) : NULL;
	f->commit = *commit;
}

static void judge(struct check *c, const struct oid *commit,
		  const struct replay *r)
{
	switch (r->state) {
	case REPLAY_SAME:
	case REPLAY_FOREIGN:
		break;
	case REPLAY_DIFFERS:
		add_claim(c, commit, r, CHECK_ERROR,
			  "its trailers say that a step made it, but the step makes something else of its parent");
		break;
	case REPLAY_REFUSED:
		add_claim(c, commit, r, CHECK_ERROR,
			  "its trailers say that a step made it, but the step fails on its parent");
		break;
	case REPLAY_NOT_AT_HAND:
		add_claim(c, commit, r, CHECK_WARNING,
			  "its trailers say that a step made it that is not at hand: it is judged like any other commit");
		break;
	}
}

int check_claim(struct check *c, const struct oid *commit,
		const struct commit_info *info, bool *held, struct strbuf *err)
{
	char *said = message_trailer(info->message, "Ratchet-Step");
	struct snapshot *before;
	struct replay r = { 0 };
	int ret;

	*held = false;
	if (!said || !info->parents) {
		free(said);
		return 0;
	}
	free(said);
	ret = check_source(c, &info->parent, &before, err);
	if (ret)
		return ret;
	ret = replay_commit(c->e, &c->provenance, before, info, &r, err);
	if (!ret) {
		judge(c, commit, &r);
		*held = r.state == REPLAY_SAME;
		if (*held)
			c->out->commits[c->out->nr_commits - 1].step = r.step;
	}
	replay_release(&r);
	return ret;
}
