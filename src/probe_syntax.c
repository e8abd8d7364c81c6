/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the definition of a probe event may say on this kernel, and how the
 * first arguments of a function are fetched at its entry. Pure: reads the
 * text of the kernel's README. Never compares versions: vendors backport.
 */
#include "probe_syntax.h"

#include <fnmatch.h>
#include <string.h>

#include "lacks.h"

/* Where the README speaks of it, the kernel has it. */
static const struct {
	enum fields_syntax syntax;
	const char *words;
} descriptions[] = {
	{ SYNTAX_HEX_TYPES, "x8/16/32/64" },
	{ SYNTAX_COMM, "$stack, $retval, $comm" },
	{ SYNTAX_COMM, "$comm, $arg<N>" },
	{ SYNTAX_ARRAYS, "<type>\\[<array-size>\\]" },
	{ SYNTAX_MAXACTIVE, "r[maxactive]" },
	{ SYNTAX_RETURN_ARGS, "return probes support: $retval, $arg<N>" },
};

/*
 * Where functions have their first two arguments, for kernels without
 * HAVE_FUNCTION_ARG_ACCESS_API: 32-bit ARM and MIPS up to 7.3, s390x and
 * RISC-V up to 5.10. Each architecture's regs_query_register_offset() has
 * the names.
 */
static const struct {
	const char *machine; /* fnmatch */
	const char *names[2];
} registers[] = {
	{ "arm*", { "%r0", "%r1" } },	  { "s390*", { "%r2", "%r3" } },
	{ "riscv*", { "%a0", "%a1" } },	  { "mips*", { "%r4", "%r5" } },
	{ "ppc*", { "%gpr3", "%gpr4" } }, { "loongarch*", { "%r4", "%r5" } },
	{ "x86_64", { "%di", "%si" } },	  { "i?86", { "%ax", "%dx" } },
	{ "aarch64*", { "%x0", "%x1" } },
};

/*
 * In the list of what can be fetched: since 6.9 (25f00e40ce79) all kernels
 * name it once more, among what return probes support.
 */
static bool has_arguments(const char *readme)
{
	static const char name[] = "$arg<N>";
	const char *line = strstr(readme, "$stack<index>");

	return line &&
	       memmem(line, strcspn(line, "\n"), name, sizeof(name) - 1);
}

static void learn_arguments(const char *arguments[2], const char *readme,
			    const char *machine)
{
	static const char *const names[] = { "$arg1", "$arg2" };

	if (has_arguments(readme))
		memcpy(arguments, names, sizeof(names));
	else
		for (size_t i = 0; i < sizeof(registers) / sizeof(*registers);
		     i++)
			if (!fnmatch(registers[i].machine, machine, 0))
				memcpy(arguments, registers[i].names,
				       sizeof(registers[i].names));
}

/* In builds for tests. */
static unsigned lacking(void)
{
	return (lacks("comm") ? SYNTAX_COMM : 0) |
	       (lacks("hex_types") ? SYNTAX_HEX_TYPES : 0) |
	       (lacks("maxactive") ? SYNTAX_MAXACTIVE : 0) |
	       (lacks("arrays") ? SYNTAX_ARRAYS : 0) |
	       (lacks("return_args") ? SYNTAX_RETURN_ARGS : 0);
}

void probe_syntax_learn(struct fields_kernel *kernel, const char *readme,
			const char *machine)
{
	for (size_t i = 0; i < sizeof(descriptions) / sizeof(*descriptions);
	     i++)
		if (strstr(readme, descriptions[i].words))
			kernel->syntax |= descriptions[i].syntax;
	kernel->syntax &= ~lacking();
	learn_arguments(kernel->arguments, lacks("arguments") ? "" : readme,
			machine);
}
