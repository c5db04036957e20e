// SPDX-License-Identifier: GPL-2.0-only
/* A word that must not be left, and one that means nothing by itself. */

struct marks {
	int to_p2p_pgmap;
	int ratchet_unused;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->to_p2p_pgmap;
}
