// SPDX-License-Identifier: GPL-2.0-only
/// A structure that held the pagemap and its count holds the pagemap only, so a
/// pagemap takes its place.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&completion
// Facts: constrain
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
(* TAG__of__COUNT__of__COMPLETION__of__PAGEMAP, ...: the structures, learnt before. *)
let learnt = "ratchet_count_of"
let rec parts w =
  let n = String.length w in
  let rec at i = if i + 6 > n then -1
    else if String.sub w i 6 = "__of__" then i else at (i + 1) in
  match at 0 with
  | -1 -> [w]
  | i -> String.sub w 0 i :: parts (String.sub w (i + 6) (n - i - 6))
let counts = List.filter_map (fun w -> match parts (String.trim w) with
  | [t; r; c; m] -> Some (t, r, c, m) | _ -> None) (String.split_on_char ',' learnt)
let is_owner x = List.exists (fun (t, _, _, _) -> t = x) counts
(* Is the one member the only use of its kind in a source file? *)
let read file = try
    let ic = open_in_bin file in
    let s = really_input_string ic (in_channel_length ic) in close_in ic; s
  with Sys_error _ -> ""
let word c = match c with
  | 'a'..'z' | 'A'..'Z' | '0'..'9' | '_' -> true | _ -> false
let words s =
  let n = String.length s in
  let rec go i acc =
    if i >= n then acc
    else if s.[i] = Char.chr 35 then
      (* a directive *)
      let rec eol j = if j >= n || s.[j] = '\n' then j else eol (j + 1) in go (eol i) acc
    else if i + 1 < n && s.[i] = '/' && s.[i+1] = '*' then
      let rec eoc j = if j + 1 >= n then n
        else if s.[j] = '*' && s.[j+1] = '/' then j + 2 else eoc (j + 1) in go (eoc (i + 2)) acc
    else if word s.[i] then begin
      let j = ref i in
      while !j < n && word s.[!j] do incr j done;
      go !j (String.sub s i (!j - i) :: acc)
    end
    else go (i + 1) acc in
  go 0 []
let sole_use p like =
  let file = (List.hd p).Coccilib.file in
  Filename.check_suffix file ".c"
  && List.length (List.filter like (words (read file))) = 1
let starts p s =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
let aliases : (string * string * string) list ref = ref []
let writes : (string * string * (int * int)) list ref = ref []
let place p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
let others : (int * int) list ref = ref []
(* A local that is set once, to the pagemap of another local. *)
let single fn p = List.length (List.filter (fun (g, x, _) -> g = fn && x = p) !writes) = 1
  && List.length (List.filter (fun (g, _, x) -> g = fn && x = p) !aliases) = 1

@wrapper@
identifier t : script:ocaml() { is_owner t };
identifier m;
position p;
@@
struct t@p { ... struct dev_pagemap m; ... };

@script:ocaml use@
t << wrapper.t; p << wrapper.p;
ref_tag; done_tag;
@@
let holds b = make_ident (if b then t else "no_such_struct") in
ref_tag := holds (sole_use p (starts "percpu_ref"));
done_tag := holds (sole_use p (fun w ->
  starts "complete" w || starts "wait_for_completion" w || starts "DECLARE_COMPLETION" w
  || List.mem w ["completion"; "init_completion"; "reinit_completion"]))

// --- a second pointer to the same pagemap --------------------------------------------

@alias@
identifier wrapper.m, w, x;
position p;
@@
x@p = &w->m;

@script:ocaml@
w << alias.w; x << alias.x; p << alias.p;
@@
aliases := (inside p, w, x) :: !aliases

@write@
identifier alias.x;
expression E;
position p;
@@
x@p = E

@script:ocaml@
x << alias.x; p << write.p;
@@
let e = (inside p, x, place p) in
if not (List.mem e !writes) then writes := e :: !writes

@script:ocaml merged@
w << alias.w; x << alias.x; p << alias.p;
fn;
@@
ignore w;
fn := make_ident (if single (inside p) x then inside p else "no_such_function")

@declared@
identifier merged.fn, alias.w, wrapper.t;
@@
fn(...)
{
 ... when any
-struct t *w;
 ... when any
}

@declared_value@
identifier merged.fn, alias.w, alias.x, wrapper.t;
expression E;
@@
fn(...)
{
 ... when any
-struct t *w = E;
+struct dev_pagemap *x = E;
 ... when any
}

@depends on declared_value@
identifier merged.fn, alias.x;
@@
fn(...)
{
 ... when any
-struct dev_pagemap *x;
 ... when any
}

@renamed depends on declared || declared_value disable ptr_to_array@
identifier merged.fn, alias.w, alias.x, wrapper.m, f;
@@
fn(...)
{
<...
(
-x = &w->m;
|
-&w->m
+x
|
-w->m.f
+x->f
|
-w
+x
)
...>
}

// --- the pagemap itself --------------------------------------------------------------

@address disable ptr_to_array@
identifier wrapper.t, wrapper.m;
struct t *W;
@@
-&W->m
+W

@member disable ptr_to_array@
identifier wrapper.t, wrapper.m, f;
struct t *W;
@@
-W->m.f
+W->f

// Headers that nothing else in the file wants.
@sole_ref@
identifier use.ref_tag;
@@
struct ref_tag { ... };

@sole_done@
identifier use.done_tag;
@@
struct done_tag { ... };

@depends on sole_ref@
@@
-#include <linux/percpu-refcount.h>
+#include <linux/ratchet_unused.h>

@depends on sole_done@
@@
-#include <linux/completion.h>
+#include <linux/ratchet_unused.h>

// (Written anew, so that a line that grows is broken.)
@begun@
identifier wrapper.t, x;
expression E;
@@
-struct t *x = E;
+struct dev_pagemap *x = E;

@definition@
identifier wrapper.t;
@@
-struct t { ... };

@type@
identifier wrapper.t;
@@
 struct
-t
+dev_pagemap
