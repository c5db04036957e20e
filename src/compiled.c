/* SPDX-License-Identifier: GPL-2.0-only */
#include "compiled.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cppcond.h"
#include "csource.h"
#include "decls.h"
#include "kconfig_users.h"

/* What stands between two conditionals of one level; 0 is the whole file. */
struct arm {
	size_t parent;
	size_t cond;		/* its line in the cpp_text */
	size_t opened_by;	/* the #if that it belongs to */
	bool active;		/* in the object that is being read */
	bool seen;		/* in any */
};

struct line {
	size_t arm;
	bool wanted;		/* changed, and code */
	char *macro;		/* of a #define: its text, without blanks */
	const char *by;		/* borrowed from compiled.names */
};

struct file {
	char *path;
	struct strbuf text;
	struct cpp_text cpp;
	struct arm *arms;
	size_t nr_arms, alloc_arms;
	struct line *lines;	/* from 1 */
	size_t nr;
	/* of the object that is being read */
	bool *emitted;
};

struct compiled {
	struct snapshot *after;
	struct file *files;
	size_t nr;
	struct strvec names;
};

/* ---- the lines of a file ---- */

static size_t add_arm(struct file *f, size_t parent, size_t cond, size_t opened)
{
	ALLOC_GROW(f->arms, f->nr_arms + 1, f->alloc_arms);
	f->arms[f->nr_arms] = (struct arm){
		.parent = parent, .cond = cond, .opened_by = opened,
	};
	return f->nr_arms++;
}

/* A definition as the preprocessor would print it, but for blanks. */
static char *without_blanks(const char *s, size_t len)
{
	char *text = xstrndup(s, len), *to = text;

	blank_comments(text, len, false);
	for (const char *p = text; *p; p++)
		if (!isspace((unsigned char)*p) &&
		    !(*p == '\\' && (p[1] == '\n' || p[1] == '\r')))
			*to++ = *p;
	*to = '\0';
	return text;
}

/* The text of a line that is a #define, from the name on. */
static char *macro_of(const char *s, size_t len)
{
	size_t i = strspn(s, " \t");

	if (i >= len || s[i++] != '#')
		return NULL;
	i += strspn(s + i, " \t");
	if (strncmp(s + i, "define", 6))
		return NULL;
	return without_blanks(s + i + 6, len - i - 6);
}

/* The guard around all of a header is no condition. */
static void find_arms(struct file *f)
{
	size_t arm = add_arm(f, 0, 0, 0);

	for (size_t i = 0; i < f->cpp.nr; i++) {
		const struct cpp_line *l = &f->cpp.v[i];
		char *macro = NULL;

		switch (l->kind) {
		case CPP_IF: case CPP_IFDEF: case CPP_IFNDEF:
			arm = add_arm(f, arm, i, i);
			break;
		case CPP_ELIF: case CPP_ELSE:
			if (arm)
				arm = add_arm(f, f->arms[arm].parent, i,
					      f->arms[arm].opened_by);
			break;
		case CPP_ENDIF:
			arm = f->arms[arm].parent;
			break;
		default:
			macro = macro_of(f->text.buf + l->at, l->len);
			break;
		}
		for (unsigned k = 0; k < l->lines && l->number + k <= f->nr; k++) {
			struct line *x = &f->lines[l->number + k];

			x->arm = arm;
			if (l->kind != CPP_NONE)
				x->wanted = false;
			x->macro = macro ? xstrdup(macro) : NULL;
		}
		free(macro);
	}
}

/* An #include, #pragma, ... is a directive, too. */
static void drop_directives(struct file *f)
{
	const char *s = f->text.buf;

	for (size_t i = 1; i <= f->nr; i++) {
		const char *p = s + strspn(s, " \t");

		if (*p == '#' && !f->lines[i].macro)
			f->lines[i].wanted = false;
		s += strcspn(s, "\n");
		s += *s == '\n';
	}
}

static int file_open(struct compiled *c, struct snapshot *before,
		     const char *path, struct strbuf *err)
{
	struct strbuf old = STRBUF_INIT;
	bool *gone = NULL, *come = NULL;
	struct file *f = &c->files[c->nr];
	size_t na, nb;
	int ret = 0;

	memset(f, 0, sizeof(*f));
	strbuf_init(&f->text);
	if (!snapshot_stat(before, path, NULL, NULL))
		ret = snapshot_read(before, path, &old, err);
	if (!ret)
		ret = snapshot_read(c->after, path, &f->text, err);
	if (ret)
		goto out;
	lines_compare(old.buf, f->text.buf, &gone, &na, &come, &nb);
	f->path = xstrdup(path);
	f->nr = nb;
	f->lines = xcalloc(nb + 2, sizeof(*f->lines));
	f->emitted = xcalloc(nb + 2, sizeof(*f->emitted));
	for (size_t i = 0; i < nb; i++)
		f->lines[i + 1].wanted = come[i];
	cpp_parse(&f->cpp, f->text.buf, f->text.len);
	find_arms(f);
	drop_directives(f);
	c->nr++;
out:
	if (ret)
		strbuf_release(&f->text);
	free(gone);
	free(come);
	strbuf_release(&old);
	return ret;
}

