// SPDX-License-Identifier: GPL-2.0-only
/// Find a range of addresses and map it, in place of hmm_devmem_add().
//
// Either can fail, and both failures end where that of hmm_devmem_add() did.
// What undoes things there is written once, at the end of the function, where
// it leaves a function without a value.
//
// Confidence: High
// Candidates: ratchet_map&hmm_devmem_add
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	(c >= '0' && c <= '9') || c = '_'
(* The first of some names that the function around does not use. *)
let name_for p names =
	let q = List.hd p in
	let ic = open_in_bin q.Coccilib.file in
	let words = Hashtbl.create 97 and b = Buffer.create 20 in
	(* names of members are no names *)
	let member = ref false in
	let word c =
		if not !member then Hashtbl.replace words (Buffer.contents b) ();
		if Buffer.length b > 0 || c <> ' ' then member := c = '.' || c = '>';
		Buffer.clear b in
	(try for n = 1 to q.Coccilib.current_element_line_end do
		let l = input_line ic in
		if n >= q.Coccilib.current_element_line then begin
			String.iter (fun c -> if is_id c then Buffer.add_char b c else word c) l;
			word ' '
		end
	done with End_of_file -> ());
	close_in ic;
	List.find (fun x -> x = "" || not (Hashtbl.mem words x)) (List.append names [""])

(* Is the rest of the function blank? *)
let ends_function p =
	let q = List.hd p in
	let ic = open_in_bin q.Coccilib.file in
	let last = ref 0 in
	(try for n = 1 to q.Coccilib.current_element_line_end - 1 do
		if String.trim (input_line ic) <> "" then last := n
	done with End_of_file -> ());
	close_in ic;
	q.Coccilib.line_end = !last

@call@
position p;
expression list es;
@@
 hmm_devmem_add@p(es)

@script:ocaml names@
p << call.p;
fn;
r;
a;
out;
@@
fn := make_ident (List.hd p).Coccilib.current_element;
let r' = name_for p ["res"; "mem_res"; "region"] in
let a' = name_for p ["addr"; "vaddr"; "mapped"] in
let o' = name_for p ["out_free"; "out_unmapped"; "out_no_memory"] in
if r' = "" || a' = "" || o' = "" then Coccilib.include_match false
else begin r := make_ident r'; a := make_ident a'; out := make_ident o' end

// The end of a function that such a block leaves.
@leaves_p exists@
identifier names.fn;
expression E, OPS, DEV, SIZE;
@@
 fn(...) {
 <+...
 E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
 if (IS_ERR(E->ratchet_map)) { ... return; }
 ...+>
 }

@leaves_o disable fld_to_ptr exists@
identifier names.fn;
expression E, OPS, DEV, SIZE;
@@
 fn(...) {
 <+...
 E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
 if (IS_ERR(E.ratchet_map)) { ... return; }
 ...+>
 }

@last depends on leaves_p || leaves_o exists@
identifier names.fn;
statement S;
position p;
@@
 fn(...) {
 ... when any
 S@p
 }

@script:ocaml ends@
fn << names.fn;
p << last.p;
@@
ignore fn;
if not (ends_function p) then Coccilib.include_match false

@depends on ends exists@
identifier names.fn;
statement S;
position last.p;
@@
 fn(...) {
 ... when any
 S@p
+ratchet_end();
 }

// (There may be others of this name in other arms of a conditional.)
@begins exists@
identifier names.fn, x;
type T;
@@
 fn(...) {
(
 T x;
|
 T x = ...;
|
 T x[...];
|
 T x[...] = ...;
)
 ... when any
 hmm_devmem_add(...)
 ... when any
 }

@depends on begins@
identifier names.fn, names.r, names.a;
@@
 fn(...) {
+struct resource *r;
+void *a;
 <+...
 hmm_devmem_add(...)
 ...+>
 }

@depends on !begins@
identifier names.fn, names.r, names.a;
@@
 fn(...) {
+struct resource *r;
+void *a;
+
 <+...
 hmm_devmem_add(...)
 ...+>
 }

