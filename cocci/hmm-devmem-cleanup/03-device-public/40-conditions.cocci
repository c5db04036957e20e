// SPDX-License-Identifier: GPL-2.0-only
/// What a test for public memory made of the conditions that it stood in.
///
/// ratchet_false and ratchet_true are what the pass before has put in place of the
/// tests, so other people's constants are not touched.  Conditions are worked
/// off from the inside out, twice.  What becomes a whole condition is ratchet_never
/// or ratchet_always from then on.
///
// Confidence: High
// Candidates: ratchet_false ratchet_true ratchet_never ratchet_gone
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let is_id ch = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	(ch >= '0' && ch <= '9') || ch = '_'
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let gone : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let refuse p why =
	let (line, col) = key p in
	Printf.printf "ratchet: refuse %d %d %s\n" line col why
(* A call whose name has no doing word in it is taken for a question. *)
let doing = ["get"; "put"; "try"; "trylock"; "lock"; "unlock"; "set"; "clear"; "alloc";
	"free"; "add"; "del"; "inc"; "dec"; "next"; "take"; "drop"; "wait"; "do"; "flush";
	"write"; "remove"; "insert"; "init"; "register"; "unregister"; "map"; "unmap"; "pin";
	"unpin"; "grab"; "release"; "isolate"; "migrate"; "move"; "copy"; "send"; "start";
	"stop"; "complete"; "queue"; "enqueue"; "dequeue"; "push"; "pop"; "xchg"; "cmpxchg";
	"swap"; "update"; "handle"; "fault"; "WARN"; "warn"; "err"; "info"; "dbg"; "printk";
	"install"; "attach"; "detach"; "reserve"; "request"; "charge"; "uncharge"; "sleep";
	"change"; "mark"; "split"; "kick"; "evict"; "fill"; "read"; "call"; "run"; "open";
	"close"; "find"; "lookup"]
let asks f =
	List.mem f ["READ_ONCE"; "rcu_dereference"; "get_order"] ||
	not (List.exists (fun w -> List.mem w doing) (String.split_on_char '_' f))
(* Can it be left out?  No assignment, no ++ or --, no other call. *)
let pure s =
	let rec go = function
		| [] -> true
		| ("++" | "--" | "=" | "+=" | "-=" | "|=" | "&=" | "^=" | "*=" | "/=" | "%=" |
		   "<<=" | ">>=") :: _ -> false
		| "(" :: "*" :: _ :: ")" :: "(" :: _ -> false
		| f :: "(" :: t -> asks f && go t
		| _ :: t -> go t in
	go (String.split_on_char ' ' s)
(* A name, a member, a call, and all that with a "!" *)
let simple s =
	let rec go depth = function
		| [] -> true
		| ("(" | "[") :: t -> go (depth + 1) t
		| (")" | "]") :: t -> go (depth - 1) t
		| ("." | "->" | "!") :: t -> go depth t
		| "" :: t -> go depth t
		| w :: t -> (depth > 0 || is_id w.[0]) && go depth t in
	go 0 (String.split_on_char ' ' s)
let is_no s = List.mem s ["0"; "false"]
let is_yes s = List.mem s ["1"; "true"]

// --- What would not be done any more ---------------------------------------

@before@
expression A;
symbol ratchet_false, ratchet_true;
position p;
@@
(
 A && ratchet_false@p
|
 A || \(ratchet_true@p\|!ratchet_false@p\)
)

@script:ocaml@
a << before.A;
p << before.p;
@@
if not (pure a) then
refuse p "what stands before this test does something, and would not be done any more"

@before_both@
expression A, B;
symbol ratchet_false, ratchet_true;
position p;
@@
(
 A && (\(B && ratchet_false@p\|ratchet_false@p && B\))
|
 A || (\(B || ratchet_true@p\|B || !ratchet_false@p\|ratchet_true@p || B\|!ratchet_false@p || B\))
)

@script:ocaml@
a << before_both.A;
p << before_both.p;
@@
if not (pure a) then
refuse p "what stands before this test does something, and would not be done any more"

