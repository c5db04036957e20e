// SPDX-License-Identifier: GPL-2.0-only
// In a loop, with a way out that has its own error.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct gate {
	struct dev_pagemap map;
	struct percpu_ref users;
	struct completion over;
};

static void gate_release(struct percpu_ref *users)
{
	complete(&container_of(users, struct gate, users)->over);
}

static void gate_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void gate_cleanup(struct dev_pagemap *pgmap)
{
	struct gate *gate = container_of(pgmap, struct gate, map);

	wait_for_completion(&gate->over);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops gate_ops = {
	.kill = gate_kill,
	.cleanup = gate_cleanup,
};

int gates_map(struct device *dev, struct resource *res, int n);
int gates_map(struct device *dev, struct resource *res, int n)
{
	int i, err;

	for (i = 0; i < n; i++) {
		struct gate *gate = devm_kzalloc(dev, sizeof(*gate), GFP_KERNEL);
		void *p;

		if (!gate)
			return -ENOMEM;
		init_completion(&gate->over);
		err = percpu_ref_init(&gate->users, gate_release, 0, GFP_KERNEL);
		if (err)
			goto out;
		gate->map.res = res[i];
		gate->map.type = MEMORY_DEVICE_PCI_P2PDMA;
		gate->map.ref = &gate->users;
		gate->map.ops = &gate_ops;
		p = devm_memremap_pages(dev, &gate->map);
		if (IS_ERR(p)) {
			err = PTR_ERR(p);
			goto out;
		}
	}
	return 0;

out:
	dev_warn(dev, "no gate %d\n", i);
	return err;
}
