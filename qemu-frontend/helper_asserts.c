/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * helper_asserts.c: part of the helpers' bitcode (scripts/helper-bitcode.py). Where
 * translated code uses a helper's body, its assertions hold: they are about descriptors,
 * which the frontend makes. Taken as such they say more of what a helper does.
 */
/* clang-format off */
void __assert_fail(const char *what, const char *file, unsigned line, const char *function);
__attribute__((always_inline))
void __assert_fail(const char *what, const char *file, unsigned line, const char *function)
{
    (void)what, (void)file, (void)line, (void)function;
    __builtin_unreachable();
}

void g_assertion_message_expr(const char *domain, const char *file, int line,
                              const char *function, const char *what);
__attribute__((always_inline))
void g_assertion_message_expr(const char *domain, const char *file, int line,
                              const char *function, const char *what)
{
    (void)domain, (void)file, (void)line, (void)function, (void)what;
    __builtin_unreachable();
}
/* clang-format on */
