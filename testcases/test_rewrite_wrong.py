# SPDX-License-Identifier: GPL-2.0-only
"""Conversions that would compile and be wrong: each is refused, with its reason.

A driver of kernel-fixtures/drivers is changed in one point; nothing of its map may
be converted then.
"""

import json

import pytest

from conftest import TOP, environment
from helpers import ratchet

DRIVERS = TOP / "kernel-fixtures" / "drivers"

KILL = "\tcard->map.kill = plain_stop;\n"
CLEANUP = "\tcard->map.cleanup = plain_wait;\n"
FREE = "\tcard->map.page_free = plain_idle;\n"
DATA = "\tcard->map.data = card;\n"
TYPE = "\tcard->map.type = MEMORY_DEVICE_FS_DAX;\n"
RES = "\tcard->map.res = *res;\n"
ACTION = ("\terr = devm_add_action_or_reset(card->dev, %s);\n"
          "\tif (err)\n\t\treturn err;\n")
PUT_AWAY = """static void plain_put_away(void *data)
{
	struct plain_card *card = data;

	wait_for_completion(&card->gone);
	percpu_ref_exit(&card->users);
}

static int plain_map("""
DEVM = "memory = devm_kzalloc("
KZALLOC = "memory = kzalloc("
DEVM_ARGS = "devm_kzalloc(dev, sizeof(*memory)"
DRIVER = "static struct device_driver acc_driver = {\n"
REMOVE = """static int acc_remove(struct device *dev)
{
%s	return 0;
}

static struct device_driver acc_driver = {
	.remove = acc_remove,
"""
TEST = "\tif (IS_ERR(memory->hmm))\n\t\treturn PTR_ERR(memory->hmm);\n"

