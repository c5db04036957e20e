// SPDX-License-Identifier: GPL-2.0-only
/* Devices, and what is to be done when one goes; memory for whoever asks. */
#include "model.h"

struct action {
	struct device *dev;
	void (*run)(void *);
	void *data;
};

#define ACTIONS_MAX 32
static struct action actions[ACTIONS_MAX];
static unsigned nr_actions;

void shim_device_named(const struct device *dev)
{
	bool known = false;

	for (int i = 0; i < model.nr_maps; i++)
		known |= model.maps[i]->dev == dev;
	MUST(10, known, "a warning for a device that is not the map's");
}

int dev_to_node(struct device *dev)
{
	return dev->numa_node;
}

static const char *data_name(void *data)
{
	struct map *m = data ? map_of(data) : NULL;

	return m ? m->name : data ? "other data" : "no data";
}

int devm_add_action(struct device *dev, void (*action)(void *), void *data)
{
	struct map *m = model.current;
	int err;

	may_sleep("devm_add_action");
	MUST(12, m && m->dev == dev, "an action for another device");
	MUST(12, action, "an action without a function");
	MUST(12, !model.hotplug_lock, "an action under the hotplug lock");
	err = fault("devm_add_action");
	ev("devm_add_action %s%s", data_name(data), err ? " fails" : "");
	if (err)
		return err;
	MUST(12, nr_actions < ACTIONS_MAX, "too many actions");
	actions[nr_actions++] = (struct action) { dev, action, data };
	return 0;
}

int devm_add_action_or_reset(struct device *dev, void (*action)(void *),
			     void *data)
{
	int err = devm_add_action(dev, action, data);

	if (err)
		action(data);
	return err;
}

/* The latest that fits; it is no longer to be done. */
static struct action take(struct device *dev, void (*action)(void *),
			  void *data)
{
	for (unsigned i = nr_actions; i-- > 0;) {
		struct action found = actions[i];

		if (found.dev != dev || found.run != action ||
		    found.data != data)
			continue;
		for (nr_actions--; i < nr_actions; i++)
			actions[i] = actions[i + 1];
		return found;
	}
	broken(14, "an action is released that is not registered");
}

void devm_remove_action(struct device *dev, void (*action)(void *), void *data)
{
	ev("devm_remove_action %s", data_name(data));
	take(dev, action, data);
}

void devm_release_action(struct device *dev, void (*action)(void *),
			 void *data)
{
	ev("devm_release_action %s", data_name(data));
	take(dev, action, data).run(data);
}

unsigned device_actions(const struct device *dev)
{
	unsigned n = 0;

	for (unsigned i = 0; i < nr_actions; i++)
		n += actions[i].dev == dev;
	return n;
}

/* The driver is unbound: last come, first gone. */
void device_gone(struct device *dev)
{
	for (unsigned i = nr_actions; i-- > 0;) {
		struct action a = actions[i];

		if (a.dev != dev)
			continue;
		ev("devres %s", data_name(a.data));
		take(dev, a.run, a.data).run(a.data);
		i = nr_actions;
	}
}

/* ---- memory ---- */

void *kmalloc(size_t n, gfp_t gfp)
{
	if (fault("kmalloc"))
		return NULL;
	return host_alloc(n);
}

void *kzalloc(size_t n, gfp_t gfp)
{
	return kmalloc(n, gfp);
}

void *kcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kmalloc(n * size, gfp);
}

void kfree(const void *p)
{
	host_free((void *)p);
}
