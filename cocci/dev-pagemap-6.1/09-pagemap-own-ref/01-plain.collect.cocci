// SPDX-License-Identifier: GPL-2.0-only
/// Which drivers count the references to their pagemap themselves and do no more
/// with the count than the core does when it counts.
///
/// The release function completes a completion; the methods kill the count, wait
/// and exit it.  Traces and the way from the count to the structure are no more.
/// Everything else that touches the count, the completion or the functions makes
/// the driver one that is left alone, and the reason is told.
//
// Confidence: High
// Candidates: percpu_ref_init&dev_pagemap_ops
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
(* A structure that is nothing but the pagemap, the count and the completion? *)
let wrappers = false

let squeeze s = String.concat "" (String.split_on_char ' ' s)
let add l x = if not (List.mem x !l) then l := x :: !l
let uniq l = List.sort_uniq compare l
let read file = try
    let ic = open_in_bin file in
    let s = really_input_string ic (in_channel_length ic) in close_in ic; s
  with Sys_error _ -> ""

(* --- words and signs, each with its line --- *)

(* Signs that the lexer of rules would trip over. *)
let quote = Char.chr 34
let single = Char.chr 39
let back = Char.chr 92
let hash = Char.chr 35
let word c = match c with
  | 'a'..'z' | 'A'..'Z' | '0'..'9' | '_' -> true | _ -> false
let tokens s =
  let n = String.length s in
  let skip_to sub i =
    let k = String.length sub in
    let rec go i = if i + k > n then n else if String.sub s i k = sub then i + k else go (i + 1) in
    go i in
  let rec close q j = if j >= n || s.[j] = q then j + 1
    else if s.[j] = back then close q (j + 2) else close q (j + 1) in
  (* a directive ends where its line does, and goes on after a backslash *)
  let rec directive j = if j >= n then n
    else if s.[j] = '\n' && s.[j-1] <> back then j else directive (j + 1) in
  let rec go i acc =
    if i >= n then List.rev acc
    else if i + 1 < n && s.[i] = '/' && s.[i+1] = '*' then go (skip_to ("*" ^ "/") (i + 2)) acc
    else if i + 1 < n && s.[i] = '/' && s.[i+1] = '/' then go (skip_to "\n" i) acc
    else if s.[i] = hash then go (directive i) acc
    else if s.[i] = quote || s.[i] = single then go (close s.[i] (i + 1)) ("string" :: acc)
    else if word s.[i] then begin
      let j = ref i in
      while !j < n && word s.[!j] do incr j done;
      go !j (String.sub s i (!j - i) :: acc)
    end
    else if s.[i] = '-' && i + 1 < n && s.[i+1] = '>' then go (i + 2) ("->" :: acc)
    else if List.mem s.[i] [' '; '\t'; '\n'; '\r'] then go (i + 1) acc
    else go (i + 1) (String.make 1 s.[i] :: acc) in
  go 0 []
let is_word s = s <> "" && word s.[0]

(* Up to the sign that closes what is open. *)
let rec closing depth acc = function
  | ("(" | "{" | "[") as t :: l -> closing (depth + 1) (t :: acc) l
  | (")" | "}" | "]") :: l when depth = 0 -> List.rev acc, l
  | (")" | "}" | "]") as t :: l -> closing (depth - 1) (t :: acc) l
  | t :: l -> closing depth (t :: acc) l
  | [] -> List.rev acc, []
let split sign toks =
  let rec go depth cur = function
    | t :: l when t = sign && depth = 0 -> List.rev cur :: go 0 [] l
    | ("(" | "{" | "[") as t :: l -> go (depth + 1) (t :: cur) l
    | (")" | "}" | "]") as t :: l -> go (depth - 1) (t :: cur) l
    | t :: l -> go depth (t :: cur) l
    | [] -> [List.rev cur] in
  List.filter ((<>) []) (go 0 [] toks)

(* --- what the file says: functions, tables, structures, and the rest --- *)

type func = { name : string; head : string list; params : string list; body : string list }
let funcs : func list ref = ref []
let structs : (string * string list list) list ref = ref []
let own_structs : (string * unit) list ref = ref []
let tables : (string * (string * string) list) list ref = ref []
(* What stands outside of functions and tables. *)
let outside : string list ref = ref []
(* Declarations that other files may see: prototypes and variables. *)
let publics : string list list ref = ref []
let declared head rest =
  if not (List.mem "static" head) then
    publics := List.append head rest :: !publics

let field = function
  | "." :: n :: "=" :: "&" :: [v] | "." :: n :: "=" :: [v] -> [n, v]
  | "." :: n :: "=" :: _ -> [n, ""]
  | _ -> ["?", ""]