// Statements that go, and conditions under which nothing would be left.
@goes disable neg_if, drop_else@
expression E;
statement S;
symbol ratchet_false, ratchet_never, ratchet_gone;
position p;
@@
(
 if@p (\(ratchet_never\|ratchet_false\|E && ratchet_false\|ratchet_false && E\)) S
|
 ratchet_gone@p();
)

@script:ocaml@
p << goes.p;
@@
Hashtbl.replace gone (key p) ()

@around1 disable neg_if, drop_else@
expression E;
identifier x;
type T;
statement S;
position p, q : script:ocaml() { Hashtbl.mem gone (key q) };
@@
(
 if@p (E) { S@q }
|
 if@p (E) { T x; S@q }
)

@script:ocaml@
e << around1.E;
p << around1.p;
@@
if pure e then Hashtbl.replace gone (key p) ()
else refuse p "nothing would be left under this condition, which does something itself"

@around_variable1 disable neg_if, drop_else@
expression E, I;
identifier x;
type T;
statement S;
position p, q : script:ocaml() { Hashtbl.mem gone (key q) };
@@
 if@p (E) {
 T x = I;
 S@q
 }

@script:ocaml@
e << around_variable1.E;
i << around_variable1.I;
p << around_variable1.p;
@@
if pure e && pure i then Hashtbl.replace gone (key p) ()
else refuse p "nothing would be left under this condition but what does something itself"

@around2 disable neg_if, drop_else@
expression E;
identifier x;
type T;
statement S;
position p, q : script:ocaml() { Hashtbl.mem gone (key q) };
@@
(
 if@p (E) { S@q }
|
 if@p (E) { T x; S@q }
)

@script:ocaml@
e << around2.E;
p << around2.p;
@@
if pure e then Hashtbl.replace gone (key p) ()
else refuse p "nothing would be left under this condition, which does something itself"

@around_variable2 disable neg_if, drop_else@
expression E, I;
identifier x;
type T;
statement S;
position p, q : script:ocaml() { Hashtbl.mem gone (key q) };
@@
 if@p (E) {
 T x = I;
 S@q
 }

@script:ocaml@
e << around_variable2.E;
i << around_variable2.I;
p << around_variable2.p;
@@
if pure e && pure i then Hashtbl.replace gone (key p) ()
else refuse p "nothing would be left under this condition but what does something itself"

// --- From the inside out ----------------------------------------------------

@bare1 disable paren@
identifier V = {ratchet_false, ratchet_true};
@@
-(
 V
-)

@negated1 disable is_zero, isnt_zero@
symbol ratchet_false, ratchet_true;
@@
(
-!ratchet_false
+ratchet_true
|
-!ratchet_true
+ratchet_false
)

@asked1 disable unlikely@
identifier l = {likely, unlikely};
identifier V = {ratchet_false, ratchet_true};
@@
-l(
 V
-)

@decided1@
expression E;
expression e : script:ocaml() { pure e };
symbol ratchet_false, ratchet_true;
@@
(
 ratchet_false
- && E
|
-e &&
 ratchet_false
|
 ratchet_true
- || E
|
-e ||
 ratchet_true
)

// --- A local variable that only ever held the answer of such a test goes ----

@told@
identifier X;
identifier V = {ratchet_false, ratchet_true};
type T;
position d;
@@
 T X@d = V;

// In a loop the declaration comes again, and looks like an assignment.
@changed exists@
identifier X;
identifier V = {ratchet_false, ratchet_true};
assignment operator op;
expression E;
type T;
position c, w != told.d;
@@
 T X@c = V;
 ... when any
 \(X@w op E\|X@w++\|X@w--\|++X@w\|--X@w\|&X@w\)

@held@
identifier X;
identifier V = {ratchet_false, ratchet_true};
type T;
position d != changed.c;
@@
 {
 ... when any
-T X@d = V;
 <...
-X
+V
 ...>
 }

// Declared first and told later, once.
@later exists@
identifier X;
identifier V = {ratchet_false, ratchet_true};
type T;
position d, a;
@@
 T X@d;
 ... when != X
 X@a = V;

