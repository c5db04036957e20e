// SPDX-License-Identifier: GPL-2.0-only
/* The tables are filled in when the device is there. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct run {
	struct dev_pagemap map;
	struct percpu_ref users;
	struct dev_pagemap_ops ops;
	bool gone;
};

void run_setup(struct run *run, struct dev_pagemap_ops *other);

static struct dev_pagemap_ops run_ops;

static void run_kill0(struct percpu_ref *users)
{
	percpu_ref_kill(users);
}

static void run_kill1(struct percpu_ref *users)
{
	percpu_ref_kill(users);
}

static void run_kill2(struct percpu_ref *users)
{
	percpu_ref_kill(users);
}

static void run_kill3(struct percpu_ref *users)
{
	percpu_ref_kill(users);
}

static void run_cleanup4(struct percpu_ref *users)
{
	percpu_ref_exit(users);
}

static void run_cleanup5(struct percpu_ref *users)
{
	percpu_ref_exit(users);
}

static void run_cleanup6(struct percpu_ref *users)
{
	percpu_ref_exit(users);
}

static void run_cleanup7(struct percpu_ref *users)
{
	percpu_ref_exit(users);
}

/* not a method: the two have a name in common only */
struct run_other {
	void (*kill)(struct percpu_ref *users);
};

static void run_other_kill(struct percpu_ref *users)
{
	percpu_ref_kill(users);
}

void run_others(struct run_other *other);

void run_others(struct run_other *other)
{
	other->kill = run_other_kill;
}

void run_setup(struct run *run, struct dev_pagemap_ops *other)
{
	run_ops.kill = run_kill0;
	run_ops.cleanup = run_cleanup4;
	if (run->gone) {
		run_ops.kill = &run_kill1;
		run_ops.cleanup = &run_cleanup5;
	}
	other->kill = run_kill2;
	other->cleanup = run_cleanup6;
	if (run->gone) {
		other->kill = &run_kill3;
		other->cleanup = &run_cleanup7;
	}
	run->map.ref = &run->users;
	run->map.ops = &run_ops;
}
