// SPDX-License-Identifier: GPL-2.0-only
/// Does the driver have private memory?
//
// Confidence: High
// Candidates: MEMORY_DEVICE_PRIVATE
// Options: --no-includes
// Requires: OCaml

@private@
@@
MEMORY_DEVICE_PRIVATE

@script:ocaml depends on private@
@@
print_string "ratchet: set has_private yes\n"
