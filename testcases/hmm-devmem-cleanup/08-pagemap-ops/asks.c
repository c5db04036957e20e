// SPDX-License-Identifier: GPL-2.0-only
/* Asked for and called, by a pointer and in an object. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct asks {
	struct dev_pagemap map;
	int users;
};

int asks_call_p(struct dev_pagemap *map, int n);
int asks_call_v(int n);
int asks_null_p(struct dev_pagemap *map, int n);
int asks_null_v(int n);
int asks_not_null_p(struct dev_pagemap *map, int n);
int asks_not_null_v(int n);
int asks_not_p(struct dev_pagemap *map, int n);
int asks_not_v(int n);
int asks_choice_p(struct dev_pagemap *map, int n);
int asks_choice_v(int n);
int asks_if_p(struct dev_pagemap *map, int n);
int asks_if_v(int n);
int asks_if_else_p(struct dev_pagemap *map, int n);
int asks_if_else_v(int n);
int asks_and_left_p(struct dev_pagemap *map, int n);
int asks_and_left_v(int n);
int asks_or_left_p(struct dev_pagemap *map, int n);
int asks_or_left_v(int n);
int asks_and_right_p(struct dev_pagemap *map, int n);
int asks_and_right_v(int n);
int asks_or_right_p(struct dev_pagemap *map, int n);
int asks_or_right_v(int n);

static struct asks the_asks;

int asks_call_p(struct dev_pagemap *map, int n)
{
	map->kill(map->ref);
	return n;
}

int asks_call_v(int n)
{
	the_asks.map.kill(the_asks.map.ref);
	return n;
}

int asks_null_p(struct dev_pagemap *map, int n)
{
	return map->cleanup == NULL;
}

int asks_null_v(int n)
{
	return the_asks.map.cleanup == NULL;
}

int asks_not_null_p(struct dev_pagemap *map, int n)
{
	return map->page_free != NULL;
}

int asks_not_null_v(int n)
{
	return the_asks.map.page_free != NULL;
}

int asks_not_p(struct dev_pagemap *map, int n)
{
	return !map->kill;
}

int asks_not_v(int n)
{
	return !the_asks.map.kill;
}

int asks_choice_p(struct dev_pagemap *map, int n)
{
	return map->kill ? 1 : 2;
}

int asks_choice_v(int n)
{
	return the_asks.map.kill ? 1 : 2;
}

int asks_if_p(struct dev_pagemap *map, int n)
{
	if (map->cleanup)
		return 1;
	return n;
}

int asks_if_v(int n)
{
	if (the_asks.map.cleanup)
		return 1;
	return n;
}

int asks_if_else_p(struct dev_pagemap *map, int n)
{
	if (map->page_free)
		return 1;
	else
		return 2;
}

int asks_if_else_v(int n)
{
	if (the_asks.map.page_free)
		return 1;
	else
		return 2;
}

int asks_and_left_p(struct dev_pagemap *map, int n)
{
	return map->kill && n;
}

int asks_and_left_v(int n)
{
	return the_asks.map.kill && n;
}

int asks_or_left_p(struct dev_pagemap *map, int n)
{
	return map->kill || n;
}

int asks_or_left_v(int n)
{
	return the_asks.map.kill || n;
}

int asks_and_right_p(struct dev_pagemap *map, int n)
{
	return n && map->cleanup;
}

int asks_and_right_v(int n)
{
	return n && the_asks.map.cleanup;
}

int asks_or_right_p(struct dev_pagemap *map, int n)
{
	return n || map->cleanup;
}

int asks_or_right_v(int n)
{
	return n || the_asks.map.cleanup;
}
