/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconfig_edit: one statement of a .kconfig pass on one text.  The text is
 * changed in memory only; each of its lines remembers the line that it had in
 * the beginning, for messages.
 */
#ifndef KCONFIG_EDIT_H
#define KCONFIG_EDIT_H

#include "kconfig.h"

enum kconfig_what {
	KCONFIG_REMOVE, KCONFIG_RENAME, KCONFIG_MERGE,
	KCONFIG_DROP_DEPENDS, KCONFIG_ADD_DEPENDS,
	KCONFIG_DROP_SELECT, KCONFIG_ADD_SELECT, KCONFIG_REPLACE_SELECT,
	KCONFIG_SELECT_TO_DEPENDS,
	KCONFIG_SPLIT,		/* in C: by what the code is about */
	KCONFIG_WHERE,		/* of the pass: only where the symbol is */
};

struct kconfig_statement {
	enum kconfig_what what;
	unsigned line;
	char *symbol;		/* "X", or "@f": what builds callers of f() */
	char *term;		/* the new name, the term, what is selected */
	char *cond;		/* add-select: after "if", or NULL;
				   replace-select: the new ones;
				   split: "NEW of WORD... or NEW of WORD..." */
	enum kexpr_mode mode;	/* remove */
};

struct kconfig_text {
	struct strbuf text;
	unsigned *origin;	/* of each line */
	size_t nr;
};

void kconfig_text_init(struct kconfig_text *t, const struct strbuf *from);
void kconfig_text_release(struct kconfig_text *t);

typedef void kconfig_refuse_fn(unsigned line, unsigned col, const char *why,
			       void *data);
struct kconfig_refuser {
	kconfig_refuse_fn *fn;
	void *data;
};

/* The statement on a Kconfig file; on a make file; on a defconfig. */
void kconfig_edit(struct kconfig_text *t, const struct kconfig_statement *st,
		  const struct kconfig_refuser *r);
void kconfig_edit_make(struct kconfig_text *t,
		       const struct kconfig_statement *st,
		       const struct kconfig_refuser *r);
void kconfig_edit_config(struct kconfig_text *t,
			 const struct kconfig_statement *st);
/* CONFIG_OLD and CONFIG_OLD_MODULE as words of any other text. */
void kconfig_edit_words(struct kconfig_text *t,
			const struct kconfig_statement *st);

/*
 * In C, where it stands in code that has a choice's words; in code that has words
 * of several it is refused, in other code it stays.
 */
void kconfig_edit_split(struct kconfig_text *t,
			const struct kconfig_statement *st,
			const struct kconfig_refuser *r);

/* ---- between the files kconfig_edit*.c ---- */

/* CONFIG_FROM and CONFIG_FROM_MODULE as words become those of @to. */
void kconfig_replace_symbol(struct strbuf *text, const char *from,
			    const char *to);

/* What becomes of a line, or of some that belong together. */
struct kconfig_edit_line {
	bool drop, replace;
	struct strbuf text;	/* with its newline */
	struct strbuf before, after;
};
/*
 * A new text: @spans are the lines of the old one, without a gap, each with
 * its edit.
 */
void kconfig_text_render(struct kconfig_text *t, const struct kc_span *spans,
			 struct kconfig_edit_line *edits, size_t nr);
/* Where each line of the text is; free() it. */
struct kc_span *kconfig_text_lines(const struct kconfig_text *t, size_t *nr);

#endif
