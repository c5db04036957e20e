// SPDX-License-Identifier: GPL-2.0-only
/* A count that is of another's pagemap, too. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>

struct window {
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

struct wide {
	struct window window;
	struct dev_pagemap more;
};

struct alone {
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

static void window_kill(struct percpu_ref *users)
{
	percpu_ref_kill(users);
}

static void window_cleanup(struct percpu_ref *users)
{
	struct window *w = container_of(users, struct window, users);

	wait_for_completion(&w->gone);
	percpu_ref_exit(users);
}

static const struct dev_pagemap_ops window_ops = {
	.kill = window_kill,
	.cleanup = window_cleanup,
};

static void alone_cleanup(struct percpu_ref *users)
{
	struct alone *a = container_of(users, struct alone, users);

	wait_for_completion(&a->gone);
	percpu_ref_exit(users);
}

static const struct dev_pagemap_ops alone_ops = {
	.kill = window_kill,
	.cleanup = alone_cleanup,
};

void window_setup(struct window *w, struct wide *wide, struct alone *a)
{
	w->map.ref = &w->users;
	w->map.ops = &window_ops;
	wide->more.ref = &wide->window.users;
	wide->more.ops = &window_ops;
	a->map.ref = &a->users;
	a->map.ops = &alone_ops;
}
