// SPDX-License-Identifier: GPL-2.0-only
/// What compiles and does not work: a map with a count and no ops, a count that
/// is released twice, memory that goes while its map is in use.
//
// Confidence: Medium
// Candidates: @dev_pagemap&ref devm_add_action devm_add_action_or_reset dev_pagemap_ops
// Candidates: migrate_vma dev_get_drvdata&kfree platform_get_drvdata&kfree pci_get_drvdata&kfree
// Facts: constrain
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let learnt text = List.filter ((<>) "") (List.map String.trim (String.split_on_char ',' text))
let has_ops = learnt "ratchet_has_ops"
let gives_ops = learnt "ratchet_gives_ops"
let is_map = learnt "ratchet_is_map"
let counts = learnt "ratchet_count_of_map"
let cleans_up = learnt "ratchet_cleans_up"
let reaps = learnt "ratchet_reaps"
let kept_as_drvdata = learnt "ratchet_kept_as_drvdata"
let embeds = learnt "ratchet_embeds"
let methods = learnt "ratchet_method"
let empty l = List.for_all (fun s -> String.length s > 7 && String.sub s 0 8 = "ratchet_") l
let last s =
  let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
    (c >= '0' && c <= '9') || c = '_' in
  let b = Buffer.create 40 and depth = ref 0 in
  String.iter (fun c ->
    if c = '[' || c = '(' then incr depth;
    if !depth = 0 then Buffer.add_char b (if is_id c then c else ' ');
    if c = ']' || c = ')' then decr depth) s;
  match List.rev (List.filter ((<>) "") (String.split_on_char ' ' (Buffer.contents b))) with
  | w :: _ -> w
  | [] -> ""
(* By its own name, or by another one of the same map. *)
let ops_are_given m =
  List.mem m has_ops
  || List.exists (fun o -> List.mem (m ^ "__IS__" ^ o) is_map
                           || List.mem (o ^ "__IS__" ^ m) is_map) has_ops
let refuse p why =
  let q = List.hd p in
  Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
(* "f__OF__count": a count of a map that f releases *)
let reaps_a_count f =
  List.exists (fun c -> List.mem (f ^ "__OF__" ^ c) reaps) counts
let bodiless p m f =
  if f <> "NULL" && not (List.mem f methods) then
  refuse p ("no function " ^ f ^ "() that takes what " ^ m ^ "() takes now is seen in these files")
(* What the tables have, and what map has which table and type. *)
let has : (string * string) list ref = ref []
let ops_of : (string * string * string) list ref = ref []
let mapping : string list ref = ref []
let inside p = (List.hd p).Coccilib.current_element

@mapper@
position p;
@@
 devm_memremap_pages@p(...)

@script:ocaml@
p << mapper.p;
@@
mapping := inside p :: !mapping

@counted@
struct dev_pagemap M;
expression R;
position p;
@@
 M.ref@p = R

@script:ocaml@
m << counted.M;
r << counted.R;
p << counted.p;
@@
if r <> "NULL" && empty gives_ops && not (ops_are_given (last m)) then
refuse p "this map has a count of its own and no ops, so that it cannot be mapped: give it kill() and cleanup()"

// Whose map a pointer is may be known to a caller only.
@pointed@
struct dev_pagemap *P;
expression R;
position p;
@@
 P->ref@p = R

@script:ocaml@
r << pointed.R;
p << pointed.p;
@@
if r <> "NULL" && empty gives_ops && empty has_ops then
refuse p "this map has a count of its own and no ops, so that it cannot be mapped: give it kill() and cleanup()"

@before exists@
identifier a;
identifier g = {devm_add_action, devm_add_action_or_reset};
position p;
@@
 g@p(..., a, ...)
 ...
 devm_memremap_pages(...)

@script:ocaml@
a << before.a;
p << before.p;
@@
if not (empty cleans_up) && not (List.mem a cleans_up) && reaps_a_count a then
refuse p "the map's cleanup() releases the count that this action releases, too, and the second one waits for ever"

@behind exists@
identifier a;
identifier g = {devm_add_action, devm_add_action_or_reset};
position p;
@@
 devm_memremap_pages(...)
 ...
 g@p(..., a, ...)

@script:ocaml@
a << behind.a;
p << behind.p;
@@
if not (empty cleans_up) && not (List.mem a cleans_up) && reaps_a_count a then
refuse p "the map's cleanup() releases the count that this action releases, too, and the second one waits for ever"

@apart@
identifier a;
identifier g = {devm_add_action, devm_add_action_or_reset};
position p;
@@
 g@p(..., a, ...)

@script:ocaml@
a << apart.a;
p << apart.p;
@@
if not (List.mem (inside p) !mapping) && not (empty cleans_up)
   && not (List.mem a cleans_up) && reaps_a_count a then
refuse p "the map's cleanup() releases the count that this action releases, too, and the second one waits for ever"

