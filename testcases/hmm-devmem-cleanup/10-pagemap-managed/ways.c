// SPDX-License-Identifier: GPL-2.0-only
/* Each way to register, call and undo what does nothing else; the others stay. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct ways {
	struct device *dev;
	int users;
};

void devm_remove_action(struct device *dev, void (*action)(void *), void *data);
int ways_open(struct ways *w, int how);
int ways_return(struct ways *w, int how);
int ways_check(struct ways *w);
int ways_call(struct ways *w);
int ways_other(struct ways *w);
void ways_tick(void);
void ways_close(struct ways *w);
void ways_log(struct ways *w);

static void ways_drop(void *data)
{
	dev_pagemap_put_ops();
}

static void ways_take(void)
{
	dev_pagemap_get_ops();
}

static int ways_try(struct ways *w)
{
	dev_pagemap_get_ops();
	return 0;
}

static int ways_back(void)
{
	dev_pagemap_put_ops();
	return 0;
}

static inline void ways_nothing(void) { }

static void ways_note(void)
{
	ways_tick();
}

static int ways_note_ok(void)
{
	ways_tick();
	return 0;
}

/* counts for itself */
static void ways_count(void *data)
{
	((struct ways *)data)->users--;
}

static int ways_none(struct ways *w)
{
	w->users = 0;
	return 0;
}

int ways_open(struct ways *w, int how)
{
	ways_take();
	if (how == 1)
		ways_log(w);
	devm_add_action(w->dev, ways_drop, w);
	if (devm_add_action(w->dev, ways_drop, NULL))
		return -ENOMEM;
	if (devm_add_action_or_reset(w->dev, ways_drop, w)) {
		ways_log(w);
		return -ENOMEM;
	}
	return 0;
}

int ways_return(struct ways *w, int how)
{
	w->users++;
	if (how)
		return devm_add_action_or_reset(w->dev, ways_count, w);
	return devm_add_action(w->dev, ways_drop, w);
}

int ways_check(struct ways *w)
{
	int err, ret, rc;

	err = devm_add_action(w->dev, ways_drop, w);
	if (err)
		return err;
	ret = devm_add_action(w->dev, ways_drop, NULL);
	if (ret != 0) {
		ways_log(w);
		return ret;
	}
	rc = devm_add_action_or_reset(w->dev, ways_drop, NULL);
	if (rc < 0)
		return rc;
	w->users++;
	return 0;
}

int ways_call(struct ways *w)
{
	int err, ret, rc;

	ways_try(w);
	if (ways_try(w))
		return -EBUSY;
	err = ways_try(w);
	if (err)
		return err;
	ret = ways_try(w);
	if (ret != 0)
		return ret;
	rc = ways_back();
	if (rc < 0) {
		ways_log(w);
		return rc;
	}
	w->users--;
	return 0;
}

int ways_other(struct ways *w)
{
	int err, ret;

	devm_add_action(w->dev, ways_count, w);
	if (devm_add_action(w->dev, ways_count, w))
		return -ENOMEM;
	err = devm_add_action_or_reset(w->dev, ways_count, w);
	if (err)
		goto out;
	ret = ways_none(w);
	if (ret < 0)
		goto fail;
	if (ways_none(w))
		goto gone;
	if (ret++)
		ways_tick();
	if (--ret) {
		ways_tick();
	}
	if (w->users)
		ways_tick();
	else
		ways_nothing();
	ways_note();
	if (ways_note_ok())
		ways_tick();
	if (w->users)
		ways_log(w);
	else
		ways_none(w);
	return 0;

out:
	ways_log(w);
	return err;
fail:
	ways_none(w);
	return ret;
gone:
	return -ENODEV;
}

void ways_close(struct ways *w)
{
	devm_remove_action(w->dev, ways_drop, w);
	devm_release_action(w->dev, ways_drop, w);
	devm_release_action(w->dev, ways_count, w);
	ways_none(w);
	if (w->users) {
		dev_pagemap_put_ops();
	}
}