int compiled_open(struct compiled **out, struct snapshot *before,
		  struct snapshot *after, const struct strvec *changed,
		  struct strbuf *err)
{
	struct compiled *c = xcalloc(1, sizeof(*c));
	int ret = 0;

	c->after = after;
	strvec_init(&c->names);
	c->files = xcalloc(changed->nr + 1, sizeof(*c->files));
	for (size_t i = 0; i < changed->nr && !ret; i++)
		if (is_c_file(changed->v[i]) &&
		    !snapshot_stat(after, changed->v[i], NULL, NULL))
			ret = file_open(c, before, changed->v[i], err);
	if (ret)
		compiled_close(c);
	else
		*out = c;
	return ret;
}

void compiled_close(struct compiled *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->nr; i++) {
		struct file *f = &c->files[i];

		for (size_t k = 0; k <= f->nr; k++)
			free(f->lines[k].macro);
		free(f->lines);
		free(f->emitted);
		free(f->arms);
		free(f->path);
		cpp_release(&f->cpp);
		strbuf_release(&f->text);
	}
	free(c->files);
	strvec_release(&c->names);
	free(c);
}

bool compiled_wants(const struct compiled *c, const char *path)
{
	for (size_t i = 0; i < c->nr; i++) {
		const struct file *f = &c->files[i];

		if (path && strcmp(f->path, path))
			continue;
		for (size_t k = 1; k <= f->nr; k++)
			if (f->lines[k].wanted && !f->lines[k].by)
				return true;
	}
	return false;
}

/* ---- what the preprocessor let through ---- */

/* The file of a line marker, '# 12 "path" 1', by what it was for others. */
struct marker_names {
	struct strvec raw;
	struct file **file;
	size_t alloc;
};

static struct file *marked_file(struct compiled *c, const struct kbuild *k,
				struct marker_names *names, const char *s,
				size_t n)
{
	struct file *found = NULL;
	char *path;

	for (size_t i = 0; i < names->raw.nr; i++)
		if (strlen(names->raw.v[i]) == n &&
		    !strncmp(names->raw.v[i], s, n))
			return names->file[i];
	path = kbuild_tree_path(k, s, n);
	for (size_t i = 0; i < c->nr; i++)
		if (!strcmp(c->files[i].path, path))
			found = &c->files[i];
	free(path);
	strvec_pushn(&names->raw, s, n);
	ALLOC_GROW(names->file, names->raw.nr, names->alloc);
	names->file[names->raw.nr - 1] = found;
	return found;
}

static void read_text(struct compiled *c, const struct kbuild *k,
		      const struct strbuf *text, struct strvec *macros)
{
	struct marker_names names = { .raw = STRVEC_INIT };
	struct file *f = NULL;
	unsigned long line = 0;

	for (const char *s = text->buf; *s; ) {
		size_t n = strcspn(s, "\n");
		char *rest;

		if (s[0] == '#' && s[1] == ' ' && isdigit((unsigned char)s[2])) {
			line = strtoul(s + 2, &rest, 10);
			if (rest[0] == ' ' && rest[1] == '"')
				f = marked_file(c, k, &names, rest + 2,
						strcspn(rest + 2, "\"\n"));
		} else if (starts_with(s, "#define ")) {
			char *macro = without_blanks(s + 8, n - 8);

			strvec_push(macros, macro);
			free(macro);
			line++;
		} else {
			if (f && line && line <= f->nr && *s != '#' &&
			    strspn(s, " \t\r") < n)
				f->emitted[line] = true;
			line++;
		}
		s += n;
		s += *s == '\n';
	}
	strvec_sort_uniq(macros);
	strvec_release(&names.raw);
	free(names.file);
}

static void see_lines(struct file *f, const struct strvec *macros,
		      const char *by)
{
	for (size_t i = 0; i < f->nr_arms; i++)
		f->arms[i].active = false;
	for (size_t i = 1; i <= f->nr; i++)
		if (f->emitted[i])
			for (size_t a = f->lines[i].arm;;
			     a = f->arms[a].parent) {
				f->arms[a].active = f->arms[a].seen = true;
				if (!a)
					break;
			}
	for (size_t i = 1; i <= f->nr; i++) {
		struct line *l = &f->lines[i];

		if (l->wanted && !l->by &&
		    (l->macro ? strvec_has_sorted(macros, l->macro) :
				f->arms[l->arm].active))
			l->by = by;
	}
	memset(f->emitted, 0, (f->nr + 2) * sizeof(*f->emitted));
}

