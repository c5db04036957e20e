// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages, of which only the format is kept.
 */
#include <linux/kernel.h>
#include <linux/export.h>

static char log[4096];
static size_t log_end;

int printk(const char *fmt, ...)
{
	size_t len = strlen(fmt);

	if (len > sizeof(log) - log_end)
		log_end = 0;
	memcpy(log + log_end, fmt, min(len, sizeof(log)));
	log_end += len;
	return len;
}
EXPORT_SYMBOL(printk);
