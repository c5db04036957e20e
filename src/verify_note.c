/* SPDX-License-Identifier: GPL-2.0-only */
#include "verify_note.h"

#include <stdlib.h>
#include <string.h>

#include "verify_priv.h"

static const char notes_ref[] = "refs/notes/ratchet";

/* The lines that a note must have; a configuration's is "config NAME KEY". */
static int note_lines(struct verify *v, struct snapshot *before,
		      struct snapshot *after, bool same_code,
		      struct strvec *lines, struct strbuf *err)
{
	int ret = 0;

	strvec_pushf(lines, "ratchet-proof %s", RATCHET_VERSION);
	strvec_pushf(lines, "level %s", v->want_full ? "full" : "object");
	for (size_t i = 0; i < v->nr && !ret; i++) {
		char key[OID_HEX + 1];

		ret = verify_pair_key(v, &v->configs[i], before, after, "note",
				      key, err);
		strvec_pushf(lines, "config %s %s", v->configs[i].name, key);
	}
	if (same_code)
		strvec_push(lines, "code same");
	return ret;
}

/* Has the text the line, or that and a blank and more? */
static bool has_line(const char *text, const char *line)
{
	size_t n = strlen(line);

	for (const char *s = text; *s; s += strcspn(s, "\n"), s += *s == '\n')
		if (!strncmp(s, line, n) && (!s[n] || strchr("\n ", s[n])))
			return true;
	return false;
}

int verify_note_read(struct verify *v, const struct oid *commit,
		     struct snapshot *before, struct snapshot *after,
		     bool same_code, bool *proven, struct strbuf *err)
{
	struct strvec lines = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	*proven = false;
	if (repo_note_read(v->e->repo, notes_ref, commit, &text))
		return 0;
	ret = note_lines(v, before, after, same_code, &lines, err);
	*proven = !ret;
	for (size_t i = 0; i < lines.nr; i++)
		*proven &= has_line(text.buf, lines.v[i]);
	strvec_release(&lines);
	strbuf_release(&text);
	return ret;
}

int verify_note_write(struct verify *v, const struct oid *commit,
		      struct snapshot *before, struct snapshot *after,
		      const struct verify_result *p, struct strbuf *err)
{
	struct strvec lines = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret = note_lines(v, before, after, p->same_asked, &lines, err);

	for (size_t i = 0; i < lines.nr; i++) {
		const struct config_result *c = i >= 2 && i - 2 < p->nr_configs ?
						&p->configs[i - 2] : NULL;

		strbuf_addstr(&text, lines.v[i]);
		if (c)
			strbuf_addf(&text, " %zu built, %zu not compiled",
				    c->built, c->not_compiled);
		strbuf_addch(&text, '\n');
	}
	if (p->lines.lines)
		strbuf_addf(&text, "lines %zu, compiled %zu\n", p->lines.lines,
			    p->lines.compiled);
	if (!ret)
		ret = repo_note_write(v->e->repo, notes_ref, commit, text.buf,
				      err);
	strvec_release(&lines);
	strbuf_release(&text);
	return ret;
}
