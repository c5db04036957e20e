// SPDX-License-Identifier: GPL-2.0-only
/* test_asmdiff: which functions differ in two texts of assembler. */
#include "unit.h"

#include "asmdiff.h"

#define FUNCTION(name, body) \
	"\t.p2align 4\n\t.globl\t" name "\n\t.type\t" name ", @function\n" \
	name ":\n" body "\tret\n\t.size\t" name ", .-" name "\n"
#define DATA(name, body) \
	"\t.type\t" name ", @object\n\t.size\t" name ", 4\n" name ":\n" body
#define TEXT "\t.text\n"
#define STRINGS "\t.section\t.rodata.str1.1,\"aMS\",@progbits,1\n"

/* "f= g- x+ " for what differs, is gone, is new; functions in capitals */
static void check(const char *a, const char *b, const char *want)
{
	static const char *const how[] = { "=", "-", "+" };
	struct asm_changes c = { 0 };
	struct strbuf out = STRBUF_INIT;

	asm_compare(a, b, &c);
	for (size_t i = 0; i < c.nr; i++)
		strbuf_addf(&out, "%s%s%s ", c.v[i].name,
			    c.v[i].function ? "()" : "", how[c.v[i].how]);
	assert_string_equal(out.buf, want);
	strbuf_release(&out);
	asm_changes_release(&c);
}

static void functions(void **state)
{
	const char *a = TEXT FUNCTION("f", "\tcall x\n") FUNCTION("g", "\tnop\n");

	check("", "", "");
	check(a, a, "");
	/* in another order, with comments, and other blanks */
	check(a, TEXT FUNCTION("g", "# 1 \"x\"\n nop \n") FUNCTION("f", "\tcall x\n"),
	      "");
	check(a, TEXT FUNCTION("f", "\tcall y\n") FUNCTION("g", "\tnop\n"), "f()= ");
	check(a, TEXT FUNCTION("g", "\tnop\n"), "f()- ");
	check(TEXT FUNCTION("g", "\tnop\n"), a, "f()+ ");
	check(a, TEXT FUNCTION("f", "\tcall x\n\tcall x\n") FUNCTION("g", "\tnop\n"),
	      "f()= ");
	check(a, TEXT FUNCTION("f", "\tcall x\n")
	      "\t.section .init.text\n" FUNCTION("g", "\tnop\n"), "g()= ");
	/* visible to others, or not */
	check(a, TEXT FUNCTION("f", "\tcall x\n")
	      "\t.p2align 4\n\t.type\tg, @function\ng:\n\tnop\n\tret\n"
	      "\t.size\tg, .-g\n", "g()= ");
	/* a part of it elsewhere */
	check(TEXT FUNCTION("f", "\tjmp .L1\n\t.section .text.unlikely,\"ax\"\n"
			    "\t.type f.cold, @function\nf.cold:\n.L1:\n\tud2\n\t.text\n")
	      "\t.section .text.unlikely\n\t.size f.cold, .-f.cold\n"
	      TEXT FUNCTION("g", "\tnop\n"),
	      TEXT FUNCTION("f", "\tjmp .L7\n\t.section .text.unlikely\n"
			    "\t.type f.cold, @function\nf.cold:\n.L7:\n\tnop\n\t.text\n")
	      "\t.section .text.unlikely\n\t.size f.cold, .-f.cold\n"
	      TEXT FUNCTION("g", "\tnop\n"), "f()= ");
}

static void numbers(void **state)
{
	/* labels are numbered otherwise, one to one */
	check(FUNCTION("f", ".L1:\n\tjmp .L1\n\tjmp .L2\n.L2:\n"),
	      FUNCTION("f", ".L5:\n\tjmp .L5\n\tjmp .L1\n.L1:\n"), "");
	check(FUNCTION("f", ".L1:\n\tjmp .L1\n\tjmp .L2\n.L2:\n"),
	      FUNCTION("f", ".L5:\n\tjmp .L5\n\tjmp .L5\n.L1:\n"), "f()= ");
	check(FUNCTION("f", ".L1:\n\tjmp .L2\n\tjmp .L2\n.L2:\n"),
	      FUNCTION("f", ".L5:\n\tjmp .L1\n\tjmp .L5\n.L1:\n"), "f()= ");
	/* those of inline assembler, from __COUNTER__ */
	check(FUNCTION("f", "45:\n\t.long 45b - .\n\tjmp 46f\n46:\n"),
	      FUNCTION("f", "46:\n\t.long 46b - .\n\tjmp 47f\n47:\n"), "");
	check(FUNCTION("f", "45:\n\t.long 45b - .\n\tjmp 46f\n46:\n"),
	      FUNCTION("f", "46:\n\t.long 46b - .\n\tjmp 46f\n46:\n"), "f()= ");
	check(FUNCTION("f", "1:\n\tjmp 1b\n"), FUNCTION("f", "1:\n\tjmp 1f\n"),
	      "f()= ");
	/* numbers are none */
	check(FUNCTION("f", "\tmovl $45, 8(%eax)\n"),
	      FUNCTION("f", "\tmovl $46, 8(%eax)\n"), "f()= ");
	check(FUNCTION("f", "\tmovl 45(%eax), %ebx\n"),
	      FUNCTION("f", "\tmovl 46(%eax), %ebx\n"), "f()= ");
	/* names that end in a digit are the programmer's */
	check(FUNCTION("f", "\tcall x1\n"), FUNCTION("f", "\tcall x2\n"), "f()= ");
}