let rec top main head = function
  | "struct" :: "dev_pagemap_ops" :: t :: "=" :: "{" :: l ->
      let body, l = closing 0 [] l in
      if main then tables := (t, List.concat_map field (split "," body)) :: !tables;
      top main [] l
  | "struct" :: tag :: "{" :: l ->
      let body, l = closing 0 [] l in
      structs := (tag, split ";" body) :: !structs;
      if main then own_structs := (tag, ()) :: !own_structs;
      top main [] l
  | f :: "(" :: l when is_word f ->
      let params, l = closing 0 [] l in
      (match l with
       | "{" :: l ->
           let body, l = closing 0 [] l in
           if main then funcs := { name = f; head; params; body } :: !funcs;
           declared head params;
           top main [] l
       (* a prototype has as many words of its own as it likes *)
       | ";" :: l -> declared head params;
           if main && not (List.mem f ["EXPORT_SYMBOL"; "EXPORT_SYMBOL_GPL"])
           then () else outside := List.append params !outside;
           top main [] l
       | l -> outside := List.append params !outside;
           top main (List.append params head) l)
  | "{" :: l ->
      let body, l = closing 0 [] l in
      outside := List.append body !outside; top main head l
  | ";" :: l -> declared head []; outside := ";" :: !outside; top main [] l
  | t :: l -> outside := t :: !outside; top main (t :: head) l
  | [] -> ()

let quoted file =
  List.filter_map (fun l ->
    let l = String.trim l in
    if String.length l > 8 && l.[0] = hash then
      match String.split_on_char quote l with
      | _ :: name :: _ when not (String.contains l (Char.chr 60)) ->
          Some (Filename.concat (Filename.dirname file) name)
      | _ -> None
    else None) (String.split_on_char '\n' (read file))
(* Macros with arguments, which may stand for anything, and the words of all. *)
let macros : string list ref = ref []
let macro_words : string list ref = ref []
let learn_macros text =
  let rec lines = function
    | a :: b :: l when a <> "" && a.[String.length a - 1] = back ->
        lines ((String.sub a 0 (String.length a - 1) ^ " " ^ b) :: l)
    | a :: l -> a :: lines l
    | [] -> [] in
  List.iter (fun l ->
    let l = String.trim l in
    if l <> "" && l.[0] = hash then
      match tokens (String.sub l 1 (String.length l - 1)) with
      | "define" :: m :: l ->
          (match l with "(" :: _ -> add macros m | _ -> ());
          macro_words := List.append l !macro_words
      | _ -> ()) (lines (String.split_on_char '\n' text))
let text = ref ""
let main = ref ""
(* Where its lines begin. *)
let lines : int array ref = ref [||]
let find f = List.find_opt (fun g -> g.name = f) !funcs

(* --- what functions do --- *)

let calls s =
  let rec go = function
    | f :: "(" :: l when is_word f -> f :: go l
    | _ :: l -> go l
    | [] -> [] in
  go s
let control = ["if"; "else"; "for"; "while"; "do"; "switch"; "goto"; "case"]
let trace f = List.mem f ["dev_dbg"; "dev_vdbg"; "pr_debug"; "pr_devel"; "netdev_dbg";
  "WARN"; "WARN_ON"; "WARN_ONCE"; "WARN_ON_ONCE"; "might_sleep"; "trace_printk"]
(* One that goes from the count to the structure. *)
let helper f = match find f with
  | Some { params; body; _ } ->
      List.mem "percpu_ref" params
      && (match body with "return" :: "container_of" :: _ -> true | _ -> false)
      && calls body = ["container_of"]
  | None -> false
let way f = List.mem f ["container_of"; "typeof"; "__typeof__"; "to_pci_dev"; "string"] || helper f
(* The statements of a function that only takes its way and does DEEDS. *)
let does deeds f = match find f with
  | None -> None
  | Some { body; _ } ->
      let done_ = ref [] in
      let fine s =
        not (List.exists (fun t -> List.mem t control || t = "{") s)
        && (match s with
            | f :: "(" :: _ when List.mem f deeds ->
                done_ := f :: !done_;
                List.for_all way (List.tl (calls s))
            | f :: "(" :: _ when trace f ->
                List.for_all way (List.tl (calls s))
            | ["return"] -> true
            | _ -> List.for_all way (calls s) && not (List.mem "+" s)) in
      if List.for_all fine (split ";" body) && List.sort compare !done_ = List.sort compare deeds
      then Some body else None
