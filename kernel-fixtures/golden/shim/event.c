// SPDX-License-Identifier: GPL-2.0-only
/* Events, judgements, faults; names of what the core handles. */
#include "model.h"

struct model model;

#define CLAUSES 21
/* More than any scenario needs by far: a core in a loop ends here. */
#define EVENTS_MAX 4000

static unsigned checks[CLAUSES];
static const char *weaknesses[8];
static struct {
	int target, count, err;
	bool over;
	const char *name;
} faults;
static struct {
	struct map *map;
	unsigned long low, high, nr;
	const struct percpu_ref *ref;
	u64 gets;
} runs;
static unsigned events;

/* ---- text ---- */

static int print(char *out, size_t n, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = host_format(out, n, fmt, ap);
	va_end(ap);
	return len;
}

/* One of a few buffers: several may stand in one line. */
const char *format(const char *fmt, ...)
{
	static char pool[8][96];
	static unsigned next;
	char *out = pool[next++ % 8];
	va_list ap;

	va_start(ap, fmt);
	host_format(out, sizeof(pool[0]), fmt, ap);
	va_end(ap);
	return out;
}

static void line(const char *head, const char *fmt, va_list ap)
{
	char text[400];
	int n = print(text, sizeof(text), "%s ", head);

	host_format(text + n, sizeof(text) - n, fmt, ap);
	host_line(text);
}

/* ---- events ---- */

static void put_event(const char *fmt, va_list ap)
{
	ev_flush();
	model.effects++;
	line(">", fmt, ap);
	if (++events > EVENTS_MAX) {
		bad(15, "the core does not come to an end");
		host_stop();
	}
}

void ev(const char *fmt, ...)
{
	va_list ap;

	if (!model.in_core || model.quiet)
		return;
	va_start(ap, fmt);
	put_event(fmt, ap);
	va_end(ap);
}

void ev_loud(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_event(fmt, ap);
	va_end(ap);
}

void ev_flush(void)
{
	char text[160] = "";

	if (runs.nr)
		print(text, sizeof(text), "> put_page %s %lu..%lu",
		      runs.map ? runs.map->name : "-", runs.low, runs.high);
	if (runs.nr && runs.nr != runs.high - runs.low + 1)
		print(text, sizeof(text), "> put_page %s %lu of %lu..%lu",
		      runs.map ? runs.map->name : "-", runs.nr, runs.low,
		      runs.high);
	if (runs.gets)
		print(text, sizeof(text), "> percpu_ref_get %s %llu",
		      ref_name(runs.ref), runs.gets);
	runs.nr = 0;
	runs.gets = 0;
	if (*text) {
		model.effects++;
		host_line(text);
	}
}

void ev_put_page(struct map *m, unsigned long pfn)
{
	unsigned long at = m ? pfn - PHYS_PFN(m->start) : pfn;

	if (!model.in_core || model.quiet)
		return;
	if (!runs.nr || runs.map != m) {
		ev_flush();
		runs.map = m;
		runs.low = runs.high = at;
	}
	runs.low = min(runs.low, at);
	runs.high = max(runs.high, at);
	runs.nr++;
}

void ev_ref_get(const struct percpu_ref *ref, u64 nr)
{
	if (!model.in_core || model.quiet)
		return;
	if (!runs.gets || runs.ref != ref)
		ev_flush();
	runs.ref = ref;
	runs.gets += nr;
}

/* ---- judgements ---- */

static void judged(int clause, const char *fmt, va_list ap)
{
	ev_flush();
	line(format("! %d", clause), fmt, ap);
}

void bad(int clause, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	judged(clause, fmt, ap);
	va_end(ap);
}

void broken(int clause, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	judged(clause, fmt, ap);
	va_end(ap);
	host_stop();
}

void good(int clause)
{
	checks[clause]++;
}

void weak(const char *name)
{
	for (unsigned i = 0; i < ARRAY_SIZE(weaknesses); i++) {
		if (weaknesses[i] == name)
			return;
		if (!weaknesses[i]) {
			weaknesses[i] = name;
			ev_flush();
			host_line(format("~ %s", name));
			return;
		}
	}
}

void not_applicable(int clause, const char *why)
{
	host_line(format("- %d %s", clause, why));
}

void unsupported(const char *symbol)
{
	ev_flush();
	host_line(format("? %s", symbol));
	host_stop();
}

/* ---- phases ---- */

void phase_begin(const char *verb, const struct map *m)
{
	ev_flush();
	host_line(format("> [%s%s%s]", verb, m ? " " : "", m ? m->name : ""));
	model.warned = 0;
	model.effects = 0;
	model.in_core = 1;
}

void phase_end(const char *result)
{
	ev_flush();
	model.in_core = 0;
	if (model.warned)
		host_line(format("> warnings %u", model.warned));
	if (result)
		host_line(format("> returns %s", result));
	MUST(11, !model.hotplug_lock, "returns with the hotplug lock held");
	MUST(16, !model.rcu, "returns inside an RCU read-side section");
	MUST(7, !model.locks, "returns with a lock held");
	for (int i = 0; i < model.nr_maps; i++) {
		struct map *m = model.maps[i];

		if (m->erased)
			MUST(undo_clause(m), m->grace,
			     "map %s was erased and nobody waited for a grace period",
			     m->name);
	}
}

