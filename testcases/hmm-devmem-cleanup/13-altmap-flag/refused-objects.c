// SPDX-License-Identifier: GPL-2.0-only
/* What a bit is not. */
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/memremap.h>

#pragma GCC diagnostic ignored "-Wbool-operation"

#define ACCESS_ONCE(x)			READ_ONCE(x)
#define smp_load_acquire(x)		READ_ONCE(x)
#define data_race(x)			(x)
#define smp_store_release(x, v)		WRITE_ONCE(x, v)
#define swap(a, b)			do { bool t = (a); (a) = (b); (b) = t; } while (0)
#define xchg(x, v)			WRITE_ONCE(x, v)
#define offsetofend(type, f)		(offsetof(type, f) + FIELD_SIZEOF(type, f))
#define FIELD_SIZEOF(type, f)		sizeof(((type *)NULL)->f)

size_t objects(struct dev_pagemap *p, struct dev_pagemap s, bool b);

size_t objects(struct dev_pagemap *p, struct dev_pagemap s, bool b)
{
	size_t n = 0;

	b = READ_ONCE(p->altmap_valid);
	b = ACCESS_ONCE(p->altmap_valid);
	b = smp_load_acquire(p->altmap_valid);
	b = data_race(p->altmap_valid);
	WRITE_ONCE(p->altmap_valid, b);
	smp_store_release(p->altmap_valid, b);
	swap(p->altmap_valid, b);
	xchg(p->altmap_valid, b);
	swap(b, p->altmap_valid);
	n += sizeof(p->altmap_valid);
	p->altmap_valid++;
	++p->altmap_valid;
	p->altmap_valid ^= b;
	p->altmap_valid += b;
	p->altmap_valid -= b;
	b = READ_ONCE(s.altmap_valid);
	b = ACCESS_ONCE(s.altmap_valid);
	b = smp_load_acquire(s.altmap_valid);
	b = data_race(s.altmap_valid);
	WRITE_ONCE(s.altmap_valid, b);
	smp_store_release(s.altmap_valid, b);
	swap(s.altmap_valid, b);
	xchg(s.altmap_valid, b);
	swap(b, s.altmap_valid);
	n += sizeof(s.altmap_valid);
	s.altmap_valid++;
	++s.altmap_valid;
	s.altmap_valid ^= b;
	s.altmap_valid += b;
	s.altmap_valid -= b;
	n += offsetof(struct dev_pagemap, altmap_valid);
	n += offsetofend(struct dev_pagemap, altmap_valid);
	n += FIELD_SIZEOF(struct dev_pagemap, altmap_valid);
	return n + b;
}
