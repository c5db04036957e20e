// SPDX-License-Identifier: GPL-2.0-only
/* Percpu references and completions. */
#include "model.h"
#include "adapter.h"

enum { REF_NONE, REF_LIVE, REF_DEAD, REF_GONE };
/* in wait.shim: the completion was initialised */
#define INITIALISED ((void *)0x5a5a)

static void must_be(const struct percpu_ref *ref, const char *call)
{
	MUST(15, ref && (ref->percpu_count_ptr == REF_LIVE ||
			 ref->percpu_count_ptr == REF_DEAD),
	     "%s of a count that is %s", call, !ref ? "NULL" :
	     ref->percpu_count_ptr == REF_NONE ? "not initialised" : "gone");
}

bool ref_is_live(const struct percpu_ref *ref)
{
	return ref->percpu_count_ptr == REF_LIVE;
}

bool ref_is_gone(const struct percpu_ref *ref)
{
	return ref->percpu_count_ptr == REF_GONE ||
	       ref->percpu_count_ptr == REF_NONE;
}

void ref_set_live(struct percpu_ref *ref, percpu_ref_func_t *release)
{
	ref->percpu_count_ptr = REF_LIVE;
	ref->release = release;
	ref->count = 1;
}

static void drop(struct percpu_ref *ref, u64 nr)
{
	MUST(15, ref->count >= (s64)nr, "a reference of %s is put that nobody has",
	     ref_name(ref));
	ref->count -= nr;
	if (ref->count)
		return;
	MUST(15, ref->percpu_count_ptr == REF_DEAD,
	     "the last reference of %s is put before it is killed",
	     ref_name(ref));
	if (ref->release) {
		model.quiet++;
		ref->release(ref);
		model.quiet--;
	}
}

void ref_kill(struct percpu_ref *ref)
{
	must_be(ref, "kill");
	MUST(14, ref->percpu_count_ptr == REF_LIVE, "%s is killed twice",
	     ref_name(ref));
	ref->percpu_count_ptr = REF_DEAD;
	drop(ref, 1);
}

/* What an owner's cleanup does: wait for the last reference, then release. */
void ref_wait(struct percpu_ref *ref)
{
	must_be(ref, "cleanup");
	MUST(14, ref->percpu_count_ptr == REF_DEAD,
	     "cleanup of %s before it is killed", ref_name(ref));
	if (ref->count && model.other_thread)
		model.other_thread();
	MUST(15, !ref->count, "cleanup of %s waits for ever: %lld references are left",
	     ref_name(ref), ref->count);
	ref->percpu_count_ptr = REF_GONE;
}

/* Where the count is killed, everything else must be as it was, or be gone. */
void note_kill(struct map *m)
{
	int clause = undo_clause(m);

	m->kills++;
	MUST(clause, !m->killed, "the count of %s is killed twice", m->name);
	m->killed = true;
	if (m->was_mapped) {
		MUST(14, m->plugged.is && m->tracked.is && m->stored.is,
		     "the count of %s is killed after something was taken down",
		     m->name);
		return;
	}
	MUST(13, !m->plugged.is && !m->shadow.is && !m->tracked.is &&
	     !m->stored.is,
	     "the count of %s is killed before the rest is undone", m->name);
	MUST(13, !m->erased || m->grace,
	     "the count of %s is killed before a grace period is over",
	     m->name);
}

void note_cleanup(struct map *m)
{
	m->cleanups++;
	MUST(undo_clause(m), m->killed, "cleanup of %s before kill", m->name);
	MUST(undo_clause(m), !m->cleaned, "cleanup of %s twice", m->name);
	m->cleaned = true;
	m->waited = true;
}

int percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release,
		    unsigned int flags, gfp_t gfp)
{
	struct map *m = map_of_ref(ref);
	int err;

	MUST(6, m && ref == m->internal, "percpu_ref_init of what is no map's internal count");
	MUST(6, ref_is_gone(ref), "%s is initialised while it is in use",
	     ref_name(ref));
	MUST(6, release, "%s has no release function", ref_name(ref));
	MUST(6, !flags, "%s is initialised with flags %#x", ref_name(ref),
	     flags);
	MUST(6, gfp == GFP_KERNEL, "%s is allocated with gfp %#x",
	     ref_name(ref), gfp);
	MUST(6, !m->own_ref, "map %s has a count of its owner", m->name);
	may_sleep("percpu_ref_init");
	err = fault("percpu_ref_init");
	ev("percpu_ref_init %s %s", ref_name(ref), err ? "fails" : "");
	if (err)
		return err;
	ref_set_live(ref, release);
	m->killed = m->waited = m->cleaned = false;
	return 0;
}

