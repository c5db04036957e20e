/* SPDX-License-Identifier: GPL-2.0-only */
/* repo_commit: reading and writing commits, and who signs them. */
#define _GNU_SOURCE	/* strptime() */
#include "repo.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "repo_priv.h"

int repo_commit_info(struct repo *r, const struct oid *commit,
		     struct commit_info *out, struct strbuf *err)
{
	char hex[OID_HEX + 1];
	git_commit *c;
	git_oid id;

	memset(out, 0, sizeof(*out));
	oid_to_git(&id, commit);
	oid_hex(commit, hex);
	if (git_commit_lookup(&c, r->git, &id) < 0)
		return repo_error(err, ERR_UNABLE, "cannot read commit '%s'",
				  hex);
	oid_from_git(&out->tree, git_commit_tree_id(c));
	out->parents = git_commit_parentcount(c);
	if (out->parents)
		oid_from_git(&out->parent, git_commit_parent_id(c, 0));
	out->time = git_commit_time(c);
	out->offset = git_commit_time_offset(c);
	out->message = xstrdup(git_commit_message_raw(c));
	git_commit_free(c);
	return 0;
}

void commit_info_release(struct commit_info *info)
{
	free(info->message);
	memset(info, 0, sizeof(*info));
}

struct ident {
	struct strbuf name, email;
	int64_t time;
	int offset;
};

#define IDENT_INIT { .name = STRBUF_INIT, .email = STRBUF_INIT }

static void ident_release(struct ident *id)
{
	strbuf_release(&id->name);
	strbuf_release(&id->email);
}

/* What git does not let stand at either end of a name or an address. */
static bool is_crud(unsigned char c)
{
	return c <= ' ' || strchr(".,:;<>\"\\'", c);
}

/* As git: crud goes from the ends, what would break the line from within. */
static void strip_crud(struct strbuf *sb)
{
	size_t from = 0, to = sb->len, i, n = 0;

	while (from < to && is_crud(sb->buf[from]))
		from++;
	while (to > from && is_crud(sb->buf[to - 1]))
		to--;
	for (i = from; i < to; i++)
		if (!strchr("\n<>", sb->buf[i]))
			sb->buf[n++] = sb->buf[i];
	strbuf_setlen(sb, n);
}

