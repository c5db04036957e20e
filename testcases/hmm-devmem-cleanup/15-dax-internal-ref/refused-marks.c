// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int ratchet_unused;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->ratchet_unused;
}
