// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory and strings.
 */
#include <linux/string.h>
#include <linux/export.h>

void *memmove(void *dst, const void *src, size_t n)
{
	const char *s = src;
	char *d = dst;

	if (d < s)
		while (n--) {
			*d++ = *s++;
			barrier();
		}
	else
		while (n--) {
			d[n] = s[n];
			barrier();
		}
	return dst;
}
EXPORT_SYMBOL(memmove);

void *memcpy(void *dst, const void *src, size_t n)
{
	const char *s = src;
	char *d = dst;

	while (n--) {
		*d++ = *s++;
		barrier();
	}
	return dst;
}
EXPORT_SYMBOL(memcpy);

void *memset(void *dst, int c, size_t n)
{
	char *d = (char *)dst + n;

	while (d != dst) {
		*--d = c;
		barrier();
	}
	return dst;
}
EXPORT_SYMBOL(memset);

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}
EXPORT_SYMBOL(memcmp);

size_t strlen(const char *s)
{
	const char *end = s;

	while (*end) {
		end++;
		barrier();
	}
	return end - s;
}
EXPORT_SYMBOL(strlen);

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a - *b;
}
EXPORT_SYMBOL(strcmp);
