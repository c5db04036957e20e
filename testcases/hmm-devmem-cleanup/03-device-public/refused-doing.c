// SPDX-License-Identifier: GPL-2.0-only
/* More is done than to test. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int refused_doing(struct page *page, int n);
void refused_doing_test(void);

static bool (*refused_doing_ask)(const struct page *page);

static struct page *refused_doing_next(struct page *page)
{
	return page + 1;
}

int refused_doing(struct page *page, int n)
{
	if (is_device_public_page(page++))
		return 3;
	if (is_device_public_page(refused_doing_next(page)))
		return 4;
	return n;
}

void refused_doing_test(void)
{
	refused_doing_ask = is_device_public_page;
	if (refused_doing_ask(NULL))
		pr_info("seen\n");
}
