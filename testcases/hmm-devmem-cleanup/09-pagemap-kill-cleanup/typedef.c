// SPDX-License-Identifier: GPL-2.0-only
/* The count has another name, and so has a pointer to it. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

typedef struct percpu_ref users_t;
typedef struct percpu_ref *users_ptr;

typedef struct shelf {
	struct device *dev;
	users_t users;
	struct completion gone;
	struct dev_pagemap map;
} shelf_t;

static void shelf_cleanup(users_ptr users);

static void shelf_kill(users_t *users)
{
	shelf_t *shelf = container_of(users, shelf_t, users);

	dev_info(shelf->dev, "no more books\n");
	percpu_ref_kill(users);
}

static const struct dev_pagemap_ops shelf_pagemap_ops = {
	.kill = shelf_kill,
	.cleanup = shelf_cleanup,
};

static void shelf_cleanup(users_ptr users)
{
	shelf_t *shelf = container_of(users, shelf_t, users);

	wait_for_completion(&shelf->gone);
	percpu_ref_exit(users);
}

int shelf_map(shelf_t *shelf);

int shelf_map(shelf_t *shelf)
{
	shelf->map.ref = &shelf->users;
	shelf->map.ops = &shelf_pagemap_ops;
	return IS_ERR(devm_memremap_pages(shelf->dev, &shelf->map)) ? -EIO : 0;
}
