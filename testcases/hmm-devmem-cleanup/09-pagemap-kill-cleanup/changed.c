// SPDX-License-Identifier: GPL-2.0-only
/* What is done to the parameter, and names that are taken. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct change {
	struct dev_pagemap map;
	struct percpu_ref users, spare;
};

void change_look(struct percpu_ref **users);
void change_setup(struct change *c);

static struct dev_pagemap *pgmap;

static void change_set(struct percpu_ref *users)
{
	users = users->data ? users : NULL;
	percpu_ref_kill(users);
}

static void change_look_at(struct percpu_ref *users)
{
	bool any;

	change_look(&users);
	any = users != NULL;
	if (any)
		percpu_ref_kill(users);
}

static void change_up(struct percpu_ref *users)
{
	users++;
	percpu_ref_exit(users);
}

static void change_down(struct percpu_ref *users)
{
	int n = 1;

	users--;
	percpu_ref_exit(users + n);
}

static void change_global(struct percpu_ref *users)
{
	pgmap->ref = NULL;
	percpu_ref_exit(users);
}

static void change_local(struct percpu_ref *users)
{
	int pgmap = 1;

	while (pgmap--)
		percpu_ref_kill(users);
}

static const struct dev_pagemap_ops ops1 = { .kill = change_set, .cleanup = change_up };
static const struct dev_pagemap_ops ops2 = { .kill = change_look_at, .cleanup = change_down };
static const struct dev_pagemap_ops ops3 = { .kill = change_local, .cleanup = change_global };

void change_setup(struct change *c)
{
	c->map.ops = c->map.ref ? &ops1 : c->map.dev ? &ops2 : &ops3;
	c->map.ref = &c->users;
}
