// SPDX-License-Identifier: GPL-2.0-only
/// Callbacks that would do something else when they find by their page what
/// their argument said: refused by line, nothing is changed.
//
// Confidence: High
// Candidates: pagemap__data dev_pagemap_ops&page_free @dev_pagemap&page_free
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h --include include/linux/hmm.h
// Requires: OCaml

@initialize:ocaml@
@@
let seen : (int * int) list ref = ref []
let refuse p why = List.iter (fun q ->
  let at = (q.Coccilib.line, q.Coccilib.col) in
  if not (List.mem at !seen) then begin
    seen := at :: !seen;
    Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
  end) p
let read file = try
    let ic = open_in_bin file in
    let s = really_input_string ic (in_channel_length ic) in close_in ic; s
  with Sys_error _ -> ""
let starts s i w = i + String.length w <= String.length s
  && String.sub s i (String.length w) = w
let rec blanks s i =
  if i < String.length s && List.mem s.[i] [' '; '\t'; '\n'] then blanks s (i + 1) else i
(* Is something other than NULL assigned at i? *)
let gives s i =
  let i = blanks s i in
  starts s i "=" && not (starts s i "==") && not (starts s (blanks s (i + 1)) "NULL")
let rec behind s i depth =
  if i >= String.length s then i
  else match s.[i] with
  | '(' -> behind s (i + 1) (depth + 1)
  | ')' when depth = 1 -> i + 1
  | ')' -> behind s (i + 1) (depth - 1)
  | _ -> behind s (i + 1) depth
let mark = "pagemap__data"
(* Does anything in this file give a pagemap data? *)
let stores p =
  let s = read (List.hd p).Coccilib.file in
  let rec look i =
    i < String.length s
    && ((starts s i ".data" && gives s (i + 5))
        || (starts s i mark && gives s (behind s (i + String.length mark) 0))
        || look (i + 1)) in
  look 0

// Without data the argument is NULL, which what the pagemap is part of never is.
@argument_tested@
identifier f = {ratchet_page_free}, a, d;
type D;
position q;
@@
f(struct page *a, D d)
{
<+...
\( d@q == NULL \| d@q != NULL \)
...+>
}

@variable_tested@
identifier f = {ratchet_page_free}, a, d, x;
type D, T;
position q;
@@
f(struct page *a, D d)
{
<+...
\( T *x = d; \| T *x = (T *)d; \| x = d; \| x = (T *)d; \)
... when any
\( x@q == NULL \| x@q != NULL \)
...+>
}

@script:ocaml@
q << argument_tested.q;
@@
if not (stores q) then
  refuse q "this is NULL, as no data is seen to be given to a pagemap"

@script:ocaml@
q << variable_tested.q;
@@
if not (stores q) then
  refuse q "this is NULL, as no data is seen to be given to a pagemap"

// There has to be a page.
@no_page@
identifier f = {ratchet_page_free};
expression D;
position p;
@@
f@p(NULL, D)

@script:ocaml@
p << no_page.p;
@@
refuse p "without a page its pagemap is not found: part what page_free does from the rest"

// Who keeps the function somewhere else calls it with the data.
@called@
identifier f = {ratchet_page_free};
position p;
@@
f@p(...)

@in_ops@
identifier f = {ratchet_page_free}, t, s, m;
position p;
@@
(
 struct dev_pagemap_ops t = { .page_free = f@p, };
|
 struct dev_pagemap_ops t = { .page_free = &f@p, };
|
 struct dev_pagemap_ops t[...] = { ..., { .page_free = f@p, }, ... };
|
 struct s t = { .m = { .page_free = f@p, }, };
|
 (struct dev_pagemap_ops) { .page_free = f@p, }
)

@set_in_ops@
identifier f = {ratchet_page_free};
struct dev_pagemap_ops o;
position p;
@@
(
 o.page_free = f@p
|
 o.page_free = &f@p
)

@same@
identifier f = {ratchet_page_free};
expression E;
position p;
@@
(
 E == f@p
|
 E != f@p
|
 f@p == E
|
 f@p != E
)

@exported@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
identifier f = {ratchet_page_free};
position p;
@@
(
 EXPORT_SYMBOL(f@p);
|
 EXPORT_SYMBOL_GPL(f@p);
)

@stray@
identifier f = {ratchet_page_free};
position p != {called.p, in_ops.p, set_in_ops.p, same.p, exported.p};
@@
f@p

@script:ocaml@
f << stray.f; p << stray.p;
@@
refuse p (f ^ " is a page_free method, and is kept here for one who calls it with two arguments")
