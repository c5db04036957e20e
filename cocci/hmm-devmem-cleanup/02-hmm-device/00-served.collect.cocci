// SPDX-License-Identifier: GPL-2.0-only
/// Which functions, variables and macros of a file serve hmm_device_new() and
/// hmm_device_put() and nothing else?
///
/// The names are found by following references, not known beforehand: start with
/// the two functions; take what they use, and the initcalls that use it too; give
/// back, until nothing changes, whatever something outside still uses.
///
// Confidence: High
// Candidates: hmm_device_new&EXPORT_SYMBOL hmm_device_new&EXPORT_SYMBOL_GPL
// Requires: OCaml
// Options: --no-includes

@initialize:ocaml@
@@
let roots = ["hmm_device_new"; "hmm_device_put"]
(* What the file itself defines, for no other file. *)
let own : (string, unit) Hashtbl.t = Hashtbl.create 97
(* who, whom *)
let uses : (string, string) Hashtbl.t = Hashtbl.create 997
(* Functions that a declarer at file level names: initcalls and the like. *)
let entries : (string, unit) Hashtbl.t = Hashtbl.create 7
(* Calls in a function: where, of what, with which names in the arguments. *)
let calls : (string, (int * int) * string) Hashtbl.t = Hashtbl.create 997
let args : (int * int, string) Hashtbl.t = Hashtbl.create 997
let once t k v = if not (List.mem v (Hashtbl.find_all t k)) then Hashtbl.add t k v
let at p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
(* The identifiers of an expression that is only known as text. *)
let names text =
	let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || c = '_' in
	List.filter (fun w -> w <> "")
		(String.split_on_char ' '
			(String.map (fun c -> if is_id c then c else ' ') text))

// --- What there is ---------------------------------------------------------

@a_function@
identifier f;
type T;
@@
 static T f(...) { ... }

@script:ocaml@
f << a_function.f;
@@
once own f ()

@a_variable@
identifier x;
type T;
@@
 static T x;

@script:ocaml@
x << a_variable.x;
@@
once own x ()

// DEFINE_SPINLOCK(x), DEFINE_IDA(x), DECLARE_BITMAP(x, n) ...
@declared@
declarer D;
identifier x;
@@
 static D(x);

@script:ocaml@
x << declared.x;
@@
once own x ()

// (spatch would read DECLARE_BITMAP as a macro of its own without the name)
@declared_by@
declarer D;
declarer name DECLARE_BITMAP;
identifier x;
expression E;
@@
 static D(x, E);

@script:ocaml@
x << declared_by.x;
e << declared_by.E;
@@
once own x ();
List.iter (once uses x) (names e)

@a_macro@
identifier x;
expression E;
@@
 #define x E

@script:ocaml@
x << a_macro.x;
e << a_macro.E;
@@
once own x ();
List.iter (once uses x) (names e)

// --- What uses what --------------------------------------------------------
// Every name in an expression, and the function or variable it stands in.

@use@
identifier x;
position p;
@@
 x@p

@script:ocaml@
x << use.x;
p << use.p;
@@
once uses (inside p) x

@entry@
declarer D;
identifier f;
@@
 D(f);

@script:ocaml@
f << entry.f;
@@
if not (List.mem f roots) then once entries f ()

@call@
identifier g;
position p;
expression list es;
@@
 g@p(es)

@script:ocaml@
g << call.g;
p << call.p;
es << call.es;
@@
once calls (inside p) (at p, g);
List.iter (once args (at p)) (names es)

// The value of a call may be what is meant: x = g(...).
@result@
identifier g, x;
position p;
@@
 x = g@p(...)

@script:ocaml@
x << result.x;
p << result.p;
@@
once args (at p) x

// --- The sum ---------------------------------------------------------------

@finalize:ocaml@
@@
let is_own x = Hashtbl.mem own x in
let used_by f = List.filter is_own (Hashtbl.find_all uses f) in
let users x =
	Hashtbl.fold (fun u y l ->
		if y = x && u <> x && u <> "something_else" then u :: l else l)
		uses [] in
let rec reach seen = function
	| [] -> seen
	| x :: l when List.mem x seen -> reach seen l
	| x :: l -> reach (x :: seen) (List.rev_append (used_by x) l) in
let reached = reach [] (List.concat (List.map used_by roots)) in
let initcalls = Hashtbl.fold (fun f () l ->
	if List.exists (fun x -> List.mem x reached) (used_by f)
	then f :: l else l) entries [] in
let goes s x = List.mem x roots || List.mem x s in
let served s x =
	List.for_all (goes s) (users x) &&
	(not (Hashtbl.mem entries x) ||
	 List.for_all (goes s) (used_by x)) in
let rec settle s =
	let t = List.filter (served s) s in
	if List.length t = List.length s then s else settle t in
let all = settle (reach reached initcalls) in
(* An initcall that stays although it uses the same things, or that goes
   although it calls something else with nothing of theirs. *)
let stays f = not (List.mem f all) in
let about p = List.exists (goes all) (Hashtbl.find_all args p) in
let other f = List.filter (fun (p, g) ->
	not (goes all g) && not (about p)) (Hashtbl.find_all calls f) in
List.iter (fun f ->
	let say p = Printf.printf "ratchet: refuse %d %d %s() does more than to serve struct hmm_device: part it\n" (fst p) (snd p) f in
	match stays f, other f, Hashtbl.find_all calls f with
	| false, [], _ -> ()
	| _, (p, _) :: _, _ -> say p
	| true, [], (p, _) :: _ -> say p
	| true, [], [] -> ()) initcalls;
List.iter (fun x -> Printf.printf "ratchet: set hmm_device_only %s\n" x) (List.sort compare all)