let member_after f body =
  (* complete(&to_x(ref)->done): the last word in the parentheses *)
  let rec go = function
    | g :: "(" :: l when g = f ->
        let arg, _ = closing 0 [] l in
        (match List.rev arg with m :: ("->" | ".") :: _ -> m | _ -> "")
    | _ :: l -> go l
    | [] -> "" in
  go body

(* Where a name occurs: in which functions, in tables, elsewhere. *)
let users n = List.filter_map (fun f ->
  if f.name <> n && List.mem n f.body then Some f.name else None) !funcs
let in_outside n = List.mem n !outside

(* --- what the rules below find --- *)

let inside p = (List.hd p).Coccilib.current_element
(* A place in a header has no line here. *)
let place p = let q = List.hd p in
  ((if !main = "" || q.Coccilib.file = !main then q.Coccilib.line else 0), q.Coccilib.col)
let inits : (string * string * string * int) list ref = ref []
let plain_inits : int list ref = ref []
let read_later : int list ref = ref []
let counts : (string * string * string * string) list ref = ref []
let given : (string * string * string) list ref = ref []
let touches : (string * string * string * (int * int) * string) list ref = ref []
let fine : (int * int) list ref = ref []
(* Functions that take or ask for references of any pagemap. *)
let takers : string list ref = ref []
let actions : string list ref = ref []
let pools : string list ref = ref []
let plain_actions : string list ref = ref []

(* What stands around the name of a member: where the expression that it ends
   begins, and where the name ends. *)
let space c = List.mem c [' '; '\t'; '\n']
let around (line, col) =
  let s = !text in
  let n = String.length s in
  let rec ahead i = if i < n && word s.[i] then ahead (i + 1) else blank i
  and blank i = if i < n && space s.[i] then blank (i + 1) else i in
  let rec back i = if i >= 0 && space s.[i] then back (i - 1) else i in
  let rec name i = if i >= 0 && word s.[i] then name (i - 1) else i in
  let rec index i depth =
    if i < 0 then i
    else if s.[i] = ']' then index (i - 1) (depth + 1)
    else if s.[i] = '[' then if depth = 1 then i - 1 else index (i - 1) (depth - 1)
    else index (i - 1) depth in
  let rec chain i =
    let i = back i in
    if i >= 0 && s.[i] = ']' then chain (index i 0)
    else if i >= 0 && word s.[i] then
      let j = back (name i) in
      if j > 0 && s.[j] = '>' && s.[j-1] = '-' then chain (j - 2)
      else if j >= 0 && s.[j] = '.' then chain (j - 1) else j
    else -1 in
  let at = !lines.(line - 1) + col in
  chain at, ahead at
let sign i = if i >= 0 && i < String.length !text then !text.[i] else ' '
(* Is the address of the member meant, or a member of its own?  A pointer to it
   can do that, too. *)
let pointed (line, col) = line > 0 &&
  let s = !text in
  let rec back i = if i >= 0 && space s.[i] then back (i - 1) else i in
  let before = back (!lines.(line - 1) + col - 1) in
  let first, next = around (line, col) in
  before > 0 && s.[before] = '>' && s.[before - 1] = '-'
  && (sign next = '.' || (sign first = '&' && sign (first - 1) <> '&'))
(* The functions that deal with the references of the count they get. *)
let takes = List.map ((^) "percpu_ref_") ["get"; "get_many"; "tryget"; "tryget_live";
  "put"; "put_many"; "is_zero"; "is_dying"; "resurrect"; "reinit"; "kill";
  "kill_and_confirm"]
let taken p =
  (List.hd p).Coccilib.file = !main
  && (let first, _ = around (place p) in
      sign first = '('
      && let rec name i = if i >= 0 && word !text.[i] then name (i - 1) else i in
      let i = name (first - 1) in
      List.mem (String.sub !text (i + 1) (first - i - 1)) takes)

let say set v = Printf.printf "ratchet: set %s %s\n" set v
let members tag = match List.assoc_opt tag !structs with Some l -> l | None -> []
let declares ty m = List.exists (fun d -> d = ["struct"; ty; m])

(* One count of one structure: what goes with it, or nothing. *)
(* Learnt before, from all files. *)
let busy = List.map String.trim (String.split_on_char ',' "ratchet_count_busy")
let starts_with p s =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
(* These, and the ones of this file, about which the rules below know more. *)
let inside_of all = List.append all (List.map (fun f -> f.name) !funcs)
(* How often a name stands in functions that are not to go. *)
let mentions n ours =
  List.fold_left (fun k f -> if List.mem f.name ours then k
    else k + List.length (List.filter ((=) n) f.body)) 0 !funcs