# name: driver, changes, part of the reason
WRONG = {
    "kill-without-cleanup": (
        "plain", [(CLEANUP, ""), (RES, ACTION % "plain_put_away, card" + RES),
                  ("static int plain_map(", PUT_AWAY)],
        "kill and cleanup of this pagemap are not both set"),
    "count-without-callbacks": (
        "plain", [(KILL + CLEANUP + FREE + DATA, "")],
        "a count of its own and no ops"),
    "count-without-callbacks-by-pointer": (
        "plain", [(KILL + CLEANUP + FREE + DATA, ""),
                  (RES, "\tmap->res = *res;\n"),
                  ("\tcard->map.ref = ", "\tmap->ref = "),
                  (TYPE, "\tmap->type = MEMORY_DEVICE_FS_DAX;\n"),
                  ("\tint err;\n", "\tstruct dev_pagemap *map = &card->map;\n"
                                   "\tint err;\n")],
        "a count of its own and no ops"),
    "count-released-twice": (
        "plain", [("static int plain_map(", PUT_AWAY),
                  (RES, ACTION % "plain_put_away, card" + RES)],
        "the second one waits for ever"),
    "count-released-twice-behind": (
        "plain", [("static int plain_map(", PUT_AWAY),
                  ("\tcard->window = addr;\n",
                   ACTION % "plain_put_away, card" + "\tcard->window = addr;\n")],
        "the second one waits for ever"),
    "callback-is-an-action": (
        "plain", [(RES, ACTION % "(void (*)(void *))plain_stop, &card->users" +
                   RES)],
        "plain_stop is used here where the pagemap is not known"),
    "callback-in-a-variable": (
        "plain", [("static int plain_map(",
                   "typedef void (*stop_t)(struct percpu_ref *);\n"
                   "static stop_t stop_fn = plain_stop;\n\n"
                   "static int plain_map("),
                  (KILL, "\tcard->map.kill = stop_fn;\n")],
        "stop_fn is a variable"),
    "callback-under-a-condition": (
        "plain", [(FREE, "\tif (card->dev->numa_node >= 0)\n\t" + FREE)],
        "set under a condition"),
    "callbacks-by-a-macro": (
        "plain", [("static int plain_map(",
                   "#define SET(m, k, c) do { (m)->kill = (k); "
                   "(m)->cleanup = (c); } while (0)\n\nstatic int plain_map("),
                  (KILL + CLEANUP,
                   "\tSET(&card->map, plain_stop, plain_wait);\n")],
        "kill and cleanup of this pagemap are not both set"),
    "no-page-free": (
        "plain", [(FREE + DATA, "")], "cannot be mapped without page_free()"),
    "callback-made-by-a-macro": (
        "plain", [("static void plain_stop(struct percpu_ref *ref)\n{\n",
                   "#define STOP(name) static void name(struct percpu_ref *users) "
                   "{ percpu_ref_kill(users); }\nSTOP(plain_stop)\n\n"
                   "static void plain_stop_by_hand(struct percpu_ref *ref)\n{\n")],
        "no function plain_stop() that takes what kill() takes now"),
    "callback-of-another-module": (
        "plain", [(KILL, "\tcard->map.kill = lib_stop;\n"),
                  ("static int plain_map(",
                   "void lib_stop(struct percpu_ref *users);\n\n"
                   "static int plain_map(")],
        "no function lib_stop() that takes what kill() takes now"),
    "map-on-the-stack": (
        "plain", [("\tvoid *addr;\n\tint err;\n",
                   "\tstruct dev_pagemap map;\n\tvoid *addr;\n\tint err;\n"),
                  ("\taddr = devm", "\tmemcpy(&card->map, &map, sizeof(map));\n"
                   "\taddr = devm"),
                  (RES, RES.replace("card->", "")),
                  ("\tcard->map.ref", "\tmap.ref"),
                  (KILL, KILL.replace("card->", "", 1)),
                  (CLEANUP, CLEANUP.replace("card->", "", 1)),
                  (FREE, FREE.replace("card->", "", 1)),
                  (DATA, DATA.replace("card->", "", 1)),
                  (TYPE, TYPE.replace("card->", "", 1))],
        "data is not seen to be the structure that the pagemap is part of"),
    "data-is-something-else": (
        "plain", [(DATA, "\tcard->map.data = card->dev;\n"),
                  ("struct plain_card *card = data;\n\n\tatomic_inc",
                   "struct plain_card *card = dev_get_drvdata(data);\n\n"
                   "\tatomic_inc")],
        "data is not seen to be the structure"),
    "freed-before-devres": (
        "gpu", [(DEVM_ARGS, "kzalloc(sizeof(*memory)"),
                (DRIVER, REMOVE % "\tkfree(dev_get_drvdata(dev));\n")],
        "the map in it is in use until devres has run"),
    "freed-before-devres-by-a-void-pointer": (
        "gpu", [(DEVM_ARGS, "kzalloc(sizeof(*memory)"),
                (DRIVER, REMOVE % "\tvoid *p = dev_get_drvdata(dev);\n\n"
                                  "\tkfree(p);\n")],
        "the map in it is in use until devres has run"),
    "freed-before-devres-by-its-type": (
        "gpu", [(DEVM_ARGS, "kzalloc(sizeof(*memory)"),
                (DRIVER, REMOVE % "\tstruct acc_memory *m = "
                                  "dev_get_drvdata(dev);\n\n\tkfree(m);\n")],
        "in use until"),
    "tested-for-null": (
        "gpu", [(TEST, "\tif (!memory->hmm)\n\t\treturn -ENODEV;\n")],
        "test it with IS_ERR() right behind"),
    "not-tested": (
        "gpu", [(TEST, "")], "test it with IS_ERR() right behind"),
}


@pytest.fixture(scope="session")
def env(tmp_path_factory):
    return environment(XDG_CACHE_HOME=str(tmp_path_factory.mktemp("cache")))


@pytest.mark.parametrize("name", WRONG)
def test_is_refused(env, tmp_path, name):
    driver, changes, reason = WRONG[name]
    text = (DRIVERS / driver / f"{driver}.c").read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    d = tmp_path / "d"
    d.mkdir()
    (d / "a.c").write_text(text)
    r = ratchet("rewrite", "hmm-devmem-cleanup", "--in-place", "--ledger",
                tmp_path / "l", d, env=env)
    assert r.returncode == 1, r.stdout + r.stderr
    assert any(reason in line and ": refused: " in line
               for line in r.stdout.splitlines()), r.stdout
    became = (d / "a.c").read_text()
    for word in ("dev_pagemap_ops", "page_to_", "struct dev_pagemap *pgmap",
                 "->pgmap", "migrate_to_ram", "devm_request_free_mem_region"):
        assert became.count(word) == text.count(word), (word, became)
    for line in (KILL, CLEANUP, FREE, DATA):
        assert became.count(line) == text.count(line)
    events = [json.loads(x) for x in (tmp_path / "l").read_text().splitlines()]
    assert any(e["event"] == "left" and e["class"] == "refused" and
               reason in e["why"] and e["line"] for e in events)
