// SPDX-License-Identifier: GPL-2.0-only
/// Functions that know of public memory: their comments may, too.
//
// Confidence: High
// Candidates: is_device_public_page _vm_normal_page MEMORY_DEVICE_PUBLIC IORES_DESC_DEVICE_PUBLIC_MEMORY
// Options: --no-includes
// Requires: OCaml

@asked@
identifier w = {is_device_public_page, _vm_normal_page, MEMORY_DEVICE_PUBLIC, IORES_DESC_DEVICE_PUBLIC_MEMORY};
position p;
@@
 w@p

@script:ocaml@
p << asked.p;
@@
Printf.printf "ratchet: set public %s\n" (List.hd p).Coccilib.current_element
