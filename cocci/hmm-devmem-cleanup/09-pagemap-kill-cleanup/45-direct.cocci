// SPDX-License-Identifier: GPL-2.0-only
/// percpu_ref_kill() and its like as methods: they take a count, so that each
/// gets a function around it.
//
// Confidence: High
// Candidates: dev_pagemap_ops&percpu_ref_kill dev_pagemap_ops&percpu_ref_exit
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let text file =
  try
    let ic = open_in_bin file in
    let s = really_input_string ic (in_channel_length ic) in
    close_in ic;
    s
  with Sys_error _ -> ""
let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
  (c >= '0' && c <= '9') || c = '_'
let has_word w s =
  let n = String.length s and k = String.length w in
  let rec go i =
    i + k <= n &&
    ((String.sub s i k = w && (i = 0 || not (is_id s.[i - 1])) &&
      (i + k = n || not (is_id s.[i + k]))) || go (i + 1)) in
  go 0
(* "card_pagemap_ops" and "kill" make "card_pagemap_kill", if nobody has it. *)
let around t method_ file =
  let n = String.length t in
  let stem = if n > 4 && String.sub t (n - 4) 4 = "_ops" then String.sub t 0 (n - 4) else t in
  let s = text file in
  let rec free w = if has_word w s then free (w ^ "_ref") else w in
  free (stem ^ "_" ^ method_)

@kills@
identifier t, g = {percpu_ref_kill, percpu_ref_exit};
position p;
@@
(
struct dev_pagemap_ops t = { .kill = g@p, ... };
|
struct dev_pagemap_ops t = { .kill = &g@p, ... };
)

@script:ocaml kill@
t << kills.t; p << kills.p;
w;
@@
w := make_ident (around t "kill" (List.hd p).Coccilib.file)

@@
identifier kills.t, kills.g, kill.w;
position kills.p;
@@
+static void w(struct dev_pagemap *pgmap)
+{
+	g(pgmap->ref);
+}
+
struct dev_pagemap_ops t = { .kill =
(
-g@p
+w
|
-&g@p
+w
)
 , ... };

@cleans@
identifier t, g = {percpu_ref_kill, percpu_ref_exit};
position p;
@@
(
struct dev_pagemap_ops t = { .cleanup = g@p, ... };
|
struct dev_pagemap_ops t = { .cleanup = &g@p, ... };
)

@script:ocaml clean@
t << cleans.t; p << cleans.p;
w;
@@
w := make_ident (around t "cleanup" (List.hd p).Coccilib.file)

@@
identifier cleans.t, cleans.g, clean.w;
position cleans.p;
@@
+static void w(struct dev_pagemap *pgmap)
+{
+	g(pgmap->ref);
+}
+
struct dev_pagemap_ops t = { .cleanup =
(
-g@p
+w
|
-&g@p
+w
)
 , ... };