/* An unused count may go without being killed: nobody else knows of it. */
void percpu_ref_exit(struct percpu_ref *ref)
{
	struct map *m = map_of_ref(ref);

	MUST(14, m, "percpu_ref_exit of an unknown count");
	must_be(ref, "percpu_ref_exit");
	if (ref == m->internal) {
		MUST(14, !m->was_mapped || m->killed,
		     "percpu_ref_exit of %s before it is killed",
		     ref_name(ref));
		MUST(15, m->waited || (ref_is_live(ref) && ref->count == 1) ||
		     !m->done,
		     "percpu_ref_exit of %s without waiting for it",
		     ref_name(ref));
		m->cleanups++;
		m->cleaned = true;
	}
	MUST(15, !ref->count || (ref_is_live(ref) && ref->count == 1),
	     "percpu_ref_exit of %s with %lld references", ref_name(ref),
	     ref->count);
	ref->percpu_count_ptr = REF_GONE;
	ref->count = 0;
	ev("percpu_ref_exit %s", ref_name(ref));
}

void percpu_ref_kill(struct percpu_ref *ref)
{
	struct map *m = map_of_ref(ref);

	ev("percpu_ref_kill %s", ref_name(ref));
	must_be(ref, "percpu_ref_kill");
	if (model.in_core && m) {
		MUST(14, ref == m->internal,
		     "%s is killed without the owner's method", ref_name(ref));
		note_kill(m);
	}
	ref_kill(ref);
}

void percpu_ref_kill_and_confirm(struct percpu_ref *ref,
				 percpu_ref_func_t *confirm)
{
	percpu_ref_kill(ref);
	if (confirm)
		confirm(ref);
}

void percpu_ref_get_many(struct percpu_ref *ref, unsigned long nr)
{
	struct map *m = map_of_ref(ref);

	must_be(ref, "percpu_ref_get");
	MUST(12, nr <= WINDOW_PAGES, "%lu references of %s", nr, ref_name(ref));
	if (model.in_core && m) {
		MUST(12, m->initialised,
		     "references for pages of %s that are not initialised",
		     m->name);
		MUST(12, !model.hotplug_lock,
		     "references for pages of %s under the hotplug lock",
		     m->name);
		MUST(12, ref_is_live(ref), "references of a dead count");
		m->got += nr;
	}
	ev_ref_get(ref, nr);
	ref->count += nr;
}

void percpu_ref_get(struct percpu_ref *ref)
{
	percpu_ref_get_many(ref, 1);
}

void percpu_ref_put_many(struct percpu_ref *ref, unsigned long nr)
{
	struct map *m = map_of_ref(ref);

	must_be(ref, "percpu_ref_put");
	ev("percpu_ref_put %s %lu", ref_name(ref), nr);
	/* in later kernels a map puts its pages all at once */
	if (model.in_core && m && !adapter_refs_by_page(m) && m->killed)
		m->got -= min((u64)nr, m->got);
	drop(ref, nr);
}

void percpu_ref_put(struct percpu_ref *ref)
{
	percpu_ref_put_many(ref, 1);
}

static bool tryget(struct percpu_ref *ref, bool ok)
{
	must_be(ref, "tryget");
	MUST(16, !model.in_core || model.rcu,
	     "a lookup tries %s outside of an RCU read-side section",
	     ref_name(ref));
	ev("tryget_live %s %s", ref_name(ref), ok ? "gets it" : "fails");
	if (ok)
		ref->count++;
	return ok;
}

bool percpu_ref_tryget_live(struct percpu_ref *ref)
{
	return tryget(ref, ref_is_live(ref));
}

bool percpu_ref_tryget_live_rcu(struct percpu_ref *ref)
{
	return percpu_ref_tryget_live(ref);
}

bool percpu_ref_tryget(struct percpu_ref *ref)
{
	return tryget(ref, ref->count > 0);
}

bool percpu_ref_is_dying(struct percpu_ref *ref)
{
	return !ref_is_live(ref);
}

bool percpu_ref_is_zero(struct percpu_ref *ref)
{
	return !ref->count;
}

/* ---- completions ---- */

static struct map *map_of_done(const struct completion *x)
{
	for (int i = 0; i < model.nr_maps; i++)
		if (model.maps[i]->done == x)
			return model.maps[i];
	return NULL;
}

static void must_be_initialised(const struct completion *x, const char *call)
{
	MUST(6, x && x->wait.shim == INITIALISED,
	     "%s of a completion that is not initialised", call);
}

void init_completion(struct completion *x)
{
	x->done = 0;
	x->wait.shim = INITIALISED;
}

void reinit_completion(struct completion *x)
{
	must_be_initialised(x, "reinit_completion");
	x->done = 0;
}

void complete(struct completion *x)
{
	must_be_initialised(x, "complete");
	x->done++;
}

void complete_all(struct completion *x)
{
	must_be_initialised(x, "complete_all");
	x->done = ~0U / 2;
}

bool completion_done(struct completion *x)
{
	return x->done;
}

void wait_for_completion(struct completion *x)
{
	struct map *m = map_of_done(x);

	must_be_initialised(x, "wait_for_completion");
	may_sleep("wait_for_completion");
	ev("wait %s", m ? m->name : "for another completion");
	if (!x->done && model.other_thread) {
		int was = core_leave();

		model.other_thread();
		core_enter(was);
	}
	MUST(15, x->done, "waits for ever: %s has references left",
	     m ? m->name : "a count");
	if (m) {
		MUST(15, !m->internal || !m->internal->count,
		     "the completion of %s is there with references left",
		     m->name);
		m->waited = true;
	}
	x->done--;
}
