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
let counts = learnt "ratchet_count_of_map"
let cleans_up = learnt "ratchet_cleans_up"
let reaps = learnt "ratchet_reaps"
let kept_as_drvdata = learnt "ratchet_kept_as_drvdata"
let embeds = learnt "ratchet_embeds"
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
let refuse p why =
  let q = List.hd p in
  Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
(* "f__OF__count": a count of a map that f releases *)
let reaps_a_count f =
  List.exists (fun c -> List.mem (f ^ "__OF__" ^ c) reaps) counts
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
if r <> "NULL" && empty gives_ops && not (List.mem (last m) has_ops) then
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