// Freed by hand while devres still has the map.
@freed@
identifier g = {kfree, kvfree, kzfree};
identifier h = {dev_get_drvdata, platform_get_drvdata, pci_get_drvdata};
position p;
@@
 g@p(h(...))

@script:ocaml@
p << freed.p;
@@
if not (empty embeds) && not (empty kept_as_drvdata) then
refuse p "the map in it is in use until devres has run: let the device free it, or allocate with devm_kzalloc()"

@got exists@
expression E;
identifier g = {kfree, kvfree, kzfree};
identifier h = {dev_get_drvdata, platform_get_drvdata, pci_get_drvdata};
position p;
@@
 E = h(...)
 ...
 g@p(E)

@script:ocaml@
p << got.p;
@@
if not (empty embeds) && not (empty kept_as_drvdata) then
refuse p "the map in it is in use until devres has run: let the device free it, or allocate with devm_kzalloc()"

@had exists@
type T;
identifier x;
identifier g = {kfree, kvfree, kzfree};
identifier h = {dev_get_drvdata, platform_get_drvdata, pci_get_drvdata};
position p;
@@
 T x = h(...);
 ...
 g@p(x)

@script:ocaml@
p << had.p;
@@
if not (empty embeds) && not (empty kept_as_drvdata) then
refuse p "the map in it is in use until devres has run: let the device free it, or allocate with devm_kzalloc()"

// A table that is constant cannot hold what a variable holds.
@entry@
identifier t, v, m = {kill, cleanup, page_free, migrate_to_ram};
position p;
@@
 struct dev_pagemap_ops t = { .m = v@p, };

@variable@
identifier entry.v;
type T;
@@
(
 T v = ...;
|
 extern T v;
)

@script:ocaml depends on variable@
p << entry.p;
v << entry.v;
@@
refuse p (v ^ " is a variable: which function it holds is not known")

// One that is made elsewhere, or by a macro, has not changed with its table.
@in_table@
identifier t, f, s, a, m = {kill, cleanup, page_free, migrate_to_ram};
position p;
@@
(
 struct dev_pagemap_ops t = { .m = f@p, };
|
 struct dev_pagemap_ops t = { .m = &f@p, };
|
 struct dev_pagemap_ops t[] = { ..., { .m = f@p, }, ... };
|
 struct dev_pagemap_ops t[...] = { ..., { .m = f@p, }, ... };
|
 struct s t = { .a = { .m = f@p, }, };
)

@script:ocaml@
p << in_table.p;
f << in_table.f;
m << in_table.m;
@@
bodiless p m f

@stored@
struct dev_pagemap_ops o;
identifier f, m = {kill, cleanup, page_free, migrate_to_ram};
position p;
@@
(
 o.m = f@p
|
 o.m = &f@p
)

@script:ocaml@
p << stored.p;
f << stored.f;
m << stored.m;
@@
bodiless p m f

// Each kind of memory has methods that it cannot do without.
@has_method@
identifier t, m = {page_free, migrate_to_ram};
expression f;
@@
 struct dev_pagemap_ops t = { .m = f, };

@script:ocaml@
t << has_method.t; m << has_method.m;
@@
has := (t, m) :: !has

@gets_method@
struct dev_pagemap_ops t;
identifier m = {page_free, migrate_to_ram};
expression f;
@@
 t.m = f

@script:ocaml@
t << gets_method.t; m << gets_method.m;
@@
has := (last t, m) :: !has

@table_here@
identifier t;
@@
 struct dev_pagemap_ops t = { ... };

@uses@
identifier table_here.t;
struct dev_pagemap M;
position p;
@@
 M.ops@p = &t

@script:ocaml@
m << uses.M; t << table_here.t; p << uses.p;
@@
ops_of := (last m, inside p, t) :: !ops_of

@kind@
struct dev_pagemap M;
identifier k = {MEMORY_DEVICE_PRIVATE, MEMORY_DEVICE_FS_DAX};
position p;
@@
 M.type@p = k

@script:ocaml@
m << kind.M; k << kind.k; p << kind.p;
@@
let named = List.filter (fun (n, _, _) -> n = last m) !ops_of in
let here = List.filter (fun (_, f, _) -> f = inside p) named in
let tables = if here <> [] then here else named in
List.iter (fun f ->
  if tables <> [] && List.for_all (fun (_, _, t) -> not (List.mem (t, f) !has)) tables then
  refuse p ("a map of this type cannot be mapped without " ^ f ^ "(): give it one"))
  (if k = "MEMORY_DEVICE_PRIVATE" then ["page_free"; "migrate_to_ram"] else ["page_free"])

// Without the helper it is an inline function that only fails.
@migrates@
identifier f = {migrate_vma};
position p;
@@
 f@p(...)

@script:ocaml@
p << migrates.p;
@@
let q = List.hd p in
Printf.printf "ratchet: note %d %d migrate_vma() works only in a kernel with MIGRATE_VMA_HELPER, which a module outside of it cannot select\n" q.Coccilib.line q.Coccilib.col
