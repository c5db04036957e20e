// SPDX-License-Identifier: GPL-2.0-only
/// The core switches the calls of ->page_free() on when it maps pages that need
/// them, and off when the device goes.
///
/// What dev_pagemap_get_ops() and dev_pagemap_put_ops() did is still done, in two
/// functions of the file that stand in front of devm_memremap_pages(), with what
/// they count in.
//
// Confidence: High
// Candidates: dev_pagemap_get_ops&EXPORT_SYMBOL_GPL dev_pagemap_get_ops&EXPORT_SYMBOL
// Concerns: dev_pagemap_get_ops&devm_memremap_pages
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let has s sub =
  let n = String.length sub in
  let rec go i = i + n <= String.length s && (String.sub s i n = sub || go (i + 1)) in
  go 0
let replace a b s =
  let n = String.length a in
  let rec go i =
    if i >= String.length s then ""
    else if i + n <= String.length s && String.sub s i n = a then b ^ go (i + n)
    else String.make 1 s.[i] ^ go (i + 1) in
  go 0
let read file =
  let ic = open_in_bin file in
  let s = really_input_string ic (in_channel_length ic) in
  close_in ic; Array.of_list (String.split_on_char '\n' s)
(* Lines FROM to TO of a file, counted from 1. *)
let lines file a b = Array.to_list (Array.sub (read file) (a - 1) (b - a + 1))
(* The comment that ends right above a line. *)
let comment_above file line =
  let text = read file in
  let rec back n acc =
    if n < 0 then []
    else if has text.(n) "/*" then text.(n) :: acc
    else back (n - 1) (text.(n) :: acc) in
  if line >= 2 && has text.(line - 2) "*/" then back (line - 2) [] else []
let line p = (List.hd p).Coccilib.line
let file p = (List.hd p).Coccilib.file
let refuse p why = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let used : string list ref = ref []
let counters : string list ref = ref []
let moved : string list ref = ref []
let is_moved x = List.mem x !moved

@get@
type T;
position p, b, e;
@@
 T dev_pagemap_get_ops@p(void) {@b ... }@e

@put@
type T;
position p, b, e;
@@
 T dev_pagemap_put_ops@p(void) {@b ... }@e

@stub@
type T;
position p;
@@
 static T devm_memremap_pages@p(...) { ... }

@core@
identifier D, M;
position p != stub.p;
@@
devm_memremap_pages@p(struct device *D, struct dev_pagemap *M) { ... }

@script:ocaml depends on !core@
p << get.p;
@@
refuse p "devm_memremap_pages() is not in this file"

// An error of the new call is returned like the others.
@failure@
identifier core.D, core.M;
local idexpression {int, long} err;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M)
{
<+...
 ERR_PTR(err)
...+>
}

@script:ocaml depends on get && !failure@
p << core.p;
@@
refuse p "no variable for an error is found in this function"

// Behind the check of the reference count, which is also that of ->ops.
@checked@
identifier core.D, core.M;
statement S;
position p;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M)
{
 ... when any
 if@p (<+... \(M->ops->cleanup\|M->ops->kill\) ...+>) S
 ... when any
}

@script:ocaml depends on get && !checked@
p << core.p;
@@
refuse p "this function does not check ->ops->cleanup"

// What the two functions use, of what the file declares for itself.
@use@
identifier f = {dev_pagemap_get_ops, dev_pagemap_put_ops};
identifier x;
@@
f(void)
{
<+...
x
...+>
}

@script:ocaml@
x << use.x;
@@
if not (List.mem x !used) then used := x :: !used

@counter@
type T;
identifier x;
position p;
@@
(
 static T x@p;
|
 static T x@p = ...;
)

@script:ocaml@
x << counter.x; p << counter.p;
@@
if List.mem x !used && (List.hd p).Coccilib.current_element = x
   && not (List.mem_assoc x (List.map (fun t -> (t, ())) !counters))
then counters := x :: !counters

@script:ocaml text@
gp << get.p; gb << get.b; ge << get.e;
pp << put.p; pb << put.b; pe << put.e;
cp << core.p;
block;
@@
let f = file gp in
let rename = List.map (fun l ->
  replace "dev_pagemap_get_ops" "devmap_managed_enable"
    (replace "dev_pagemap_put_ops" "devmap_managed_enable_put" l)) in
