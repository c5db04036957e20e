// SPDX-License-Identifier: GPL-2.0-only
/// Other callers of a kill or cleanup callback, and devm actions that end in
/// one, pass the pagemap whose reference count they passed.
//
// The shapes are those that the check before this pass let through.
//
// Confidence: High
// Candidates: dev_pagemap_ops
// Options: --include include/linux/memremap.h --include include/linux/hmm.h

// A function that does nothing with its argument but pass it on.
@wrapper@
identifier f = {ratchet_teardown}, w, d;
@@
w(void *d)
{
<+...
f(d)
...+>
}

// The count was stored in a pagemap on the way here.
@@
identifier f = {ratchet_teardown};
struct dev_pagemap V;
expression E;
@@
 V.ref = E
 <... when != V.ref = ...
 f(
-E
+&V
 )
 ...>

@@
identifier f = {ratchet_teardown};
struct dev_pagemap *P;
expression E;
@@
 P->ref = E
 <... when != P->ref = ...
      when != P = ...
 f(
-E
+P
 )
 ...>

@@
identifier wrapper.w, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
struct dev_pagemap V;
expression E, D;
@@
 V.ref = E
 <... when != V.ref = ...
 h(D, w,
-E
+&V
 )
 ...>

@@
identifier wrapper.w, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
struct dev_pagemap *P;
expression E, D;
@@
 P->ref = E
 <... when != P->ref = ...
      when != P = ...
 h(D, w,
-E
+P
 )
 ...>

@@
identifier f = {ratchet_teardown}, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
type T;
struct dev_pagemap V;
expression E, D;
@@
 V.ref = E
 <... when != V.ref = ...
 h(D, (T)f,
-E
+&V
 )
 ...>

@@
identifier f = {ratchet_teardown}, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
type T;
struct dev_pagemap *P;
expression E, D;
@@
 P->ref = E
 <... when != P->ref = ...
      when != P = ...
 h(D, (T)f,
-E
+P
 )
 ...>

// The argument's name says what it is now.
@busy@
identifier wrapper.w, wrapper.d, x = {pgmap};
type T;
@@
w(void *d)
{
<+...
(
T x;
|
T x = ...;
|
x
)
...+>
}

@depends on !busy@
identifier wrapper.w, wrapper.d;
@@
 w(void *
-d
+pgmap
 )
{
<...
-d
+pgmap
...>
}
