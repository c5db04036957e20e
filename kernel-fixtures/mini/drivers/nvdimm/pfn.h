/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __NVDIMM_PFN_H
#define __NVDIMM_PFN_H

#include <linux/types.h>

/* The info block at the start of a namespace. */
struct nd_pfn_sb {
	__le64 npfns, dataoff;
	__le32 align, mode;
	__le32 start_pad, end_trunc;
};

#endif
