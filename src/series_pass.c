/* SPDX-License-Identifier: GPL-2.0-only */
/* A semantic patch as a pass: its text and what its header lines say. */
#include "pass.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "series_priv.h"

static const char candidates_tag[] = "// Candidates:";
static const char concerns_tag[] = "// Concerns:";
static const char facts_tag[] = "// Facts:";
static const char options_tag[] = "// Options:";
static const char requires_tag[] = "// Requires:";

/*
 * Options that are the engine's own to give.  spatch takes "-in_place" and
 * "--in-place=x" for --in-place too, and any other word for a file to work on.
 */
static bool option_is_ours(const char *opt)
{
	static const char *const names[] = {
		"o", "in-place", "inplace", "out-place", "dir", "sp-file",
		"cocci-file", "c", "j", "jobs", "patch", "timeout", "suffix",
		"opt-c", "file-groups", "index", "max", "use-cache",
		"cache-prefix", "cache-limit", "tmp-dir", "temp-files",
		"save-tmp-files", "iso-file", "iso", "macro-file",
		"macro-file-builtins",
	};
	const char *name = opt + strspn(opt, "-");
	size_t len = strcspn(name, "=");
	char *plain;
	bool ours;

	if (name == opt)
		return ends_with(opt, ".c") || ends_with(opt, ".h") ||
		       ends_with(opt, ".cocci");
	plain = xstrndup(name, len);
	for (char *p = plain; *p; p++)
		if (*p == '_')
			*p = '-';
	ours = starts_with(plain, "parse-") || starts_with(plain, "test");
	for (size_t i = 0; i < ARRAY_SIZE(names) && !ours; i++)
		ours = !strcmp(plain, names[i]);
	free(plain);
	return ours;
}

static int take_options(struct pass *p, const char *s, unsigned line,
			struct strbuf *err)
{
	struct strvec words = STRVEC_INIT;
	int ret = 0;

	strvec_split(&words, s);
	for (size_t i = 0; i < words.nr; i++) {
		const char *w = words.v[i];
		struct strvec *to = NULL;

		if (!strcmp(w, "--include"))
			to = &p->headers;
		else if (!strcmp(w, "-D"))
			to = &p->defines;
		if (option_is_ours(w)) {
			ret = error_set(err, ERR_UNABLE,
					"%s:%u: option '%s' is not for a rule to give",
					p->path, line, w);
			break;
		}
		if (!to) {
			if (strcmp(w, "--include-headers-for-types"))
				strvec_push(&p->options, w);
			continue;
		}
		if (++i == words.nr) {
			ret = error_set(err, ERR_UNABLE,
					"%s:%u: '%s' needs a value",
					p->path, line, w);
			break;
		}
		if (to == &p->headers && !path_is_safe(words.v[i])) {
			ret = error_set(err, ERR_UNABLE,
					"%s:%u: '%s' is not a path inside a tree",
					p->path, line, words.v[i]);
			break;
		}
		strvec_push(to, words.v[i]);
	}
	strvec_release(&words);
	return ret;
}

static void add_set(struct word_set **sets, size_t *nr,
		    const struct strvec *words)
{
	*sets = xrealloc(*sets, (*nr + 1) * sizeof(**sets));
	strvec_init(&(*sets)[*nr].words);
	strvec_pushv(&(*sets)[(*nr)++].words, words);
}

/* A word, or "@TAG". */
static bool is_candidate_word(const char *w, size_t n)
{
	if (n && *w == '@') {
		w++;
		n--;
	}
	return is_identifier(w, n);
}

/* "a&b c": both a and b, or c; an alternative of "@TAG" alone says too little */
static int take_sets(struct pass *p, const char *s, unsigned line,
		     struct word_set **sets, size_t *nr, struct strbuf *err)
{
	struct strvec alternatives = STRVEC_INIT, words = STRVEC_INIT;
	int ret = 0;

	strvec_split(&alternatives, s);
	for (size_t i = 0; i < alternatives.nr && !ret; i++) {
		char *w = alternatives.v[i];
		bool plain = false;

		strvec_release(&words);
		for (;;) {
			size_t n = strcspn(w, "&");

			plain = plain || *w != '@';
			if (!is_candidate_word(w, n) || (!plain && !w[n])) {
				ret = error_set(err, ERR_UNABLE,
						"%s:%u: '%s' is not a list of words joined by '&', one of them no '@TAG'",
						p->path, line,
						alternatives.v[i]);
				break;
			}
			strvec_pushn(&words, w, n);
			if (!w[n])
				break;
			w += n + 1;
		}
		if (!ret)
			add_set(sets, nr, &words);
	}
	if (!ret && !alternatives.nr)
		ret = error_set(err, ERR_UNABLE, "%s:%u: no words",
				p->path, line);
	strvec_release(&words);
	strvec_release(&alternatives);
	return ret;
}

