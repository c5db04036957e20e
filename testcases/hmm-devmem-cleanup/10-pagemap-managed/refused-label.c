// SPDX-License-Identifier: GPL-2.0-only
/* Only what goes has jumped to the label. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int label_0(struct device *dev, int *nr);
int label_1(struct device *dev, int *nr);
int label_2(struct device *dev, int *nr);
int label_3(struct device *dev, int *nr);
int label_4(struct device *dev, int *nr);
int label_5(struct device *dev, int *nr);
int label_6(struct device *dev, int *nr);
int label_7(struct device *dev, int *nr);
int label_8(struct device *dev, int *nr);
int label_9(struct device *dev, int *nr);
int label_10(struct device *dev, int *nr);
int label_11(struct device *dev, int *nr);
int label_12(struct device *dev, int *nr);
int label_13(struct device *dev, int *nr);
int label_14(struct device *dev, int *nr);
int label_15(struct device *dev, int *nr);
int label_16(struct device *dev, int *nr);
int label_17(struct device *dev, int *nr);
int label_18(struct device *dev, int *nr);
int label_19(struct device *dev, int *nr);
int label_20(struct device *dev, int *nr);
int label_21(struct device *dev, int *nr);
int label_22(struct device *dev, int *nr);
int label_23(struct device *dev, int *nr);

static void label_drop(void *data)
{
	dev_pagemap_put_ops();
}

static int label_take(int n)
{
	dev_pagemap_get_ops();
	return 0;
}

int label_0(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	if (devm_add_action_or_reset(dev, label_drop, NULL))
		goto fail_0;
	*nr += 1;
	return 0;

fail_0:
	*nr = 0;
	return err;
}

int label_1(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	if (devm_add_action_or_reset(dev, label_drop, NULL)) {
		pr_err("no way back\n");
		goto fail_1;
	}
	*nr += 1;
	return 0;

fail_1:
	*nr = 0;
	return err;
}

int label_2(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action_or_reset(dev, label_drop, NULL);
	if (err)
		goto fail_2;
	*nr += 1;
	return 0;

fail_2:
	*nr = 0;
	return err;
}

int label_3(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action_or_reset(dev, label_drop, NULL);
	if (err) {
		pr_err("no way back\n");
		goto fail_3;
	}
	*nr += 1;
	return 0;

fail_3:
	*nr = 0;
	return err;
}

int label_4(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action_or_reset(dev, label_drop, NULL);
	if (err != 0)
		goto fail_4;
	*nr += 1;
	return 0;

fail_4:
	*nr = 0;
	return err;
}

int label_5(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action_or_reset(dev, label_drop, NULL);
	if (err != 0) {
		pr_err("no way back\n");
		goto fail_5;
	}
	*nr += 1;
	return 0;

fail_5:
	*nr = 0;
	return err;
}

int label_6(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action_or_reset(dev, label_drop, NULL);
	if (err < 0)
		goto fail_6;
	*nr += 1;
	return 0;

fail_6:
	*nr = 0;
	return err;
}

int label_7(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action_or_reset(dev, label_drop, NULL);
	if (err < 0) {
		pr_err("no way back\n");
		goto fail_7;
	}
	*nr += 1;
	return 0;

fail_7:
	*nr = 0;
	return err;
}

int label_8(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	if (devm_add_action(dev, label_drop, NULL))
		goto fail_8;
	*nr += 1;
	return 0;

fail_8:
	*nr = 0;
	return err;
}

int label_9(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	if (devm_add_action(dev, label_drop, NULL)) {
		pr_err("no way back\n");
		goto fail_9;
	}
	*nr += 1;
	return 0;

fail_9:
	*nr = 0;
	return err;
}

int label_10(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action(dev, label_drop, NULL);
	if (err)
		goto fail_10;
	*nr += 1;
	return 0;

fail_10:
	*nr = 0;
	return err;
}

int label_11(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action(dev, label_drop, NULL);
	if (err) {
		pr_err("no way back\n");
		goto fail_11;
	}
	*nr += 1;
	return 0;

fail_11:
	*nr = 0;
	return err;
}

int label_12(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action(dev, label_drop, NULL);
	if (err != 0)
		goto fail_12;
	*nr += 1;
	return 0;

fail_12:
	*nr = 0;
	return err;
}

int label_13(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action(dev, label_drop, NULL);
	if (err != 0) {
		pr_err("no way back\n");
		goto fail_13;
	}
	*nr += 1;
	return 0;

fail_13:
	*nr = 0;
	return err;
}

int label_14(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action(dev, label_drop, NULL);
	if (err < 0)
		goto fail_14;
	*nr += 1;
	return 0;

fail_14:
	*nr = 0;
	return err;
}

int label_15(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = devm_add_action(dev, label_drop, NULL);
	if (err < 0) {
		pr_err("no way back\n");
		goto fail_15;
	}
	*nr += 1;
	return 0;

fail_15:
	*nr = 0;
	return err;
}

int label_16(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	if (label_take(*nr))
		goto fail_16;
	*nr += 1;
	return 0;

fail_16:
	*nr = 0;
	return err;
}

int label_17(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	if (label_take(*nr)) {
		pr_err("no way back\n");
		goto fail_17;
	}
	*nr += 1;
	return 0;

fail_17:
	*nr = 0;
	return err;
}

int label_18(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = label_take(*nr);
	if (err)
		goto fail_18;
	*nr += 1;
	return 0;

fail_18:
	*nr = 0;
	return err;
}

int label_19(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = label_take(*nr);
	if (err) {
		pr_err("no way back\n");
		goto fail_19;
	}
	*nr += 1;
	return 0;

fail_19:
	*nr = 0;
	return err;
}

int label_20(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = label_take(*nr);
	if (err != 0)
		goto fail_20;
	*nr += 1;
	return 0;

fail_20:
	*nr = 0;
	return err;
}

int label_21(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = label_take(*nr);
	if (err != 0) {
		pr_err("no way back\n");
		goto fail_21;
	}
	*nr += 1;
	return 0;

fail_21:
	*nr = 0;
	return err;
}

int label_22(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = label_take(*nr);
	if (err < 0)
		goto fail_22;
	*nr += 1;
	return 0;

fail_22:
	*nr = 0;
	return err;
}

int label_23(struct device *dev, int *nr)
{
	int err = -ENOMEM;

	err = label_take(*nr);
	if (err < 0) {
		pr_err("no way back\n");
		goto fail_23;
	}
	*nr += 1;
	return 0;

fail_23:
	*nr = 0;
	return err;
}
