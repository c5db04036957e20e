// SPDX-License-Identifier: GPL-2.0-only
/* For 4.5 to 4.15: the array of pages may be in the memory itself. */
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

struct disk {
	struct device *dev;
	struct completion idle;
	struct percpu_ref users;
	struct vmem_altmap *altmap;
	void *memory;
};

static void altmap_idle(struct percpu_ref *users)
{
	complete(&container_of(users, struct disk, users)->idle);
}

static void altmap_stop(void *data)
{
	percpu_ref_kill(data);
}

static void altmap_wait(void *data)
{
	struct disk *disk = data;

	wait_for_completion(&disk->idle);
	percpu_ref_exit(&disk->users);
}

static int altmap_attach(struct disk *disk, struct resource *res)
{
	if (percpu_ref_init(&disk->users, altmap_idle, 0, GFP_KERNEL))
		return -ENOMEM;
	if (devm_add_action_or_reset(disk->dev, altmap_wait, disk))
		return -ENOMEM;

	disk->memory = devm_memremap_pages(disk->dev, res, &disk->users,
					   disk->altmap);
	if (IS_ERR(disk->memory)) {
		devm_remove_action(disk->dev, altmap_wait, disk);
		percpu_ref_exit(&disk->users);
		return PTR_ERR(disk->memory);
	}
	return devm_add_action_or_reset(disk->dev, altmap_stop, &disk->users);
}

static int altmap_probe(struct device *dev)
{
	struct resource res = { .start = 1UL << 37, .end = (1UL << 37) + (1UL << 27) - 1 };
	struct disk *disk = devm_kzalloc(dev, sizeof(*disk), GFP_KERNEL);

	if (!disk)
		return -ENOMEM;
	disk->dev = dev;
	init_completion(&disk->idle);
	return altmap_attach(disk, &res);
}

static struct device_driver altmap_driver = {
	.name = "altmap",
	.probe = altmap_probe,
};

static int __init altmap_init(void)
{
	return driver_register(&altmap_driver);
}

static void __exit altmap_exit(void)
{
	driver_unregister(&altmap_driver);
}

module_init(altmap_init);
module_exit(altmap_exit);
MODULE_LICENSE("GPL");
