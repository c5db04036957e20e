/* SPDX-License-Identifier: GPL-2.0-only */
/* repo_note: notes of commits, as git notes has them. */
#include "repo.h"

#include "repo_priv.h"

int repo_note_read(struct repo *r, const char *ref, const struct oid *commit,
		   struct strbuf *out)
{
	git_note *note = NULL;
	git_oid id;

	oid_to_git(&id, commit);
	if (git_note_read(&note, r->git, ref, &id))
		return ERR_NOT_FOUND;
	strbuf_addstr(out, git_note_message(note));
	git_note_free(note);
	return 0;
}

int repo_note_write(struct repo *r, const char *ref, const struct oid *commit,
		    const char *text, struct strbuf *err)
{
	git_signature *author = NULL, *committer = NULL;
	git_oid id, note;
	int journal, ret = repo_signatures_now(r, &author, &committer, err);

	oid_to_git(&id, commit);
	if (!ret)
		ret = repo_ref_begin(r, ref, &journal, err);
	if (!ret) {
		if (git_note_create(&note, r->git, ref, author, committer, &id,
				    text, 1))
			ret = repo_error(err, ERR_UNABLE,
					 "cannot write a note to '%s'", ref);
		repo_ref_end(journal);
	}
	git_signature_free(author);
	git_signature_free(committer);
	return ret;
}
