/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H

#include <linux/device.h>

struct pci_p2pdma;

struct pci_dev {
	struct device dev;
	struct resource resource[6];
	u64 bus_offset;
#ifdef CONFIG_PCI_P2PDMA
	struct pci_p2pdma *p2pdma;
#endif
};

#define pci_resource_start(dev, bar)	((dev)->resource[(bar)].start)
#define pci_resource_flags(dev, bar)	((dev)->resource[(bar)].flags)
#define pci_resource_len(dev, bar)	resource_size(&(dev)->resource[(bar)])

static inline u64 pci_bus_address(struct pci_dev *pdev, int bar)
{
	return pci_resource_start(pdev, bar) - pdev->bus_offset;
}

#endif
