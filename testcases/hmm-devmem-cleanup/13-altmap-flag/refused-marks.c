// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int altmap__valid;
	int pgmap__flags;
	int ratchet_between;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->altmap__valid;
}
