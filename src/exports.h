/* SPDX-License-Identifier: GPL-2.0-only */
/* exports: the EXPORT_SYMBOL lines of a source, by their text. */
#ifndef EXPORTS_H
#define EXPORTS_H

#include "strbuf.h"
#include "strvec.h"

/* Append "MACRO NAME" for each, "EXPORT_SYMBOL_GPL alloc_pages_vma". */
void exports_of(const char *text, size_t len, struct strvec *out);

enum export_kind { EXPORT_NONE, EXPORT_GPL, EXPORT_ALL };
/* How the text exports @name. */
enum export_kind export_of(const char *text, size_t len, const char *name);

/*
 * May the module of which this is a source use what is for GPL modules only?
 * Without a MODULE_LICENSE another source has it: yes.
 */
bool license_is_gpl(const char *text);

#endif
