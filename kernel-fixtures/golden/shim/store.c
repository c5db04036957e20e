// SPDX-License-Identifier: GPL-2.0-only
/* The range store (an xarray), and RCU around looking into it. */
#include "model.h"
#include "adapter.h"

static struct map *store[WINDOW_PAGES];
/* A core has one; which, is known from the first use. */
static const struct xarray *the_array;

static void must_be_the_one(const struct xarray *xa)
{
	if (!the_array)
		the_array = xa;
	MUST(10, xa && xa == the_array, "maps are kept in two places");
}

/* As xarray has them: -ERRNO above a tag. */
static void *error_entry(long err)
{
	return (void *)((unsigned long)err << 2 | 2);
}

bool xa_is_err(const void *entry)
{
	return ((unsigned long)entry & 3) == 2 &&
	       (unsigned long)entry >= (unsigned long)error_entry(-MAX_ERRNO);
}

int xa_err(void *entry)
{
	return xa_is_err(entry) ? (long)entry >> 2 : 0;
}

static bool in_window(unsigned long pfn)
{
	return pfn >= WINDOW_PFN && pfn < WINDOW_PFN + WINDOW_PAGES;
}

struct map *store_find(unsigned long pfn)
{
	return in_window(pfn) ? store[pfn - WINDOW_PFN] : NULL;
}

static void fill(unsigned long first, unsigned long last, struct map *m)
{
	for (unsigned long i = first; i <= last; i++)
		store[i - WINDOW_PFN] = m;
}

/* For what is gone with a map that is given up. */
void store_forget(void)
{
	fill(WINDOW_PFN, WINDOW_PFN + WINDOW_PAGES - 1, NULL);
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	struct map *m = store_find(index);

	must_be_the_one(xa);
	MUST(16, !model.in_core || model.rcu,
	     "a lookup outside of an RCU read-side section");
	return m ? m->pgmap : NULL;
}

static void erase(unsigned long first, unsigned long last)
{
	struct map *m = in_window(first) ? store[first - WINDOW_PFN] : NULL;

	if (!m && model.relaxed)
		m = map_at(PFN_PHYS(first));
	ev("erase %s", range_name(PFN_PHYS(first), PFN_PHYS(last - first + 1)));
	MUST(13, m && (m->stored.is || model.relaxed),
	     "something is erased that was not stored");
	MUST(undo_clause(m), first == PHYS_PFN(m->start) &&
	     last == PHYS_PFN(m->end), "not the range of %s is erased",
	     m->name);
	MUST(undo_clause(m), !m->tracked.is,
	     "%s is erased before untrack_pfn", m->name);
	MUST(undo_clause(m), !m->plugged.is,
	     "%s is erased before its memory is removed", m->name);
	m->stored.is = false;
	m->erased = true;
	m->grace = false;
	fill(first, last, NULL);
}

void *xa_store_range(struct xarray *xa, unsigned long first,
		     unsigned long last, void *entry, gfp_t gfp)
{
	struct map *m = map_of(entry);
	int err;

	must_be_the_one(xa);
	may_sleep("xa_store_range");
	MUST(10, gfp == GFP_KERNEL, "the store allocates with gfp %#x", gfp);
	if (!entry) {
		erase(first, last);
		return NULL;
	}
	MUST(10, m, "what is stored is no map");
	MUST(10, m == model.current, "another map is stored");
	MUST(10, !m->stored.is, "%s is stored twice", m->name);
	MUST(10, first == PHYS_PFN(m->start) && last == PHYS_PFN(m->end),
	     "%s is stored at pfns %#lx..%#lx", m->name, first, last);
	MUST(10, adapter_dev(m) == m->dev,
	     "%s can be found before it knows its device", m->name);
	err = fault("xa_store_range");
	ev("store %s%s", m->name, err ? " fails" : "");
	if (err)
		return error_entry(err);
	m->stored = (struct held) { true, m->start, m->end + 1 - m->start };
	m->erased = m->grace = false;
	fill(first, last, m);
	return NULL;
}

void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	unsupported("xa_store");
	return NULL;
}

void *xa_erase(struct xarray *xa, unsigned long index)
{
	unsupported("xa_erase");
	return NULL;
}

/* ---- RCU ---- */

void rcu_read_lock(void)
{
	model.rcu++;
}

void rcu_read_unlock(void)
{
	MUST(16, model.rcu > 0, "rcu_read_unlock without a lock");
	model.rcu--;
}

void may_sleep(const char *call)
{
	MUST(16, !model.rcu, "%s sleeps inside an RCU read-side section", call);
}

void synchronize_rcu(void)
{
	may_sleep("synchronize_rcu");
	ev("synchronize_rcu");
	for (int i = 0; i < model.nr_maps; i++)
		model.maps[i]->grace = model.maps[i]->erased;
}

void might_sleep(void)
{
	may_sleep("might_sleep");
}

void cond_resched(void)
{
	may_sleep("cond_resched");
}
