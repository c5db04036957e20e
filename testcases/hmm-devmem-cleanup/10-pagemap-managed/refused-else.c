// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int one_or_other(bool first);

int one_or_other(bool first)
{
	int nr = 0;

	if (first)
		dev_pagemap_get_ops();
	else
		nr = 1;
	return nr;
}
