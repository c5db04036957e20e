/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __NVDIMM_PFN_H
#define __NVDIMM_PFN_H

#include <linux/types.h>

/* The info block at the start of a namespace. */
struct nd_pfn_sb {
	u8 signature[16];
	__le64 dataoff;
	__le64 npfns;
	__le32 mode;
	__le32 start_pad;
	__le32 end_trunc;
	__le32 align;
};

#endif
