// SPDX-License-Identifier: GPL-2.0-only
/* The answer in every form that a condition can have it in. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct forms {
	struct page *page;
	struct page *pages[4];
	int state;
	bool busy;
};

int forms_compared(struct forms *f, int n);
int forms_one_left(struct forms *f, bool a, int n);
int forms_not_one(struct forms *f, bool a, int n);
int forms_asked(struct forms *f, int n);
int forms_group(struct forms *f, int n);
int forms_number(struct forms *f, int n);
int forms_chosen(struct forms *f, int n);
int forms_fine(struct forms *f, struct page *page, int n);
void forms_each(struct page **pages, int *refs, int nr);

int forms_compared(struct forms *f, int n)
{
	if (is_device_public_page(f->page) == 0 && n > 1)
		n += 1;
	if (is_device_public_page(f->page) == false && n > 2)
		n += 2;
	if (is_device_public_page(f->page) != 1 && n > 3)
		n += 3;
	if (is_device_public_page(f->page) != true && n > 4)
		n += 4;
	if (is_device_public_page(f->page) != 0 || n > 5)
		n += 5;
	if (is_device_public_page(f->page) != false || n > 6)
		n += 6;
	if (is_device_public_page(f->page) == 1 || n > 7)
		n += 7;
	if (is_device_public_page(f->page) == true || n > 8)
		n += 8;
	if (!is_device_public_page(f->page) == 0 || n > 9)
		n += 9;
	if (!is_device_public_page(f->page) == true && n > 10)
		n += 10;
	if (!is_device_public_page(f->page) != true || n > 11)
		n += 11;
	if (!is_device_public_page(f->page) != 0 && n > 12)
		n += 12;
	if (is_device_public_page(f->page) == f->busy)
		n += 13;
	return n;
}

int forms_one_left(struct forms *f, bool a, int n)
{
	if (n > 1 && (PageAnon(f->page) || is_device_public_page(f->page)))
		return 1;
	if (n > 2 && (is_device_public_page(f->page) || PageAnon(f->page)))
		return 2;
	if (n > 3 || (PageAnon(f->page) && !is_device_public_page(f->page)))
		return 3;
	if (n > 4 || (!is_device_public_page(f->page) && PageAnon(f->page)))
		return 4;
	if (n > 5 && (a || is_device_public_page(f->page)))
		return 5;
	if (n > 6 && (f->busy || is_device_public_page(f->page)))
		return 6;
	if (n > 7 && (PageAnon(f->pages[n - 1]) ||
		      is_device_public_page(f->pages[n - 1])))
		return 7;
	/* this one needs them */
	if (n > 8 && (f->state == 8 || is_device_public_page(f->page)))
		return 8;
	return 0;
}

int forms_not_one(struct forms *f, bool a, int n)
{
	if (n > 1 && (!PageAnon(f->page) || is_device_public_page(f->page)))
		return 1;
	if (n > 2 || (!is_device_public_page(f->page) && !f->pages[2]))
		return 2;
	if (!(is_device_public_page(f->page) || a))
		return 3;
	if (!(a && !is_device_public_page(f->page)))
		return 4;
	return 0;
}

int forms_asked(struct forms *f, int n)
{
	if (likely(!is_device_public_page(f->page)) && n > 1)
		return 1;
	if (unlikely(is_device_public_page(f->page)) || n > 2)
		return 2;
	if (unlikely(!is_device_public_page(f->page)) && n > 3)
		return 3;
	if (likely(is_device_public_page(f->page)) || n > 4)
		return 4;
	if (likely(n > 5) && !unlikely(is_device_public_page(f->page)))
		return 5;
	if (unlikely(n > 6 && is_device_public_page(f->page)))
		return 6;
	return 0;
}

int forms_group(struct forms *f, int n)
{
	if (n > 1 && !(PageAnon(f->page) && is_device_public_page(f->page)))
		return 1;
	if (n > 2 && !(is_device_public_page(f->page) && PageAnon(f->page)))
		return 2;
	if (n > 3 || !(PageAnon(f->page) || !is_device_public_page(f->page)))
		return 3;
	if (n > 4 || !(!is_device_public_page(f->page) || PageAnon(f->page)))
		return 4;
	if ((n > 5 && is_device_public_page(f->page)) || f->busy)
		return 5;
	if (!(n > 6 || !(is_device_public_page(f->page) && f->busy)))
		return 6;
	if (!f->busy || n > 7 || !is_device_public_page(f->page))
		n++;
	if (!is_device_public_page(f->page) || n > 8)
		n += 2;
	else
		n += 3;
	return n;
}

int forms_number(struct forms *f, int n)
{
	int refs = page_count(f->page) - is_device_public_page(f->page);
	int flags = n | is_device_public_page(f->page);

	n = is_device_public_page(f->page) + refs;
	n ^= is_device_public_page(f->page) | flags;
	flags |= is_device_public_page(f->page);
	refs -= is_device_public_page(f->page);
	if (PageAnon(f->page))
		refs += is_device_public_page(f->page);
	return (n) + refs * flags;
}

int forms_chosen(struct forms *f, int n)
{
	n += is_device_public_page(f->page) ? 1 : 2;
	n += !(is_device_public_page(f->page) && f->busy) ? 3 : 4;
	n += (n > 3 || is_device_public_page(f->page)) ? 5 : 6;
	return n;
}

/* What stands before or around does nothing. */
int forms_fine(struct forms *f, struct page *page, int n)
{
	if (page_count(page) >= 2 && is_device_public_page(page))
		return 1;
	if (READ_ONCE(f->busy) && is_device_public_page(page))
		return 2;
	if (n > 3 && (PageAnon(page) && is_device_public_page(page)))
		return 3;
	if (n > 4 || (PageAnon(page) || !is_device_public_page(page)))
		n++;
	if (get_page_unless_zero(page)) {
		if (is_device_public_page(page))
			n++;
		n--;
	}
	if (get_page_unless_zero(page))
		n--;
	else if (is_device_public_page(page))
		n++;
	if (get_page_unless_zero(page)) {
		if (is_device_public_page(page))
			n++;
		else
			n--;
	}
	if (is_device_public_page(page) && get_page_unless_zero(page))
		n++;
	if (!is_device_public_page(page) || get_page_unless_zero(page))
		n--;
	return n;
}

/* What is counted in does something itself. */
void forms_each(struct page **pages, int *refs, int nr)
{
	while (nr--)
		*refs++ -= is_device_public_page(pages[nr]);
}
