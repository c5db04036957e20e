// SPDX-License-Identifier: GPL-2.0-only
/* Words that must not be left, as names that no rule knows. */

struct marks {
	int MEMORY_DEVICE_PUBLIC;
	int IORES_DESC_DEVICE_PUBLIC_MEMORY;
	int is_device_public_page;
	int hmm_devmem_add_resource;
	int _vm_normal_page;
	int ratchet_false;
	int ratchet_true;
	int ratchet_never;
	int ratchet_always;
	int ratchet_gone;
	int ratchet_one;
	int ratchet_bare;
	int ratchet_between;
	int ratchet_behind;
	int ratchet_see;
	int ratchet_new;
};

int marks(struct marks *m);

int marks(struct marks *m)
{
	return m->MEMORY_DEVICE_PUBLIC;
}
