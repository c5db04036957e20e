// SPDX-License-Identifier: GPL-2.0-only
/// Remove struct hmm_device, the two functions that hand it out, and what was
/// found to serve them alone.
///
// Confidence: High
// Candidates: hmm_device hmm_device_new hmm_device_put
// Requires: OCaml
// Options: --no-includes

// --- Users outside: nothing can be put in their place ----------------------

@initialize:ocaml@
@@
let going : (string, unit) Hashtbl.t = Hashtbl.create 7
let refuse p what =
	let q = List.hd p in
	if not (Hashtbl.mem going q.Coccilib.current_element) then
		Printf.printf "ratchet: refuse %d %d %s goes without a replacement: make a struct device, class and region of your own\n" q.Coccilib.line q.Coccilib.col what
let above p c =
	let q = List.hd p in
	let odd s = s <> "" && String.sub s 0 1 <> "/" in
	match c with
	| (l, _, _) :: _ when List.exists odd l ->
		Printf.printf "ratchet: refuse %d %d code that is not compiled stands right above what goes: part the two\n" q.Coccilib.line q.Coccilib.col
	| _ -> ()

// The functions that go themselves may use each other.
@going_function@
identifier f = { hmm_device_new, hmm_device_put };
@@
 f(...) { ... }

@script:ocaml@
f << going_function.f;
@@
Hashtbl.replace going f ()

@going_helper@
identifier x = {ratchet_hmm_device_only};
@@
 x(...) { ... }

@script:ocaml@
x << going_helper.x;
@@
Hashtbl.replace going x ()

@called@
identifier r = { hmm_device_new, hmm_device_put };
position p;
expression list es;
@@
 r@p(es)

@script:ocaml@
r << called.r;
p << called.p;
@@
refuse p (r ^ "()")

// Its address, too, but not by an EXPORT_SYMBOL.
@pointed@
identifier r = { hmm_device_new, hmm_device_put };
expression E;
position p;
@@
(
 E = r@p
|
 E = &r@p
)

@script:ocaml@
r << pointed.r;
p << pointed.p;
@@
refuse p (r ^ "()")

@sized@
position p;
@@
 sizeof@p(struct hmm_device)

@script:ocaml@
p << sized.p;
@@
refuse p "struct hmm_device"

@contained@
expression E;
identifier F;
position p;
@@
 container_of@p(E, struct hmm_device, F)

@script:ocaml@
p << contained.p;
@@
refuse p "struct hmm_device"

@embedded@
identifier S, F;
position p;
@@
(
 struct S { ... struct hmm_device F@p; ... };
|
 struct S { ... struct hmm_device *F@p; ... };
)

@script:ocaml@
p << embedded.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d struct hmm_device goes without a replacement: make a struct device, class and region of your own\n" q.line q.col

// --- What stands above what goes --------------------------------------------
// A comment goes with what is under it, as it should; but spatch takes code
// under "#if 0" for a comment, too, and would take half of it.

@above_structure@
comments c;
position p;
@@
struct@c hmm_device@p { ... };

@script:ocaml@
c << above_structure.c;
p << above_structure.p;
@@
above p c

@above_function@
comments c;
position p;
identifier r = { hmm_device_new, hmm_device_put };
type T;
@@
 T@c r@p(...) { ... }

@script:ocaml@
c << above_function.c;
p << above_function.p;
@@
above p c

@above_served@
comments c;
position p;
identifier x = {ratchet_hmm_device_only};
type T;
@@
 static@c T x@p(...) { ... }

@script:ocaml@
c << above_served.c;
p << above_served.p;
@@
above p c

// --- The interface ---------------------------------------------------------

@exports@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
identifier r = { hmm_device_new, hmm_device_put };
@@
(
-EXPORT_SYMBOL(r);
|
-EXPORT_SYMBOL_GPL(r);
)

@functions@
identifier r = { hmm_device_new, hmm_device_put };
type T;
@@
-T r(...) { ... }

@heads@
identifier r = { hmm_device_new, hmm_device_put };
type T;
@@
-T r(...);

@structure@
@@
-struct hmm_device { ... };

@announced@
@@
-struct hmm_device;

// --- What served it --------------------------------------------------------
// In the file of the functions only: elsewhere the names are another's.

@entries depends on going_function@
declarer D;
identifier x = {ratchet_hmm_device_only};
@@
-D(x);

// (spatch takes their prototypes along.)
@served_functions@
identifier x = {ratchet_hmm_device_only};
type T;
@@
-static T x(...) { ... }

@variables depends on going_function@
identifier x = {ratchet_hmm_device_only};
type T;
@@
(
-static T x;
|
-static T x = ...;
)

@declared_by depends on going_function@
declarer D;
declarer name DECLARE_BITMAP;
identifier x = {ratchet_hmm_device_only};
expression E;
@@
-static D(x, E);

@macros depends on going_function@
identifier x = {ratchet_hmm_device_only};
expression E;
@@
-#define x E
