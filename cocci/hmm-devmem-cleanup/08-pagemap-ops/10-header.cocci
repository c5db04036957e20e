// SPDX-License-Identifier: GPL-2.0-only
/// The callbacks of struct dev_pagemap move into struct dev_pagemap_ops.
//
// The new members take the old members' own types; where one is declared by
// dev_page_free_t, what that name stands for.
//
// Confidence: High
// Candidates: dev_pagemap&kill dev_page_free_t
// Requires: OCaml

@initialize:ocaml@
@@
let has s sub =
  let n = String.length sub in
  let rec go i = i + n <= String.length s && (String.sub s i n = sub || go (i + 1)) in
  go 0
let member l = has l " * \064"
let ends l = has l "*/"

(* The comment that ends right above a line, as its lines. *)
let comment_above file line =
  let ic = open_in_bin file in
  let rec above n acc = if n = line then acc else above (n + 1) (input_line ic :: acc) in
  let lines = above 1 [] in
  close_in ic;
  let rec back acc = function
    | l :: rest -> if has l "/*" then l :: acc else back (l :: acc) rest
    | [] -> [] in
  match lines with
  | l :: _ when ends l -> back [] lines
  | _ -> []

(* Each line with those that go on: of a member, all that describes it. *)
let rec blocks = function
  | [] -> []
  | l :: rest ->
      let rec goes_on = function
        | m :: more when not (member m || ends m || String.trim m = "*") ->
            let a, b = goes_on more in m :: a, b
        | more -> [], more in
      let a, b = goes_on rest in (l :: a) :: blocks b

(* Forget the members that moved, and name ops after the last one. *)
let describe lines =
  let stays b = not (List.exists (fun m -> has (List.hd b) (" * \064" ^ m ^ ":"))
    ["page_free"; "kill"; "cleanup"]) in
  let rec put = function
    | b :: rest when member (List.hd b) -> [" * \064ops: method table"] :: b :: rest
    | b :: rest -> b :: put rest
    | [] -> [] in
  List.concat (List.rev (put (List.rev (List.filter stays (blocks lines)))))

// What the members are declared as.
@alias@
type T;
@@
typedef T dev_page_free_t;

@old@
type T1, T2, T3;
position p;
@@
struct dev_pagemap@p {
 ...
 T1 page_free;
 ...
 T2 kill;
 ...
 T3 cleanup;
 ...
};

// Before 5.2 there is no cleanup().
@old_two depends on !old@
type T1, T2;
position p;
@@
struct dev_pagemap@p {
 ...
 T1 page_free;
 ...
 T2 kill;
 ...
};

// The description goes first: what stands above the struct is put below an
// empty declaration, and leaves with it in the end.
@script:ocaml doc@
p << old.p;
head;
@@
let q = List.hd p in
match comment_above q.Coccilib.file q.Coccilib.line with
| [] -> Coccilib.include_match false
| lines -> head := make_ident
    ("old_dev_pagemap_doc;\n\n" ^ String.concat "\n" (describe lines)
     ^ "\nstruct dev_pagemap")

@script:ocaml doc_two@
p << old_two.p;
head;
@@
let q = List.hd p in
match comment_above q.Coccilib.file q.Coccilib.line with
| [] -> Coccilib.include_match false
| lines -> head := make_ident
    ("old_dev_pagemap_doc;\n\n" ^ String.concat "\n" (describe lines)
     ^ "\nstruct dev_pagemap")

@table_alias@
type alias.T, old.T2, old.T3;
@@
+/**
+ * struct dev_pagemap_ops - what the owner of a ZONE_DEVICE mapping provides
+ * @page_free: a page's reference count fell to 1, so that nobody uses it any
+ *	more.  (It never reaches 0.)  The owner may hand the page out again.
+ * @kill: put the mapping's reference count into the dead state
+ * @cleanup: wait until the reference count is idle, then reap it
+ */
+struct dev_pagemap_ops {
+	T page_free;
+	T2 kill;
+	T3 cleanup;
+};
+
struct dev_pagemap { ... };

@table depends on !alias@
type old.T1, old.T2, old.T3;
@@
+/**
+ * struct dev_pagemap_ops - what the owner of a ZONE_DEVICE mapping provides
+ * @page_free: a page's reference count fell to 1, so that nobody uses it any
+ *	more.  (It never reaches 0.)  The owner may hand the page out again.
+ * @kill: put the mapping's reference count into the dead state
+ * @cleanup: wait until the reference count is idle, then reap it
+ */
+struct dev_pagemap_ops {
+	T1 page_free;
+	T2 kill;
+	T3 cleanup;
+};
+
struct dev_pagemap { ... };

@table_alias_two@
type alias.T, old_two.T2;
@@
+/**
+ * struct dev_pagemap_ops - what the owner of a ZONE_DEVICE mapping provides
+ * @page_free: a page's reference count fell to 1, so that nobody uses it any
+ *	more.  (It never reaches 0.)  The owner may hand the page out again.
+ * @kill: put the mapping's reference count into the dead state
+ */
+struct dev_pagemap_ops {
+	T page_free;
+	T2 kill;
+};
+
struct dev_pagemap { ... };

@table_two depends on !alias@
type old_two.T1, old_two.T2;
@@
+/**
+ * struct dev_pagemap_ops - what the owner of a ZONE_DEVICE mapping provides
+ * @page_free: a page's reference count fell to 1, so that nobody uses it any
+ *	more.  (It never reaches 0.)  The owner may hand the page out again.
+ * @kill: put the mapping's reference count into the dead state
+ */
+struct dev_pagemap_ops {
+	T1 page_free;
+	T2 kill;
+};
+
struct dev_pagemap { ... };

@move@
type T1, T2, T3;
@@
struct dev_pagemap {
 ...
-T1 page_free;
 ...
-T2 kill;
 ...
-T3 cleanup;
 ...
+const struct dev_pagemap_ops *ops;
};

@move_two@
type T1, T2;
@@
struct dev_pagemap {
 ...
-T1 page_free;
 ...
-T2 kill;
 ...
+const struct dev_pagemap_ops *ops;
};

@@
identifier doc.head;
@@
-struct dev_pagemap {
+struct head {
 ...
};

@@
identifier doc_two.head;
@@
-struct dev_pagemap {
+struct head {
 ...
};

@@
@@
-struct old_dev_pagemap_doc;

@@
type T;
@@
-typedef T dev_page_free_t;
