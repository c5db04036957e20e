/* SPDX-License-Identifier: GPL-2.0-only */
#include "verify_priv.h"

#include <stdlib.h>

#include "workers.h"

struct side {
	struct verify *v;
	struct snapshot *snap;
	const struct strvec *sources;
	size_t *configs;	/* those that have something to do */
	int jobs;		/* for each of them */
};

static int prepare(struct side *s, struct config *c, struct strbuf *err)
{
	int ret = verify_go_to(s->v, c, s->snap, NULL, err);

	return ret ? ret : kbuild_prepare(&c->k, err);
}

static int build(struct side *s, struct config *c, struct strbuf *err)
{
	struct object_result *out = xcalloc(s->sources->nr + 1, sizeof(*out));
	int ret = verify_results(s->v, c, s->snap, s->sources, out, NULL, err);

	for (size_t i = 0; i < s->sources->nr && !ret; i++)
		object_result_release(&out[i]);
	free(out);
	return ret;
}

static int work_on(size_t i, void *data)
{
	struct strbuf err = STRBUF_INIT;
	struct side *s = data;
	struct config *c = &s->v->configs[s->configs[i]];
	int ret;

	c->k.jobs = s->jobs;
	ret = s->sources ? build(s, c, &err) : prepare(s, c, &err);
	strbuf_release(&err);
	return ret != 0;
}

static int find_busy(struct side *s, size_t *nr, struct strbuf *err)
{
	int ret = 0;

	*nr = 0;
	for (size_t i = 0; i < s->v->nr && !ret; i++) {
		bool busy = true;

		if (s->sources)
			ret = verify_missing(s->v, &s->v->configs[i], s->snap,
					     s->sources, &busy, err);
		if (!ret && busy)
			s->configs[(*nr)++] = i;
	}
	return ret;
}

int verify_side_by_side(struct verify *v, struct snapshot *snap,
			const struct strvec *sources, struct strbuf *err)
{
	struct side s = { .v = v, .snap = snap, .sources = sources };
	int jobs = v->e->jobs, *status, ret;
	size_t nr;

	if (v->nr < 2 || jobs < 2 || (sources && !sources->nr))
		return 0;
	s.configs = xcalloc(v->nr, sizeof(*s.configs));
	status = xcalloc(v->nr, sizeof(*status));
	ret = find_busy(&s, &nr, err);
	/* they share the work tree, which is then where all want it */
	if (!ret && nr > 1)
		ret = verify_move_tree(v, snap, err);
	if (!ret && nr > 1) {
		s.jobs = (size_t)jobs > nr ? jobs / (int)nr : 1;
		ret = workers_run(nr, jobs, work_on, &s, status, err);
	}
	free(s.configs);
	free(status);
	return ret;
}
