// SPDX-License-Identifier: GPL-2.0-only
/* One arm of a condition is all that the call is. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

void arm_0(bool first, int *nr);
void arm_1(bool first, int *nr);
void arm_2(bool first, int *nr);
void arm_3(bool first, int *nr);
void arm_4(bool first, int *nr);
void arm_5(bool first, int *nr);
void arm_6(bool first, int *nr);
void arm_7(bool first, int *nr);

void arm_0(bool first, int *nr)
{
	if (first)
		dev_pagemap_get_ops();
	else
		(*nr)++;
}

void arm_1(bool first, int *nr)
{
	if (first)
		(*nr)++;
	else
		dev_pagemap_get_ops();
}

void arm_2(bool first, int *nr)
{
	if (first) {
		dev_pagemap_get_ops();
	} else {
		(*nr)++;
	}
}

void arm_3(bool first, int *nr)
{
	if (first) {
		(*nr)++;
	} else {
		dev_pagemap_get_ops();
	}
}

void arm_4(bool first, int *nr)
{
	if (first)
		dev_pagemap_put_ops();
	else
		(*nr)++;
}

void arm_5(bool first, int *nr)
{
	if (first)
		(*nr)++;
	else
		dev_pagemap_put_ops();
}

void arm_6(bool first, int *nr)
{
	if (first) {
		dev_pagemap_put_ops();
	} else {
		(*nr)++;
	}
}

void arm_7(bool first, int *nr)
{
	if (first) {
		(*nr)++;
	} else {
		dev_pagemap_put_ops();
	}
}
