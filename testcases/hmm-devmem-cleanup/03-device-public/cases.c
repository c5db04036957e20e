// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the type decides.
 * case MEMORY_DEVICE_PUBLIC: goes, if it is not alone
 */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int cases_goto(struct dev_pagemap *pgmap, int n);
void cases_return(struct dev_pagemap *pgmap, int *n);
int cases_continue(struct dev_pagemap **maps, int nr);
int cases_comment(struct dev_pagemap **maps, int nr);
int cases_longer(struct dev_pagemap *pgmap, int n);
int cases_more(struct dev_pagemap *pgmap, int n);
int cases_twice(struct dev_pagemap *pgmap, int n);
int cases_default(struct dev_pagemap *pgmap, int n);

int cases_goto(struct dev_pagemap *pgmap, int n)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_PUBLIC:
		goto out;
	default:
		break;
	}

	switch (pgmap->type) {
	case MEMORY_DEVICE_PUBLIC:
	case MEMORY_DEVICE_FS_DAX:
		/* nobody can take these away */
		goto out;
	default:
		break;
	}
	n++;
out:
	return n;
}

void cases_return(struct dev_pagemap *pgmap, int *n)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PUBLIC:
	case MEMORY_DEVICE_PRIVATE:
		return;
	default:
		break;
	}
	*n = 1;

	switch (pgmap->type) {
	case MEMORY_DEVICE_FS_DAX:
	case MEMORY_DEVICE_PUBLIC:
		/* as it is */
		return;
	default:
		break;
	}
	*n = 2;
}

int cases_continue(struct dev_pagemap **maps, int nr)
{
	int i, n = 0;

	for (i = 0; i < nr; i++) {
		switch (maps[i]->type) {
		case MEMORY_DEVICE_PRIVATE:
		case MEMORY_DEVICE_PUBLIC:
			continue;
		default:
			break;
		}
		n++;
	}
	return n;
}

int cases_comment(struct dev_pagemap **maps, int nr)
{
	int i, n = 0;

	for (i = 0; i < nr; i++) {
		switch (maps[i]->type) {
		case MEMORY_DEVICE_PRIVATE:
		case MEMORY_DEVICE_PUBLIC:
			/* not in the way */
			continue;
		default:
			break;
		}
		n++;
	}
	return n;
}

/* Not worth an if. */
int cases_longer(struct dev_pagemap *pgmap, int n)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_PUBLIC:
		n++;
		if (n > 3)
			break;
		return n;
	default:
		break;
	}

	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_PUBLIC:
		return 5;
	default:
		return 6;
	}
}

/* These have more than one left. */
int cases_more(struct dev_pagemap *pgmap, int n)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_PUBLIC:
		return 1;
	case MEMORY_DEVICE_FS_DAX:
		return 2;
	default:
		break;
	}

	switch (n) {
	case 1:
		return 3;
	default:
		break;
	}
	return n;
}

int cases_twice(struct dev_pagemap *pgmap, int n)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PUBLIC: /* seldom */
	case MEMORY_DEVICE_FS_DAX:
	case MEMORY_DEVICE_PRIVATE:
		return n;
	default:
		break;
	}
	return -n;
}

int cases_default(struct dev_pagemap *pgmap, int n)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
		return 1;
	default: /*
		  * whatever else
		  */
	case MEMORY_DEVICE_PUBLIC:
		return n;
	}
}