@changed_later exists@
identifier X;
identifier V = {ratchet_false, ratchet_true};
assignment operator op;
expression E;
position c, w != later.a;
@@
 X@c = V;
 ... when any
 \(X@w op E\|X@w++\|X@w--\|++X@w\|--X@w\|&X@w\)

@held_later@
identifier later.X, later.V;
type T;
position later.d, a != changed_later.c;
@@
 {
 ... when any
-T X@d;
 ... when != X
-X@a = V;
 <...
-X
+V
 ...>
 }

// --- Once more -------------------------------------------------------------

@bare2 disable paren@
identifier V = {ratchet_false, ratchet_true};
@@
-(
 V
-)

@compared disable is_zero, isnt_zero@
identifier V = {ratchet_false, ratchet_true};
expression z : script:ocaml() { is_no z };
expression o : script:ocaml() { is_yes o };
symbol ratchet_false, ratchet_true;
@@
(
-ratchet_false == z
+ratchet_true
|
-ratchet_true == z
+ratchet_false
|
-ratchet_false != o
+ratchet_true
|
-ratchet_true != o
+ratchet_false
|
 V
- != z
|
 V
- == o
)

@negated2 disable is_zero, isnt_zero@
symbol ratchet_false, ratchet_true;
@@
(
-!ratchet_false
+ratchet_true
|
-!ratchet_true
+ratchet_false
)

@asked2 disable unlikely@
identifier l = {likely, unlikely};
identifier V = {ratchet_false, ratchet_true};
@@
-l(
 V
-)

@decided2@
expression E;
expression e : script:ocaml() { pure e };
symbol ratchet_false, ratchet_true;
@@
(
 ratchet_false
- && E
|
-e &&
 ratchet_false
|
 ratchet_true
- || E
|
-e ||
 ratchet_true
)

@bare3 disable paren@
identifier V = {ratchet_false, ratchet_true};
@@
-(
 V
-)

@negated3 disable is_zero, isnt_zero@
symbol ratchet_false, ratchet_true;
@@
(
-!ratchet_false
+ratchet_true
|
-!ratchet_true
+ratchet_false
)

// One operand left needs no parentheses.
@alone disable paren, is_zero, isnt_zero@
expression e : script:ocaml() { simple e };
symbol ratchet_false, ratchet_true;
@@
(
-(e || ratchet_false)
+e
|
-(ratchet_false || e)
+e
|
-(e && ratchet_true)
+e
|
-(ratchet_true && e)
+e
)

@joined@
expression E;
symbol ratchet_false, ratchet_true;
@@
(
-ratchet_true &&
 E
|
 E
- && ratchet_true
|
-ratchet_false ||
 E
|
 E
- || ratchet_false
)

@chosen@
expression A, B;
symbol ratchet_false, ratchet_true;
@@
(
-ratchet_false ? A :
 B
|
-ratchet_true ?
 A
- : B
)

// --- Where it is a number --------------------------------------------------

@added@
expression E;
symbol ratchet_false;
@@
(
 E
- + ratchet_false
|
-ratchet_false +
 E
|
 E
- - ratchet_false
|
 E
- | ratchet_false
|
-ratchet_false |
 E
)

@count@
expression x : script:ocaml() { pure x };
symbol ratchet_false;
@@
(
-x += \(ratchet_false\);
+ratchet_gone();
|
-x -= \(ratchet_false\);
+ratchet_gone();
|
-x |= \(ratchet_false\);
+ratchet_gone();
)

// --- Where it is all there is ----------------------------------------------

@whole disable neg_if, drop_else, unlikely@
statement S1, S2;
symbol ratchet_false, ratchet_true, ratchet_never, ratchet_always;
@@
(
 if (
-ratchet_false
+ratchet_never
 ) S1 else S2
|
 if (
-ratchet_false
+ratchet_never
 ) S1
|
 if (
-ratchet_true
+ratchet_always
 ) S1 else S2
|
 if (
-ratchet_true
+ratchet_always
 ) S1
)

// --- Where it is a value ---------------------------------------------------

@value@
symbol ratchet_false, ratchet_true;
@@
(
-ratchet_false
+false
|
-ratchet_true
+true
)