/* Bytes of the UTF-8 character that @s starts with; 0: it is none. */
static size_t utf8_len(const unsigned char *s, size_t left)
{
	size_t i, n = *s < 0x80 ? 1 : *s < 0xc2 ? 0 : *s < 0xe0 ? 2 :
		      *s < 0xf0 ? 3 : *s < 0xf5 ? 4 : 0;

	if (n > left)
		return 0;
	for (i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	/* a longer form than needed, half a pair, more than there are */
	if ((*s == 0xe0 && s[1] < 0xa0) || (*s == 0xed && s[1] > 0x9f) ||
	    (*s == 0xf0 && s[1] < 0x90) || (*s == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

/* As git: what is not UTF-8 in a commit is taken for Latin-1. */
static void make_utf8(struct strbuf *sb)
{
	size_t i = 0;

	while (i < sb->len) {
		unsigned char c = sb->buf[i];
		size_t n = utf8_len((unsigned char *)sb->buf + i, sb->len - i);

		if (!n) {
			char two[2] = { (char)(0xc0 | c >> 6),
					(char)(0x80 | (c & 0x3f)) };

			strbuf_splice(sb, i, 1, two, 2);
			n = 2;
		}
		i += n;
	}
}

/* A variable counts when it is set, a setting when it is not empty. */
static bool ident_part(struct repo *r, const char *env, const char *key,
		       const char *user_key, struct strbuf *out)
{
	const char *value = getenv(env);

	if (value) {
		strbuf_addstr(out, value);
		return true;
	}
	if (!repo_config_string(r, key, out) && out->len)
		return true;
	return !repo_config_string(r, user_key, out) && out->len;
}

static int local_offset(int64_t when)
{
	time_t t = when;
	struct tm tm;

	return localtime_r(&t, &tm) ? (int)(tm.tm_gmtoff / 60) : 0;
}

/*
 * "1562000000 +0200", or without a zone, perhaps behind '@'.  To git, fewer
 * digits without the '@' are a year, a date, ...
 */
static bool parse_raw_date(const char *s, int64_t *when, int *offset)
{
	bool sure = *s == '@';
	unsigned zone;
	char *end;
	int sign;

	s += sure;
	if (!isdigit((unsigned char)*s))
		return false;
	*when = strtoll(s, &end, 10);
	if (end - s < 9 && !sure)
		return false;
	if (!*end) {
		*offset = local_offset(*when);
		return true;
	}
	if (end[0] != ' ' || (end[1] != '+' && end[1] != '-') ||
	    strspn(end + 2, "0123456789") != 4 || end[6])
		return false;
	sign = end[1] == '-' ? -1 : 1;
	zone = strtoul(end + 2, NULL, 10);
	*offset = sign * (int)(zone / 100 * 60 + zone % 100);
	return zone % 100 < 60 && zone < 2400;
}

/* The zone behind a calendar date: none (local time), Z, +hh:mm, +hhmm. */
static bool parse_zone(const char *s, bool *local, int *offset)
{
	unsigned hours, minutes;
	int used = 0, sign;

	while (*s == ' ')
		s++;
	*local = !*s;
	*offset = 0;
	if (!*s || !strcmp(s, "Z") || !strcmp(s, "UTC") || !strcmp(s, "GMT"))
		return true;
	sign = *s == '-' ? -1 : 1;
	if (*s != '+' && *s != '-')
		return false;
	if (sscanf(s + 1, "%2u:%2u%n", &hours, &minutes, &used) != 2 &&
	    sscanf(s + 1, "%2u%2u%n", &hours, &minutes, &used) != 2)
		return false;
	*offset = sign * (int)(hours * 60 + minutes);
	return !s[1 + used] && hours < 24 && minutes < 60;
}

/* The strict forms of git's GIT_AUTHOR_DATE. */
static bool parse_date(const char *s, int64_t *when, int *offset)
{
	static const char *const forms[] = {
		"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S",
		"%a, %d %b %Y %H:%M:%S", "%d %b %Y %H:%M:%S",
		"%a %b %d %H:%M:%S %Y",
	};
	size_t i;

	if (parse_raw_date(s, when, offset))
		return true;
	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		struct tm tm = { .tm_isdst = -1 };
		const char *end = strptime(s, forms[i], &tm);
		bool local;

		if (!end || !parse_zone(end, &local, offset))
			continue;
		if (!local) {
			*when = timegm(&tm) - *offset * 60;
			return true;
		}
		*when = mktime(&tm);
		*offset = local_offset(*when);
		return true;
	}
	return false;
}

/* @who: "author" or "committer"; @upper: the same in variables' names. */
static int ident_get(struct repo *r, const char *who, const char *upper,
		     struct ident *id, struct strbuf *err)
{
	char env[64], key[64];
	const char *date;

	snprintf(env, sizeof(env), "GIT_%s_NAME", upper);
	snprintf(key, sizeof(key), "%s.name", who);
	if (!ident_part(r, env, key, "user.name", &id->name))
		return error_set(err, ERR_UNABLE,
				 "no name for the %s of commits; run: git config --global user.name \"Your Name\"",
				 who);
	snprintf(env, sizeof(env), "GIT_%s_EMAIL", upper);
	snprintf(key, sizeof(key), "%s.email", who);
	if (!ident_part(r, env, key, "user.email", &id->email)) {
		const char *email = getenv("EMAIL");

		if (!email || !*email)
			return error_set(err, ERR_UNABLE,
					 "no address for the %s of commits; run: git config --global user.email you@example.com",
					 who);
		strbuf_addstr(&id->email, email);
	}
	strip_crud(&id->name);
	strip_crud(&id->email);
	make_utf8(&id->name);
	make_utf8(&id->email);
	if (!id->name.len)
		return error_set(err, ERR_UNABLE,
				 "the name of the %s of commits is empty; set user.name or GIT_%s_NAME",
				 who, upper);
	snprintf(env, sizeof(env), "GIT_%s_DATE", upper);
	date = getenv(env);
	if (date && *date && !parse_date(date, &id->time, &id->offset))
		return error_set(err, ERR_UNABLE,
				 "%s '%s' is not a date; write it as 2019-07-01T12:00:00+02:00",
				 env, date);
	return 0;
}

static int signature_new(git_signature **out, const struct ident *id,
			 struct strbuf *err)
{
	if (!git_signature_new(out, id->name.buf, id->email.buf, id->time,
			       id->offset))
		return 0;
	return repo_error(err, ERR_UNABLE, "cannot sign as '%s <%s>'",
			  id->name.buf, id->email.buf);
}

static int idents_get(struct repo *r, struct ident *author,
		      struct ident *committer, struct strbuf *err)
{
	int ret = ident_get(r, "author", "AUTHOR", author, err);

	return ret ? ret : ident_get(r, "committer", "COMMITTER", committer,
				     err);
}

int repo_signatures_now(struct repo *r, git_signature **author,
			git_signature **committer, struct strbuf *err)
{
	struct ident a = IDENT_INIT, c = IDENT_INIT;
	int ret;

	a.time = c.time = time(NULL);
	a.offset = c.offset = local_offset(a.time);
	ret = idents_get(r, &a, &c, err);
	if (!ret)
		ret = signature_new(author, &a, err);
	if (!ret)
		ret = signature_new(committer, &c, err);
	ident_release(&a);
	ident_release(&c);
	return ret;
}

int repo_ident_check(struct repo *r, struct strbuf *err)
{
	struct ident author = IDENT_INIT, committer = IDENT_INIT;
	git_signature *sig = NULL;
	int ret = idents_get(r, &author, &committer, err);

	if (!ret)
		ret = signature_new(&sig, &author, err);
	git_signature_free(sig);
	sig = NULL;
	if (!ret)
		ret = signature_new(&sig, &committer, err);
	git_signature_free(sig);
	ident_release(&author);
	ident_release(&committer);
	return ret;
}

int repo_signoff(struct repo *r, struct strbuf *out, struct strbuf *err)
{
	struct ident id = IDENT_INIT;
	int ret = ident_get(r, "committer", "COMMITTER", &id, err);

	if (!ret)
		strbuf_addf(out, "%s <%s>", id.name.buf, id.email.buf);
	ident_release(&id);
	return ret;
}

static int lookup_parent(struct repo *r, const struct oid *parent,
			 git_commit **out, struct strbuf *err)
{
	char hex[OID_HEX + 1];
	git_oid id;

	if (oid_is_null(parent))
		return 0;
	oid_to_git(&id, parent);
	if (!git_commit_lookup(out, r->git, &id))
		return 0;
	oid_hex(parent, hex);
	return repo_error(err, ERR_UNABLE, "cannot read commit '%s'", hex);
}

int repo_commit_create(struct repo *r, const struct commit_spec *spec,
		       struct oid *out, struct strbuf *err)
{
	struct ident author = IDENT_INIT, committer = IDENT_INIT;
	git_signature *a = NULL, *c = NULL;
	struct strbuf message = STRBUF_INIT;
	git_commit *parent = NULL;
	git_tree *tree = NULL;
	git_oid id;
	int ret;

	strbuf_addstr(&message, spec->message);
	make_utf8(&message);
	author.time = committer.time = spec->time;
	author.offset = committer.offset = spec->offset;
	ret = idents_get(r, &author, &committer, err);
	if (!ret)
		ret = signature_new(&a, &author, err);
	if (!ret)
		ret = signature_new(&c, &committer, err);
	if (!ret)
		ret = repo_tree_get(r, &spec->tree, &tree, err);
	if (!ret)
		ret = lookup_parent(r, &spec->parent, &parent, err);
	if (ret)
		goto out;
	ret = git_commit_create(&id, r->git, NULL, a, c, NULL, message.buf,
				tree, parent ? 1 : 0,
				(const git_commit **)&parent);
	if (ret < 0)
		ret = repo_error(err, ERR_UNABLE,
				 "cannot write a commit to '%s'",
				 r->common_dir);
	else
		oid_from_git(out, &id);
out:
	git_commit_free(parent);
	git_tree_free(tree);
	git_signature_free(a);
	git_signature_free(c);
	ident_release(&author);
	ident_release(&committer);
	strbuf_release(&message);
	return ret;
}

static void add_oid(struct oid **v, size_t *nr, const git_oid *id)
{
	*v = xrealloc(*v, (*nr + 1) * sizeof(**v));
	oid_from_git(&(*v)[(*nr)++], id);
}

static int walk_range(struct repo *r, const char *range, bool first_parents,
		      struct oid **commits, size_t *nr, struct strbuf *err)
{
	git_revwalk *walk = NULL;
	git_oid id;
	int ret = 0;

	if (git_revwalk_new(&walk, r->git) < 0 ||
	    git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL |
				      GIT_SORT_REVERSE) < 0 ||
	    (first_parents && git_revwalk_simplify_first_parent(walk) < 0) ||
	    git_revwalk_push_range(walk, range) < 0)
		ret = repo_error(err, ERR_UNABLE, "'%s' is not a range of commits",
				 range);
	while (!ret && !git_revwalk_next(&id, walk))
		add_oid(commits, nr, &id);
	git_revwalk_free(walk);
	return ret;
}

static int range_or_one(struct repo *r, const char *range, bool first_parents,
			struct oid **commits, size_t *nr, struct strbuf *err)
{
	struct oid one;
	git_oid id;
	int ret;

	*commits = NULL;
	*nr = 0;
	if (strstr(range, "...") || *range == '-')
		return error_set(err, ERR_UNABLE,
				 "'%s': a range is A..B, or one commit", range);
	if (strstr(range, ".."))
		return walk_range(r, range, first_parents, commits, nr, err);
	ret = repo_resolve(r, range, &one, err);
	oid_to_git(&id, &one);
	if (!ret)
		add_oid(commits, nr, &id);
	return ret;
}

int repo_range(struct repo *r, const char *range, struct oid **commits,
	       size_t *nr, struct strbuf *err)
{
	int ret = range_or_one(r, range, true, commits, nr, err);

	if (!ret && !*nr)
		ret = error_set(err, ERR_UNABLE, "'%s' holds no commit", range);
	return ret;
}

int repo_range_all(struct repo *r, const char *range, struct oid **commits,
		   size_t *nr, struct strbuf *err)
{
	return range_or_one(r, range, false, commits, nr, err);
}