(* Would a label lose its only goto with the test of what percpu_ref_init()
   returned? *)
let rec skip_to t = function
  | u :: l when u = t -> l
  | _ :: l -> skip_to t l
  | [] -> []
let branch = function
  | "{" :: l -> fst (closing 0 [] l)
  | l -> (match split ";" l with s :: _ -> s | [] -> [])
let rec gotos = function
  | "goto" :: t :: l -> t :: gotos l
  | _ :: l -> gotos l
  | [] -> []
let orphans rel =
  List.exists (fun f ->
    let all = gotos f.body in
    let rec at = function
      | "percpu_ref_init" :: "(" :: l ->
          let args, l = closing 0 [] l in
          let test = match l with
            | ";" :: l -> snd (closing 0 [] (skip_to "(" l))
            | l -> snd (closing 0 [] l) in
          (List.mem rel args && List.exists (fun t ->
            List.length (List.filter ((=) t) all) = 1) (gotos (branch test)))
          || at l
      | _ :: l -> at l
      | [] -> false in
    at f.body) !funcs
(* Is it set up as the core sets up its own? *)
let no_flags rel =
  List.for_all (fun f ->
    let rec at = function
      | "percpu_ref_init" :: "(" :: l ->
          let args, l = closing 0 [] l in
          (match split "," args with
           | [_; _; ["0"]; _] -> true
           | _ -> not (List.mem rel args)) && at l
      | _ :: l -> at l
      | [] -> true in
    at f.body) !funcs
(* In a branch that is not the one of the mapping, too? *)
let in_branch rel =
  let rec at inside = function
    | ("if" | "switch") :: "(" :: l ->
        let args, l = closing 0 [] l in
        (inside && List.mem rel args) || block inside l
    | "else" :: l -> block inside l
    | "percpu_ref_init" :: "(" :: l ->
        let args, l = closing 0 [] l in
        (inside && List.mem rel args) || at inside l
    | _ :: l -> at inside l
    | [] -> false
  and block inside = function
    | "{" :: l ->
        let b, l = closing 0 [] l in
        at (inside || not (List.mem "devm_memremap_pages" b)) b || at inside l
    | l -> at inside l in
  List.exists (fun f -> at false f.body) !funcs
(* How often a variable is used in a function, and how often declared there. *)
let uses x toks =
  let rec go used decls = function
    | ("->" | ".") :: t :: l when t = x -> go used decls l
    | "struct" :: _ :: "*" :: t :: "=" :: l when t = x -> go used (decls + 1) l
    | "struct" :: _ :: "*" :: t :: l when t = x -> go used (decls + 1) l
    | "," :: "*" :: t :: (";" | "," | "=" as u) :: l when t = x ->
        go used (decls + 1) (u :: l)
    | t :: "=" :: l when t = x && (match l with "=" :: _ -> false | _ -> true) ->
        go used decls l
    | t :: l -> go (if t = x then used + 1 else used) decls l
    | [] -> used, decls in
  go 0 0 toks
(* The arms of conditionals of the preprocessor, but for what keeps a header from
   being read twice. *)
let arms : string list list ref = ref []
let learn_arms file text =
  let directive l =
    let l = String.trim l in
    if l = "" || l.[0] <> hash then "" else
      match tokens (String.sub l 1 (String.length l - 1)) with
      | w :: _ -> w | [] -> "" in
  let close l = arms := tokens (String.concat "\n" (List.rev l)) :: !arms in
  let rec go open_ = function
    | [] -> ()
    | l :: rest ->
        let all = List.map (fun (guard, a) -> guard, l :: a) open_ in
        (match directive l, open_ with
         | ("if" | "ifdef"), _ -> go ((false, []) :: all) rest
         | "ifndef", [] when Filename.check_suffix file ".h" -> go [true, []] rest
         | "ifndef", _ -> go ((false, []) :: all) rest
         | ("else" | "elif"), (guard, a) :: _ ->
             if not guard then close a; go ((guard, []) :: List.tl all) rest
         | "endif", (guard, a) :: _ ->
             if not guard then close a; go (List.tl all) rest
         | _ -> go all rest) in
  go [] (String.split_on_char '\n' text)
let known = ref false
let learn file =
  if not !known then begin
    known := true;
    main := file;
    text := read file;
    let at = ref [0] in
    String.iteri (fun i c -> if c = '\n' then at := (i + 1) :: !at) !text;
    lines := Array.of_list (List.rev !at);
    List.iter (fun f -> let s = read f in learn_macros s; learn_arms f s)
      (file :: quoted file);
    top true [] (tokens (read file));
    List.iter (fun h -> top false [] (tokens (read h))) (quoted file)
  end
