/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BLKDEV_H
#define _LINUX_BLKDEV_H

#include <linux/percpu-refcount.h>
#include <linux/device.h>

struct request_queue {
	void *queuedata;
	struct percpu_ref q_usage_counter;
	bool write_cache;
};

struct gendisk {
	struct request_queue *queue;
	struct device *parent;
};

struct request_queue *blk_alloc_queue_node(gfp_t gfp, int node);
void blk_cleanup_queue(struct request_queue *q);
void blk_freeze_queue_start(struct request_queue *q);
void blk_queue_write_cache(struct request_queue *q, bool enabled, bool fua);
struct gendisk *alloc_disk_node(int minors, int node);
void device_add_disk(struct device *parent, struct gendisk *disk);
void del_gendisk(struct gendisk *disk);
void put_disk(struct gendisk *disk);

#endif
