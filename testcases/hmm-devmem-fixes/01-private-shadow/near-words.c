// SPDX-License-Identifier: GPL-2.0-only
/*
 * add_pages() and kasan_remove_zero_shadow() of somebody else: a book has pages,
 * too, and MEMORY_DEVICE_PRIVATE is a word.
 */
struct book {
	int type;
	int pages;
};

static const char * const book_words[] = {
	"add_pages", "kasan_remove_zero_shadow",
};

static int add_pages(struct book *b, int nr)
{
	b->pages += nr;
	return b->pages > 1000 ? -1 : 0;
}

static void kasan_remove_zero_shadow(struct book *b)
{
	b->pages = 0;
}

const char *book_grow(struct book *b)
{
	if (add_pages(b, 16)) {
		kasan_remove_zero_shadow(b);
		return book_words[1];
	}
	return book_words[0];
}
