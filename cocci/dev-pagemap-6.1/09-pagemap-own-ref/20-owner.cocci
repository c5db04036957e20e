// SPDX-License-Identifier: GPL-2.0-only
/// The count and its completion leave the structure, and the comment above it.
//
// Confidence: High
// Candidates: percpu_ref&completion&dev_pagemap
// Facts: constrain
// Options: --no-includes
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
let is_count x = List.exists (fun (_, r, _, _) -> r = x) counts
let is_done x = List.exists (fun (_, _, c, _) -> c = x) counts
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
let bare s =
  let s = String.trim s in
  if starts "*" s then String.trim (String.sub s 1 (String.length s - 1)) else s
(* A comment without the entries of two members. *)
let without names lines =
  let goes_on l = let b = bare l in
    b <> "" && not (starts "@" b) && not (starts "/" b) in
  let gone b = List.exists (fun n -> List.exists (fun c -> starts ("@" ^ n ^ c) b)
    [":"; " -"; " :"]) names in
  let rec rest = function l :: t when goes_on l -> rest t | t -> t in
  let rec edit = function
    | [] -> []
    | l :: t when gone (bare l) -> edit (rest t)
    | l :: t -> l :: edit t in
  edit lines

(* The text of the structure whose tag stands there, up to its last brace. *)
let definition p =
  let q = List.hd p in
  match String.split_on_char '\n' (read q.Coccilib.file) with
  | lines ->
      let rec drop n l = if n = 0 then l else match l with
        | _ :: t -> drop (n - 1) t | [] -> [] in
      let rec take acc = function
        | "};" :: _ -> Some (String.concat "\n" (List.rev ("}" :: acc)))
        | l :: t -> take (l :: acc) t
        | [] -> None in
      (match drop (q.Coccilib.line - 1) lines with
       | first :: rest when starts "struct " first ->
           take [String.sub first 7 (String.length first - 7)] rest
       | _ -> None)
(* Does the line declare one of them, and is there a comment behind it? *)
let member_of names l =
  let l = String.trim l in
  List.exists (fun n -> List.exists (fun k ->
    starts ("struct " ^ k ^ " " ^ n ^ ";") l) ["percpu_ref"; "completion"]) names
let behind l =
  match String.index_opt l ';' with
  | Some i -> String.trim (String.sub l (i + 1) (String.length l - i - 1))
  | None -> ""
let trailing l = behind l <> ""
(* Without them and their comments, where these end on the line. *)
let members_gone names lines =
  let ends s = s = "" || starts "//" s
    || (let n = String.length s in
        n >= 4 && String.sub s 0 2 = "/*" && String.sub s (n - 2) 2 = "*/") in
  if List.for_all (fun l -> not (member_of names l) || ends (behind l)) lines
  then Some (List.filter (fun l -> not (member_of names l)) lines) else None

@old@
comments c;
position p;
identifier t : script:ocaml() { is_owner t };
identifier r : script:ocaml() { is_count r };
identifier d : script:ocaml() { is_done d };
@@
(
struct@c t@p { ... struct percpu_ref r; ... struct completion d; ... };
|
struct@c t@p { ... struct completion d; ... struct percpu_ref r; ... };
)

@script:ocaml doc@
c << old.c; p << old.p; t << old.t; r << old.r; d << old.d;
tag; head; gone; ref_tag; done_tag;
@@
let holds b = make_ident (if b then t else "no_such_struct") in
ref_tag := holds (sole_use p (starts "percpu_ref"));
done_tag := holds (sole_use p (fun w ->
  starts "complete" w || starts "wait_for_completion" w || starts "DECLARE_COMPLETION" w
  || List.mem w ["completion"; "init_completion"; "reinit_completion"]));
match c with
| ([text], _, _) :: _ when starts "/*" text
    && List.exists (fun l -> starts "@" (bare l)) (String.split_on_char '\n' text) ->
    tag := make_ident t;
    gone := make_ident ("old_" ^ t ^ "_doc");
    head := make_ident ("old_" ^ t ^ "_doc;\n\n"
      ^ String.concat "\n" (without [r; d] (String.split_on_char '\n' text))
      ^ "\nstruct " ^ t)
| _ ->
    tag := make_ident "no_such_struct";
    gone := make_ident "no_such_struct";
    head := make_ident "no_such_struct"

// A comment behind a member would stay, and be behind the one before.
@script:ocaml noted@
p << old.p; t << old.t; r << old.r; d << old.d;
tag; text;
@@
tag := make_ident "no_such_struct";
text := make_ident "no_such_struct";
match definition p with
| Some s ->
    let lines = String.split_on_char '\n' s in
    if List.exists (fun l -> member_of [r; d] l && trailing l) lines then begin
      match members_gone [r; d] lines with
      | Some l -> tag := make_ident t; text := make_ident (String.concat "\n" l)
      | None -> ()
    end
| None -> ()

@@
identifier noted.tag, noted.text;
@@
-struct tag { ... };
+struct text;

// Headers that nothing else in the file wants.
@sole_ref@
identifier doc.ref_tag;
@@
struct ref_tag { ... };

@sole_done@
identifier doc.done_tag;
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

@count depends on old@
identifier old.t, old.r;
@@
struct t { ...
-struct percpu_ref r;
 ... };

@done depends on old@
identifier old.t, old.d;
@@
struct t { ...
-struct completion d;
 ... };

@@
identifier doc.tag, doc.head;
@@
-struct tag {
+struct head {
 ...
};

@@
identifier doc.gone;
@@
-struct gone;
