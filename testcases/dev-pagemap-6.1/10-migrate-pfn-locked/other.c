// SPDX-License-Identifier: GPL-2.0-only
/* MIGRATE_PFN_LOCKED in a comment. */
const char *other = "MIGRATE_PFN_LOCKED";
