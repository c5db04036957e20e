// SPDX-License-Identifier: GPL-2.0-only
/// Uses of a struct hmm_devmem that come out wrong when the pagemap is part of
/// the driver's own structure: refused by line, nothing is changed.
//
// Confidence: High
// Candidates: hmm_devmem hmm_devmem_add hmm_devmem_ops @hmm_devmem&IS_ERR @hmm_devmem&kfree @hmm_devmem&NULL @hmm_devmem&ops @hmm_devmem&pfn_first @hmm_devmem&pfn_last @hmm_devmem&resource
// Options: --include include/linux/hmm.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let seen : (int * int) list ref = ref []
(* The functions that call hmm_devmem_add(). *)
let walked : (string * string) list ref = ref []
let newborns : (string * string) list ref = ref []
let filled : ((string * string) * string) list ref = ref []
let mappers : string list ref = ref []
let refuse p why = List.iter (fun q ->
	let at = (q.Coccilib.line, q.Coccilib.col) in
	if not (List.mem at !seen) then begin
		seen := at :: !seen;
		Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
	end) p
let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	(c >= '0' && c <= '9') || c = '_'
let starts w s =
	let n = String.length w in
	String.length s >= n && String.sub s 0 n = w &&
	(String.length s = n || not (is_id s.[n]))
(* The last statement of a block, as text; an inner block is one piece. *)
let last_statement s =
	let last = ref "" and b = Buffer.create 80 and depth = ref 0 in
	String.iter (fun c ->
		(match c with
		| '(' | '{' -> incr depth
		| ')' | '}' -> decr depth
		| _ -> ());
		Buffer.add_char b (if c = '\n' || c = '\t' then ' ' else c);
		if !depth = 0 && (c = ';' || c = '}') then begin
			let t = String.trim (Buffer.contents b) in
			Buffer.clear b;
			if t <> "" && t <> ";" then last := t
		end) s;
	!last
(* Does control never come to what is behind this? *)
let rec leaves s =
	let s = String.trim s in
	let n = String.length s in
	if n > 1 && s.[0] = '{' && s.[n - 1] = '}'
	then leaves (last_statement (String.sub s 1 (n - 2)))
	else List.exists (fun w -> starts w s) ["return"; "goto"; "continue"; "break"]
let stays p s =
	if not (leaves s) then
	refuse p "what follows runs with memory and without: leave the function here, or part the two"
let holders = List.map String.trim (String.split_on_char ',' "ratchet_devmem_holder")
(* "struct card" is known by its tag, a typedef by its name. *)
let tag t =
	let t = String.trim t in
	if starts "struct" t then String.trim (String.sub t 6 (String.length t - 6)) else t
let freed p =
	if not (List.mem (List.hd p).Coccilib.current_element !mappers) then
	refuse p "the pagemap in it is in use until the device is gone: let the device free it, or allocate with devm_kzalloc()"
let fields = List.map String.trim (String.split_on_char ',' "ratchet_devmem_field")
(* What follows each mention of a member that holds a hmm_devmem. *)
let mentions text =
	let n = String.length text in
	let rec word i = if i < n && is_id text.[i] then word (i + 1) else i in
	let rec blank i = if i < n && text.[i] = ' ' then blank (i + 1) else i in
	let rec go i acc =
		if i >= n then acc
		else if text.[i] = '.' || (text.[i] = '>' && i > 0 && text.[i - 1] = '-') then
			let a = blank (i + 1) in
			let b = word a in
			if List.mem (String.sub text a (b - a)) fields then
				let c = blank b in
				let arrow = c + 1 < n && text.[c] = '-' && text.[c + 1] = '>' in
				let d = blank (c + 2) in
				go b ((if arrow then String.sub text d (word d - d) else "") :: acc)
			else go (max b (i + 1)) acc
		else go (i + 1) acc in
	go 0 []
(* Is there a comma in the declaration that begins, or ends, around this? *)
let among_others p =
	let q = List.hd p in
	let text =
		try
			let ic = open_in_bin q.Coccilib.file in
			for _ = 2 to q.Coccilib.line do ignore (input_line ic) done;
			let l = input_line ic in
			let rest = ref "" in
			(try
				while not (String.contains (l ^ !rest) ';') do
					rest := !rest ^ input_line ic
				done
			with End_of_file -> ());
			close_in ic;
			l ^ !rest
		with Sys_error _ | End_of_file -> "" in
	let n = try String.index_from text (min q.Coccilib.col (String.length text)) ';'
		with Not_found -> String.length text in
	let from = try String.rindex_from text (max 0 (n - 1)) ';' + 1 with Not_found -> 0 in
	String.contains (String.sub text from (n - from)) ','
