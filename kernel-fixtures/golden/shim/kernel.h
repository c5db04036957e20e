/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a memremap core sees of the kernel around it.  Every header that the
 * core or its own header includes is a stub that leads here.  Nothing of the
 * host's headers is visible: a name that is not here does not exist.
 *
 * What drifts between kernel generations is bridged here: calls whose number
 * of arguments changed are macros that choose by that number, and the two
 * structures that describe hot-added memory are both there.
 */
#ifndef SHIM_KERNEL_H
#define SHIM_KERNEL_H

#include <stdarg.h>
#include <stddef.h>

/* ---- types ---- */

typedef signed char s8;
typedef unsigned char u8;
typedef short s16;
typedef unsigned short u16;
typedef int s32;
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;
typedef u8 __u8;
typedef u16 __u16;
typedef u32 __u32;
typedef u64 __u64;
typedef _Bool bool;
typedef long ssize_t;
typedef unsigned long uintptr_t;
typedef u64 phys_addr_t;
typedef u64 resource_size_t;
typedef unsigned int gfp_t;
typedef unsigned int vm_fault_t;
typedef struct { unsigned long pgprot; } pgprot_t;
typedef struct { unsigned long pmd; } pmd_t;
typedef struct { unsigned long val; } swp_entry_t;
typedef struct { int counter; } atomic_t;
typedef struct { s64 counter; } atomic64_t;
typedef atomic64_t atomic_long_t;

#define true 1
#define false 0

/* ---- errors ---- */

#define EPERM 1
#define ENOENT 2
#define EIO 5
#define ENXIO 6
#define E2BIG 7
#define EAGAIN 11
#define ENOMEM 12
#define EACCES 13
#define EFAULT 14
#define EBUSY 16
#define EEXIST 17
#define ENODEV 19
#define EINVAL 22
#define ENOSPC 28
#define ERANGE 34
#define ENOSYS 38
#define EOPNOTSUPP 95
#define MAX_ERRNO 4095

#define IS_ERR_VALUE(x) ((unsigned long)(x) >= (unsigned long)-MAX_ERRNO)

static inline void *ERR_PTR(long error)
{
	return (void *)error;
}

static inline long PTR_ERR(const void *ptr)
{
	return (long)ptr;
}

static inline bool IS_ERR(const void *ptr)
{
	return IS_ERR_VALUE(ptr);
}

static inline bool IS_ERR_OR_NULL(const void *ptr)
{
	return !ptr || IS_ERR_VALUE(ptr);
}

static inline void *ERR_CAST(const void *ptr)
{
	return (void *)ptr;
}

static inline int PTR_ERR_OR_ZERO(const void *ptr)
{
	return IS_ERR(ptr) ? PTR_ERR(ptr) : 0;
}

/* ---- language ---- */

#define likely(x) (x)
#define unlikely(x) (x)
#define __always_inline inline
#define noinline
#define __init
#define __exit
#define __meminit
#define __ref
#define __force
#define __user
#define __iomem
#define __rcu
#define __must_check
#define __read_mostly
#define __maybe_unused __attribute__((unused))
#define __printf(a, b) __attribute__((format(printf, a, b)))
#define fallthrough __attribute__((fallthrough))
#define barrier() do { } while (0)
#define smp_mb() do { } while (0)
#define smp_wmb() do { } while (0)
#define smp_rmb() do { } while (0)
#define READ_ONCE(x) (x)
#define WRITE_ONCE(x, v) ((x) = (v))
#define rcu_dereference(p) (p)
#define rcu_assign_pointer(p, v) ((p) = (v))
#define BUILD_BUG_ON(c) _Static_assert(!(c), #c)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))
#define BIT(n) (1UL << (n))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define min_t(t, a, b) ((t)(a) < (t)(b) ? (t)(a) : (t)(b))
#define max_t(t, a, b) ((t)(a) > (t)(b) ? (t)(a) : (t)(b))
#define ALIGN(x, a) (((x) + ((typeof(x))(a) - 1)) & ~((typeof(x))(a) - 1))
#define ALIGN_DOWN(x, a) ((x) & ~((typeof(x))(a) - 1))
#define IS_ALIGNED(x, a) (((x) & ((typeof(x))(a) - 1)) == 0)
#define round_up(x, a) ALIGN(x, a)
#define round_down(x, a) ALIGN_DOWN(x, a)
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))

