/* SPDX-License-Identifier: GPL-2.0-only */
#include "replay.h"

#include <stdlib.h>
#include <string.h>

#include "resolution.h"

void replay_release(struct replay *r)
{
	strbuf_release(&r->why);
	free(r->tools);
}

static void take_problems(const struct step_result *s, struct strbuf *out)
{
	for (size_t i = 0; i < s->nr_problems; i++) {
		const struct problem *p = &s->problems[i];

		if (p->path)
			strbuf_addf(out, "%s:%u:%u: ", p->path, p->line, p->col);
		strbuf_addf(out, "%s\n", p->text);
	}
}

/* @s, of the passes alone, becomes what it is with what was done by hand. */
static int do_by_hand(struct engine *e, struct snapshot *before,
		      const struct resolution *r, struct replay *out,
		      struct step_result *s, struct strbuf *err)
{
	struct snapshot *offer = s->offer ? s->offer : s->after, *mended;
	int ret = resolution_apply(r, offer ? offer : before, &mended, err);

	step_result_release(s);
	if (ret == ERR_FAILED) {
		s->state = STEP_FAILED;
		strbuf_addstr(&out->why, "what was done by hand does not fit\n");
		return 0;
	}
	if (!ret)
		ret = step_run_mended(e, out->step, before, mended, s, err);
	snapshot_put(mended);
	return ret;
}

/* @r: what was done by hand, or NULL. */
static int run_step(struct engine *e, struct snapshot *before,
		    const struct oid *tree, const struct resolution *r,
		    struct replay *out, struct strbuf *err)
{
	struct step_result s = { 0 };
	int ret = steps_check(e, out->step, 1, NULL, NULL, err);

	if (!ret)
		ret = step_run(e, out->step, before, &s, err);
	if (!ret && r)
		ret = do_by_hand(e, before, r, out, &s, err);
	if (ret)
		return ret;
	if (s.state == STEP_FAILED) {
		out->state = REPLAY_REFUSED;
		take_problems(&s, &out->why);
	} else {
		ret = snapshot_write(s.after ? s.after : before, &out->made, err);
		out->state = !ret && oid_equal(&out->made, tree) ? REPLAY_SAME :
			     REPLAY_DIFFERS;
	}
	step_result_release(&s);
	return ret;
}

int replay_commit(struct engine *e, struct provenance *p,
		  struct snapshot *before, const struct commit_info *info,
		  struct replay *out, struct strbuf *err)
{
	struct resolution r;
	char *mended;
	int ret;

	memset(out, 0, sizeof(*out));
	strbuf_init(&out->why);
	out->tools = message_trailer(info->message, "Ratchet-Tools");
	mended = message_trailer(info->message, "Ratchet-Mended");
	out->mended = mended;
	ret = provenance_step(p, info->message, &out->step, &out->why);
	if (ret) {
		out->state = ret == ERR_NOT_FOUND ? REPLAY_FOREIGN :
						    REPLAY_NOT_AT_HAND;
		ret = 0;
	} else if (!mended) {
		ret = run_step(e, before, &info->tree, NULL, out, err);
	} else if (!starts_with(mended, "sha1:") ||
		   resolution_load(&r, e->repo, mended + strlen("sha1:"))) {
		out->state = REPLAY_NOT_AT_HAND;
		strbuf_addstr(&out->why, "a part of it was done by hand, and resolution '");
		strbuf_add_printable(&out->why, mended, strlen(mended));
		strbuf_addstr(&out->why, "' is not in this repository\n");
	} else {
		ret = run_step(e, before, &info->tree, &r, out, err);
		resolution_release(&r);
	}
	free(mended);
	return ret;
}
