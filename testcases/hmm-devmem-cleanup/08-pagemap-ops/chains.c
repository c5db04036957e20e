// SPDX-License-Identifier: GPL-2.0-only
/* Several stores in a breath: by pointers, in objects, with and without &. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct chains {
	struct dev_pagemap *a, *b, *c;
	struct dev_pagemap x, y, z;
	void (*kill)(struct percpu_ref *ref);
};

void chains_kill(struct percpu_ref *ref);
void chains_cleanup(struct percpu_ref *ref);
void chains_three_1(struct chains *c);
void chains_two_1(struct chains *c);
void chains_kept_1(struct chains *c);
void chains_three_2(struct chains *c);
void chains_two_2(struct chains *c);
void chains_kept_2(struct chains *c);
void chains_three_3(struct chains *c);
void chains_two_3(struct chains *c);
void chains_kept_3(struct chains *c);
void chains_three_4(struct chains *c);
void chains_two_4(struct chains *c);
void chains_kept_4(struct chains *c);

void chains_three_1(struct chains *c)
{
	c->a->kill = c->b->kill = c->c->kill = chains_kill;
	c->a->cleanup = c->b->cleanup = c->c->cleanup = chains_cleanup;
}

void chains_two_1(struct chains *c)
{
	c->a->kill = c->b->kill = chains_kill;
	c->b->cleanup = c->a->cleanup = chains_cleanup;
}

void chains_kept_1(struct chains *c)
{
	c->kill = c->a->kill = chains_kill;
	c->a->cleanup = chains_cleanup;
}

void chains_three_2(struct chains *c)
{
	c->x.kill = c->y.kill = c->z.kill = chains_kill;
	c->x.cleanup = c->y.cleanup = c->z.cleanup = chains_cleanup;
}

void chains_two_2(struct chains *c)
{
	c->x.kill = c->y.kill = chains_kill;
	c->y.cleanup = c->x.cleanup = chains_cleanup;
}

void chains_kept_2(struct chains *c)
{
	c->kill = c->x.kill = chains_kill;
	c->x.cleanup = chains_cleanup;
}

void chains_three_3(struct chains *c)
{
	c->a->kill = c->b->kill = c->c->kill = &chains_kill;
	c->a->cleanup = c->b->cleanup = c->c->cleanup = &chains_cleanup;
}

void chains_two_3(struct chains *c)
{
	c->a->kill = c->b->kill = &chains_kill;
	c->b->cleanup = c->a->cleanup = &chains_cleanup;
}

void chains_kept_3(struct chains *c)
{
	c->kill = c->a->kill = &chains_kill;
	c->a->cleanup = &chains_cleanup;
}

void chains_three_4(struct chains *c)
{
	c->x.kill = c->y.kill = c->z.kill = &chains_kill;
	c->x.cleanup = c->y.cleanup = c->z.cleanup = &chains_cleanup;
}

void chains_two_4(struct chains *c)
{
	c->x.kill = c->y.kill = &chains_kill;
	c->y.cleanup = c->x.cleanup = &chains_cleanup;
}

void chains_kept_4(struct chains *c)
{
	c->kill = c->x.kill = &chains_kill;
	c->x.cleanup = &chains_cleanup;
}
