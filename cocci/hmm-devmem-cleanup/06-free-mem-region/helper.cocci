// SPDX-License-Identifier: GPL-2.0-only
/// The helper, which tells "no gap" from "no region".
// Candidates: devm_request_free_mem_region&EXPORT_SYMBOL_GPL
// Options: --no-includes

@@
@@
 devm_request_free_mem_region(...)
 {
	<+...
*	return ERR_PTR(-ERANGE);
	...+>
 }
