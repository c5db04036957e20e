/* SPDX-License-Identifier: GPL-2.0-only */
/* What a harness printed (see host.c of the model), read. */
#include "conform_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void run_list_release(struct run_list *l)
{
	for (size_t i = 0; i < l->nr; i++)
		free(l->v[i].v);
	free(l->v);
	strvec_release(&l->texts);
	memset(l, 0, sizeof(*l));
	strvec_init(&l->texts);
}

static void add_line(struct run *r, char kind, char *text)
{
	struct record_line *line;
	char *end;

	ALLOC_GROW(r->v, r->nr + 1, r->alloc);
	line = &r->v[r->nr++];
	memset(line, 0, sizeof(*line));
	line->kind = kind;
	line->text = text;
	if (!strchr("!-.", kind))
		return;
	line->clause = strtol(text, &end, 10);
	if (line->clause < 1 || line->clause > CONFORM_CLAUSES)
		line->clause = r->clause;
	if (kind == '.')
		line->count = strtoul(end, NULL, 10);
	line->text = *end == ' ' ? end + 1 : end;
}

/* "SCENARIO CLAUSE NUMBER [FAULT]" */
static bool begin(struct run_list *l, const struct conform_config *config,
		  char *text)
{
	char *save = NULL, *name, *clause, *number, *fault;
	struct run *r;

	name = strtok_r(text, " ", &save);
	clause = strtok_r(NULL, " ", &save);
	number = strtok_r(NULL, " ", &save);
	fault = strtok_r(NULL, " ", &save);
	if (!name || !clause || !number)
		return false;
	ALLOC_GROW(l->v, l->nr + 1, l->alloc);
	r = &l->v[l->nr++];
	memset(r, 0, sizeof(*r));
	r->config = config;
	r->scenario = name;
	r->fault = fault ? fault : "";
	for (const struct run *o = r; o-- > l->v && !strcmp(o->scenario, name);)
		r->ordinal += !strcmp(o->fault, r->fault);
	r->clause = atoi(clause);
	r->number = atoi(number);
	if (r->clause < 1 || r->clause > CONFORM_CLAUSES)
		r->clause = 1;
	return true;
}

bool run_list_add(struct run_list *l, const struct conform_config *config,
		  const char *text, size_t len)
{
	size_t before = l->nr;
	unsigned runs = 0, scenarios = 0;
	bool ended = false, good = true;
	char *copy, *line, *save = NULL;

	if (memchr(text, '\0', len))
		return false;
	strvec_pushn(&l->texts, text, len);
	copy = l->texts.v[l->texts.nr - 1];
	for (line = strtok_r(copy, "\n", &save); line && good;
	     line = strtok_r(NULL, "\n", &save)) {
		struct run *r = l->nr > before ? &l->v[l->nr - 1] : NULL;
		char *rest = line[0] && line[1] == ' ' ? line + 2 : NULL;

		if (!rest)
			good = false;
		else if (line[0] == '=')
			good = begin(l, config, rest);
		else if (line[0] == '#')
			ended = sscanf(rest, "%u %u", &runs, &scenarios) == 2;
		else if (!r)
			good = false;
		else if (line[0] == ';')
			r->end = strtok(rest, " ");
		else
			add_line(r, line[0], rest);
	}
	l->scenarios += scenarios;
	return good && ended && l->nr - before == runs;
}

const struct run *run_list_find(const struct run_list *l,
				const struct run *other)
{
	for (size_t i = 0; i < l->nr; i++) {
		const struct run *r = &l->v[i];

		if (r->config == other->config &&
		    r->ordinal == other->ordinal &&
		    !strcmp(r->fault, other->fault) &&
		    !strcmp(r->scenario, other->scenario))
			return r;
	}
	return NULL;
}

void run_trace(const struct run *r, struct strvec *out)
{
	for (size_t i = 0; i < r->nr; i++) {
		const struct record_line *l = &r->v[i];

		if (l->kind == '>')
			strvec_push(out, l->text);
		else if (l->kind == '!')
			strvec_pushf(out, "! %s", l->text);
		else if (l->kind == '~')
			strvec_pushf(out, "(%s)", l->text);
		else if (l->kind == 'E')
			strvec_push(out, l->text);
	}
}
