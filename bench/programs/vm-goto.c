// SPDX-License-Identifier: GPL-2.0-or-later
// An interpreter that jumps from each operation through a table of labels.
// bench: class=int n=17000 quick=4200

#include "vm.h"

uint64_t vm_run(struct vm *vm, const int32_t *pc)
{
    static const void *const label[] = {&&push, &&load,      &&store, &&add,  &&sub,
                                        &&mul,  &&and,       &&xor,   &&shr,  &&less,
                                        &&jump, &&jump_zero, &&peek,  &&poke, &&halt};
    const int32_t *code = pc;
    uint32_t *sp = vm->stack;
    uint64_t steps = 0;

#define NEXT                                                                                   \
    do {                                                                                       \
        steps++;                                                                               \
        goto *label[*pc++];                                                                    \
    } while (0)

    NEXT;
push:
    *sp++ = (uint32_t)*pc++;
    NEXT;
load:
    *sp++ = vm->var[*pc++];
    NEXT;
store:
    vm->var[*pc++] = *--sp;
    NEXT;
add:
    sp--;
    sp[-1] += sp[0];
    NEXT;
sub:
    sp--;
    sp[-1] -= sp[0];
    NEXT;
mul:
    sp--;
    sp[-1] *= sp[0];
    NEXT;
    and : sp--;
    sp[-1] &= sp[0];
    NEXT;
    xor : sp--;
    sp[-1] ^= sp[0];
    NEXT;
shr:
    sp--;
    sp[-1] >>= sp[0] & 31;
    NEXT;
less:
    sp--;
    sp[-1] = sp[-1] < sp[0];
    NEXT;
jump:
    pc = code + *pc;
    NEXT;
jump_zero:
    pc = *--sp ? pc + 1 : code + *pc;
    NEXT;
peek:
    sp[-1] = vm->array[sp[-1] % ARRAY];
    NEXT;
poke:
    sp -= 2;
    vm->array[sp[0] % ARRAY] = sp[1];
    NEXT;
halt:
    return steps;
}

int main(int argc, char **argv)
{
    return vm_main(argc, argv);
}
