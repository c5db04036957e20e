// SPDX-License-Identifier: GPL-2.0-only
/* Pages of a book. */
struct book {
	int (*get_page)(struct book *book);
	int lock_page;
};

int other(struct book *book)
{
	book->get_page(book);
	return book->lock_page;		/* get_page(page); */
}
