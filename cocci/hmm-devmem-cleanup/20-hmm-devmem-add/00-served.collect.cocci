// SPDX-License-Identifier: GPL-2.0-only
/// Which functions and variables of the file that defines hmm_devmem_add()
/// serve it and nothing else?
///
/// Found by following references: what it uses, and what that uses, less all
/// that something else in the file uses as well.
//
// Confidence: High
// Candidates: hmm_devmem_add&EXPORT_SYMBOL hmm_devmem_add&EXPORT_SYMBOL_GPL
// Requires: OCaml
// Options: --no-includes

@initialize:ocaml@
@@
let root = "hmm_devmem_add"
(* What the file itself defines, for no other file: functions and objects. *)
let own : (string, unit) Hashtbl.t = Hashtbl.create 97
(* Every name in an expression: in what, and which. *)
let seen : (string * string) list ref = ref []

@a_function@
identifier f;
type T;
@@
 static T f(...) { ... }

@script:ocaml@
f << a_function.f;
@@
Hashtbl.replace own f ()

@a_variable@
identifier x;
type T;
@@
 static T x;

@script:ocaml@
x << a_variable.x;
@@
Hashtbl.replace own x ()

// DEFINE_MUTEX(x), DEFINE_IDA(x) ...
@declared@
declarer D;
identifier x;
@@
 static D(x);

@script:ocaml@
x << declared.x;
@@
Hashtbl.replace own x ()

@use@
identifier x;
position p;
@@
 x@p

@script:ocaml@
x << use.x;
p << use.p;
@@
seen := ((List.hd p).Coccilib.current_element, x) :: !seen

@finalize:ocaml@
@@
let uses = List.sort_uniq compare !seen in
let is_own x = Hashtbl.mem own x in
let used_by f = List.filter is_own (List.map snd (List.filter (fun (g, _) -> g = f) uses)) in
(* What a declarer names at file level is named in "something_else". *)
let users x = List.filter (fun u -> u <> x && u <> "something_else")
	(List.map fst (List.filter (fun (_, y) -> y = x) uses)) in
let rec reach done_ = function
	| [] -> done_
	| x :: l when List.mem x done_ -> reach done_ l
	| x :: l -> reach (x :: done_) (List.append (used_by x) l) in
let rec settle s =
	let t = List.filter (fun x ->
		List.for_all (fun u -> u = root || List.mem u s) (users x)) s in
	if List.length t = List.length s then s else settle t in
List.iter (fun x -> Printf.printf "ratchet: set hmm_devmem_only %s\n" x)
	(List.sort compare (settle (reach [] (used_by root))))
