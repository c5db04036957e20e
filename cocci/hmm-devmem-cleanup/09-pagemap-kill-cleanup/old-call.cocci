// SPDX-License-Identifier: GPL-2.0-only
/// A call that passes the reference count of the pagemap.
// Candidates: @dev_pagemap&ops&kill @dev_pagemap&ops&cleanup
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h --include include/linux/hmm.h

@@
struct dev_pagemap *P;
@@
(
*P->ops->kill(P->ref)
|
*P->ops->cleanup(P->ref)
)
