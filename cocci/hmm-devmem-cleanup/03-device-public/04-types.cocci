// SPDX-License-Identifier: GPL-2.0-only
/// Who makes public memory, or uses its type or descriptor as a value, is refused
/// by line; nothing is changed.
///
// Confidence: High
// Candidates: hmm_devmem_add_resource MEMORY_DEVICE_PUBLIC IORES_DESC_DEVICE_PUBLIC_MEMORY
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

// --- Who makes it ----------------------------------------------------------

@made@
identifier r = { hmm_devmem_add_resource };
position p;
@@
 r@p(...)

@script:ocaml@
p << made.p;
@@
if inside p <> maker then
refuse p "hmm_devmem_add_resource() has no replacement: map the memory by devm_memremap_pages(), as another type"

@named@
identifier r = { hmm_devmem_add_resource };
position p != made.p;
@@
 r@p

@script:ocaml@
p << named.p;
@@
if inside p <> maker && inside p <> "something_else" then
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
if not (List.mem (inside p) [maker; predicate]) && not (pure e) then
refuse p "what is compared with this does something: do that first"

@cased@
expression E;
identifier C = { MEMORY_DEVICE_PUBLIC, IORES_DESC_DEVICE_PUBLIC_MEMORY };
position p;
@@
 switch (E) {
 case C@p:
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