/* IS_ENABLED(CONFIG_X): 1 if that is defined as 1. */
#define SHIM_ARG_1 0,
#define SHIM_SECOND(ignored, value, ...) value
#define SHIM_IS_SET3(arg) SHIM_SECOND(arg 1, 0, 0)
#define SHIM_IS_SET2(value) SHIM_IS_SET3(SHIM_ARG_##value)
#define SHIM_IS_SET(option) SHIM_IS_SET2(option)
#define IS_ENABLED(option) SHIM_IS_SET(option)
#define IS_BUILTIN(option) SHIM_IS_SET(option)
#define IS_MODULE(option) 0

/* ---- exports: their lines are read elsewhere ---- */

#define EXPORT_SYMBOL(name) extern int shim_export_##name
#define EXPORT_SYMBOL_GPL(name) extern int shim_export_##name
#define EXPORT_SYMBOL_NS(name, ns) extern int shim_export_##name
#define EXPORT_SYMBOL_NS_GPL(name, ns) extern int shim_export_##name
#define MODULE_LICENSE(text) extern int shim_license
#define THIS_MODULE ((void *)0)

/* ---- warnings: that there is one counts, its text does not ---- */

int shim_warn(void);
void shim_print(const char *fmt, ...);
void shim_bug(const char *what);
#ifdef SHIM_NO_MESSAGES
/* For comparing code: texts are no part of the contract. */
#define shim_print(...) do { } while (0)
#endif

#define WARN(condition, ...) ({						\
	int shim_cond = !!(condition);					\
	if (shim_cond) {						\
		shim_print(__VA_ARGS__);				\
		shim_warn();						\
	}								\
	shim_cond; })
#define WARN_ON(condition) WARN(condition, "%s", #condition)
#define WARN_ONCE(condition, ...) WARN(condition, __VA_ARGS__)
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN_TAINT(condition, taint, ...) WARN(condition, __VA_ARGS__)
#define BUG() shim_bug(__func__)
#define BUG_ON(condition) do { if (condition) shim_bug(#condition); } while (0)
#define VM_BUG_ON(condition) BUG_ON(condition)
#define VM_BUG_ON_PAGE(condition, page) BUG_ON(condition)
#define VM_WARN_ON(condition) WARN_ON(condition)
#define VM_WARN_ON_ONCE(condition) WARN_ON(condition)

#define printk(...) shim_print(__VA_ARGS__)
#define pr_err(...) shim_print(__VA_ARGS__)
#define pr_warn(...) shim_print(__VA_ARGS__)
#define pr_warn_once(...) shim_print(__VA_ARGS__)
#define pr_info(...) shim_print(__VA_ARGS__)
#define pr_debug(...) shim_print(__VA_ARGS__)
#define dev_err(dev, ...) shim_print(__VA_ARGS__)
#define dev_warn(dev, ...) shim_print(__VA_ARGS__)
#define dev_info(dev, ...) shim_print(__VA_ARGS__)
#define dev_dbg(dev, ...) shim_print(__VA_ARGS__)
#define dev_WARN(dev, ...) do {						\
	shim_device_named(dev);						\
	WARN(1, __VA_ARGS__);						\
} while (0)
#define dev_WARN_ONCE(dev, condition, ...) ({				\
	int shim_dev_cond = !!(condition);				\
	if (shim_dev_cond)						\
		dev_WARN(dev, __VA_ARGS__);				\
	shim_dev_cond; })

/* ---- atomics and static keys ---- */

int atomic_read(const atomic_t *v);
void atomic_set(atomic_t *v, int i);
void atomic_inc(atomic_t *v);
void atomic_dec(atomic_t *v);
int atomic_inc_return(atomic_t *v);
int atomic_dec_return(atomic_t *v);
int atomic_add_return(int i, atomic_t *v);
int atomic_sub_return(int i, atomic_t *v);
bool atomic_dec_and_test(atomic_t *v);
bool atomic_inc_and_test(atomic_t *v);
bool atomic_sub_and_test(int i, atomic_t *v);
int atomic_fetch_inc(atomic_t *v);
int atomic_fetch_dec(atomic_t *v);
int atomic_fetch_add(int i, atomic_t *v);
bool atomic_inc_not_zero(atomic_t *v);
int atomic_cmpxchg(atomic_t *v, int before, int after);
int atomic_xchg(atomic_t *v, int i);
#define ATOMIC_INIT(i) { (i) }

