// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks behind whose first lines the pagemap has another count, or none. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>
#include <linux/string.h>

struct forget {
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
	struct dev_pagemap spare;
};

static void forget_kill(struct percpu_ref *users)
{
	struct forget *it = container_of(users, struct forget, users);

	it->map.ref = NULL;
	percpu_ref_kill(users);
}

static void forget_cleanup(struct percpu_ref *users)
{
	struct forget *it = container_of(users, struct forget, users);

	wait_for_completion(&it->gone);
	memset(&it->map, 0, sizeof(it->map));
	percpu_ref_exit(users);
}

static void copy_cleanup(struct percpu_ref *users)
{
	struct forget *it = container_of(users, struct forget, users);

	memcpy(&it->map, &it->spare, sizeof(it->map));
	percpu_ref_exit(users);
}

static void read_kill(struct percpu_ref *users)
{
	struct forget *it = container_of(users, struct forget, users);

	if (it->spare.ref == users)
		percpu_ref_kill(users);
}

static const struct dev_pagemap_ops forget_ops = {
	.kill = forget_kill,
	.cleanup = forget_cleanup,
};

static const struct dev_pagemap_ops read_ops = {
	.kill = read_kill,
	.cleanup = copy_cleanup,
};

void forget_setup(struct forget *it, bool read)
{
	it->map.ref = &it->users;
	it->map.ops = read ? &read_ops : &forget_ops;
}
