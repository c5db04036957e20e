// SPDX-License-Identifier: GPL-2.0-only
/// Ways out between the action that would give the count back and the map that
/// is to do it.
//
// Confidence: High
// Candidates: devm_add_action&percpu_ref_init devm_add_action_or_reset&percpu_ref_init
// Facts: constrain
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let line p = (List.hd p).Coccilib.line
let inside p = (List.hd p).Coccilib.current_element
(* Of each function: where the action is added, and where it is mapped. *)
let added : (string * int) list ref = ref []
let mapped : (string * int) list ref = ref []
let own : int list ref = ref []
let between p =
  match List.assoc_opt (inside p) !added, List.assoc_opt (inside p) !mapped with
  | Some a, Some m -> line p > a && line p < m && not (List.mem (line p) !own)
  | _ -> false

@adds@
identifier f = {ratchet_exit_action};
identifier h = {devm_add_action, devm_add_action_or_reset};
expression D, A;
position p;
@@
h@p(D, f, A)

@script:ocaml@
p << adds.p;
@@
added := (inside p, line p) :: !added

// In another function than the mapping.
@maps@
position p;
@@
devm_memremap_pages@p(...)

@script:ocaml@
p << maps.p;
@@
mapped := (inside p, line p) :: !mapped

@tested@
identifier f = {ratchet_exit_action};
identifier h = {devm_add_action, devm_add_action_or_reset};
expression D, A, R, E;
identifier l;
position p;
@@
(
R = h(D, f, A);
if (\( R \| R != 0 \| R < 0 \)) \( return@p E; \| goto@p l; \)
|
R = h(D, f, A);
if (\( R \| R != 0 \| R < 0 \)) { ... \( return@p E; \| goto@p l; \) }
|
if (h(D, f, A)) { ... \( return@p E; \| goto@p l; \) }
|
if (h(D, f, A)) \( return@p E; \| goto@p l; \)
|
if (h(D, f, A) < 0) \( return@p E; \| goto@p l; \)
)

@script:ocaml@
p << tested.p;
@@
own := line p :: !own

@leaves@
expression E;
identifier l;
position p;
@@
\( return@p E; \| goto@p l; \)

@script:ocaml@
p << leaves.p;
@@
if between p then
  List.iter (fun q -> Printf.printf
    "ratchet: refuse %d %d who gives the count back when this fails? The map does not yet: set the count up right before it is mapped\n"
    q.Coccilib.line q.Coccilib.col) p

@apart@
identifier f = {ratchet_exit_action};
identifier h = {devm_add_action, devm_add_action_or_reset};
expression D, A;
position p;
@@
h@p(D, f, A)

@script:ocaml@
p << apart.p;
@@
if not (List.mem_assoc (inside p) !mapped) then
  List.iter (fun q -> Printf.printf
    "ratchet: refuse %d %d this count is waited for elsewhere than it is mapped: which map is to do it?\n"
    q.Coccilib.line q.Coccilib.col) p