(* Does something of it stand in one, without the mapping? *)
let in_arm names members =
  let rec holds = function
    | k :: n :: l -> List.mem (k, n) members || List.mem k names || holds (n :: l)
    | [k] -> List.mem k names
    | [] -> false in
  List.exists (fun a -> not (List.mem "devm_memremap_pages" a) && holds a) !arms
(* What of a structure remains when its counts and completions have gone. *)
let remains defs = List.filter (fun d -> match d with
  | ["struct"; ("percpu_ref" | "completion"); _] -> false | _ -> true) defs
let pagemaps defs = List.filter_map (fun d -> match d with
  | ["struct"; "dev_pagemap"; m] -> Some m | _ -> None) defs
(* Every mention of a wrapper is its definition, a pointer to it or its size. *)
let only_pointers tag ours =
  let rec fine = function
    | "struct" :: t :: l when t = tag ->
        (match l with "*" :: _ | ")" :: _ -> fine l | _ -> false)
    | "container_of" :: "(" :: l ->
        let args, l = closing 0 [] l in
        not (List.mem tag args) && fine l
    | _ :: l -> fine l
    | [] -> true in
  List.mem_assoc tag !own_structs
  && fine !outside
  && List.for_all (fun f -> List.mem f.name ours || (fine f.body && fine f.params)) !funcs
  && List.for_all (fun (s, ms) -> List.for_all (fun m ->
       not (List.mem tag m) || (List.mem_assoc s !own_structs && fine m)) ms) !structs
(* It is known to this file only. *)
let private_ tag =
  not (List.mem tag !macro_words) && not (List.exists (List.mem tag) !publics)
(* Where a count is set up, and why it stays. *)
let starts_at : (string * string * (int * int)) list ref = ref []
let stays (l, c) why =
  Printf.printf "ratchet: refuse %d %d a map counts its references itself: who does what this count is for? %s\n" l c why
(* Told by the first of the two steps that ask. *)
let elsewhere p why =
  if not wrappers then
    List.iter (fun q -> stays (q.Coccilib.line, q.Coccilib.col) why) p
let note t r why =
  List.iter (fun (u, s, (l, c)) -> if u = t && s = r then
    stays (l, c) why) (uniq !starts_at)
