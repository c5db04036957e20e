// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whose member it is cannot be told here: spatch does not know what
 * container_of() gives, and there are two structs with the name.
 */
#include <linux/kernel.h>
#include <linux/memremap.h>

struct refused_type {
	bool altmap_valid;
	int id;
};

bool refused_type(int *id);

bool refused_type(int *id)
{
	return container_of(id, struct refused_type, id)->altmap_valid;
}
