/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cppcond: the conditionals of a C file, and what becomes of their conditions
 * when a configuration symbol is known.
 */
#ifndef CPPCOND_H
#define CPPCOND_H

#include "strbuf.h"
#include "strvec.h"

enum cpp_kind { CPP_NONE, CPP_IF, CPP_IFDEF, CPP_IFNDEF, CPP_ELIF, CPP_ELSE,
		CPP_ENDIF };

/* A line, together with those that continue it. */
struct cpp_line {
	enum cpp_kind kind;
	unsigned number;	/* of its first line, from 1 */
	unsigned lines;		/* how many it takes */
	size_t at, len;		/* with its newline */
	size_t cond, cond_len;	/* condition, or the name; of else and endif: 0 */
	bool blank;
};

struct cpp_text {
	const char *buf;	/* borrowed */
	struct cpp_line *v;
	size_t nr, alloc;
};

void cpp_parse(struct cpp_text *t, const char *buf, size_t len);
void cpp_release(struct cpp_text *t);

/* What is known of CONFIG_X, or of a condition. */
enum cpp_value { CPP_UNKNOWN, CPP_NO, CPP_YES };

enum cpp_result {
	CPP_SAME,	/* it does not name the symbol */
	CPP_REST,	/* the rest is in @out */
	CPP_FALSE, CPP_TRUE,
	CPP_STRANGE,	/* it names it in a way that cannot be resolved */
};
/* The condition of a line: #ifdef X is "defined(X)". */
enum cpp_result cpp_resolve(const struct cpp_text *t, const struct cpp_line *l,
			    const char *symbol, enum cpp_value value,
			    struct strbuf *out);
/* As a text, "CONFIG_A || CONFIG_X" of a comment; CPP_STRANGE: it is prose. */
enum cpp_result cpp_resolve_text(const char *s, size_t n, const char *symbol,
				 enum cpp_value value, struct strbuf *out);
/* What the symbol is where the line's condition holds, and where not. */
void cpp_implies(const struct cpp_text *t, const struct cpp_line *l,
		 const char *symbol, enum cpp_value *holds,
		 enum cpp_value *fails);

#endif
