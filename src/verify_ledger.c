/* SPDX-License-Identifier: GPL-2.0-only */
/* The lines that a proof writes to the ledger. */
#include "verify.h"

#include "culprit.h"

static void add_diags(struct ledger *l, const char *key, const char *name,
		      const char *event, const struct diagnostics *v)
{
	for (size_t i = 0; i < v->nr; i++) {
		const struct diagnostic *d = &v->v[i];

		ledger_add(l, event,
			   json_pack("{s:s, s:o, s:i, s:i, s:b, s:o}", key,
				     name, "path", ledger_string(d->path),
				     "line", (int)d->line, "col", (int)d->col,
				     "error", d->is_error,
				     "text", ledger_string(d->text)));
	}
}

void verify_ledger(struct ledger *l, const char *key, const char *name,
		   const struct verify_result *p, bool failed)
{
	static const char *const states[] = {
		[OBJECT_BUILT] = "built",
		[OBJECT_FAILED] = "failed",
		[OBJECT_NOT_COMPILED] = "not compiled",
	};
	static const char *const same[] = {
		[SAME_TEXT] = "same text",
		[SAME_OBJECT] = "same code",
		[SAME_DIFFERS] = "differs",
	};

	for (size_t i = 0; i < p->nr; i++)
		ledger_add(l, "object",
			   json_pack("{s:s, s:o, s:s}", key, name, "source",
				     ledger_string(p->objects[i].source),
				     "state", states[p->objects[i].state]));
	add_diags(l, key, name, "diagnostic", &p->new_diags);
	add_diags(l, key, name, "gone", &p->gone_diags);
	for (size_t i = 0; i < p->lines.nr; i++) {
		const struct compiled_range *r = &p->lines.v[i];

		ledger_add(l, "lines",
			   json_pack("{s:s, s:o, s:i, s:i, s:o, s:o, s:o}", key,
				     name, "path", ledger_string(r->path),
				     "first", (int)r->first, "last",
				     (int)r->last, "compiled_by",
				     ledger_string(r->by), "hidden_by",
				     ledger_string(r->why), "change",
				     ledger_string(r->change)));
	}
	for (size_t i = 0; i < p->same.nr; i++)
		ledger_add(l, "same",
			   json_pack("{s:s, s:s, s:o, s:s}", key, name,
				     "config", p->same.v[i].config,
				     "source",
				     ledger_string(p->same.v[i].source),
				     "state", same[p->same.v[i].state]));
	for (size_t i = 0; i < p->nr_configs; i++)
		ledger_add(l, "config",
			   json_pack("{s:s, s:s, s:i, s:i, s:i}", key, name,
				     "config", p->configs[i].name,
				     "built", (int)p->configs[i].built,
				     "failed", (int)p->configs[i].failed,
				     "not_compiled",
				     (int)p->configs[i].not_compiled));
	ledger_add(l, "proof",
		   json_pack("{s:s, s:s, s:b, s:i, s:i, s:i, s:I}", key, name,
			     "level", p->full ? "full" : "object", "proven", !failed,
			     "built", (int)p->built, "failed", (int)p->failed,
			     "not_compiled", (int)p->not_compiled,
			     "us", (json_int_t)p->wall_us));
}

void verify_culprit_ledger(struct ledger *l, const char *key, const char *name,
			   const struct culprit *c)
{
	for (size_t i = 0; i < c->nr; i++)
		ledger_add(l, "culprit",
			   json_pack("{s:s, s:o, s:o, s:i, s:i, s:i, s:i, s:b, s:o}",
				     key, name, "path",
				     ledger_string(c->v[i].path), "rule",
				     ledger_string(c->v[i].rule), "first",
				     (int)c->v[i].first, "last",
				     (int)c->v[i].last, "hunks", (int)c->of,
				     "trials", (int)c->trials, "exact",
				     c->exact, "text",
				     ledger_string(c->diag.text)));
}
