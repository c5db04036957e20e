// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues of requests.
 */
#include <linux/blkdev.h>
#include <linux/export.h>
#include <linux/slab.h>

static void blk_queue_usage_counter_release(struct percpu_ref *ref)
{
	struct request_queue *q =
		container_of(ref, struct request_queue, q_usage_counter);

	q->queuedata = NULL;
}

struct request_queue *blk_alloc_queue_node(gfp_t gfp, int node)
{
	struct request_queue *q = kzalloc(sizeof(*q), gfp);

	if (q && percpu_ref_init(&q->q_usage_counter,
				 blk_queue_usage_counter_release, 0, gfp)) {
		kfree(q);
		return NULL;
	}
	return q;
}
EXPORT_SYMBOL(blk_alloc_queue_node);

void blk_freeze_queue_start(struct request_queue *q)
{
	percpu_ref_kill(&q->q_usage_counter);
}
EXPORT_SYMBOL_GPL(blk_freeze_queue_start);

void blk_cleanup_queue(struct request_queue *q)
{
	percpu_ref_exit(&q->q_usage_counter);
	kfree(q);
}
EXPORT_SYMBOL(blk_cleanup_queue);

void blk_queue_write_cache(struct request_queue *q, bool enabled, bool fua)
{
	q->write_cache = enabled;
}
EXPORT_SYMBOL_GPL(blk_queue_write_cache);

struct gendisk *alloc_disk_node(int minors, int node)
{
	return kzalloc(sizeof(struct gendisk), GFP_KERNEL);
}
EXPORT_SYMBOL(alloc_disk_node);

void device_add_disk(struct device *parent, struct gendisk *disk)
{
	disk->parent = parent;
}
EXPORT_SYMBOL(device_add_disk);

void del_gendisk(struct gendisk *disk)
{
	disk->parent = NULL;
}
EXPORT_SYMBOL(del_gendisk);

void put_disk(struct gendisk *disk)
{
	kfree(disk);
}
EXPORT_SYMBOL(put_disk);
