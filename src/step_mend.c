/* SPDX-License-Identifier: GPL-2.0-only */
/* A step of which a part is done by hand. */
#include "step_priv.h"

/* What was changed by hand is the step's as well as what its passes change. */
static int take_changed(struct run *run, struct strbuf *err)
{
	struct strbuf was = STRBUF_INIT, is = STRBUF_INIT;
	struct strvec paths = STRVEC_INIT;
	int ret = 0;

	run->out->sites = 0;
	snapshot_changed(run->now, &paths);
	for (size_t i = 0; i < paths.nr && !ret; i++) {
		struct oid old, new;
		bool there = !snapshot_stat(run->before, paths.v[i], &old, NULL);
		bool stays = !snapshot_stat(run->now, paths.v[i], &new, NULL);

		if (there == stays && (!there || oid_equal(&old, &new)))
			continue;
		if (stays)
			strvec_push(&run->candidates, paths.v[i]);
		/* no pass makes or removes a file, so only here it counts */
		run->out->changed += there != stays;
		strbuf_reset(&was);
		strbuf_reset(&is);
		if (there)
			ret = snapshot_read(run->before, paths.v[i], &was, err);
		if (!ret && stays)
			ret = snapshot_read(run->now, paths.v[i], &is, err);
		if (!ret)
			run->out->sites += count_sites(&was, &is);
	}
	strvec_release(&paths);
	strbuf_release(&was);
	strbuf_release(&is);
	return ret;
}

int step_run_mended(struct engine *e, const struct step *step,
		    struct snapshot *before, struct snapshot *mended,
		    struct step_result *out, struct strbuf *err)
{
	struct run run = {
		.e = e, .step = step, .before = before, .out = out,
		.candidates = STRVEC_INIT,
	};
	uint64_t start = now_us();
	int ret;

	step_begin(&run);
	ret = step_check_requires(&run, err);
	if (ret || out->state == STEP_NOT_APPLICABLE)
		goto out;
	snapshot_put(run.now);
	run.now = snapshot_get(mended);
	/* types are as they are now, as when a step is run again */
	run.before = mended;
	ret = step_run_passes(&run, err);
	run.before = before;
	if (!ret && !out->nr_problems)
		ret = take_changed(&run, err);
	if (!ret && !out->nr_problems)
		ret = step_judge(&run, err);
	if (!ret && out->state == STEP_FAILED)
		out->offer = snapshot_get(run.now);
out:
	if (ret == ERR_NOT_FOUND)
		ret = ERR_UNABLE;
	out->wall_us = now_us() - start;
	step_end(&run);
	return ret;
}
