// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which scenarios are run with a core of which configuration.  With all of it
 * switched on, each is run again for each call that can fail.
 */
#include "scene.h"

#define SCENARIOS_MAX 256
#define NAME_MAX_LEN 96

static struct scenario all[SCENARIOS_MAX];
static unsigned nr;

static void take(const struct scenario *list, bool faults)
{
	for (; list->name && nr < SCENARIOS_MAX - 1; list++) {
		all[nr] = *list;
		all[nr++].faults = faults;
	}
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
		take(validate_scenarios, true);
		take(conflict_scenarios, true);
		take(lookup_scenarios, true);
		take(page_scenarios, true);
		take(key_scenarios, true);
		take(shape_scenarios, true);
		take(nodevice_scenarios, false);
	} else if (!__builtin_strcmp(configuration, "no-private")) {
		take(no_private_scenarios, false);
	} else if (!__builtin_strcmp(configuration, "fs-dax-limited")) {
		take(fs_dax_limited_scenarios, false);
	} else if (!__builtin_strcmp(configuration, "no-ops")) {
		take(no_ops_scenarios, false);
	} else {
		return NULL;
	}
	return all;
}
