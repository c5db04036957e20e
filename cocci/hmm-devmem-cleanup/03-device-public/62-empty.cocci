// SPDX-License-Identifier: GPL-2.0-only
/// The same once more, for what is around that.
///
// Confidence: High
// Candidates: ratchet_gone
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p why =
	let q = List.hd p in
	Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
let is_id ch = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	(ch >= '0' && ch <= '9') || ch = '_'
let starts s p =
	String.length s >= String.length p && String.sub s 0 (String.length p) = p
(* A call whose name has no doing word in it is taken for a question. *)
let doing = ["get"; "put"; "try"; "trylock"; "lock"; "unlock"; "set"; "clear"; "alloc";
	"free"; "add"; "del"; "inc"; "dec"; "next"; "take"; "drop"; "wait"; "do"; "flush";
	"write"; "remove"; "insert"; "init"; "register"; "unregister"; "map"; "unmap"; "pin";
	"unpin"; "grab"; "release"; "isolate"; "migrate"; "move"; "copy"; "send"; "start";
	"stop"; "complete"; "queue"; "enqueue"; "dequeue"; "push"; "pop"; "xchg"; "cmpxchg";
	"swap"; "update"; "handle"; "fault"; "WARN"; "warn"; "err"; "info"; "dbg"; "printk";
	"install"; "attach"; "detach"; "reserve"; "request"; "charge"; "uncharge"; "sleep";
	"change"; "mark"; "split"; "kick"; "evict"; "fill"; "read"; "call"; "run"; "open"; "close"; "find"; "lookup"]
let asks f =
	List.mem f ["READ_ONCE"; "rcu_dereference"; "get_order"] ||
	not (List.exists (fun w -> List.mem w doing) (String.split_on_char '_' f))
(* Can it be left out?  No assignment, no ++ or --, no other call. *)
let pure s =
	let n = String.length s in
	let rec word i = if i < n && is_id s.[i] then word (i + 1) else i in
	let rec skip i = if i < n && s.[i] = ' ' then skip (i + 1) else i in
	let rec go i before =
		if i >= n then true
		else if is_id s.[i] then
			let j = word i in
			let k = skip j in
			let w = String.sub s i (j - i) in
			if k < n && s.[k] = '(' && not (asks w) then false
			else go j 'x'
		else if s.[i] = '=' then
			if i + 1 < n && s.[i + 1] = '=' then go (i + 2) '='
			else if List.mem before ['!'; '<'; '>'] &&
				not (i >= 2 && s.[i - 2] = before) then go (i + 1) '='
			else false
		else if i + 1 < n && s.[i] = s.[i + 1] && (s.[i] = '+' || s.[i] = '-') then false
		else if s.[i] = ' ' then go (i + 1) before
		else go (i + 1) s.[i] in
	go 0 ' '

// --- What must be done all the same ----------------------------------------

@condition disable neg_if, drop_else@
expression E;
position p;
@@
(
 if@p (E) { ratchet_gone(); }
|
 if@p (E) ratchet_gone();
)

@script:ocaml@
e << condition.E;
p << condition.p;
@@
if not (pure e) then
refuse p "nothing is left under this condition, which does something itself: do that first"

@variable disable neg_if, drop_else@
expression E, I;
identifier x;
type T;
position p;
@@
 if@p (E) {
 T x = I;
 ratchet_gone();
 }

@script:ocaml@
e << variable.E;
i << variable.I;
p << variable.p;
@@
if not (pure e && pure i) then
refuse p "nothing is left under this condition but what does something itself: do that first"

// --- Local variables that only the statement used --------------------------

@local@
expression E, I;
identifier x;
type T;
@@
 if (E) {
-T x = I;
 ratchet_gone();
 }

@local_for_it@
expression E;
identifier x;
type T;
@@
 if (E) {
-T x;
 ratchet_gone();
 }

// --- Blocks ----------------------------------------------------------------

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

@nothing_else disable neg_if@
expression E;
statement S;
@@
 if (E) S
-else { ratchet_gone(); }

@block disable neg_if, drop_else@
expression E;
@@
-if (E) { ratchet_gone(); }
+ratchet_gone();

@nothing_else_again disable neg_if@
expression E;
statement S;
@@
 if (E) S
-else ratchet_gone();

@bare_block disable neg_if, drop_else@
expression E;
@@
-if (E) ratchet_gone();
+ratchet_gone();
