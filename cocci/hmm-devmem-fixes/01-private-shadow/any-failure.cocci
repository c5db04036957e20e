// SPDX-License-Identifier: GPL-2.0-only
/// A shadow that is removed, without a condition, when add_pages() has failed.
// Candidates: add_pages&kasan_remove_zero_shadow
// Options: --no-includes

@own@
identifier f = {add_pages, kasan_remove_zero_shadow};
type T;
@@
 static T f(...) { ... }

@reached depends on !own exists@
position p;
@@
 add_pages(...)
 ... when != kasan_add_zero_shadow(...)
 kasan_remove_zero_shadow@p(...)

@guarded@
expression C;
position reached.p, c;
statement S;
@@
(
 if (C) { <+... kasan_remove_zero_shadow@p@c(...) ...+> } else S
|
 if (C) { <+... kasan_remove_zero_shadow@p@c(...) ...+> }
|
 if (C) kasan_remove_zero_shadow@p@c(...); else S
|
 if (C) kasan_remove_zero_shadow@p@c(...);
|
 if (C) S else { <+... kasan_remove_zero_shadow@p@c(...) ...+> }
|
 if (C) S else kasan_remove_zero_shadow@p@c(...);
)

@@
position reached.p, r != guarded.c;
@@
*kasan_remove_zero_shadow@p@r(...);