int core_leave(void)
{
	int was = model.in_core;

	model.in_core = 0;
	return was;
}

void core_enter(int in_core)
{
	model.in_core = in_core;
}

int shim_warn(void)
{
	model.warned++;
	return 1;
}

/* A text that cannot be printed is a fault too: the sanitizers look at it. */
void shim_print(const char *fmt, ...)
{
	if (!fmt || !*fmt)
		bad(1, "a message without a text");
}

void shim_bug(const char *what)
{
	broken(13, "the core stops the kernel: BUG in %s", what);
}

/* ---- faults ---- */

static const char *const fallible[] = {
	"percpu_ref_init", "devm_add_action", "xa_store_range",
	"track_pfn_remap", "kasan_add_zero_shadow", "arch_add_memory",
	"add_pages", "kmalloc", NULL
};
#define FIRST_ERRNO 1000

int fault(const char *call)
{
	int i = 0;

	if (!model.in_core || faults.over || ++faults.count != faults.target)
		return 0;
	while (fallible[i] && __builtin_strcmp(fallible[i], call))
		i++;
	faults.name = call;
	faults.err = -(FIRST_ERRNO + 32 * i + faults.count % 32);
	return faults.err;
}

int fault_fired(void)
{
	return faults.err;
}

/* An allocation that fails has no error of its own. */
long fault_errno(void)
{
	if (faults.name && !__builtin_strcmp(faults.name, "kmalloc"))
		return -ENOMEM;
	return faults.err;
}

void fault_disarm(void)
{
	faults.over = true;
}

const char *fault_name(void)
{
	return faults.name;
}

const char *errno_name(long err)
{
	static const struct {
		int nr;
		const char *name;
	} names[] = {
		{ EINVAL, "-EINVAL" }, { ENOMEM, "-ENOMEM" },
		{ ENXIO, "-ENXIO" }, { EEXIST, "-EEXIST" },
		{ EBUSY, "-EBUSY" }, { ENODEV, "-ENODEV" },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		if (-err == names[i].nr)
			return names[i].name;
	if (faults.err && err == faults.err)
		return "the injected error";
	return format("%ld", err);
}

void run_begin(int target)
{
	faults.target = target;
	model.ram = REGION_DISJOINT;
	model.memory_node = 1;
}

int run_end(const char **name)
{
	ev_flush();
	for (int i = 0; i < CLAUSES; i++)
		if (checks[i])
			host_line(format(". %d %u", i, checks[i]));
	*name = faults.name;
	return faults.count;
}

/* ---- names ---- */

struct map *map_of(const void *pgmap)
{
	for (int i = 0; i < model.nr_maps; i++)
		if (model.maps[i]->pgmap == pgmap)
			return model.maps[i];
	return NULL;
}

/* The map that has something at this address. */
struct map *map_at(u64 phys)
{
	for (int i = 0; i < model.nr_maps; i++) {
		struct map *m = model.maps[i];

		if (m->plug_size && phys >= m->plug_start &&
		    phys < m->plug_start + m->plug_size &&
		    (m->tracked.is || m->shadow.is || m->plugged.is))
			return m;
	}
	if (model.current)
		return model.current;
	for (int i = 0; i < model.nr_maps; i++)
		if (phys >= model.maps[i]->start && phys <= model.maps[i]->end)
			return model.maps[i];
	return NULL;
}

struct map *map_of_ref(const struct percpu_ref *ref)
{
	for (int i = 0; i < model.nr_maps; i++)
		if (model.maps[i]->internal == ref ||
		    &model.maps[i]->own == ref)
			return model.maps[i];
	return NULL;
}

const char *ref_name(const struct percpu_ref *ref)
{
	struct map *m = map_of_ref(ref);

	if (!m)
		return "an unknown count";
	return format("%s.%s", m->name, m->internal == ref ? "internal" : "own");
}

const char *range_name(u64 start, u64 size)
{
	struct map *m = map_at(start);

	if (m && start == m->start && size == m->end - m->start + 1)
		return m->name;
	return format("%#llx+%#llx", start - WINDOW_START, size);
}

const char *altmap_name(const struct vmem_altmap *altmap)
{
	if (!altmap)
		return "NULL";
	for (int i = 0; i < model.nr_maps; i++)
		if (model.maps[i]->altmap == altmap)
			return format("%s.altmap", model.maps[i]->name);
	return "another altmap";
}

unsigned long map_first(const struct map *m)
{
	return PHYS_PFN(m->start) + (m->altmap ? m->set_aside : 0);
}

u64 map_pages(const struct map *m)
{
	return PHYS_PFN(m->end + 1) - map_first(m);
}

bool map_covers(struct map *m, u64 start, u64 size)
{
	u64 low = ALIGN_DOWN(m->start, SECTION_BYTES);
	u64 high = ALIGN(m->end + 1, SECTION_BYTES);

	if (m->plug_size)
		return start == m->plug_start && size == m->plug_size;
	if ((start != m->start || size != m->end + 1 - m->start) &&
	    (start != low || size != high - low))
		return false;
	m->plug_start = start;
	m->plug_size = size;
	return true;
}

int undo_clause(const struct map *m)
{
	return m->was_mapped ? 14 : 13;
}

bool same_range(const struct held *h, u64 start, u64 size)
{
	return h->is && h->start == start && h->size == size;
}