struct static_key_false { int enabled; };
struct static_key_true { int enabled; };
#define DEFINE_STATIC_KEY_FALSE(name) struct static_key_false name = { 0 }
#define DECLARE_STATIC_KEY_FALSE(name) extern struct static_key_false name
#define STATIC_KEY_FALSE_INIT { 0 }
void static_branch_enable(struct static_key_false *key);
void static_branch_disable(struct static_key_false *key);
void static_branch_inc(struct static_key_false *key);
void static_branch_dec(struct static_key_false *key);
bool static_key_enabled(struct static_key_false *key);
#define static_branch_unlikely(key) static_key_enabled(key)
#define static_branch_likely(key) static_key_enabled(key)

/* ---- locks: one thread, so they only have to be balanced ---- */

struct mutex { int held; };
typedef struct { int held; } spinlock_t;
#define DEFINE_MUTEX(name) struct mutex name = { 0 }
#define DEFINE_SPINLOCK(name) spinlock_t name = { 0 }
void mutex_init(struct mutex *m);
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);
void spin_lock(spinlock_t *l);
void spin_unlock(spinlock_t *l);
#define lockdep_assert_held(l) do { } while (0)
void might_sleep(void);
void cond_resched(void);
void rcu_read_lock(void);
void rcu_read_unlock(void);
void synchronize_rcu(void);

/* ---- memory ---- */

#define GFP_KERNEL 0xcc0u
#define GFP_ATOMIC 0xa20u
#define GFP_NOWAIT 0x800u
#define __GFP_ZERO 0x100u
#define __GFP_NOFAIL 0x8000u
void *kmalloc(size_t n, gfp_t gfp);
void *kzalloc(size_t n, gfp_t gfp);
void *kcalloc(size_t n, size_t size, gfp_t gfp);
void kfree(const void *p);
void *memset(void *p, int c, size_t n);
void *memcpy(void *to, const void *from, size_t n);

/* ---- completions and percpu references ---- */

struct swait_queue_head { void *shim; };
struct completion {
	unsigned int done;
	struct swait_queue_head wait;
};
void init_completion(struct completion *x);
void reinit_completion(struct completion *x);
void complete(struct completion *x);
void complete_all(struct completion *x);
void wait_for_completion(struct completion *x);
bool completion_done(struct completion *x);

struct percpu_ref;
typedef void (percpu_ref_func_t)(struct percpu_ref *ref);
struct percpu_ref {
	unsigned long percpu_count_ptr;
	percpu_ref_func_t *release;
	s64 count;
};
#define PERCPU_REF_INIT_ATOMIC 1
#define PERCPU_REF_INIT_DEAD 2
int percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release,
		    unsigned int flags, gfp_t gfp);
void percpu_ref_exit(struct percpu_ref *ref);
void percpu_ref_kill(struct percpu_ref *ref);
void percpu_ref_kill_and_confirm(struct percpu_ref *ref,
				 percpu_ref_func_t *confirm);
void percpu_ref_get(struct percpu_ref *ref);
void percpu_ref_get_many(struct percpu_ref *ref, unsigned long nr);
void percpu_ref_put(struct percpu_ref *ref);
void percpu_ref_put_many(struct percpu_ref *ref, unsigned long nr);
bool percpu_ref_tryget(struct percpu_ref *ref);
bool percpu_ref_tryget_live(struct percpu_ref *ref);
bool percpu_ref_tryget_live_rcu(struct percpu_ref *ref);
bool percpu_ref_is_dying(struct percpu_ref *ref);
bool percpu_ref_is_zero(struct percpu_ref *ref);

/* ---- resources ---- */

struct resource {
	resource_size_t start;
	resource_size_t end;
	const char *name;
	unsigned long flags;
	unsigned long desc;
	struct resource *parent, *sibling, *child;
};
struct range {
	u64 start;
	u64 end;
};
#define IORESOURCE_MEM 0x00000200
#define IORESOURCE_SYSRAM 0x01000000
#define IORESOURCE_BUSY 0x80000000
#define IORESOURCE_SYSTEM_RAM (IORESOURCE_MEM | IORESOURCE_SYSRAM)
enum { IORES_DESC_NONE, IORES_DESC_CRASH_KERNEL, IORES_DESC_ACPI_TABLES,
       IORES_DESC_ACPI_NV_STORAGE, IORES_DESC_PERSISTENT_MEMORY,
       IORES_DESC_PERSISTENT_MEMORY_LEGACY, IORES_DESC_DEVICE_PRIVATE_MEMORY };
enum { REGION_INTERSECTS, REGION_DISJOINT, REGION_MIXED };
int region_intersects(resource_size_t start, size_t size, unsigned long flags,
		      unsigned long desc);

