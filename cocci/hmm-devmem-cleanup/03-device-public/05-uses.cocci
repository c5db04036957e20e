// SPDX-License-Identifier: GPL-2.0-only
/// Who makes public memory, uses its type or descriptor as a value, or does more
/// with a test for it than to test, is refused by line; nothing is changed.
///
// Confidence: High
// Candidates: hmm_devmem_add_resource MEMORY_DEVICE_PUBLIC IORES_DESC_DEVICE_PUBLIC_MEMORY is_device_public_page _vm_normal_page
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p why =
	let q = List.hd p in
	Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
let inside p = (List.hd p).Coccilib.current_element
let maker = "hmm_devmem_add_resource"
let predicate = "is_device_public_page"
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

// --- Who makes it ----------------------------------------------------------

@exported@
declarer name EXPORT_SYMBOL_GPL;
symbol hmm_devmem_add_resource;
position p;
@@
 EXPORT_SYMBOL_GPL(hmm_devmem_add_resource@p);

@made@
identifier r = { hmm_devmem_add_resource };
position p != exported.p;
@@
 r@p

@script:ocaml@
p << made.p;
@@
refuse p "hmm_devmem_add_resource() has no replacement: map the memory by devm_memremap_pages(), as another type"

// --- Its type and its descriptor -------------------------------------------

@compared@
expression E;
identifier C = { MEMORY_DEVICE_PUBLIC, IORES_DESC_DEVICE_PUBLIC_MEMORY };
position p;
@@
(
 E == C@p
|
 C@p == E
|
 E != C@p
|
 C@p != E
)

@script:ocaml@
e << compared.E;
p << compared.p;
@@
if not (pure e) then
refuse p "what is compared with this does something: do that first"

@cased@
expression E;
position p;
@@
 switch (E) {
 case MEMORY_DEVICE_PUBLIC@p:
 ...
 }

@used@
identifier C = { MEMORY_DEVICE_PUBLIC, IORES_DESC_DEVICE_PUBLIC_MEMORY };
position p != { compared.p, cased.p };
@@
 C@p

@script:ocaml@
c << used.C;
p << used.p;
@@
if not (List.mem (inside p) [maker; predicate]) then
refuse p (if c = "MEMORY_DEVICE_PUBLIC" then
	"there is no public device memory any more, and nothing in its place: choose another type"
	else "there is no public device memory any more, and no descriptor for it")

// A case whose statements are for public memory alone: no other label stands
// right before or after it.
@label@
position c;
expression E;
@@
 switch (E) {
 case MEMORY_DEVICE_PUBLIC@c:
 ...
 }

@script:ocaml@
c << label.c;
@@
let q = List.hd c in
let text =
	let f = open_in_bin q.Coccilib.file in
	let s = really_input_string f (in_channel_length f) in
	close_in f; s in
let starts_at i w =
	i + String.length w <= String.length text &&
	String.sub text i (String.length w) = w in
(* The text with comments blanked, so that places stay. *)
let out = Buffer.create 997 in
let rec blank i =
	if i >= String.length text then ()
	else if starts_at i "/*" then inside i
	else (Buffer.add_char out text.[i]; blank (i + 1))
and inside i =
	if starts_at i "*/" then (Buffer.add_string out "  "; blank (i + 2))
	else (Buffer.add_char out (if text.[i] = Char.chr 10 then text.[i] else ' '); inside (i + 1)) in
blank 0;
let code = Buffer.contents out in
let rec line_start n i = if n <= 1 then i else
	line_start (n - 1) (String.index_from code i (Char.chr 10) + 1) in
let here = line_start q.Coccilib.line 0 + q.Coccilib.col in
let space ch = ch = ' ' || ch = Char.chr 9 || ch = Char.chr 10 || ch = Char.chr 13 in
let rec skip i = if space code.[i] then skip (i + 1) else i in
let rec back i = if space code.[i] then back (i - 1) else i in
let after = skip (String.index_from code here (Char.chr 58) + 1) in
let word w = starts_at after w in
(* "case", and what stands before it *)
let before = back (back (here - 1) - 4) in
let grouped = word "case" || word "default" || code.[before] = Char.chr 58 in
if not grouped then
	Printf.printf "ratchet: refuse %d %d this case is for public memory alone, which nothing is any more: take it out\n" q.Coccilib.line q.Coccilib.col

// --- Tests -----------------------------------------------------------------

@tested@
expression E;
position p;
@@
 is_device_public_page@p(E)

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
refuse p "is_device_public_page() is not called here, but used by its address"

// --- Who may see it --------------------------------------------------------

@sees@
expression V, A, P, W;
position p;
@@
 _vm_normal_page@p(V, A, P, W)

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
