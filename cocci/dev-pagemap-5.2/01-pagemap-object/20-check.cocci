// SPDX-License-Identifier: GPL-2.0-only
/// Calls whose map has no place to be, and forms that no kernel had.
//
// Confidence: High
// Candidates: devm_memremap_pages devm_memunmap_pages
// Facts: constrain
// Requires: OCaml

@initialize:ocaml@
@@
let learnt s = List.map String.trim (String.split_on_char ',' s)
let by_devres = learnt "ratchet_by_devres"
let tag t = match List.filter ((<>) "") (String.split_on_char ' ' t) with
  | "struct" :: n :: _ -> n
  | _ -> ""
let place p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let known : (int * int) list ref = ref []
let refuse p why = List.iter (fun q -> Printf.printf "ratchet: refuse %d %d %s\n"
  q.Coccilib.line q.Coccilib.col why) p
let owner t p =
  known := place p :: !known;
  if tag t = "" then
    refuse p "the structure of this count has no tag: where is the map to be kept?"
  else if not (List.mem (tag t) by_devres) then
    refuse p ("is struct " ^ tag t ^ " there until devres has run? Pages point to the map that has to be in it; allocate it by devm_kzalloc()")
let calls s = String.contains s '('

@two@
expression D, M;
position p;
@@
devm_memremap_pages@p(D, M)

@script:ocaml@
p << two.p;
@@
known := place p :: !known

@by_count@
type T;
T *X;
identifier C;
expression D, R, A;
position p;
@@
devm_memremap_pages@p(D, R, &X->C, A)

@script:ocaml@
t << by_count.T; r << by_count.R; a << by_count.A; p << by_count.p;
@@
owner t p;
if calls r || calls a then
  refuse p "an argument comes out of a call, and is asked more than once: keep it in a variable"

@by_result@
type T;
T *X;
identifier V;
expression D, R, C, A;
position p;
@@
X->V = \( devm_memremap_pages@p(D, R, C, A) \)

@script:ocaml@
t << by_result.T; r << by_result.R; c << by_result.C; a << by_result.A; p << by_result.p;
@@
if not (List.mem (place p) !known) then begin
  owner t p;
  if calls r || calls a || calls c then
    refuse p "an argument comes out of a call, and is asked more than once: keep it in a variable"
end

@by_cast@
type T, U;
T *X;
identifier V;
expression D, R, C, A;
position p;
@@
X->V = (U)devm_memremap_pages@p(D, R, C, A)

@script:ocaml@
t << by_cast.T; r << by_cast.R; c << by_cast.C; a << by_cast.A; p << by_cast.p;
@@
if not (List.mem (place p) !known) then begin
  owner t p;
  if calls r || calls a || calls c then
    refuse p "an argument comes out of a call, and is asked more than once: keep it in a variable"
end

@four@
expression D, R, C, A;
position p;
@@
devm_memremap_pages@p(D, R, C, A)

@script:ocaml@
p << four.p;
@@
if not (List.mem (place p) !known) then begin
  known := place p :: !known;
  refuse p "a map has to be kept as long as its pages: in which structure?"
end

@each@
identifier g = {devm_memremap_pages};
position p;
@@
g@p(...)

@script:ocaml@
p << each.p;
@@
if not (List.mem (place p) !known) then
  refuse p "no published kernel has devm_memremap_pages() with so many arguments: which one is this for?"

// Until 4.15 by its address.
@undone@
expression D, E;
position p;
@@
devm_memunmap_pages@p(D, E)

@map@
expression D, E;
identifier m;
position undone.p;
@@
devm_memunmap_pages@p(D, \( &E.m \| &E->m \))

@script:ocaml depends on !map@
p << undone.p;
@@
refuse p "a mapping is undone by its map, not by its address: which map is it?"
