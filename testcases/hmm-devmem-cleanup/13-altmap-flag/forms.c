// SPDX-License-Identifier: GPL-2.0-only
/* Each way to ask the question and to choose the altmap. */
#include <linux/memremap.h>

int forms_compared(struct dev_pagemap *p);
void forms_ternary(struct dev_pagemap *p, struct vmem_altmap **out);
void forms_else(struct dev_pagemap *p, struct vmem_altmap **out);
void forms_null_first(struct dev_pagemap *p, struct vmem_altmap **out);
unsigned long forms_offset(struct dev_pagemap *p, unsigned long n);
unsigned long forms_offset_struct(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local_struct(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local_less(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local_times(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local_or_none(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local_struct_less(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local_struct_times(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local_struct_or_none(struct dev_pagemap *p, unsigned long n);
unsigned long forms_local_taken(struct dev_pagemap *p, struct dev_pagemap *q,
				unsigned long n);

int forms_compared(struct dev_pagemap *p)
{
	int n = 0;

	if (p->altmap_valid == true)
		n += 1;
	if (p->altmap_valid == 1)
		n += 2;
	if (true == p->altmap_valid)
		n += 3;
	if (p->altmap_valid != false)
		n += 4;
	if (p->altmap_valid != 0)
		n += 5;
	if (false != p->altmap_valid)
		n += 6;
	if (!!p->altmap_valid)
		n += 7;
	if (p->altmap_valid == false)
		n += 8;
	if (p->altmap_valid == 0)
		n += 9;
	if (false == p->altmap_valid)
		n += 10;
	if (p->altmap_valid != true)
		n += 11;
	if (p->altmap_valid != 1)
		n += 12;
	if (true != p->altmap_valid)
		n += 13;
	return n;
}

void forms_ternary(struct dev_pagemap *p, struct vmem_altmap **out)
{
	struct dev_pagemap s = *p;

	out[0] = s.altmap_valid ? &s.altmap : NULL;
	out[1] = !s.altmap_valid ? NULL : &s.altmap;
	out[2] = s.altmap_valid ? &s.altmap : 0;
	out[3] = !s.altmap_valid ? 0 : &s.altmap;
	out[4] = (s.altmap_valid ? &s.altmap : NULL);
	out[5] = p->altmap_valid ? &p->altmap : NULL;
	out[6] = !p->altmap_valid ? NULL : &p->altmap;
	out[7] = p->altmap_valid ? &p->altmap : 0;
	out[8] = !p->altmap_valid ? 0 : &p->altmap;
	out[9] = (p->altmap_valid ? &p->altmap : NULL);
}

void forms_else(struct dev_pagemap *p, struct vmem_altmap **out)
{
	struct dev_pagemap s = *p;

	if (s.altmap_valid)
		out[0] = &s.altmap;
	else
		out[0] = NULL;
	if (s.altmap_valid)
		out[1] = &s.altmap;
	else
		out[1] = 0;
	if (!s.altmap_valid) {
		out[2] = NULL;
	} else {
		out[2] = &s.altmap;
	}
	if (p->altmap_valid)
		out[3] = &p->altmap;
	else
		out[3] = NULL;
	if (p->altmap_valid)
		out[4] = &p->altmap;
	else
		out[4] = 0;
	if (!p->altmap_valid) {
		out[5] = NULL;
	} else {
		out[5] = &p->altmap;
	}
}

void forms_null_first(struct dev_pagemap *p, struct vmem_altmap **out)
{
	struct dev_pagemap s = *p;

	out[0] = NULL;
	if (s.altmap_valid)
		out[0] = &s.altmap;
	out[1] = NULL;
	if (p->altmap_valid)
		out[1] = &p->altmap;
}

unsigned long forms_offset(struct dev_pagemap *p, unsigned long n)
{
	unsigned long m;

	if (p->altmap_valid)
		n += vmem_altmap_offset(&p->altmap);
	if (p->altmap_valid)
		n -= vmem_altmap_offset(&p->altmap);
	if (p->altmap_valid)
		n *= vmem_altmap_offset(&p->altmap);
	if (p->altmap_valid)
		m = vmem_altmap_offset(&p->altmap);
	else
		m = 0;
	n |= (p->altmap_valid ? vmem_altmap_offset(&p->altmap) : 0);
	n = p->altmap_valid ? vmem_altmap_offset(&p->altmap) : 0;
	return n + m;
}

unsigned long forms_offset_struct(struct dev_pagemap *p, unsigned long n)
{
	struct dev_pagemap s = *p;
	unsigned long m;

	if (s.altmap_valid)
		n += vmem_altmap_offset(&s.altmap);
	if (s.altmap_valid)
		n -= vmem_altmap_offset(&s.altmap);
	if (s.altmap_valid)
		n *= vmem_altmap_offset(&s.altmap);
	if (s.altmap_valid)
		m = vmem_altmap_offset(&s.altmap);
	else
		m = 0;
	n |= (s.altmap_valid ? vmem_altmap_offset(&s.altmap) : 0);
	n = s.altmap_valid ? vmem_altmap_offset(&s.altmap) : 0;
	return n + m;
}

unsigned long forms_local(struct dev_pagemap *p, unsigned long n)
{
	struct vmem_altmap *altmap = &p->altmap;

	if (p->altmap_valid)
		n += vmem_altmap_offset(altmap);
	return n;
}

unsigned long forms_local_less(struct dev_pagemap *p, unsigned long n)
{
	struct vmem_altmap *altmap = &p->altmap;

	if (p->altmap_valid)
		n -= vmem_altmap_offset(altmap);
	return n;
}

unsigned long forms_local_times(struct dev_pagemap *p, unsigned long n)
{
	struct vmem_altmap *altmap = &p->altmap;

	if (p->altmap_valid)
		n *= vmem_altmap_offset(altmap);
	return n;
}

unsigned long forms_local_or_none(struct dev_pagemap *p, unsigned long n)
{
	struct vmem_altmap *altmap = &p->altmap;

	return n + (p->altmap_valid ? vmem_altmap_offset(altmap) : 0);
}

unsigned long forms_local_struct(struct dev_pagemap *p, unsigned long n)
{
	struct dev_pagemap s = *p;
	struct vmem_altmap *altmap = &s.altmap;

	if (s.altmap_valid)
		n += vmem_altmap_offset(altmap);
	return n;
}

unsigned long forms_local_struct_less(struct dev_pagemap *p, unsigned long n)
{
	struct dev_pagemap s = *p;
	struct vmem_altmap *altmap = &s.altmap;

	if (s.altmap_valid)
		n -= vmem_altmap_offset(altmap);
	return n;
}

unsigned long forms_local_struct_times(struct dev_pagemap *p, unsigned long n)
{
	struct dev_pagemap s = *p;
	struct vmem_altmap *altmap = &s.altmap;

	if (s.altmap_valid)
		n *= vmem_altmap_offset(altmap);
	return n;
}

unsigned long forms_local_struct_or_none(struct dev_pagemap *p, unsigned long n)
{
	struct dev_pagemap s = *p;
	struct vmem_altmap *altmap = &s.altmap;

	return n + (s.altmap_valid ? vmem_altmap_offset(altmap) : 0);
}

/* by then the local is another one's, or the pagemap is another */
unsigned long forms_local_taken(struct dev_pagemap *p, struct dev_pagemap *q,
				unsigned long n)
{
	struct vmem_altmap *altmap = &p->altmap;
	struct dev_pagemap s = *q;
	struct vmem_altmap *inside = &s.altmap, *same = &p->altmap;

	altmap = &q->altmap;
	if (p->altmap_valid)
		n += vmem_altmap_offset(altmap);
	inside = altmap + 1;
	if (s.altmap_valid)
		n += vmem_altmap_offset(inside);
	p = q;
	if (p->altmap_valid)
		n += vmem_altmap_offset(same);
	return n;
}