static inline resource_size_t resource_size(const struct resource *res)
{
	return res->end - res->start + 1;
}

static inline u64 range_len(const struct range *range)
{
	return range->end - range->start + 1;
}

/* ---- devices ---- */

struct device {
	int numa_node;
	const char *name;
};
void shim_device_named(const struct device *dev);
int dev_to_node(struct device *dev);
int devm_add_action(struct device *dev, void (*action)(void *), void *data);
int devm_add_action_or_reset(struct device *dev, void (*action)(void *),
			     void *data);
void devm_remove_action(struct device *dev, void (*action)(void *),
			void *data);
void devm_release_action(struct device *dev, void (*action)(void *),
			 void *data);
#define dev_name(dev) ((dev)->name)

/* ---- the range store ---- */

struct xarray { int shim; };
#define DEFINE_XARRAY(name) struct xarray name = { 0 }
void *xa_load(struct xarray *xa, unsigned long index);
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *xa_erase(struct xarray *xa, unsigned long index);
void *xa_store_range(struct xarray *xa, unsigned long first,
		     unsigned long last, void *entry, gfp_t gfp);
int xa_err(void *entry);
bool xa_is_err(const void *entry);

/* ---- pages ---- */

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_ALIGN(x) ALIGN(x, PAGE_SIZE)
/* Small, so that every page can be looked at. */
#define PA_SECTION_SHIFT 22
#define SECTION_SIZE_BITS PA_SECTION_SHIFT
#define PFN_SECTION_SHIFT (PA_SECTION_SHIFT - PAGE_SHIFT)
#define PAGES_PER_SECTION (1UL << PFN_SECTION_SHIFT)
#define SUBSECTION_SHIFT 21
#define SUBSECTION_SIZE (1UL << SUBSECTION_SHIFT)
#define PHYS_PFN(x) ((unsigned long)((x) >> PAGE_SHIFT))
#define PFN_PHYS(x) ((phys_addr_t)(x) << PAGE_SHIFT)
#define PFN_DOWN(x) ((x) >> PAGE_SHIFT)
#define PFN_UP(x) (((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define SHIM_PAGE_OFFSET 0x880000000000UL
#define __va(x) ((void *)((unsigned long)(x) + SHIM_PAGE_OFFSET))
#define __pa(x) ((unsigned long)(x) - SHIM_PAGE_OFFSET)
#define page_to_virt(p) __va(PFN_PHYS(page_to_pfn(p)))

struct address_space;
struct vm_area_struct;
struct vm_fault;
struct mem_cgroup;
struct dev_pagemap;
struct vmem_altmap;
struct hmm_devmem;

struct page {
	unsigned long flags;
	struct address_space *mapping;
	struct dev_pagemap *pgmap;
	void *zone_device_data;
	unsigned long hmm_data;
	atomic_t _refcount;
	/* of the model: */
	unsigned char state, charged, zone_nid, freed;
};
struct folio {
	struct page page;
};
#define page_folio(p) ((struct folio *)(p))

enum { ZONE_NORMAL, ZONE_MOVABLE, ZONE_DEVICE, MAX_NR_ZONES };
enum { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE };
struct zone {
	int node, kind;
};
struct pglist_data {
	struct zone node_zones[MAX_NR_ZONES];
	int node_id;
};
typedef struct pglist_data pg_data_t;
#define NUMA_NO_NODE (-1)
struct pglist_data *NODE_DATA(int nid);
int numa_mem_id(void);
int numa_node_id(void);

struct page *pfn_to_page(unsigned long pfn);
unsigned long page_to_pfn(const struct page *page);
struct zone *page_zone(const struct page *page);
int page_to_nid(const struct page *page);
int zone_to_nid(const struct zone *zone);
bool is_zone_device_page(const struct page *page);
int page_count(const struct page *page);
int page_ref_count(const struct page *page);
int page_ref_dec_return(struct page *page);
int page_ref_inc_return(struct page *page);
int page_ref_sub_return(struct page *page, int nr);
int page_ref_dec_and_test(struct page *page);
int put_page_testzero(struct page *page);
void set_page_count(struct page *page, int count);
void init_page_count(struct page *page);
void get_page(struct page *page);
void put_page(struct page *page);
void __put_page(struct page *page);
void lock_page(struct page *page);
void __ClearPageActive(struct page *page);
void __ClearPageWaiters(struct page *page);
void ClearPageActive(struct page *page);
void ClearPageWaiters(struct page *page);
bool PageAnon(const struct page *page);
#define PageCompound(page) 0
#define __ClearPageAnonExclusive(page) do { } while (0)
void shim_uncharge(struct page *page);
#define mem_cgroup_uncharge(p) shim_uncharge((struct page *)(p))
#define wake_up_var(var) shim_woken((void *)(var))
void shim_woken(void *var);