let body b e = rename (lines f (line b) (line e)) in
let block_of head comment rest = List.concat [rename comment; [head]; rest] in
(* what they count in stands in front of its users *)
let counters = List.concat (List.map snd (List.sort compare (List.map (fun x ->
  let n = ref [] in
  Array.iteri (fun i l ->
    if has l ("static ") && has l (" " ^ x) && not (has l "(" && has l "{") && !n = []
    then n := [(i + 1, l)]) (read f);
  match !n with
  | [(i, l)] when i > line cp ->
      moved := x :: !moved;
      (i, List.append (comment_above f i) [l])
  | _ -> (0, [])) !counters))) in
let first = min (line gp) (line pp) = line gp in
let get = block_of "static void devmap_managed_enable(void)"
  (comment_above f (line gp)) (body gb ge) in
let put = block_of "static void devmap_managed_enable_put(void *unused)"
  (comment_above f (line pp)) (body pb pe) in
let both = if first then List.concat [get; [""]; put]
  else List.concat [put; [""]; get] in
block := make_ident (String.concat "\n" (List.concat [
  ["ratchet_block;"; ""; "#ifdef CONFIG_DEV_PAGEMAP_OPS"];
  (if counters = [] then [] else List.append counters [""]);
  both;
  [""; "/* For a mapping of @dev; undone when the device is unbound. */";
   "static int devmap_managed_enable_get(struct device *dev,";
   "\t\t\t\t     struct dev_pagemap *pgmap)";
   "{";
   "\tif (!pgmap->ops->page_free) {";
   "\t\tWARN(1, \"Missing page_free method\\n\");";
   "\t\treturn -EINVAL;";
   "\t}";
   "";
   "\tdevmap_managed_enable();";
   "\treturn devm_add_action_or_reset(dev, devmap_managed_enable_put, NULL);";
   "}";
   "#else";
   "static int devmap_managed_enable_get(struct device *dev,";
   "\t\t\t\t     struct dev_pagemap *pgmap)";
   "{";
   "\treturn -EINVAL;";
   "}";
   "#endif";
   "";
   "extern int ratchet_end"]]))

// The old place is left first: the new one has the same names.
@gone@
identifier f = {dev_pagemap_get_ops, dev_pagemap_put_ops};
type T;
@@
-T f(void) { ... }

@@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
identifier f = {dev_pagemap_get_ops, dev_pagemap_put_ops};
@@
(
-EXPORT_SYMBOL(f);
|
-EXPORT_SYMBOL_GPL(f);
)

@@
identifier x : script:ocaml() { is_moved x };
type T;
@@
(
-static T x;
|
-static T x = ...;
)

@insert@
identifier core.D, core.M, text.block;
type T;
@@
+extern int block;
+
 T devm_memremap_pages(struct device *D, struct dev_pagemap *M) { ... }

@@
symbol ratchet_block, ratchet_end;
@@
-extern int ratchet_block;

@@
symbol ratchet_block, ratchet_end;
@@
-extern int ratchet_end;

// The types that have no page_free() do not need the key.  The text passes for
// the name of a function whose call ends it, and that is taken away again.
@script:ocaml call@
m << core.M; d << core.D; err << failure.err;
managed;
@@
managed := make_ident (String.concat "\n\t" [
  "if (" ^ m ^ "->type != MEMORY_DEVICE_DEVDAX &&";
  "    " ^ m ^ "->type != MEMORY_DEVICE_PCI_P2PDMA) {";
  "\t" ^ err ^ " = devmap_managed_enable_get(" ^ d ^ ", " ^ m ^ ");";
  "\tif (" ^ err ^ ")";
  "\t\treturn ERR_PTR(" ^ err ^ ");";
  "}" ] ^ "\n\n\tratchet_end")

@@
identifier core.D, core.M, call.managed;
statement S;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M)
{
 ... when any
 if (<+... \(M->ops->cleanup\|M->ops->kill\) ...+>) S
+
+managed();
 ... when any
}

@@
@@
-ratchet_end();
