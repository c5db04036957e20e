/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconfig: the Kconfig language as lines of known kinds.  Nothing is lost: the
 * lines one after the other are the text.  What is not understood is a line of
 * kind KC_UNKNOWN, for the caller to refuse.
 */
#ifndef KCONFIG_H
#define KCONFIG_H

#include "strbuf.h"
#include "strvec.h"

enum kc_kind {
	KC_BLANK, KC_HASH,
	/* what opens or closes an entry or a block */
	KC_CONFIG, KC_MENUCONFIG, KC_CHOICE, KC_ENDCHOICE, KC_MENU, KC_ENDMENU,
	KC_IF, KC_ENDIF, KC_COMMENT, KC_SOURCE, KC_MAINMENU, KC_MACRO,
	/* what belongs to an entry */
	KC_TYPE, KC_DEF_TYPE, KC_PROMPT, KC_DEPENDS, KC_SELECT, KC_IMPLY,
	KC_DEFAULT, KC_RANGE, KC_VISIBLE, KC_OPTION, KC_HELP, KC_HELPTEXT,
	KC_UNKNOWN,
};

#define KC_NONE ((size_t)-1)

/* A part of the text. */
struct kc_span {
	size_t at, len;		/* len 0: there is none */
};

/* A line, together with those that continue it. */
struct kc_line {
	enum kc_kind kind;
	unsigned number;	/* of its first line, from 1 */
	struct kc_span all;	/* to its newline */
	size_t entry;		/* the line that opened the entry, or KC_NONE */
	/*
	 * config, select, imply: the symbol.  depends, visible, if, default,
	 * def_bool: the expression.  Types and prompts: the text in quotes.
	 */
	struct kc_span arg;
	struct kc_span cond;	/* what stands after "if" */
};

struct kconfig {
	const char *buf;	/* borrowed */
	size_t len;
	struct kc_line *lines;
	size_t nr, alloc;
};

void kconfig_parse(struct kconfig *k, const char *buf, size_t len);
void kconfig_release(struct kconfig *k);
bool kc_span_is(const struct kconfig *k, struct kc_span s, const char *text);
/* Does a line of the text, which need not be parsed, open that of @symbol? */
bool kc_text_opens(const struct strbuf *text, const char *symbol);
/* Does line @i open the entry of @symbol? */
bool kc_opens(const struct kconfig *k, size_t i, const char *symbol);
/* Does line @i belong to an entry that config or menuconfig @symbol opened? */
bool kc_is_of(const struct kconfig *k, size_t i, const char *symbol);
/* One past the last line that belongs to the entry that line @i opens. */
size_t kc_entry_end(const struct kconfig *k, size_t i);

/* ---- expressions ---- */

struct kexpr;

/* NULL: this is no expression.  The text is borrowed. */
struct kexpr *kexpr_parse(const char *s, size_t n);
void kexpr_free(struct kexpr *e);
bool kexpr_mentions(const struct kexpr *e, const char *symbol);

/* What becomes of a symbol that goes away. */
enum kexpr_mode {
	KEXPR_AS_N,	/* it is n from now on */
	KEXPR_AS_Y,
	KEXPR_DROP,	/* its name is taken out of the list it stands in */
};

enum kexpr_result {
	KEXPR_SAME,	/* it does not name the symbol */
	KEXPR_CHANGED,	/* the rest */
	KEXPR_N, KEXPR_Y,	/* always */
	KEXPR_EMPTY,	/* nothing is left (KEXPR_DROP) */
	KEXPR_ODD,	/* a comparison that nobody can decide */
};
enum kexpr_result kexpr_resolve(struct kexpr *e, const char *symbol,
				enum kexpr_mode mode, struct strbuf *out);

/* Its terms, as text: the operands of && at its top, in order. */
void kexpr_terms(const struct kexpr *e, struct strvec *terms);
/*
 * Without those terms that are @term (blanks and outer parentheses do not
 * count); all are gone: KEXPR_EMPTY.
 */
enum kexpr_result kexpr_without(struct kexpr *e, const char *term,
				struct strbuf *out);
/*
 * Without a term that is there twice, or that stands in @have, and without the
 * second A of "A || A".
 */
enum kexpr_result kexpr_unique(struct kexpr *e, struct strvec *have,
			       struct strbuf *out);
/* An expression that is y when @e is n, and n when it is m or y. */
void kexpr_is_n(const struct kexpr *e, struct strbuf *out);
/* @old as a word of the text becomes @new, but not inside quotes. */
bool kexpr_rename(const char *s, size_t n, const char *old, const char *new,
		  struct strbuf *out);
/* The text of a term without outer parentheses, blanks as one. */
void kexpr_normal(const char *s, size_t n, struct strbuf *out);

#endif
