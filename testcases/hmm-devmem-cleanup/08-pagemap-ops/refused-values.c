// SPDX-License-Identifier: GPL-2.0-only
/* A callback is a value, or stored in the middle of something. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct values {
	struct dev_pagemap map;
	void (*saved)(struct percpu_ref *ref);
	dev_page_free_t freed;
};

void values_kill(struct percpu_ref *ref);
void values_take(void (*kill)(struct percpu_ref *ref));
int values_save_p(struct values *v, struct dev_pagemap *map);
int values_save_v(struct values *v);
int values_pass_p(struct values *v, struct dev_pagemap *map);
int values_pass_v(struct values *v);
int values_inner_if_p(struct values *v, struct dev_pagemap *map);
int values_inner_if_v(struct values *v);
int values_inner_while_p(struct values *v, struct dev_pagemap *map);
int values_inner_while_v(struct values *v);
int values_inner_return_p(struct values *v, struct dev_pagemap *map);
int values_inner_return_v(struct values *v);
int values_free_p(struct values *v, struct dev_pagemap *map);
int values_free_v(struct values *v);

static struct values the_values;

int values_save_p(struct values *v, struct dev_pagemap *map)
{
	v->saved = map->kill;
	return 0;
}

int values_save_v(struct values *v)
{
	v->saved = the_values.map.kill;
	return 0;
}

int values_pass_p(struct values *v, struct dev_pagemap *map)
{
	values_take(map->cleanup);
	return 0;
}

int values_pass_v(struct values *v)
{
	values_take(the_values.map.cleanup);
	return 0;
}

int values_inner_if_p(struct values *v, struct dev_pagemap *map)
{
	if ((map->kill = v->saved))
		v->saved = NULL;
	return 0;
}

int values_inner_if_v(struct values *v)
{
	if ((the_values.map.kill = v->saved))
		v->saved = NULL;
	return 0;
}

int values_inner_while_p(struct values *v, struct dev_pagemap *map)
{
	while ((map->kill = v->saved))
		v->saved = NULL;
	return 0;
}

int values_inner_while_v(struct values *v)
{
	while ((the_values.map.kill = v->saved))
		v->saved = NULL;
	return 0;
}

int values_inner_return_p(struct values *v, struct dev_pagemap *map)
{
	return (map->cleanup = values_kill) ? 1 : 0;
}

int values_inner_return_v(struct values *v)
{
	return (the_values.map.cleanup = values_kill) ? 1 : 0;
}

int values_free_p(struct values *v, struct dev_pagemap *map)
{
	v->freed = map->page_free;
	if ((map->page_free = v->freed))
		return 1;
	return 0;
}

int values_free_v(struct values *v)
{
	v->freed = the_values.map.page_free;
	if ((the_values.map.page_free = v->freed))
		return 1;
	return 0;
}