let judge (t, r) =
  let tag = if String.length t > 6 && String.sub t 0 6 = "struct"
    then String.sub t 6 (String.length t - 6) else "" in
  let defs = members tag in
  let rels = uniq (List.filter_map (fun (u, s, rel, _) ->
    if u = t && s = r then Some rel else None) !inits) in
  let rel = match rels with f :: _ -> f | [] -> "" in
  let inits_fine = List.for_all (fun (u, s, _, l) ->
    u <> t || s <> r || List.mem l !plain_inits) !inits in
  let maps = List.filter (fun (_, _, u, s) -> u = t && s = r) !counts in
  let tables_of (fn, x, _, _) = List.filter_map (fun (g, y, n) ->
    if g = fn && y = x then Some n else None) !given in
  let ts = uniq (List.concat_map tables_of maps) in
  let bodies = List.map (fun n -> List.assoc_opt n !tables) ts in
  (* no other pagemap uses these tables *)
  let shared = List.exists (fun (g, y, n) -> List.mem n ts
    && not (List.exists (fun (fn, x, _, _) -> fn = g && x = y) maps)) !given in
  let found = List.for_all ((<>) None) bodies in
  let bodies = List.filter_map (fun b -> b) bodies in
  let methods n = uniq (List.filter_map (List.assoc_opt n) bodies) in
  let kills = methods "kill" and cleanups = methods "cleanup" in
  let done_ = match does ["complete"] rel with
    | Some b -> member_after "complete" b | None -> "" in
  let exits d = does ["percpu_ref_exit"] d <> None in
  let acts = List.filter exits !actions in
  let cleans c = does ["wait_for_completion"; "percpu_ref_exit"] c <> None
    || (acts <> [] && does ["wait_for_completion"] c <> None) in
  let ours = rel :: List.append kills (List.append cleanups acts) in
  let ways = List.filter_map (fun f -> if helper f.name
    && List.exists (fun o -> match find o with
         | Some g -> List.mem f.name g.body | None -> false) ours
    then Some f.name else None) !funcs in
  let all = List.append ours ways in
  (* who else knows these functions *)
  let alone f = List.for_all (fun u -> List.mem u all
      || (f = rel && List.exists (fun (_, _, g, _) -> g = rel) !inits)
      || List.mem f acts) (users f)
    && not (in_outside f)
    && List.for_all (fun (n, b) -> List.mem n ts
         || not (List.exists (fun (_, v) -> v = f) b)) !tables in
  (* every use of the count and the completion *)
  let untouched () = List.for_all (fun (u, m, fn, at, _) ->
    u <> t || (m <> r && m <> done_) || List.mem at !fine || List.mem fn all) !touches in
  let map = pagemaps defs in
  (* every use of the pagemap in a structure around it *)
  let plain_map () = List.for_all (fun (u, m, fn, at, _) ->
    u <> t || not (List.mem m map) || pointed at || List.mem fn all) !touches in
  let via x (u, m, fn, _, y) = if u = t && (m = r || m = done_) && y = x then [fn] else [] in
  (* a pointer that would be for nothing any more *)
  let needed (u, m, fn, _, x) =
    u <> t || (m <> r && m <> done_) || List.mem fn all
    || (match find fn with
        | Some f when is_word x ->
            let used, decls = uses x f.body in
            let gone = List.filter ((=) fn) (List.concat_map (via x) !touches) in
            decls = 0 || used > List.length gone
        | _ -> true) in
  let count_of (u, s, _, _) = u = t && s = r in
  let starts = List.length (List.filter count_of !inits) in
  let known () = tag <> "" && declares "percpu_ref" r defs in
  let conditions = [
    known, "its structure is not one that is seen here with its tag";
    (fun () -> List.length rels = 1), "it is set up with different release functions";
    (fun () -> inits_fine),
      "percpu_ref_init() is not a statement of its own with a test behind it";
    (fun () -> no_flags rel), "percpu_ref_init() gets flags";
    (fun () -> List.for_all (fun (u, s, _, l) ->
      u <> t || s <> r || not (List.mem l !read_later)) !inits),
      "what percpu_ref_init() returns is read again later";
    (fun () -> ts <> [] && List.for_all (fun m -> tables_of m <> []) maps),
      "the methods are not a table that the pagemap gets where it gets the count";
    (fun () -> found), "the methods are in another file";
    (fun () -> not shared), "another pagemap has the same methods";
    (fun () -> List.for_all (fun n -> mentions n []
        = List.length (List.filter (fun (_, _, m) -> m = n) !given)
      && not (in_outside n)) ts), "its methods are used for something else, too";
    (fun () -> not (List.exists (fun f -> match find f with
      | Some g -> List.exists (fun c -> List.mem c !macros) (calls g.body)
      | None -> false) ours)), "its functions use a macro: make that a function";
    (fun () -> done_ <> ""), rel ^ "() does more than to complete a completion";
    (fun () -> declares "completion" done_ defs),
      "the completion is not in the structure of the count";
    (fun () -> kills <> []
      && List.for_all (fun k -> does ["percpu_ref_kill"] k <> None) kills),
      "kill() does more than to kill it";
    (fun () -> cleanups <> [] && List.for_all cleans cleanups),
      "cleanup() does not just wait for the completion and exit the count";
    (fun () -> not (List.mem (tag ^ "__of__" ^ r) busy)
      && List.for_all (fun w -> not (starts_with (tag ^ "__of__" ^ r ^ "__in__") w)
        || List.exists (fun f -> w = tag ^ "__of__" ^ r ^ "__in__" ^ f) (inside_of all)) busy
      && List.for_all (fun fn -> List.mem fn all
        || List.exists (fun (_, b) -> List.exists (fun (_, v) -> v = fn) b) !tables) !takers),
      "there are others who take or ask for references";
    (fun () -> mentions rel all = starts && List.for_all alone all),
      "somebody else uses its functions";
    untouched, "the count or the completion has other users";
    (fun () -> List.for_all (fun a -> List.mem a !plain_actions) acts),
      "what devm_add_action() returns is not tested right behind";
    (fun () -> !pools = [] || List.length map = 1),
      "it is not clear which pagemap a pool's memory belongs to";
    (fun () -> not (in_arm (List.append all ts) ["percpu_ref", r; "completion", done_])),
      "a part of it depends on a condition of the preprocessor";
    (fun () -> not (in_branch rel)), "it is set up in a branch";
    (fun () -> not (orphans rel)), "a label would lose its only goto";
    (fun () -> wrappers || remains defs <> []), "its structure would be left empty";
    (fun () -> List.for_all needed !touches),
      "a variable would be left without a use";
    (fun () -> not wrappers || only_pointers tag all),
      "the structure around the pagemap is more than pointed to";
    (fun () -> not wrappers || private_ tag),
      "the structure around the pagemap is known to a macro or to other files";
    (fun () -> not wrappers || plain_map ()),
      "the pagemap is used as a part of the structure around it" ] in
  if maps <> [] && tag <> "dev_pagemap" then
    match List.find_opt (fun (holds, _) -> not (holds ())) conditions with
    | Some (_, why) -> note t r why
    | None ->
      (* as one word that no code has: words like "ref" are everywhere *)
      say "count_of" (String.concat "__of__" [tag; r; done_;
        (match map with [m] -> m | _ -> "none")]);
      say "count_release" rel;
      List.iter (say "count_function") all;
      List.iter (say "count_action") acts;
      List.iter (fun n ->
        let b = List.assoc n !tables in
        say (if List.for_all (fun (f, _) -> f = "kill" || f = "cleanup") b
             then "count_table" else "count_table_more") n) ts