@exists@
identifier names.fn, names.r, names.a, names.out;
expression E, OPS, DEV, SIZE, A;
@@
 fn(...) {
 ... when any
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
-if (IS_ERR(E->ratchet_map)) { A; return; }
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	goto out;
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
+if (IS_ERR(a))
+	goto out;
 ... when any
-ratchet_end();
+return;
+out:
+A;
 }

@exists@
identifier names.fn, names.r, names.a, names.out;
expression E, OPS, DEV, SIZE, A, B;
@@
 fn(...) {
 ... when any
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
-if (IS_ERR(E->ratchet_map)) { A; B; return; }
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	goto out;
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
+if (IS_ERR(a))
+	goto out;
 ... when any
-ratchet_end();
+return;
+out:
+A;
+B;
 }

@exists@
identifier names.fn, names.r, names.a, names.out;
expression E, OPS, DEV, SIZE, A, B, C;
@@
 fn(...) {
 ... when any
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
-if (IS_ERR(E->ratchet_map)) { A; B; C; return; }
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	goto out;
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
+if (IS_ERR(a))
+	goto out;
 ... when any
-ratchet_end();
+return;
+out:
+A;
+B;
+C;
 }

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, R;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	return R;
+}
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) { A; return R; }

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A;
identifier R;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	goto R;
+}
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) { A; goto R; }

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, B, R;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	B;
+	return R;
+}
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) { A; B; return R; }

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, B;
identifier R;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	B;
+	goto R;
+}
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) { A; B; goto R; }

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, B, C, R;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	B;
+	C;
+	return R;
+}
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) { A; B; C; return R; }

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, B, C;
identifier R;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	B;
+	C;
+	goto R;
+}
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) { A; B; C; goto R; }

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	return;
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) return;

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, R;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	return R;
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) return R;

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE;
identifier R;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	goto R;
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) goto R;

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE;
statement S;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+S
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 if (IS_ERR(
-E->ratchet_map
+a
 )) S

@disable fld_to_ptr exists@
identifier names.fn, names.r, names.a, names.out;
expression E, OPS, DEV, SIZE, A;
@@
 fn(...) {
 ... when any
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
-if (IS_ERR(E.ratchet_map)) { A; return; }
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	goto out;
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
+if (IS_ERR(a))
+	goto out;
 ... when any
-ratchet_end();
+return;
+out:
+A;
 }

@disable fld_to_ptr exists@
identifier names.fn, names.r, names.a, names.out;
expression E, OPS, DEV, SIZE, A, B;
@@
 fn(...) {
 ... when any
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
-if (IS_ERR(E.ratchet_map)) { A; B; return; }
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	goto out;
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
+if (IS_ERR(a))
+	goto out;
 ... when any
-ratchet_end();
+return;
+out:
+A;
+B;
 }

@disable fld_to_ptr exists@
identifier names.fn, names.r, names.a, names.out;
expression E, OPS, DEV, SIZE, A, B, C;
@@
 fn(...) {
 ... when any
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
-if (IS_ERR(E.ratchet_map)) { A; B; C; return; }
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	goto out;
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
+if (IS_ERR(a))
+	goto out;
 ... when any
-ratchet_end();
+return;
+out:
+A;
+B;
+C;
 }

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, R;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	return R;
+}
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) { A; return R; }

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A;
identifier R;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	goto R;
+}
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) { A; goto R; }

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, B, R;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	B;
+	return R;
+}
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) { A; B; return R; }

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, B;
identifier R;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	B;
+	goto R;
+}
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) { A; B; goto R; }

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, B, C, R;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	B;
+	C;
+	return R;
+}
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) { A; B; C; return R; }

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, A, B, C;
identifier R;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r)) {
+	A;
+	B;
+	C;
+	goto R;
+}
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) { A; B; C; goto R; }

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	return;
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) return;

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, R;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	return R;
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) return R;

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE;
identifier R;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	goto R;
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) goto R;

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE;
statement S;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+S
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 if (IS_ERR(
-E.ratchet_map
+a
 )) S

