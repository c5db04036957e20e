/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_JUMP_LABEL_H
#define _LINUX_JUMP_LABEL_H

#include <linux/atomic.h>

struct static_key_false {
	atomic_t enabled;
};

#define DEFINE_STATIC_KEY_FALSE(name)	struct static_key_false name
#define DECLARE_STATIC_KEY_FALSE(name)	extern struct static_key_false name

#define static_branch_unlikely(key)	unlikely(atomic_read(&(key)->enabled))
#define static_branch_enable(key)	atomic_set(&(key)->enabled, 1)
#define static_branch_disable(key)	atomic_set(&(key)->enabled, 0)

#endif
