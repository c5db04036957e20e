/* SPDX-License-Identifier: GPL-2.0-only */
/* Between kconfig_edit.c and kconfig_edit_remove.c. */
#ifndef KCONFIG_EDIT_PRIV_H
#define KCONFIG_EDIT_PRIV_H

#include "kconfig_edit.h"

/* A statement at work on a parsed text. */
struct kc_editor {
	struct kconfig k;
	struct kconfig_edit_line *e;
	const struct kconfig_text *t;
	const struct kconfig_statement *st;
	const struct kconfig_refuser *refuser;
};

void ked_refuse(struct kc_editor *ed, size_t i, const char *fmt, ...)
	PRINTF(3, 4);
bool ked_is_edited(const struct kc_editor *ed, size_t i);
void ked_drop(struct kc_editor *ed, size_t i);
/* Put @text in the place of a part of line @i. */
void ked_replace(struct kc_editor *ed, size_t i, struct kc_span part,
		 const char *text);
/* Line @i without its "if ...". */
void ked_drop_condition(struct kc_editor *ed, size_t i);
/* The entry that line @i opens, its comment, and the blank lines between. */
void ked_drop_entry(struct kc_editor *ed, size_t i);
/* NULL: it is no expression. */
struct kexpr *ked_parse(const struct kc_editor *ed, struct kc_span s);

/* KCONFIG_REMOVE */
void ked_remove_symbol(struct kc_editor *ed);

#endif