// The failure as a number, from here on.
@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, V;
statement S;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+V = PTR_ERR_OR_ZERO(r);
+if (V)
+S
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 V = PTR_ERR_OR_ZERO(
-E->ratchet_map
+a
 );
 if (V) S

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, V;
statement S;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+V = PTR_ERR_OR_ZERO(r);
+if (V < 0)
+S
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 V = PTR_ERR_OR_ZERO(
-E->ratchet_map
+a
 );
 if (V < 0) S

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, V;
statement S;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+V = IS_ERR(r) ? PTR_ERR(r) : 0;
+if (V)
+S
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 V = IS_ERR(
-E->ratchet_map
+a
 ) ? PTR_ERR(
-E->ratchet_map
+a
 ) : 0;
 if (V) S

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, V;
statement S;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+V = IS_ERR(r) ? PTR_ERR(r) : 0;
+if (V < 0)
+S
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 V = IS_ERR(
-E->ratchet_map
+a
 ) ? PTR_ERR(
-E->ratchet_map
+a
 ) : 0;
 if (V < 0) S

@@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE;
@@
-E->ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	return PTR_ERR(r);
+E->pagemap.type = MEMORY_DEVICE_PRIVATE;
+E->pagemap.res = *r;
+E->pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E->pagemap);
 return PTR_ERR_OR_ZERO(
-E->ratchet_map
+a
 );

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, V;
statement S;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+V = PTR_ERR_OR_ZERO(r);
+if (V)
+S
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 V = PTR_ERR_OR_ZERO(
-E.ratchet_map
+a
 );
 if (V) S

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, V;
statement S;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+V = PTR_ERR_OR_ZERO(r);
+if (V < 0)
+S
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 V = PTR_ERR_OR_ZERO(
-E.ratchet_map
+a
 );
 if (V < 0) S

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, V;
statement S;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+V = IS_ERR(r) ? PTR_ERR(r) : 0;
+if (V)
+S
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 V = IS_ERR(
-E.ratchet_map
+a
 ) ? PTR_ERR(
-E.ratchet_map
+a
 ) : 0;
 if (V) S

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE, V;
statement S;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+V = IS_ERR(r) ? PTR_ERR(r) : 0;
+if (V < 0)
+S
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 V = IS_ERR(
-E.ratchet_map
+a
 ) ? PTR_ERR(
-E.ratchet_map
+a
 ) : 0;
 if (V < 0) S

@disable fld_to_ptr@
identifier names.r, names.a;
expression E, OPS, DEV, SIZE;
@@
-E.ratchet_map = hmm_devmem_add(OPS, DEV, SIZE);
+r = devm_request_free_mem_region(DEV, &iomem_resource, SIZE);
+if (IS_ERR(r))
+	return PTR_ERR(r);
+E.pagemap.type = MEMORY_DEVICE_PRIVATE;
+E.pagemap.res = *r;
+E.pagemap.ops = OPS;
+a = devm_memremap_pages(DEV, &E.pagemap);
 return PTR_ERR_OR_ZERO(
-E.ratchet_map
+a
 );

@@
@@
-ratchet_end();

// The error is what either of the two returned.
@@
identifier x = {res, mem_res, region, addr, vaddr, mapped};
expression E;
@@
 if (IS_ERR(x)) {
 <+...
-E->ratchet_map
+x
 ...+>
 }

@@
identifier x = {res, mem_res, region, addr, vaddr, mapped};
expression E;
@@
 if (IS_ERR(x)) return <+...
-E->ratchet_map
+x
 ...+>;

@disable fld_to_ptr@
identifier x = {res, mem_res, region, addr, vaddr, mapped};
expression E;
@@
 if (IS_ERR(x)) {
 <+...
-E.ratchet_map
+x
 ...+>
 }

@disable fld_to_ptr@
identifier x = {res, mem_res, region, addr, vaddr, mapped};
expression E;
@@
 if (IS_ERR(x)) return <+...
-E.ratchet_map
+x
 ...+>;
