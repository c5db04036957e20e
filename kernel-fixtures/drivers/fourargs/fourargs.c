// SPDX-License-Identifier: GPL-2.0-only
/* For 4.5 to 4.15: the core keeps the map, actions of devres stop its count. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>
#include <linux/string.h>

struct slab_mem {
	struct device *dev;
	struct resource res;
	struct percpu_ref ref;
	struct completion done;
	void *base;
};

static void fourargs_release(struct percpu_ref *ref)
{
	struct slab_mem *mem = container_of(ref, struct slab_mem, ref);

	complete(&mem->done);
}

static void fourargs_exit_ref(void *data)
{
	struct percpu_ref *ref = data;
	struct slab_mem *mem = container_of(ref, struct slab_mem, ref);

	wait_for_completion(&mem->done);
	percpu_ref_exit(ref);
}

static void fourargs_kill(void *data)
{
	struct percpu_ref *ref = data;

	percpu_ref_kill(ref);
}

static int fourargs_probe(struct device *dev)
{
	struct slab_mem *mem = devm_kzalloc(dev, sizeof(*mem), GFP_KERNEL);
	void *addr;
	int rc;

	if (!mem)
		return -ENOMEM;
	mem->dev = dev;
	mem->res.start = 1UL << 38;
	mem->res.end = mem->res.start + (1UL << 28) - 1;
	init_completion(&mem->done);
	rc = percpu_ref_init(&mem->ref, fourargs_release, 0, GFP_KERNEL);
	if (rc)
		return rc;
	rc = devm_add_action_or_reset(dev, fourargs_exit_ref, &mem->ref);
	if (rc)
		return rc;
	addr = devm_memremap_pages(dev, &mem->res, &mem->ref, NULL);
	if (IS_ERR(addr))
		return PTR_ERR(addr);
	rc = devm_add_action_or_reset(dev, fourargs_kill, &mem->ref);
	if (rc)
		return rc;
	mem->base = addr;
	return 0;
}

static struct device_driver fourargs_driver = {
	.name = "fourargs",
	.probe = fourargs_probe,
};

static int __init fourargs_init(void)
{
	return driver_register(&fourargs_driver);
}

static void __exit fourargs_exit(void)
{
	driver_unregister(&fourargs_driver);
}

module_init(fourargs_init);
module_exit(fourargs_exit);
MODULE_LICENSE("GPL");
