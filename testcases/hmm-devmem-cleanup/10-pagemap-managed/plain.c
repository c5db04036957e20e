// SPDX-License-Identifier: GPL-2.0-only
/* Pairs of calls without an action. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct nvm {
	struct dev_pagemap map;
	bool direct;
	int users;
};

static void nvm_on(void)
{
	dev_pagemap_get_ops();
}

/* Takes the page watch away again. */
static void nvm_off(void)
{
	dev_pagemap_put_ops();
}

int nvm_start(struct device *dev, struct nvm *n)
{
	void *at;

	nvm_on();
	n->users++;

	at = devm_memremap_pages(dev, &n->map);
	if (IS_ERR(at)) {
		nvm_off();
		return PTR_ERR(at);
	}
	return 0;
}

void nvm_stop(struct device *dev, struct nvm *n)
{
	devm_memunmap_pages(dev, &n->map);
	if (n->direct)
		dev_pagemap_put_ops();
	n->users--;
	dev_pagemap_put_ops();
}

/* the two around something, in a loop and under a condition */
void nvm_twice(struct nvm *n)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (n->direct) {
			dev_pagemap_get_ops();
			n->users++;
		}
		dev_pagemap_get_ops();
	}
}

void nvm_release(void *data)
{
	struct nvm *n = data;

	n->users = 0;
	dev_pagemap_put_ops();
}
