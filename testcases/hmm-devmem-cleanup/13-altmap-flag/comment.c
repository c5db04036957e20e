// SPDX-License-Identifier: GPL-2.0-only
/* Comments that tell a caller what to do. */
#include <linux/memremap.h>

int comment_map(struct dev_pagemap *pgmap);
int comment_other(struct dev_pagemap *pgmap);
int comment_plain(int *altmap_valid);

/**
 * comment_map - map something
 * @pgmap: what to map
 *
 * 1/ The range must be there.
 *
 * 2/ If the altmap is to be used, altmap_valid must be set to true, and there
 *    must be room.
 */
int comment_map(struct dev_pagemap *pgmap)
{
	return pgmap->altmap_valid ? 1 : 0;
}

/* Looks at altmap_valid. */
int comment_other(struct dev_pagemap *pgmap)
{
	return comment_map(pgmap);
}

/* altmap_valid is something else here. */
int comment_plain(int *altmap_valid)
{
	return *altmap_valid;
}