/* The names' array moves, they do not. */
static const char *keep_name(struct compiled *c, const char *name)
{
	strvec_push(&c->names, name);
	return c->names.v[c->names.nr - 1];
}

void compiled_took(struct compiled *c, const char *path, const char *by)
{
	by = keep_name(c, by);
	for (size_t i = 0; i < c->nr; i++) {
		struct file *f = &c->files[i];

		if (strcmp(f->path, path))
			continue;
		f->arms[0].seen = true;
		for (size_t k = 1; k <= f->nr; k++)
			if (f->lines[k].wanted && !f->lines[k].by &&
			    !f->lines[k].arm && !f->lines[k].macro)
				f->lines[k].by = by;
	}
}

void compiled_take(struct compiled *c, const struct kbuild *k,
		   const struct strbuf *text, const char *by)
{
	struct strvec macros = STRVEC_INIT;

	read_text(c, k, text, &macros);
	by = keep_name(c, by);
	for (size_t i = 0; i < c->nr; i++)
		see_lines(&c->files[i], &macros, by);
	strvec_release(&macros);
}

/* ---- what hides the others ---- */

static void add_change(struct strbuf *change, char *symbol, bool yes)
{
	static const char module[] = "_MODULE";
	bool m = yes && ends_with(symbol, module);

	if (m)
		symbol[strlen(symbol) - strlen(module)] = '\0';
	strbuf_addf(change, "%s%s=%c", change->len ? " " : "", symbol,
		    m ? 'm' : yes ? 'y' : 'n');
}

/* "CONFIG_X=y" for an arm whose condition names configuration symbols. */
static void change_for(const struct file *f, size_t arm, struct strbuf *change)
{
	const struct arm *a = &f->arms[arm];
	bool is_else = f->cpp.v[a->cond].kind == CPP_ELSE;
	const struct cpp_line *l = &f->cpp.v[is_else ? a->opened_by : a->cond];
	const char *s = f->text.buf + l->cond, *end = s + l->cond_len;

	while (s < end) {
		enum cpp_value holds = CPP_UNKNOWN, fails = CPP_UNKNOWN, want;
		size_t n = 0;
		char *symbol;

		while (s + n < end && is_word_char(s[n]))
			n++;
		if (n > 7 && starts_with(s, "CONFIG_")) {
			symbol = xstrndup(s, n);
			cpp_implies(&f->cpp, l, symbol, &holds, &fails);
			want = is_else ? fails : holds;
			if (want != CPP_UNKNOWN)
				add_change(change, symbol, want == CPP_YES);
			free(symbol);
		}
		s += n ? n : 1;
	}
}

static void why_arm(const struct file *f, size_t arm, struct strbuf *why,
		    struct strbuf *change)
{
	const struct cpp_line *l = &f->cpp.v[f->arms[arm].cond];
	const struct cpp_line *o = &f->cpp.v[f->arms[arm].opened_by];
	const char *s = f->text.buf + l->at;
	size_t n = strcspn(s, "\n");

	if (l->kind == CPP_ELSE) {
		s = f->text.buf + o->at;
		n = strcspn(s, "\n");
		strbuf_addf(why, "#else of line %u, %.*s", o->number, (int)n, s);
	} else {
		strbuf_addf(why, "line %u, %.*s", l->number, (int)n, s);
	}
	change_for(f, arm, change);
}

/* Nothing of the file was seen. */
static int why_file(const struct compiled *c, const struct file *f,
		    struct strbuf *why, struct strbuf *change,
		    struct strbuf *err)
{
	struct kconfig_built built;
	size_t arch;
	int ret;

	if (!ends_with(f->path, ".c")) {
		strbuf_addstr(why, "no object that was compiled includes it");
		return 0;
	}
	if (starts_with(f->path, "arch/")) {
		arch = strcspn(f->path + 5, "/");
		strbuf_addf(why, "for another architecture, or not compiled");
		strbuf_addf(change, "ARCH=%.*s", (int)arch, f->path + 5);
		return 0;
	}
	ret = kconfig_symbols_of(c->after, f->path, &built, err);
	if (ret)
		return ret;
	strbuf_addstr(why, built.symbols.nr || built.always ?
		      "the file is not compiled" :
		      "no make file compiles it");
	for (size_t i = 0; i < built.symbols.nr; i++)
		strbuf_addf(change, "%sCONFIG_%s=y", i ? " " : "",
			    built.symbols.v[i]);
	strvec_release(&built.symbols);
	return 0;
}

