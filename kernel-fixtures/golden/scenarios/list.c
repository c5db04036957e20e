// SPDX-License-Identifier: GPL-2.0-only
/* Which scenarios are run with a core of which configuration. */
#include "scene.h"

#define SCENARIOS_MAX 256
#define NAME_MAX_LEN 96

static struct scenario all[SCENARIOS_MAX];
static unsigned nr;

static void take(const struct scenario *list)
{
	for (; list->name && nr < SCENARIOS_MAX - 1; list++)
		all[nr++] = *list;
}

static void take_lives(void)
{
	for (int i = 0; nr < SCENARIOS_MAX - 1; i++) {
		char *name = host_alloc(NAME_MAX_LEN);

		if (!life_name(i, name, NAME_MAX_LEN))
			return host_free(name);
		all[nr++] = (struct scenario) { name, 14, life_run, i, true };
	}
}

const struct scenario *scenario_list(const char *configuration)
{
	if (!__builtin_strcmp(configuration, "all")) {
		take_lives();
		take(validate_scenarios);
		take(conflict_scenarios);
		take(lookup_scenarios);
		take(page_scenarios);
		take(key_scenarios);
		take(shape_scenarios);
		take(nodevice_scenarios);
	} else if (!__builtin_strcmp(configuration, "no-private")) {
		take(no_private_scenarios);
	} else if (!__builtin_strcmp(configuration, "fs-dax-limited")) {
		take(fs_dax_limited_scenarios);
	} else if (!__builtin_strcmp(configuration, "no-ops")) {
		take(no_ops_scenarios);
	} else {
		return NULL;
	}
	return all;
}
