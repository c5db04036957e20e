// SPDX-License-Identifier: GPL-2.0-only
/// A map that has a count and not both methods cannot be mapped.
//
// Confidence: High
// Candidates: @dev_pagemap&ref
// Facts: constrain
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let learnt text = List.filter ((<>) "") (List.map String.trim (String.split_on_char ',' text))
let killed = learnt "ratchet_killed"
let cleaned = learnt "ratchet_cleaned"
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

@new@
identifier x;
@@
 struct dev_pagemap_ops x = { ... };

@ops@
struct dev_pagemap M;
expression E;
@@
M.ops = E

@ops_p@
struct dev_pagemap *P;
expression E;
@@
P->ops = E

@counted@
struct dev_pagemap M;
expression R != NULL;
position p;
@@
M.ref@p = R

@script:ocaml depends on !new && !ops && !ops_p@
m << counted.M;
p << counted.p;
@@
if not (List.mem (last m) killed) then
  refuse p "who kills this count, and who waits until nobody holds it? The map needs kill() and cleanup() for that"
else if not (List.mem (last m) cleaned) then
  refuse p "who waits until nobody holds this count? The map needs cleanup() for that"

@counted_p@
struct dev_pagemap *P;
expression R != NULL;
position p;
@@
P->ref@p = R

@script:ocaml depends on !new && !ops && !ops_p@
m << counted_p.P;
p << counted_p.p;
@@
if not (List.mem (last m) killed) then
  refuse p "who kills this count, and who waits until nobody holds it? The map needs kill() and cleanup() for that"
else if not (List.mem (last m) cleaned) then
  refuse p "who waits until nobody holds this count? The map needs cleanup() for that"
