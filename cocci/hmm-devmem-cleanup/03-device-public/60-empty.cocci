// SPDX-License-Identifier: GPL-2.0-only
/// What is left around a statement that went goes too, if it was there for that.
///
// Confidence: High
// Candidates: ratchet_gone
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
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

// What does something itself stays.
@local1@
expression E;
expression i : script:ocaml() { pure i };
identifier x;
type T;
@@
 if (E) {
 ... when any
(
-T x = i;
|
-T x;
)
 ratchet_gone();
 }

@block1 disable neg_if, drop_else@
expression e : script:ocaml() { pure e };
@@
-if (e) { ratchet_gone(); }
+ratchet_gone();

@nothing_else disable neg_if@
expression E;
statement S;
@@
 if (E) S
-else { ratchet_gone(); }

@local2@
expression E;
expression i : script:ocaml() { pure i };
identifier x;
type T;
@@
 if (E) {
 ... when any
(
-T x = i;
|
-T x;
)
 ratchet_gone();
 }

@block2 disable neg_if, drop_else@
expression e : script:ocaml() { pure e };
@@
-if (e) { ratchet_gone(); }
+ratchet_gone();

@local3@
expression E;
expression i : script:ocaml() { pure i };
identifier x;
type T;
@@
 if (E) {
 ... when any
(
-T x = i;
|
-T x;
)
 ratchet_gone();
 }

@block3 disable neg_if, drop_else@
expression e : script:ocaml() { pure e };
@@
-if (e) { ratchet_gone(); }
+ratchet_gone();

@otherwise disable neg_if, unlikely@
expression E;
statement S;
@@
(
-if (likely(!E)) { ratchet_gone(); } else
+if (unlikely(E))
 S
|
-if (unlikely(!E)) { ratchet_gone(); } else
+if (likely(E))
 S
|
-if (likely(E)) { ratchet_gone(); } else
+if (unlikely(!E))
 S
|
-if (unlikely(E)) { ratchet_gone(); } else
+if (likely(!E))
 S
|
-if (!E) { ratchet_gone(); } else
+if (E)
 S
|
-if (E) { ratchet_gone(); } else
+if (!E)
 S
)

// --- What must not be left bare ---------------------------------------------

@last_case@
expression E;
@@
 switch (E) {
 default:
-ratchet_gone();
+break;
 }

@last_label@
identifier L;
@@
 {
 ... when any
 L:
-ratchet_gone()
 ;
 }

// Now it is known that nothing else goes with it.
@gone@
@@
-ratchet_gone();
