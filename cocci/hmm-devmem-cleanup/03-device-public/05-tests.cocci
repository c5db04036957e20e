// SPDX-License-Identifier: GPL-2.0-only
/// Who does more with a test for public memory than to test is refused by line;
/// nothing is changed.
///
// Confidence: High
// Candidates: is_device_public_page _vm_normal_page
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p why =
	let q = List.hd p in
	Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
let inside p = (List.hd p).Coccilib.current_element
let predicate = "is_device_public_page"
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

// --- Tests -----------------------------------------------------------------

@tested@
identifier f = { is_device_public_page };
expression E;
position p;
@@
 f@p(E)

@script:ocaml@
e << tested.E;
p << tested.p;
@@
if not (pure e) then
refuse p "the argument of is_device_public_page() does something: do that first"

@pointed@
identifier f = { is_device_public_page };
position p != tested.p;
@@
 f@p

@script:ocaml@
p << pointed.p;
@@
if inside p <> predicate then
refuse p "is_device_public_page() is not called here, but used by its address"

// What stands before the test is not done any more if the test is never true.
@before@
expression A;
position p;
@@
(
 A && is_device_public_page@p(...)
|
 A || !is_device_public_page@p(...)
)

@script:ocaml@
a << before.A;
p << before.p;
@@
if not (pure a) then
refuse p "what stands before this test does something, and would not be done any more"

// A condition under which nothing would be left.
@only disable neg_if, drop_else@
expression E;
statement S;
position p;
@@
(
 if@p (E) { if (is_device_public_page(...)) S }
|
 if@p (E) if (is_device_public_page(...)) S
)

@script:ocaml@
e << only.E;
p << only.p;
@@
if not (pure e) then
refuse p "nothing would be left under this condition, which does something itself"

@only_variable disable neg_if, drop_else@
expression E, I;
identifier x;
type T;
statement S;
position p;
@@
 if@p (E) {
 T x = I;
 if (is_device_public_page(...)) S
 }

@script:ocaml@
e << only_variable.E;
i << only_variable.I;
p << only_variable.p;
@@
if not (pure e && pure i) then
refuse p "nothing would be left under this condition but what does something itself"

// --- Who may see it --------------------------------------------------------

@sees@
identifier f = { _vm_normal_page };
expression V, A, P, W;
position p;
@@
 f@p(V, A, P, W)

@script:ocaml@
w << sees.W;
p << sees.p;
@@
if not (pure w) then
refuse p "the last argument does something: do that first"

@sees_address@
identifier f = { _vm_normal_page };
position p != sees.p;
@@
 f@p

@script:ocaml@
p << sees_address.p;
@@
refuse p "_vm_normal_page() is not called here, but used by its address: it loses a parameter"
