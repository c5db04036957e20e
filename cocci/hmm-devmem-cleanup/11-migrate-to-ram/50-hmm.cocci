// SPDX-License-Identifier: GPL-2.0-only
/// hmm_devmem::page_fault and its type go.
//
// Confidence: High
// Candidates: dev_page_fault_t
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let has s sub =
  let n = String.length sub in
  let rec go i = i + n <= String.length s && (String.sub s i n = sub || go (i + 1)) in
  go 0
let starts p s =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
let bare s =
  let s = String.trim s in
  if starts "*" s then String.trim (String.sub s 1 (String.length s - 1)) else s
let is_end l = starts "*/" (String.trim l)
let blank l = bare l = "" && not (is_end l)
(* A comment in pieces: entries of members and paragraphs, with the blank lines
   in front of them. *)
let describe text =
  let rec pieces cur = function
    | [] -> [List.rev cur]
    | l :: rest when is_end l -> List.rev cur :: [l :: rest]
    | l :: rest when blank l && List.exists (fun m -> not (blank m)) cur ->
        List.rev cur :: pieces [l] rest
    | l :: rest when starts "@" (bare l) -> List.rev cur :: pieces [l] rest
    | l :: rest -> pieces (l :: cur) rest in
  let about p = match List.filter (fun l -> not (blank l)) p with
    | l :: _ when starts "@page_fault:" (bare l) -> true
    | l :: _ when starts "@" (bare l) || starts "/*" (String.trim l) -> false
    | l -> List.exists (fun m -> has m "page_fault()") l in
  String.concat "\n" (List.concat (List.filter (fun p -> not (about p))
    (pieces [] (String.split_on_char '\n' text))))

// The comment above the typedef may be the one of the struct.
@typed@
type T;
comments c;
@@
typedef@c T dev_page_fault_t;

@devmem@
comments c;
@@
struct@c hmm_devmem { ... };

@script:ocaml of_typedef@
c << typed.c; d << devmem.c;
head;
@@
let one = function ([t], _, _) :: _ when starts "/*" t -> t | _ -> "" in
let above = if one d <> "" then one d
  else if has (one c) "struct hmm_devmem -" then one c else "" in
let fresh = describe above in
if above = "" then Coccilib.include_match false;
head := make_ident ("old_hmm_devmem_doc;\n\n" ^ fresh ^ "\nstruct hmm_devmem")

@@
type T;
@@
-typedef T dev_page_fault_t;

@@
identifier of_typedef.head;
@@
-struct hmm_devmem {
+struct head {
 ...
};

@@
@@
-struct old_hmm_devmem_doc;

@@
type T;
@@
struct hmm_devmem {
 ...
-T page_fault;
 ...
};
