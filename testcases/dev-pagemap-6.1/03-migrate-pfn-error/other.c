// SPDX-License-Identifier: GPL-2.0-only
/* MIGRATE_PFN_ERROR is of another table. */
enum { MIGRATE_PFN_ERRORS, OWN_MIGRATE_PFN_ERROR };

int other(int n)
{
	return n == MIGRATE_PFN_ERRORS;
}
