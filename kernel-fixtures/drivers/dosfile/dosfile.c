// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a system with other habits: lines end in CR and LF, and the comments are
 * Latin-1. Gerätespeicher für die Röntgenkamera.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

struct kamera {
	struct device *dev;
	struct percpu_ref zaehler;	/* Zähler der Benutzer */
	struct completion leer;
	struct dev_pagemap karte;
};

static void kamera_leer(struct percpu_ref *ref)
{
	struct kamera *k = container_of(ref, struct kamera, zaehler);

	complete(&k->leer);
}

/* Schluß: niemand kommt mehr hinzu */
static void kamera_schluss(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void kamera_warten(struct percpu_ref *ref)
{
	struct kamera *k = container_of(ref, struct kamera, zaehler);

	wait_for_completion(&k->leer);
	percpu_ref_exit(ref);
}

static int kamera_probe(struct device *dev)
{
	struct kamera *k = devm_kzalloc(dev, sizeof(*k), GFP_KERNEL);
	void *addr;

	if (!k)
		return -ENOMEM;
	k->dev = dev;
	init_completion(&k->leer);
	if (percpu_ref_init(&k->zaehler, kamera_leer, 0, GFP_KERNEL))
		return -ENOMEM;
	k->karte.res.start = 1UL << 36;
	k->karte.res.end = (1UL << 36) + (1UL << 28) - 1;
	k->karte.type = MEMORY_DEVICE_PCI_P2PDMA;
	k->karte.ref = &k->zaehler;
	k->karte.kill = kamera_schluss;
	k->karte.cleanup = kamera_warten;
	addr = devm_memremap_pages(dev, &k->karte);	/* größer als der Speicher */
	return PTR_ERR_OR_ZERO(addr);
}

static struct device_driver kamera_driver = {
	.name = "kamera",
	.probe = kamera_probe,
};

static int __init kamera_init(void)
{
	return driver_register(&kamera_driver);
}

static void __exit kamera_exit(void)
{
	driver_unregister(&kamera_driver);
}

module_init(kamera_init);
module_exit(kamera_exit);
MODULE_LICENSE("GPL");