/* "virtual patch, context" or "virtual patch" lines, as coccicheck's rules. */
static bool line_declares_patch(const char *line)
{
	struct strbuf copy = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;
	bool found;

	if (!starts_with(line, "virtual "))
		return false;
	strbuf_addstr(&copy, line + 8);
	for (char *p = copy.buf; *p; p++)
		if (*p == ',' || *p == ';')
			*p = ' ';
	strvec_split(&words, copy.buf);
	found = strvec_has(&words, "patch");
	strvec_release(&words);
	strbuf_release(&copy);
	return found;
}

/*
 * "@script:LANGUAGE@", "@initialize:..", "@finalize:..", and constraints of
 * metavariables, ": script:LANGUAGE(..) {..}".
 */
static bool line_has_script(const char *s, const char *language)
{
	const char *p = s;

	if (starts_with(s, "//"))
		return false;
	while ((p = strchr(p, ':'))) {
		p++;
		if (starts_with(p, language) &&
		    !is_word_char(p[strlen(language)]))
			return true;
	}
	return false;
}

static int take_line(struct pass *p, const char *s, unsigned line,
		     struct strbuf *err)
{
	if (starts_with(s, options_tag))
		return take_options(p, s + strlen(options_tag), line, err);
	if (starts_with(s, requires_tag)) {
		strvec_split(&p->requires, s + strlen(requires_tag));
		return 0;
	}
	if (starts_with(s, candidates_tag)) {
		p->words_line = line;
		return take_sets(p, s + strlen(candidates_tag), line,
				 &p->candidates, &p->nr_candidates, err);
	}
	if (starts_with(s, concerns_tag))
		return take_sets(p, s + strlen(concerns_tag), line,
				 &p->concerns, &p->nr_concerns, err);
	if (starts_with(s, facts_tag)) {
		s += strlen(facts_tag);
		s += strspn(s, " \t");
		p->own_candidates = !strncmp(s, "constrain", strlen("constrain"));
		if (!p->own_candidates)
			return error_set(err, ERR_UNABLE,
					 "%s:%u: 'Facts:' is followed by 'constrain', or left out",
					 p->path, line);
	}
	if (line_declares_patch(s) && !strvec_has(&p->defines, "patch"))
		strvec_push(&p->defines, "patch");
	if (line_has_script(s, "ocaml") && !strvec_has(&p->requires, "OCaml"))
		strvec_push(&p->requires, "OCaml");
	if (line_has_script(s, "python") &&
	    !strvec_has(&p->requires, "Python"))
		strvec_push(&p->requires, "Python");
	return 0;
}

static void pass_init(struct pass *p, const char *path, const char *name)
{
	memset(p, 0, sizeof(*p));
	p->name = xstrdup(name);
	p->path = xstrdup(path);
	strvec_init(&p->options);
	strvec_init(&p->headers);
	strvec_init(&p->defines);
	strvec_init(&p->requires);
}

static int take_text(struct pass *p, struct strbuf *err)
{
	struct strbuf line = STRBUF_INIT;
	unsigned nr = 0;
	int ret = 0;

	for (const char *s = p->text; *s && !ret; ) {
		size_t n = strcspn(s, "\n");

		nr++;
		strbuf_reset(&line);
		strbuf_add(&line, s, n);
		strbuf_rtrim(&line);
		ret = take_line(p, line.buf, nr, err);
		s += n;
		s += *s == '\n';
	}
	strbuf_release(&line);
	return ret;
}

int pass_load(struct pass *p, enum pass_kind kind, const char *path,
	      const char *name, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret;

	pass_init(p, path, name);
	p->kind = kind;
	ret = file_read(path, &text, err);
	if (!ret && strlen(text.buf) != text.len)
		ret = error_set(err, ERR_UNABLE,
				"%s:1: the rule is not a text", path);
	p->text = strbuf_detach(&text, &p->len);
	if (!ret)
		ret = pass_is_cocci(p) ? take_text(p, err) :
					 text_pass_load(p, err);
	return ret;
}

void pass_init_text(struct pass *p, const char *name, const char *text,
		    const struct strvec *headers)
{
	pass_init(p, name, name);
	p->kind = PASS_COLLECT;
	p->text = xstrdup(text);
	p->len = strlen(text);
	if (headers)
		strvec_pushv(&p->headers, headers);
	take_text(p, NULL);
}

static void release_sets(struct word_set *sets, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		strvec_release(&sets[i].words);
	free(sets);
}

void pass_release(struct pass *p)
{
	free(p->name);
	free(p->path);
	free(p->text);
	release_sets(p->candidates, p->nr_candidates);
	release_sets(p->concerns, p->nr_concerns);
	strvec_release(&p->options);
	strvec_release(&p->headers);
	strvec_release(&p->defines);
	strvec_release(&p->requires);
	memset(p, 0, sizeof(*p));
}
