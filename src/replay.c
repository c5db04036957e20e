/* SPDX-License-Identifier: GPL-2.0-only */
#include "replay.h"

#include <stdlib.h>
#include <string.h>

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

static int run_step(struct engine *e, struct snapshot *before,
		    const struct oid *tree, struct replay *out,
		    struct strbuf *err)
{
	struct step_result s = { 0 };
	int ret = steps_check(e, out->step, 1, NULL, NULL, err);

	if (!ret)
		ret = step_run(e, out->step, before, &s, err);
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
	int ret;

	memset(out, 0, sizeof(*out));
	strbuf_init(&out->why);
	out->tools = message_trailer(info->message, "Ratchet-Tools");
	ret = provenance_step(p, info->message, &out->step, &out->why);
	if (!ret)
		return run_step(e, before, &info->tree, out, err);
	out->state = ret == ERR_NOT_FOUND ? REPLAY_FOREIGN : REPLAY_NOT_AT_HAND;
	return 0;
}