/* ---- hotplug ---- */

#define PAGE_KERNEL ((pgprot_t) { 0x163 })
#define pgprot_noncached(prot) (prot)
#define pgprot_decrypted(prot) (prot)
#define pgprot_writecombine(prot) (prot)
struct mhp_restrictions {
	unsigned long flags;
	struct vmem_altmap *altmap;
};
struct mhp_params {
	struct vmem_altmap *altmap;
	pgprot_t pgprot;
	struct dev_pagemap *pgmap;
};

void mem_hotplug_begin(void);
void mem_hotplug_done(void);
bool mhp_range_allowed(u64 start, u64 size, bool need_mapping);
int kasan_add_zero_shadow(void *start, unsigned long size);
void kasan_remove_zero_shadow(void *start, unsigned long size);
int track_pfn_remap(struct vm_area_struct *vma, pgprot_t *prot,
		    unsigned long pfn, unsigned long addr, unsigned long size);
void untrack_pfn(struct vm_area_struct *vma, unsigned long pfn,
		 unsigned long size);
void memmap_init_zone_device(struct zone *zone, unsigned long start,
			     unsigned long nr, struct dev_pagemap *pgmap);
void remove_pfn_range_from_zone(struct zone *zone, unsigned long start,
				unsigned long nr);

int shim_add_pages(int nid, unsigned long pfn, unsigned long nr,
		   unsigned long flags, struct vmem_altmap *altmap);
int shim_arch_add_memory(int nid, u64 start, u64 size, unsigned long flags,
			 struct vmem_altmap *altmap);
void shim_move_to_zone(struct zone *zone, unsigned long pfn, unsigned long nr,
		       struct vmem_altmap *altmap);
void shim_arch_remove_memory(int nid, u64 start, u64 size,
			     struct vmem_altmap *altmap);
void shim_remove_pages(struct zone *zone, unsigned long pfn, unsigned long nr,
		       struct vmem_altmap *altmap);
#define SHIM_ANY_NODE (-77)
#define SHIM_ANY_ZONE ((struct zone *)-77L)

#define SHIM_PARAM_FLAGS(p) _Generic((p),				\
	struct mhp_restrictions *: ((struct mhp_restrictions *)(p))->flags, \
	default: 0UL)
#define SHIM_PARAM_ALTMAP(p) _Generic((p),				\
	struct mhp_restrictions *: ((struct mhp_restrictions *)(p))->altmap, \
	struct mhp_params *: ((struct mhp_params *)(p))->altmap)
#define add_pages(nid, pfn, nr, p) \
	shim_add_pages(nid, pfn, nr, SHIM_PARAM_FLAGS(p), SHIM_PARAM_ALTMAP(p))
#define arch_add_memory(nid, start, size, p)				\
	shim_arch_add_memory(nid, start, size, SHIM_PARAM_FLAGS(p),	\
			     SHIM_PARAM_ALTMAP(p))

#define SHIM_FIFTH(a, b, c, d, name, ...) name
#define move_pfn_range_to_zone(zone, pfn, nr, altmap, ...) \
	shim_move_to_zone(zone, pfn, nr, altmap)
#define SHIM_ARCH_REMOVE_3(start, size, altmap) \
	shim_arch_remove_memory(SHIM_ANY_NODE, start, size, altmap)
#define SHIM_ARCH_REMOVE_4(nid, start, size, altmap) \
	shim_arch_remove_memory(nid, start, size, altmap)
#define arch_remove_memory(...)						\
	SHIM_FIFTH(__VA_ARGS__, SHIM_ARCH_REMOVE_4, SHIM_ARCH_REMOVE_3,	\
		   SHIM_ARCH_REMOVE_2)(__VA_ARGS__)
#define SHIM_REMOVE_3(pfn, nr, altmap) \
	shim_remove_pages(SHIM_ANY_ZONE, pfn, nr, altmap)
#define SHIM_REMOVE_4(zone, pfn, nr, altmap) \
	shim_remove_pages(zone, pfn, nr, altmap)
#define __remove_pages(...)						\
	SHIM_FIFTH(__VA_ARGS__, SHIM_REMOVE_4, SHIM_REMOVE_3,		\
		   SHIM_REMOVE_2)(__VA_ARGS__)

#endif