let known_member m = List.mem m ["pfn_first"; "pfn_last"; "resource"; "device"]
(* Macros of the file: they have no types, and may not even be expressions. *)
let macros file =
	let text =
		try
			let ic = open_in_bin file in
			let s = really_input_string ic (in_channel_length ic) in
			close_in ic;
			s
		with Sys_error _ -> "" in
	let hash = Char.chr 35 and back = Char.chr 92 in
	let rec join k = function
		| l :: m :: t when String.length l > 0 && l.[String.length l - 1] = back ->
			let l, t = (String.sub l 0 (String.length l - 1) ^ " " ^ m), t in
			let (l, k', t) = more l (k + 1) t in
			(k, l) :: join k' t
		| l :: t -> (k, l) :: join (k + 1) t
		| [] -> []
	and more l k = function
		| m :: t when String.length l > 0 && l.[String.length l - 1] = back ->
			more (String.sub l 0 (String.length l - 1) ^ " " ^ m) (k + 1) t
		| t -> (l, k + 1, t) in
	List.filter_map (fun (k, l) ->
		let t = String.trim l in
		if String.length t > 8 && t.[0] = hash &&
		   starts "define" (String.trim (String.sub t 1 (String.length t - 1)))
		then Some (k, String.map (fun c -> if c = Char.chr 9 then ' ' else c) t) else None)
		(join 1 (String.split_on_char '\n' text))
let looked = ref false
let look_at_macros p =
	if not !looked then begin
		looked := true;
		List.iter (fun (k, l) ->
			if List.exists (fun m -> not (known_member m)) (mentions l) then
			Printf.printf "ratchet: refuse %d 0 a macro names the member that becomes the pagemap, and what is done with it has no type here: write it out\n" k)
			(macros (List.hd p).Coccilib.file)
	end

@core@
@@
 struct hmm_devmem { ... };

@core_add@
identifier f = {hmm_devmem_add};
@@
 f(...) { ... }

// --- Macros ----------------------------------------------------------------

@anything depends on !core && !core_add@
position p;
identifier x;
@@
 x@p

@script:ocaml@
p << anything.p;
@@
look_at_macros p

// --- The call --------------------------------------------------------------

@tested@
struct hmm_devmem *D;
expression OPS, DEV, SIZE;
statement S;
position p, q;
@@
 D = hmm_devmem_add@p(OPS, DEV, SIZE);
 if (IS_ERR@q(D)) S

@script:ocaml@
s << tested.S;
q << tested.q;
@@
stays q s

// What it returned is made a number first.
@numbered@
struct hmm_devmem *D;
expression OPS, DEV, SIZE, V;
statement S;
position p, q, q2;
@@
 D = hmm_devmem_add@p(OPS, DEV, SIZE);
(
 V = PTR_ERR_OR_ZERO@q(D);
|
 V = IS_ERR@q(D) ? PTR_ERR@q2(D) : 0;
)
 if (\(V\|V != 0\|V < 0\)) S

@script:ocaml@
s << numbered.S;
p << numbered.p;
@@
stays p s

@result@
struct hmm_devmem *D;
expression OPS, DEV, SIZE;
position p, q;
@@
 D = hmm_devmem_add@p(OPS, DEV, SIZE);
 return PTR_ERR_OR_ZERO@q(D);

@call depends on !core && !core_add@
position p != {tested.p, numbered.p, result.p};
expression list es;
@@
 hmm_devmem_add@p(es)

@script:ocaml@
p << call.p;
@@
refuse p "two calls take the place of hmm_devmem_add(): store what it returns and test it with IS_ERR() right behind"

// Where it goes: the pagemap takes the place of that member.
@placed disable fld_to_ptr, ptr_to_array@
identifier F = {ratchet_devmem_field};
expression E;
position p;
@@
 \(E->F\|E.F\) = hmm_devmem_add@p(...)

@through disable ptr_to_array exists@
local idexpression struct hmm_devmem *d;
identifier F = {ratchet_devmem_field};
expression E, X;
position p;
@@
 d = hmm_devmem_add@p(...);
 ... when != E = X
     when != d = X
 E->F = d;

// Where a local's value ends up.
@kept exists@
local idexpression struct hmm_devmem *d;
identifier F = {ratchet_devmem_field};
expression E;
position p;
@@
 d = hmm_devmem_add(...);
 ...
 \(E->F@p\|E.F@p\) = d;

@beside disable fld_to_ptr@
local idexpression struct hmm_devmem *d;
identifier F = {ratchet_devmem_field};
expression E;
statement S;
position p;
@@
 d = hmm_devmem_add@p(...);
 if (IS_ERR(d)) S
 E.F = d;

@elsewhere depends on !core && !core_add@
position p != {placed.p, through.p, beside.p};
expression list es;
@@
 hmm_devmem_add@p(es)

@script:ocaml@
p << elsewhere.p;
@@
refuse p "a pagemap takes the place of the pointer: store what hmm_devmem_add() returns in a member of a structure"

@twice@
expression OPS, DEV, SIZE, E;
position p;
@@
 hmm_devmem_add@p(OPS, \(DEV\&<+...\(E++\|E--\|++E\|--E\)...+>\), SIZE)

@script:ocaml@
p << twice.p;
@@
refuse p "the device is needed twice: put it into a variable first"

// What returns another device, or a count of it, each time; drvdata and container_of do not.
@twice_called@
expression OPS, DEV, SIZE;
identifier f !~ "^to_|^container_of$|drvdata$|2dev$|[^t]_dev$";
position p;
@@
 hmm_devmem_add@p(OPS, \(DEV\&<+...f(...)...+>\), SIZE)

@script:ocaml@
p << twice_called.p;
@@
refuse p "the device is needed twice: put it into a variable first"

@in_error@
struct hmm_devmem *D;
statement S;
position tested.q;
position p;
@@
 if (IS_ERR@q(D)) { <+... PTR_ERR@p(D) ...+> }

@in_return@
struct hmm_devmem *D;
position tested.q;
position p;
@@
 if (IS_ERR@q(D)) return <+... PTR_ERR@p(D) ...+>;

@late depends on !core && !core_add@
struct hmm_devmem *D;
identifier f = {IS_ERR, PTR_ERR, ERR_CAST, IS_ERR_OR_NULL, PTR_ERR_OR_ZERO};
position p != {tested.q, numbered.q, numbered.q2, result.q, in_error.p, in_return.p};
@@
 f@p(D)

@script:ocaml@
p << late.p;
@@
refuse p "the error is not looked at where hmm_devmem_add() is called, and later there is none"

// A pointer to what is kept elsewhere.
@alias depends on !core@
identifier F = {ratchet_devmem_field};
struct hmm_devmem *D;
expression E;
position p != kept.p;
@@
(
 \(E->F\|E.F\) = hmm_devmem_add(...)
|
 \(E->F@p\|E.F@p\) = D
)

@script:ocaml@
p << alias.p;
@@
refuse p "this is a second pointer to memory that another structure holds: make it a pointer to that structure"

// A structure that is new has a pagemap that was never mapped.
@newborn@
expression E;
identifier g = {kzalloc, kmalloc, kcalloc, kvzalloc, kzalloc_node, devm_kzalloc};
position p;
@@
 E = g@p(...)

@script:ocaml@
e << newborn.E; p << newborn.p;
@@
newborns := ((List.hd p).Coccilib.current_element, e) :: !newborns

@born@
type T;
identifier x;
identifier g = {kzalloc, kmalloc, kcalloc, kvzalloc, kzalloc_node, devm_kzalloc};
position p;
@@
 T *x = g@p(...);

@script:ocaml@
x << born.x; p << born.p;
@@
newborns := ((List.hd p).Coccilib.current_element, x) :: !newborns

// A pagemap that was mapped once has a count, and is not mapped again.
@filled disable fld_to_ptr, ptr_to_array@
identifier F = {ratchet_devmem_field};
type T;
T *E;
position p;
@@
 E->F = hmm_devmem_add@p(...)

@script:ocaml@
t << filled.T; m << filled.F; e << filled.E; p << filled.p;
@@
let here = (List.hd p).Coccilib.current_element in
if not (List.mem (here, e) !newborns) then begin
if List.exists (fun (k, f) -> k = (t, m) && f <> here) !filled then
refuse p "the same member is filled in another function, too, and a pagemap can be mapped once only: make a structure for each";
filled := ((t, m), here) :: !filled
end

@walked@
iterator I;
expression E;
statement S;
position p;
@@
 I@p(E, ...) S

@script:ocaml@
e << walked.E;
p << walked.p;
@@
walked := ((List.hd p).Coccilib.current_element, e) :: !walked

@again exists@
expression E;
expression X;
identifier F = {ratchet_devmem_field};
position p1, p;
@@
 E->F = hmm_devmem_add@p1(...)
 ... when != E = X
 E->F = hmm_devmem_add@p(...)

// A loop comes to the same place with another index, or entry of a list.
@script:ocaml@
e << again.E;
p1 << again.p1;
p << again.p;
@@
let at q = ((List.hd q).Coccilib.line, (List.hd q).Coccilib.col) in
if at p1 <> at p || not (String.contains e '[' ||
   List.mem ((List.hd p).Coccilib.current_element, e) !walked) then
refuse p "a pagemap can be mapped once only: make a structure for each"

// --- Is there memory? ------------------------------------------------------

@null depends on !core && !core_add@
struct hmm_devmem *D;
expression E;
position p;
@@
(
 D@p == NULL
|
 D@p != NULL
|
 !D@p
|
 D@p && E
|
 E && D@p
|
 D@p || E
|
 E || D@p
)

@script:ocaml@
p << null.p;
@@
refuse p "a pagemap inside a structure is always there: remember in a member of its own whether it is in use"

@null_if depends on !core && !core_add@
struct hmm_devmem *D;
statement S, S2;
position p;
@@
 if (D@p) S else S2

@script:ocaml@
p << null_if.p;
@@
refuse p "a pagemap inside a structure is always there: remember in a member of its own whether it is in use"

// --- What has no counterpart -----------------------------------------------

@inner depends on !core && !core_add@
struct hmm_devmem *D;
identifier m = {ops, ref, completion, page_fault};
position p;
@@
 D->m@p

@script:ocaml@
p << inner.p;
@@
refuse p "this was internal to struct hmm_devmem, and a pagemap has nothing like it"

// The pagemap has a copy of the resource, which is in no tree.
@in_tree depends on !core && !core_add@
struct hmm_devmem *D;
identifier f = {request_resource, request_resource_conflict, insert_resource, insert_resource_conflict, release_resource, remove_resource, adjust_resource, allocate_resource, devm_request_resource, devm_release_resource, release_child_resources};
position p;
@@
 f(..., D->resource@p, ...)

@script:ocaml@
p << in_tree.p;
@@
refuse p "the pagemap has a copy of the resource: keep what devm_request_free_mem_region() returns for this"

@two depends on !core@
identifier S, F, G;
position p;
@@
 struct S { ... struct hmm_devmem *F; ... struct hmm_devmem *G@p; ... };

@script:ocaml@
p << two.p;
@@
refuse p "two pagemaps in one structure: make a structure for each"

@taken depends on !core@
identifier S, F;
type T;
position p;
@@
(
 struct S { ... struct hmm_devmem *F@p; ... T pagemap; ... };
|
 struct S { ... T pagemap; ... struct hmm_devmem *F@p; ... };
)

@script:ocaml@
p << taken.p;
@@
refuse p "the structure has a member 'pagemap': give that another name"

@called depends on !core && !core_add@
identifier f = {ratchet_devmem_free};
expression list es;
position p;
@@
 f@p(es)

@script:ocaml@
p << called.p;
@@
refuse p "a callback is called from here, too: part the two"

@called_fault depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
expression list es;
position p;
@@
 f@p(es)

@script:ocaml@
p << called_fault.p;
@@
refuse p "a callback is called from here, too: part the two"

@positional depends on !core@
identifier t, f;
position p;
@@
(
 struct hmm_devmem_ops t@p = { f, ... };
|
 struct hmm_devmem_ops t@p = { &f, ... };
)

@script:ocaml@
p << positional.p;
@@
refuse p "callbacks without names: name them"

// A table in an array or in another structure.
@inside depends on !core@
identifier t, m = {free, fault};
expression f;
position p;
@@
(
 struct hmm_devmem_ops t[] = { ..., { .m = f@p, }, ... };
|
 struct hmm_devmem_ops t[...] = { ..., { .m = f@p, }, ... };
)

@script:ocaml@
p << inside.p;
@@
refuse p "callbacks within something larger: make a struct hmm_devmem_ops of its own of them"

@taker@
identifier f, D;
@@
 f(struct hmm_devmem *D, ...) { ... }

@inside_struct depends on !core@
identifier taker.f, t, s, a, m = {free, fault};
position p;
@@
(
 struct s t = { .a = { .m = f@p, }, };
|
 struct s t = { .a = { .m = &f@p, }, };
)

@script:ocaml@
p << inside_struct.p;
@@
refuse p "callbacks within something larger: make a struct hmm_devmem_ops of its own of them"

// --- How long the structure lives ------------------------------------------
// It is in use until the resources of the device have been released.

@mapped@
expression E, OPS, DEV, SIZE;
identifier F, fn;
statement S;
position p;
@@
 fn(...) {
 <+...
 E->F = hmm_devmem_add@p(OPS, DEV, SIZE);
 if (IS_ERR(E->F)) S
 ...+>
 }

@script:ocaml@
f << mapped.fn;
@@
mappers := f :: !mappers

@freed_here exists@
expression mapped.E;
expression X;
identifier mapped.F;
statement S;
identifier g = {kfree, kvfree, kzfree, vfree, kfree_rcu, kmem_cache_free, mempool_free, devm_kfree};
position p;
@@
 E->F = hmm_devmem_add(...);
 if (IS_ERR(E->F)) S
 ... when != E = X
 g@p(..., E, ...)

@script:ocaml@
p << freed_here.p;
@@
refuse p "the pagemap in it is in use until the device is gone: let the device free it, or allocate with devm_kzalloc()"

@own depends on !core@
identifier O, F;
@@
 struct O { ... struct hmm_devmem *F; ... };

// By its type, which a header may define.
@freed@
type T;
T *X;
identifier g = {kfree, kvfree, kzfree, vfree, kfree_rcu, kmem_cache_free, mempool_free, devm_kfree};
position p;
@@
 g@p(..., X, ...)

@script:ocaml@
p << freed.p;
t << freed.T;
@@
if List.mem (tag t) holders then freed p

// By what is around one of its members.
@freed_around@
type T;
identifier m;
expression E;
identifier g = {kfree, kvfree, kzfree, vfree, kfree_rcu, kmem_cache_free, mempool_free, devm_kfree};
identifier h = {container_of, list_entry, list_first_entry, list_last_entry, rb_entry};
position p;
@@
 g@p(..., h(E, T, m), ...)

@script:ocaml@
p << freed_around.p;
t << freed_around.T;
@@
if List.mem (tag t) holders then freed p

// The pages know the one that was mapped, and none that was copied from it; and
// some members of it are constant.
@copied@
identifier own.O;
struct O *X;
struct O V;
expression E;
identifier g = {memcpy, memmove}, h = {kmemdup, devm_kmemdup};
identifier moved = {krealloc, sort};
position p;
@@
(
 E =@p V
|
 moved@p(X, ...)
|
 swap@p(V, ...)
|
 g@p(E, X, ...)
|
 h@p(..., X, ...)
)

@script:ocaml@
p << copied.p;
@@
refuse p "what has a pagemap in it cannot be assigned, nor be copied: set what else is in it"

@unclean@
identifier own.O;
struct O *X;
identifier g = {kmalloc, kmalloc_node, devm_kmalloc, kvmalloc, vmalloc};
position p;
@@
 X = g@p(...)

@script:ocaml@
p << unclean.p;
@@
refuse p "the pagemap in it must begin as zeroes: allocate it so"

// A declaration of several is one to the rules, and only some would change.
@one_of_several depends on !core@
identifier S, F;
position p;
@@
 struct S { ... struct hmm_devmem *F@p; ... };

@script:ocaml@
p << one_of_several.p;
@@
if among_others p then
refuse p "declare this member by itself: a pagemap takes its place"

// Whoever writes to what shares its memory writes to a pagemap that is in use.
@shared depends on !core@
identifier S, U, F, x;
position p;
@@
(
 struct S { ... union { ... struct hmm_devmem *F@p; ... }; ... };
|
 struct S { ... union { ... struct hmm_devmem *F@p; ... } x; ... };
|
 union U { ... struct hmm_devmem *F@p; ... };
)

@script:ocaml@
p << shared.p;
@@
refuse p "a pagemap takes the place of this pointer, and cannot share its memory: take it out of the union"