(* Where a pagemap gets a count that nothing here sets up as its member. *)
let given_at : (string * string * (int * int)) list ref = ref []
let verdict () =
  List.iter (fun (t, r, at) ->
    if not wrappers && t <> "structdev_pagemap"
       && not (List.exists (fun (u, s, _, _) -> u = t && s = r) !inits) then
      stays at "it is not set up as a member of its structure")
    !given_at;
  List.iter judge (uniq (List.map (fun (t, r, _, _) -> (t, r)) !inits))

// --- what the code does with counts ------------------------------------------------

@init@
type T;
T *X;
identifier R, rel;
position p, call;
@@
\( percpu_ref_init@call(&X->R, rel@p, ...) \| percpu_ref_init@call(&X->R, &rel@p, ...) \)

@script:ocaml@
p << init.p;
@@
learn (List.hd p).Coccilib.file

@script:ocaml@
t << init.T; r << init.R; rel << init.rel; p << init.p;
@@
add inits (squeeze t, r, rel, (List.hd p).Coccilib.line);
add starts_at (squeeze t, r, place p)

// The ways to call it that can be taken away again.
@init_plain@
expression E, X;
identifier R, rel;
statement S;
position p;
@@
(
E = \( percpu_ref_init(&X->R, rel@p, ...) \| percpu_ref_init(&X->R, &rel@p, ...) \);
if (\( E \| E != 0 \| E < 0 \| unlikely(E) \)) S
|
if (\( percpu_ref_init(&X->R, rel@p, ...) \| percpu_ref_init(&X->R, &rel@p, ...) \)) S
|
if (\( percpu_ref_init(&X->R, rel@p, ...) \| percpu_ref_init(&X->R, &rel@p, ...) \) != 0) S
|
if (\( percpu_ref_init(&X->R, rel@p, ...) \| percpu_ref_init(&X->R, &rel@p, ...) \) < 0) S
|
if (unlikely(\( percpu_ref_init(&X->R, rel@p, ...) \| percpu_ref_init(&X->R, &rel@p, ...) \))) S
)

@script:ocaml@
p << init_plain.p;
@@
add plain_inits (List.hd p).Coccilib.line

// Without the call nobody would have set the variable there.
@set_again@
identifier e;
expression E;
position p;
@@
e@p = E

@later exists@
type T;
T *X;
identifier R, rel, e;
expression E;
statement S;
position p, q != set_again.p;
@@
e = \( percpu_ref_init(&X->R, rel@p, ...) \| percpu_ref_init(&X->R, &rel@p, ...) \);
if (\( e \| e != 0 \| e < 0 \| unlikely(e) \)) S
... when != e = E
e@q

@script:ocaml@
p << later.p; q << later.q;
@@
ignore q; add read_later (List.hd p).Coccilib.line

// A pagemap gets the count, and its table.
@count@
type T;
T *X;
struct dev_pagemap *P;
identifier R;
position p;
@@
P->ref@p = &X->R

@script:ocaml@
t << count.T; r << count.R; x << count.P; p << count.p;
@@
add counts (inside p, "->" ^ x, squeeze t, r);
add given_at (squeeze t, r, place p)

@count_v disable fld_to_ptr@
type T;
T *X;
struct dev_pagemap V;
identifier R;
position p;
@@
V.ref@p = &X->R

@script:ocaml@
t << count_v.T; r << count_v.R; x << count_v.V; p << count_v.p;
@@
add counts (inside p, "." ^ x, squeeze t, r);
add given_at (squeeze t, r, place p)

@table@
struct dev_pagemap *P;
identifier t;
position p;
@@
P->ops@p = &t

@script:ocaml@
t << table.t; x << table.P; p << table.p;
@@
add given (inside p, "->" ^ x, t)

