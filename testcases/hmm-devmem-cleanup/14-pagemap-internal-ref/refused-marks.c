// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int ratchet_between;
	int ratchet_behind;
	int ratchet_block;
	int ratchet_drop;
	int ratchet_end;
	int ratchet_old_map;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->ratchet_between;
}