static void strings(void **state)
{
	const char *a = STRINGS ".LC0:\n\t.string \"one\"\n"
			".LC1:\n\t.string \"two .L1\"\n" TEXT
			FUNCTION("f", "\tmov $.LC0, %eax\n")
			FUNCTION("g", "\tmov $.LC1, %eax\n");

	check(a, STRINGS ".LC0:\n\t.string \"new\"\n.LC1:\n\t.string \"one\"\n"
	      TEXT FUNCTION("f", "\tmov $.LC1, %eax\n")
	      STRINGS ".LC7:\n\t.string \"two .L1\"\n"
	      TEXT FUNCTION("g", "\tmov $.LC7, %eax\n")
	      FUNCTION("h", "\tmov $.LC0, %eax\n"), "h()+ ");
	check(a, STRINGS ".LC0:\n\t.string \"one\"\n"
	      ".LC1:\n\t.string \"two .L2\"\n" TEXT
	      FUNCTION("f", "\tmov $.LC0, %eax\n")
	      FUNCTION("g", "\tmov $.LC1, %eax\n"), "g()= ");
	check(a, STRINGS ".LC0:\n\t.string \"one\"\n"
	      ".LC1:\n\t.string \"two .L1\"\n" TEXT
	      FUNCTION("f", "\tmov $.LC1, %eax\n")
	      FUNCTION("g", "\tmov $.LC0, %eax\n"), "f()= g()= ");
	check(FUNCTION("f", "\t.ascii \"a\\\"1b\"\n"),
	      FUNCTION("f", "\t.ascii \"a\\\"2b\"\n"), "f()= ");
}

static void data(void **state)
{
	const char *a = "\t.data\n" DATA("x", "\t.long 1\n")
			DATA("state.3", "\t.quad x\n") TEXT
			FUNCTION("f", "\tmov state.3, %eax\n");

	check(a, "\t.data\n" DATA("x", "\t.long 2\n")
	      DATA("state.3", "\t.quad x\n") TEXT
	      FUNCTION("f", "\tmov state.3, %eax\n"), "x= ");
	/* a static variable of a function: another came before it */
	check(a, "\t.data\n" DATA("x", "\t.long 1\n")
	      DATA("state.3", "\t.quad y\n") DATA("state.4", "\t.quad x\n") TEXT
	      FUNCTION("e", "\tmov state.3, %eax\n")
	      FUNCTION("f", "\tmov state.4, %eax\n"), "e()+ state+ ");
	check(a, "\t.data\n" DATA("x", "\t.long 1\n")
	      DATA("state.3", "\t.quad y\n") TEXT
	      FUNCTION("f", "\tmov state.3, %eax\n"), "f()= ");
	check(a, "\t.bss\n" DATA("x", "\t.long 1\n") "\t.data\n"
	      DATA("state.3", "\t.quad x\n") TEXT
	      FUNCTION("f", "\tmov state.3, %eax\n"), "x= ");
	check("\t.local x\n\t.comm x,4,4\n", "\t.local x\n\t.comm x,8,4\n", "x= ");
	check("\t.local x\n\t.comm x,4,4\n", "\t.comm x,4,4\n", "x= ");
	check("\t.set a, b\n", "\t.set a, c\n", "a= ");
	/* nobody uses it, and it is there */
	check("\t.section .modinfo\n" DATA("__UNIQUE_ID_license5", "\t.string \"GPL\"\n"),
	      "\t.section .modinfo\n" DATA("__UNIQUE_ID_license9", "\t.string \"GPL\"\n"),
	      "");
	check("\t.section .modinfo\n" DATA("__UNIQUE_ID_license5", "\t.string \"GPL\"\n"),
	      "\t.section .modinfo\n" DATA("__UNIQUE_ID_license9", "\t.string \"MIT\"\n"),
	      "__UNIQUE_ID_license5= ");
}

static void tables(void **state)
{
	/* what a function puts into a table is the function's */
	check(FUNCTION("f", "1:\n.pushsection __bug_table\n\t.long 1b - .\n"
		       "\t.word 0\n.popsection\n") FUNCTION("g", "\tnop\n"),
	      FUNCTION("f", "1:\n.pushsection __bug_table\n\t.long 1b - .\n"
		       "\t.word 2\n.popsection\n") FUNCTION("g", "\tnop\n"),
	      "f()= ");
	/* assembler that stands outside of functions */
	check("\t.section .initcall6.init,\"a\"\n__initcall_x6:\n\t.long x - .\n"
	      "\t.previous\n" DATA("y", "\t.long 1\n"),
	      "\t.section .initcall6.init,\"a\"\n__initcall_x6:\n\t.long z - .\n"
	      "\t.previous\n" DATA("y", "\t.long 1\n"), "__initcall_x6= ");
	check("\t.pushsection .tab\n\t.balign 4\n\t.long x\n\t.popsection\n"
	      DATA("y", "\t.long 1\n"),
	      "\t.pushsection .tab\n\t.balign 4\n\t.long z\n\t.popsection\n"
	      DATA("y", "\t.long 1\n"), "(.tab)= ");
	check("\t.weak x\n", "", "(symbols)- ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions),
		cmocka_unit_test(numbers),
		cmocka_unit_test(strings),
		cmocka_unit_test(data),
		cmocka_unit_test(tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
