// SPDX-License-Identifier: GPL-2.0-only
#include "bench.h"

void *bench_one(struct device *dev, struct bench *b);
void *bench_two(struct device *dev, struct bench *b);
void *bench_three(struct device *dev, struct bench *b);
void *bench_four(struct device *dev, struct bench *b);

void *bench_one(struct device *dev, struct bench *b)
{
	bench_kinds(b);
	return devm_memremap_pages(dev, &b->window);
}

void *bench_two(struct device *dev, struct bench *b)
{
	return devm_memremap_pages(dev, b->fresh);
}

void *bench_three(struct device *dev, struct bench *b)
{
	return devm_memremap_pages(dev, &b->banks[1].map);
}

void *bench_four(struct device *dev, struct bench *b)
{
	return devm_memremap_pages(dev, &b->plain);
}
