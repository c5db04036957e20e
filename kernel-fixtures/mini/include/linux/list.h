/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_LIST_H
#define _LINUX_LIST_H

#include <linux/kernel.h>

#define LIST_HEAD_INIT(name)	{ &(name), &(name) }
#define LIST_HEAD(name)		struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *head)
{
	head->prev = head->next = head;
}

static inline void __list_insert(struct list_head *item,
				 struct list_head *before,
				 struct list_head *after)
{
	after->prev = before->next = item;
	item->prev = before;
	item->next = after;
}

static inline void list_add(struct list_head *item, struct list_head *head)
{
	__list_insert(item, head, head->next);
}

static inline void list_add_tail(struct list_head *item,
				 struct list_head *head)
{
	__list_insert(item, head->prev, head);
}

static inline void list_del(struct list_head *item)
{
	item->next->prev = item->prev;
	item->prev->next = item->next;
}

static inline void list_del_init(struct list_head *item)
{
	list_del(item);
	INIT_LIST_HEAD(item);
}

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

#define list_entry(ptr, type, member)	container_of(ptr, type, member)
#define list_first_entry(head, type, member) \
	list_entry((head)->next, type, member)
#define list_first_entry_or_null(head, type, member) \
	(list_empty(head) ? NULL : list_first_entry(head, type, member))
#define list_next_entry(pos, member) \
	list_entry((pos)->member.next, typeof(*(pos)), member)

/* The second form looks one ahead, so that an entry may be taken out. */
#define list_entry_at_(item, like, member) \
	list_entry(item, typeof(*(like)), member)
#define list_for_each_entry(entry, list, member) \
	for (entry = list_entry_at_((list)->next, entry, member); \
	     &(entry)->member != (list); entry = list_next_entry(entry, member))
#define list_for_each_entry_safe(entry, ahead, list, member) \
	for (entry = list_entry_at_((list)->next, entry, member); \
	     (ahead = list_next_entry(entry, member), \
	      &(entry)->member != (list)); entry = ahead)

#endif
