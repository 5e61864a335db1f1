/* A stack machine with computed gotos, one with a switch, one with a function
 * table: the three usual ways to dispatch. */
#include <stdint.h>
#include <stdio.h>

enum { PUSH, ADD, SUB, MUL, DUP, SWAP, DROP, OVER, JNZ, LT, PRINT, HALT };

/* sum = 0; for (i = 0; i < n; i++) sum = sum * 3 + i; print sum */
static int program[] = {PUSH, 0, PUSH, 0,                           /* sum i */
                        SWAP, PUSH, 3, MUL, OVER, ADD, SWAP,        /* 4: sum*3+i i */
                        PUSH, 1, ADD, DUP, PUSH, 50000, LT, JNZ, 4, DROP, PRINT, HALT};

static uint32_t run_goto(const int *code)
{
    static const void *const label[] = {&&push, &&add, &&sub, &&mul, &&dup, &&swap,
                                        &&drop, &&over, &&jnz, &&lt, &&print, &&halt};
    uint32_t stack[16], *sp = stack, t, out = 0;
    const int *pc = code;
#define NEXT goto *label[*pc++]
    NEXT;
push: *sp++ = *pc++; NEXT;
add: sp--; sp[-1] += sp[0]; NEXT;
sub: sp--; sp[-1] -= sp[0]; NEXT;
mul: sp--; sp[-1] *= sp[0]; NEXT;
dup: sp[0] = sp[-1]; sp++; NEXT;
swap: t = sp[-1]; sp[-1] = sp[-2]; sp[-2] = t; NEXT;
drop: sp--; NEXT;
over: sp[0] = sp[-2]; sp++; NEXT;
jnz: pc = *--sp ? code + *pc : pc + 1; NEXT;
lt: sp--; sp[-1] = sp[-1] < sp[0]; NEXT;
print: out = *--sp; NEXT;
halt: return out;
}

static uint32_t run_switch(const int *code)
{
    uint32_t stack[16], *sp = stack, t, out = 0;
    const int *pc = code;
    for (;;)
        switch (*pc++) {
        case PUSH: *sp++ = *pc++; break;
        case ADD: sp--; sp[-1] += sp[0]; break;
        case SUB: sp--; sp[-1] -= sp[0]; break;
        case MUL: sp--; sp[-1] *= sp[0]; break;
        case DUP: sp[0] = sp[-1]; sp++; break;
        case SWAP: t = sp[-1]; sp[-1] = sp[-2]; sp[-2] = t; break;
        case DROP: sp--; break;
        case OVER: sp[0] = sp[-2]; sp++; break;
        case JNZ: pc = *--sp ? code + *pc : pc + 1; break;
        case LT: sp--; sp[-1] = sp[-1] < sp[0]; break;
        case PRINT: out = *--sp; break;
        case HALT: return out;
        }
}

struct vm {
    uint32_t stack[16], *sp, out;
    const int *code, *pc;
};
typedef int handler(struct vm *);
static int f_push(struct vm *v) { *v->sp++ = *v->pc++; return 1; }
static int f_add(struct vm *v) { v->sp--; v->sp[-1] += v->sp[0]; return 1; }
static int f_sub(struct vm *v) { v->sp--; v->sp[-1] -= v->sp[0]; return 1; }
static int f_mul(struct vm *v) { v->sp--; v->sp[-1] *= v->sp[0]; return 1; }
static int f_dup(struct vm *v) { v->sp[0] = v->sp[-1]; v->sp++; return 1; }
static int f_swap(struct vm *v)
{
    uint32_t t = v->sp[-1];
    v->sp[-1] = v->sp[-2];
    v->sp[-2] = t;
    return 1;
}
static int f_drop(struct vm *v) { v->sp--; return 1; }
static int f_over(struct vm *v) { v->sp[0] = v->sp[-2]; v->sp++; return 1; }
static int f_jnz(struct vm *v) { v->pc = *--v->sp ? v->code + *v->pc : v->pc + 1; return 1; }
static int f_lt(struct vm *v) { v->sp--; v->sp[-1] = v->sp[-1] < v->sp[0]; return 1; }
static int f_print(struct vm *v) { v->out = *--v->sp; return 1; }
static int f_halt(struct vm *v) { (void)v; return 0; }
static handler *const handlers[] = {f_push, f_add, f_sub, f_mul, f_dup, f_swap,
                                    f_drop, f_over, f_jnz, f_lt, f_print, f_halt};

static uint32_t run_table(const int *code)
{
    struct vm v = {.code = code, .pc = code};
    v.sp = v.stack;
    while (handlers[*v.pc++](&v))
        ;
    return v.out;
}

int main(void)
{
    printf("%u %u %u\n", run_goto(program), run_switch(program), run_table(program));
    return 0;
}
