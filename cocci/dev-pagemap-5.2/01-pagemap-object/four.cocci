// SPDX-License-Identifier: GPL-2.0-only
/// A call that passes resource, count and altmap by themselves.
// Candidates: devm_memremap_pages

@@
expression D, R, C, A;
@@
*devm_memremap_pages(D, R, C, A)