@table_v disable fld_to_ptr@
struct dev_pagemap V;
identifier t;
position p;
@@
V.ops@p = &t

@script:ocaml@
t << table_v.t; x << table_v.V; p << table_v.p;
@@
add given (inside p, "." ^ x, t)

// Somebody has to do with the references of a pagemap.
@taker@
struct dev_pagemap *P;
position p;
@@
P->ref@p

@script:ocaml@
p << taker.p;
@@
if taken p then add takers (inside p)

@taker_v disable fld_to_ptr@
struct dev_pagemap V;
position p;
@@
V.ref@p

@script:ocaml@
p << taker_v.p;
@@
if taken p then add takers (inside p)

// Everything that touches a member of the structure.
@touch@
type init.T;
T *X;
identifier m;
position q;
@@
X->m@q

@script:ocaml@
t << init.T; x << touch.X; m << touch.m; q << touch.q;
@@
add touches (squeeze t, m, inside q, place q, x)

@touch_value disable fld_to_ptr, ptr_to_array@
type init.T;
T V;
identifier m;
position q;
@@
V.m@q

@script:ocaml@
t << init.T; m << touch_value.m; q << touch_value.q;
@@
add touches (squeeze t, m, inside q, place q, "")

// What is no more than the core does.
@touch_init@
type init.T;
T *X;
identifier m;
position q;
@@
\( init_completion(&X->m@q) \| percpu_ref_init(&X->m@q, ...) \)

@script:ocaml@
q << touch_init.q;
@@
add fine (place q)

@touch_count@
type init.T;
T *X;
struct dev_pagemap *P;
identifier m;
position q;
@@
P->ref = &X->m@q

@script:ocaml@
q << touch_count.q;
@@
add fine (place q)

@touch_count_v@
type init.T;
T *X;
struct dev_pagemap V;
identifier m;
position q;
@@
V.ref = &X->m@q

@script:ocaml@
q << touch_count_v.q;
@@
add fine (place q)

@touch_action@
type init.T;
T *X;
identifier m, d, h = {devm_add_action, devm_add_action_or_reset};
expression D;
position q;
@@
h(D, d, &X->m@q)

@script:ocaml@
d << touch_action.d; q << touch_action.q;
@@
add fine (place q); add actions d

// A pool remembers to which count its memory belongs, once there is a mapping.
@touch_pool disable ptr_to_array exists@
type init.T;
T *X;
identifier m;
position q;
@@
devm_memremap_pages(...)
... when any
gen_pool_add_owner(..., &X->m@q)

@script:ocaml@
q << touch_pool.q;
@@
add fine (place q); add pools (inside q)

@action_plain@
expression D, A, E;
identifier d, h = {devm_add_action, devm_add_action_or_reset};
statement S;
position p;
@@
(
E = h(D, d@p, A);
if (\( E \| E != 0 \| E < 0 \)) S
|
if (h(D, d@p, A)) S
)

@script:ocaml@
d << action_plain.d; p << action_plain.p;
@@
ignore p; add plain_actions d

// Counts that are reached in another way.
@in_object disable fld_to_ptr, ptr_to_array@
expression O, C;
identifier m;
position p != init.p, call;
@@
percpu_ref_init@call(&O.m, C@p, ...)

@object_given disable fld_to_ptr, ptr_to_array@
identifier in_object.m;
struct dev_pagemap *P;
struct dev_pagemap V;
expression O;
@@
\(P->ref\|V.ref\) = &O.m

@script:ocaml depends on object_given@
p << in_object.p; m << in_object.m;
@@
ignore m;
elsewhere p "it is not reached by a pointer to its structure"

@bare@
identifier x;
expression C;
position p, call;
@@
percpu_ref_init@call(&x, C@p, ...)

@bare_given disable fld_to_ptr@
identifier bare.x;
struct dev_pagemap *P;
struct dev_pagemap V;
@@
\(P->ref\|V.ref\) = &x

@script:ocaml depends on bare_given@
p << bare.p; x << bare.x;
@@
ignore x;
elsewhere p "it is in no structure"

@elsewhere@
expression E, C;
position p, call != {init.call, in_object.call, bare.call};
@@
percpu_ref_init@call(E, C@p, ...)

@elsewhere_given disable fld_to_ptr, ptr_to_array@
expression elsewhere.E;
struct dev_pagemap *P;
struct dev_pagemap V;
@@
\(P->ref\|V.ref\) = E

@script:ocaml depends on elsewhere_given@
p << elsewhere.p; e << elsewhere.E;
@@
ignore e;
elsewhere p "it is not set up as a member of its structure"

@finalize:ocaml@
@@
verdict ()