static int why_line(const struct compiled *c, const struct file *f, size_t i,
		    struct strbuf *why, struct strbuf *change,
		    struct strbuf *err)
{
	size_t arm = f->lines[i].arm;

	/* the outermost arm that hides it */
	while (arm && !f->arms[f->arms[arm].parent].seen)
		arm = f->arms[arm].parent;
	if (f->lines[i].macro)
		strbuf_addstr(why, "a macro that no object which was compiled expands");
	if (f->lines[i].macro && arm)
		strbuf_addstr(why, "; ");
	if (arm)
		why_arm(f, arm, why, change);
	else if (!f->lines[i].macro)
		return why_file(c, f, why, change, err);
	return 0;
}

static char *or_null(const struct strbuf *s)
{
	return s->len ? xstrdup(s->buf) : NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* @before: the last line of the file that counts, above @line. */
static void add_range(struct compiled_lines *out, const char *path,
		      unsigned before, unsigned line, const char *by, const struct strbuf *why,
		      const struct strbuf *change)
{
	struct compiled_range *r = out->nr ? &out->v[out->nr - 1] : NULL;
	char *w = or_null(why), *c = or_null(change);

	if (r && !strcmp(r->path, path) && same_text(r->by, by) &&
	    same_text(r->why, w) && same_text(r->change, c) &&
	    r->last == before) {
		r->last = line;
		free(w);
		free(c);
		return;
	}
	ALLOC_GROW(out->v, out->nr + 1, out->alloc);
	r = &out->v[out->nr++];
	r->path = xstrdup(path);
	r->first = r->last = line;
	r->by = by ? xstrdup(by) : NULL;
	r->why = w;
	r->change = c;
}

int compiled_result(struct compiled *c, struct compiled_lines *out,
		    struct strbuf *err)
{
	int ret = 0;

	memset(out, 0, sizeof(*out));
	for (size_t n = 0; n < c->nr; n++) {
		struct file *f = &c->files[n];
		unsigned before = 0;

		for (size_t i = 1; i <= f->nr && !ret; i++) {
			struct strbuf why = STRBUF_INIT, change = STRBUF_INIT;

			if (!f->lines[i].wanted)
				continue;
			out->lines++;
			out->compiled += f->lines[i].by != NULL;
			if (!f->lines[i].by)
				ret = why_line(c, f, i, &why, &change, err);
			add_range(out, f->path, before, i, f->lines[i].by,
				  &why, &change);
			before = i;
			strbuf_release(&why);
			strbuf_release(&change);
		}
	}
	return ret;
}

void compiled_lines_release(struct compiled_lines *l)
{
	for (size_t i = 0; i < l->nr; i++) {
		free(l->v[i].path);
		free(l->v[i].by);
		free(l->v[i].why);
		free(l->v[i].change);
	}
	free(l->v);
	memset(l, 0, sizeof(*l));
}

/* "lines compiled", then five fields a line; a '\t' ends each. */
void compiled_lines_save(const struct compiled_lines *l, struct strbuf *out)
{
	strbuf_addf(out, "%zu %zu\n", l->lines, l->compiled);
	for (size_t i = 0; i < l->nr; i++) {
		const struct compiled_range *r = &l->v[i];

		strbuf_addf(out, "%u %u %s\t%s\t%s\t%s\t\n", r->first, r->last,
			    r->path, r->by ? r->by : "", r->why ? r->why : "",
			    r->change ? r->change : "");
	}
}

static char *field(const char **s)
{
	size_t n = strcspn(*s, "\t");
	char *text = n ? xstrndup(*s, n) : NULL;

	*s += n + ((*s)[n] == '\t');
	return text;
}

bool compiled_lines_load(struct compiled_lines *l, const char *text, size_t len)
{
	const char *s = text, *end = text + len;
	int used = 0;

	memset(l, 0, sizeof(*l));
	if (sscanf(s, "%zu %zu%n", &l->lines, &l->compiled, &used) != 2)
		return false;
	s += used + 1;
	while (s < end) {
		struct compiled_range *r;

		ALLOC_GROW(l->v, l->nr + 1, l->alloc);
		r = &l->v[l->nr++];
		memset(r, 0, sizeof(*r));
		if (sscanf(s, "%u %u %n", &r->first, &r->last, &used) != 2)
			goto bad;
		s += used;
		r->path = field(&s);
		r->by = field(&s);
		r->why = field(&s);
		r->change = field(&s);
		if (!r->path || *s++ != '\n')
			goto bad;
	}
	return true;
bad:
	compiled_lines_release(l);
	return false;
}
