/* SPDX-License-Identifier: GPL-2.0-only */
/* The lines that a run of apply writes to its ledger. */
#include "apply_priv.h"

#include <sys/resource.h>

#include "session.h"

void ledger_run(struct apply *a)
{
	const struct apply_resume *resume = a->opt->resume;
	char base[OID_HEX + 1];

	oid_hex(&a->out->base, base);
	ledger_add(a->ledger, "run",
		   json_pack("{s:s, s:o, s:s, s:o, s:s, s:s?}",
			     "version", RATCHET_VERSION,
			     "series", ledger_string(a->series->name),
			     "base", base,
			     "branch", ledger_string(a->opt->branch),
			     "spatch", a->e->spatch.version,
			     "from", resume ? resume->session->step : NULL));
	if (resume && resume->skip)
		ledger_add(a->ledger, "skip",
			   json_pack("{s:s}", "step", resume->session->step));
}

void ledger_scan(struct apply *a)
{
	const struct scan_stats *st = &a->out->scan;

	ledger_add(a->ledger, "scan",
		   json_pack("{s:I, s:I, s:I, s:b, s:I, s:I}",
			     "files", (json_int_t)st->files,
			     "from_worktree", (json_int_t)st->read_worktree,
			     "from_store", (json_int_t)st->read_store,
			     "cached", st->from_cache,
			     "missing", (json_int_t)st->missing.nr,
			     "us", (json_int_t)st->wall_us));
}

void ledger_step(struct apply *a, const struct applied_step *s)
{
	const struct step_result *r = &s->result;
	const char *name = s->step->name;

	for (size_t i = 0; i < r->nr_files; i++) {
		const struct step_file *f = &r->files[i];

		ledger_add(a->ledger, "file",
			   json_pack("{s:s, s:s, s:o, s:s, s:i, s:b, s:I}",
				     "step", name, "pass", f->pass->name,
				     "path", ledger_string(f->path),
				     "outcome",
				     spatch_outcome_name(f->outcome),
				     "sites", (int)f->sites,
				     "cached", f->cached,
				     "us", (json_int_t)f->spatch_us));
	}
	for (size_t i = 0; i < r->residue.nr; i++) {
		const struct residue *x = &r->residue.v[i];

		ledger_add(a->ledger, "residue",
			   json_pack("{s:s, s:o, s:i, s:i, s:o, s:s, s:b, s:o, s:o}",
				     "step", name,
				     "path", ledger_string(x->path),
				     "line", (int)x->line, "col", (int)x->col,
				     "function", ledger_string(x->function),
				     "class", residue_class_name(x->cls),
				     "harmless", x->harmless,
				     "what", ledger_string(x->expect->name),
				     "why", ledger_string(x->why)));
	}
	for (size_t i = 0; i < r->nr_problems; i++) {
		const struct problem *p = &r->problems[i];

		ledger_add(a->ledger, "problem",
			   json_pack("{s:s, s:o, s:i, s:i, s:o}",
				     "step", name,
				     "path", ledger_string(p->path),
				     "line", (int)p->line, "col", (int)p->col,
				     "text", ledger_string(p->text)));
	}
	for (size_t i = 0; i < r->nr_notes; i++)
		ledger_add(a->ledger, "left",
			   json_pack("{s:s, s:o, s:i, s:i, s:o}",
				     "step", name,
				     "path", ledger_string(r->notes[i].path),
				     "line", (int)r->notes[i].line,
				     "col", (int)r->notes[i].col,
				     "why", ledger_string(r->notes[i].text)));
	ledger_add(a->ledger, "step",
		   json_pack("{s:s, s:i, s:s, s:i, s:i, s:i, s:i, s:i, s:I, s:I}",
			     "step", name, "number", (int)s->step->number,
			     "state", step_state_name(r->state),
			     "files", (int)r->changed,
			     "sites", (int)r->sites,
			     "residue", (int)r->residue.nr,
			     "harmful", (int)r->residue.harmful,
			     "left", (int)r->nr_notes,
			     "spatch_us", (json_int_t)r->spatch_us,
			     "us", (json_int_t)r->wall_us));
}

void ledger_mend(struct apply *a, const struct applied_step *s)
{
	char hex[OID_HEX + 1];

	oid_hex(&s->resolution, hex);
	ledger_add(a->ledger, "mend",
		   json_pack("{s:s, s:s, s:s}", "step", s->step->name,
			     "by", s->row.mend == MEND_AGAIN ?
			     "resolution" : "hand",
			     "resolution", hex));
}

void ledger_commit(struct apply *a, const struct applied_step *s)
{
	char hex[OID_HEX + 1];

	oid_hex(&s->commit, hex);
	ledger_add(a->ledger, "commit",
		   json_pack("{s:s, s:s}", "step", s->step->name, "id", hex));
}

void ledger_compare(struct apply *a)
{
	const struct rerun *r = &a->out->rerun;
	char base[OID_HEX + 1];

	oid_hex(&r->former.base, base);
	ledger_add(a->ledger, "former",
		   json_pack("{s:s, s:o}", "base", base, "branch",
			     ledger_string(r->former.branch)));
	for (size_t i = 0; i < r->nr; i++)
		ledger_add(a->ledger, "site",
			   json_pack("{s:s, s:o, s:i, s:s}",
				     "step", a->out->steps[r->sites[i].step].step->name,
				     "path", ledger_string(r->sites[i].path),
				     "line", (int)r->sites[i].line,
				     "is", rerun_kind_name(r->sites[i].kind)));
}

void ledger_end(struct apply *a)
{
	static const char *const ends[] = {
		[APPLY_DONE] = "done",
		[APPLY_NOTHING] = "nothing to do",
		[APPLY_SAME] = "nothing to do",
		[APPLY_DRY] = "dry run",
		[APPLY_STOPPED] = "stopped",
	};
	char tip[OID_HEX + 1];
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	oid_hex(&a->out->tip, tip);
	ledger_add(a->ledger, "end",
		   json_pack("{s:s, s:s, s:i, s:b, s:I, s:I}",
			     "end", ends[a->out->end], "tip", tip,
			     "commits", (int)a->out->commits,
			     "branch_moved", a->out->branch_moved,
			     "us", (json_int_t)a->out->wall_us,
			     "rss_kib", (json_int_t)usage.ru_maxrss));
}
