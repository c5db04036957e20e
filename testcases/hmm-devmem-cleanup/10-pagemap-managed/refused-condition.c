// SPDX-License-Identifier: GPL-2.0-only
/* The conditions do something. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

bool condition_ask(int n);
void condition_0(int n, int *nr);
void condition_1(int n, int *nr);
void condition_2(int n, int *nr);
void condition_3(int n, int *nr);
void condition_4(int n, int *nr);
void condition_5(int n, int *nr);
void condition_6(int n, int *nr);
void condition_7(int n, int *nr);
void condition_8(int n, int *nr);
void condition_9(int n, int *nr);
void condition_10(int n, int *nr);
void condition_11(int n, int *nr);
void condition_12(int n, int *nr);
void condition_13(int n, int *nr);
void condition_14(int n, int *nr);
void condition_15(int n, int *nr);
void condition_16(int n, int *nr);
void condition_17(int n, int *nr);
void condition_18(int n, int *nr);
void condition_19(int n, int *nr);
void condition_20(int n, int *nr);
void condition_21(int n, int *nr);
void condition_22(int n, int *nr);
void condition_23(int n, int *nr);

void condition_0(int n, int *nr)
{
	if (condition_ask(n))
		dev_pagemap_get_ops();
	*nr = n;
}

void condition_1(int n, int *nr)
{
	if (((n = *nr)))
		dev_pagemap_get_ops();
	*nr = n;
}

void condition_2(int n, int *nr)
{
	if (n++)
		dev_pagemap_get_ops();
	*nr = n;
}

void condition_3(int n, int *nr)
{
	if (n--)
		dev_pagemap_get_ops();
	*nr = n;
}

void condition_4(int n, int *nr)
{
	if (++n)
		dev_pagemap_get_ops();
	*nr = n;
}

void condition_5(int n, int *nr)
{
	if (--n)
		dev_pagemap_get_ops();
	*nr = n;
}

void condition_6(int n, int *nr)
{
	if (condition_ask(n)) {
		dev_pagemap_get_ops();
	}
	*nr = n;
}

void condition_7(int n, int *nr)
{
	if (((n = *nr))) {
		dev_pagemap_get_ops();
	}
	*nr = n;
}

void condition_8(int n, int *nr)
{
	if (n++) {
		dev_pagemap_get_ops();
	}
	*nr = n;
}

void condition_9(int n, int *nr)
{
	if (n--) {
		dev_pagemap_get_ops();
	}
	*nr = n;
}

void condition_10(int n, int *nr)
{
	if (++n) {
		dev_pagemap_get_ops();
	}
	*nr = n;
}

void condition_11(int n, int *nr)
{
	if (--n) {
		dev_pagemap_get_ops();
	}
	*nr = n;
}

void condition_12(int n, int *nr)
{
	if (condition_ask(n))
		dev_pagemap_put_ops();
	*nr = n;
}

void condition_13(int n, int *nr)
{
	if (((n = *nr)))
		dev_pagemap_put_ops();
	*nr = n;
}

void condition_14(int n, int *nr)
{
	if (n++)
		dev_pagemap_put_ops();
	*nr = n;
}

void condition_15(int n, int *nr)
{
	if (n--)
		dev_pagemap_put_ops();
	*nr = n;
}

void condition_16(int n, int *nr)
{
	if (++n)
		dev_pagemap_put_ops();
	*nr = n;
}

void condition_17(int n, int *nr)
{
	if (--n)
		dev_pagemap_put_ops();
	*nr = n;
}

void condition_18(int n, int *nr)
{
	if (condition_ask(n)) {
		dev_pagemap_put_ops();
	}
	*nr = n;
}

void condition_19(int n, int *nr)
{
	if (((n = *nr))) {
		dev_pagemap_put_ops();
	}
	*nr = n;
}

void condition_20(int n, int *nr)
{
	if (n++) {
		dev_pagemap_put_ops();
	}
	*nr = n;
}

void condition_21(int n, int *nr)
{
	if (n--) {
		dev_pagemap_put_ops();
	}
	*nr = n;
}

void condition_22(int n, int *nr)
{
	if (++n) {
		dev_pagemap_put_ops();
	}
	*nr = n;
}

void condition_23(int n, int *nr)
{
	if (--n) {
		dev_pagemap_put_ops();
	}
	*nr = n;
}
