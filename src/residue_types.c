/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The types of expressions as far as declarations in plain sight tell them.
 * spatch knows more, but not in what it cannot parse, in macros and in
 * initialisers.
 */
#include <stdlib.h>
#include <string.h>

#include "residue_int.h"

int type_db_load(struct type_db *db, struct snapshot *snap,
		 const struct strvec *headers, struct strbuf *err)
{
	size_t i;

	db->nr = 0;
	db->files = xcalloc(headers->nr, sizeof(*db->files));
	db->texts = xcalloc(headers->nr, sizeof(*db->texts));
	for (i = 0; i < headers->nr; i++) {
		struct strbuf *text = &db->texts[db->nr];
		int ret;

		strbuf_init(text);
		ret = snapshot_read(snap, headers->v[i], text, err);
		if (ret) {
			strbuf_release(text);
			return ret;
		}
		db->files[db->nr++] = csource_parse(text->buf, text->len);
	}
	return 0;
}

void type_db_release(struct type_db *db)
{
	size_t i;

	for (i = 0; i < db->nr; i++) {
		csource_free(db->files[i]);
		strbuf_release(&db->texts[i]);
	}
	free(db->files);
	free(db->texts);
	memset(db, 0, sizeof(*db));
}

static const struct c_member *find_member(const struct csource *cs,
					  const char *tag, const char *name)
{
	const struct c_member *m;
	size_t nr, i;

	m = csource_members(cs, &nr);
	for (i = 0; i < nr; i++)
		if (m[i].tag && !strcmp(m[i].tag, tag) &&
		    !strcmp(m[i].name, name))
			return &m[i];
	return NULL;
}

static const struct c_member *lookup_member(const struct type_db *db,
					    const struct csource *cs,
					    const char *tag, const char *name)
{
	const struct c_member *m = find_member(cs, tag, name);
	size_t i;

	for (i = 0; i < db->nr && !m; i++)
		m = find_member(db->files[i], tag, name);
	return m;
}

/* The declaration of variable @name that is nearest before @line. */
static const struct c_member *find_variable(const struct csource *cs,
					    const char *name, unsigned line)
{
	const struct c_function *fn = csource_function_at(cs, line);
	const struct c_member *m, *found = NULL;
	size_t nr, i;

	m = csource_members(cs, &nr);
	for (i = 0; i < nr; i++) {
		bool near;

		if (m[i].tag || m[i].is_typedef || m[i].is_function ||
		    strcmp(m[i].name, name))
			continue;
		near = fn && m[i].line >= fn->first_line && m[i].line <= line;
		if (near)
			found = &m[i];
		else if (!found && !m[i].is_param &&
			 !csource_function_at(cs, m[i].line))
			found = &m[i];
	}
	return found;
}

static const struct c_member *find_result(const struct csource *cs,
					  const char *name)
{
	const struct c_member *m;
	size_t nr, i;

	m = csource_members(cs, &nr);
	for (i = 0; i < nr; i++)
		if (m[i].is_function && !strcmp(m[i].name, name))
			return &m[i];
	return NULL;
}

static const struct c_member *find_base(const struct type_db *db,
					const struct csource *cs,
					unsigned line,
					const struct c_receiver *r)
{
	const struct c_member *m;
	size_t i;

	if (!r->call)
		return find_variable(cs, r->base.buf, line);
	m = find_result(cs, r->base.buf);
	for (i = 0; i < db->nr && !m; i++)
		m = find_result(db->files[i], r->base.buf);
	return m;
}

static enum owner owner_of(const struct c_member *m, const char *tag,
			   const struct strvec *typedefs)
{
	if (m->type_tag)
		return strcmp(m->type_tag, tag) ? OWNER_OTHER : OWNER_IT;
	if (m->type_name)
		return strvec_has_sorted(typedefs, m->type_name) ? OWNER_IT :
								   OWNER_OTHER;
	return OWNER_UNKNOWN;
}

enum owner type_db_owner(const struct type_db *db, const struct csource *cs,
			 unsigned line, const struct c_receiver *r,
			 const char *tag, const struct strvec *typedefs)
{
	const char *type = r->tag.len ? r->tag.buf : NULL;
	enum owner owner = OWNER_UNKNOWN;
	const struct c_member *m = NULL;
	size_t i;

	if (r->odd)
		return OWNER_UNKNOWN;
	if (type) {
		owner = strcmp(type, tag) ? OWNER_OTHER : OWNER_IT;
	} else {
		m = find_base(db, cs, line, r);
		if (!m)
			return OWNER_UNKNOWN;
		owner = owner_of(m, tag, typedefs);
		type = m->type_tag;
	}
	for (i = 0; i < r->path.nr; i++) {
		if (!strcmp(r->path.v[i], "[]")) {
			if (m && m->array)
				continue;
			return OWNER_UNKNOWN;
		}
		if (!type)
			return OWNER_UNKNOWN;
		m = lookup_member(db, cs, type, r->path.v[i]);
		if (!m)
			return OWNER_UNKNOWN;
		owner = owner_of(m, tag, typedefs);
		type = m->type_tag;
	}
	return owner;
}
