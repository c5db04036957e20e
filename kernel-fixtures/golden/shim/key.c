// SPDX-License-Identifier: GPL-2.0-only
/* Counters, static keys, locks. */
#include "model.h"

extern struct static_key_false devmap_managed_key __attribute__((weak));

bool key_is_on(void)
{
	return &devmap_managed_key && devmap_managed_key.enabled;
}

static const char *key_name(const struct static_key_false *key)
{
	return key == &devmap_managed_key ? "managed key" : "another key";
}

void static_branch_enable(struct static_key_false *key)
{
	may_sleep("static_branch_enable");
	ev("%s on", key_name(key));
	key->enabled = 1;
}

void static_branch_disable(struct static_key_false *key)
{
	may_sleep("static_branch_disable");
	ev("%s off", key_name(key));
	key->enabled = 0;
}

void static_branch_inc(struct static_key_false *key)
{
	if (!key->enabled++)
		ev("%s on", key_name(key));
}

void static_branch_dec(struct static_key_false *key)
{
	MUST(7, key->enabled > 0, "%s has fewer than no users", key_name(key));
	if (!--key->enabled)
		ev("%s off", key_name(key));
}

bool static_key_enabled(struct static_key_false *key)
{
	return key->enabled;
}

/* ---- counters of the core's own ---- */

static int change(atomic_t *v, int by)
{
	v->counter += by;
	MUST(7, v->counter >= 0 || by > 0,
	     "the count of users of the managed key goes down to %d",
	     v->counter);
	return v->counter;
}

int atomic_read(const atomic_t *v) { return v->counter; }
void atomic_set(atomic_t *v, int i) { v->counter = i; }
void atomic_inc(atomic_t *v) { change(v, 1); }
void atomic_dec(atomic_t *v) { change(v, -1); }
int atomic_inc_return(atomic_t *v) { return change(v, 1); }
int atomic_dec_return(atomic_t *v) { return change(v, -1); }
int atomic_add_return(int i, atomic_t *v) { return change(v, i); }
int atomic_sub_return(int i, atomic_t *v) { return change(v, -i); }
bool atomic_dec_and_test(atomic_t *v) { return !change(v, -1); }
bool atomic_inc_and_test(atomic_t *v) { return !change(v, 1); }
bool atomic_sub_and_test(int i, atomic_t *v) { return !change(v, -i); }
int atomic_fetch_inc(atomic_t *v) { return change(v, 1) - 1; }
int atomic_fetch_dec(atomic_t *v) { return change(v, -1) + 1; }
int atomic_fetch_add(int i, atomic_t *v) { return change(v, i) - i; }

bool atomic_inc_not_zero(atomic_t *v)
{
	return v->counter && change(v, 1);
}

int atomic_cmpxchg(atomic_t *v, int before, int after)
{
	int was = v->counter;

	if (was == before)
		v->counter = after;
	return was;
}

int atomic_xchg(atomic_t *v, int i)
{
	int was = v->counter;

	v->counter = i;
	return was;
}

/* ---- locks ---- */

static void take(int *held)
{
	MUST(7, !*held, "a lock is taken twice");
	*held = 1;
	model.locks++;
}

static void release(int *held)
{
	MUST(7, *held, "a lock is released that is not held");
	*held = 0;
	model.locks--;
}

void mutex_init(struct mutex *m) { m->held = 0; }
void mutex_lock(struct mutex *m) { may_sleep("mutex_lock"); take(&m->held); }
void mutex_unlock(struct mutex *m) { release(&m->held); }
void spin_lock(spinlock_t *l) { take(&l->held); }
void spin_unlock(spinlock_t *l) { release(&l->held); }
