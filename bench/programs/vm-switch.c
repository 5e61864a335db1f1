// SPDX-License-Identifier: GPL-2.0-or-later
// An interpreter that is one loop around one switch.
// bench: class=int n=8000 quick=2000

#include "vm.h"

uint64_t vm_run(struct vm *vm, const int32_t *pc)
{
    const int32_t *code = pc;
    uint32_t *sp = vm->stack;
    for (uint64_t steps = 1;; steps++) {
        switch ((enum op) * pc++) {
        case PUSH: *sp++ = (uint32_t)*pc++; break;
        case LOAD: *sp++ = vm->var[*pc++]; break;
        case STORE: vm->var[*pc++] = *--sp; break;
        case ADD:
            sp--;
            sp[-1] += sp[0];
            break;
        case SUB:
            sp--;
            sp[-1] -= sp[0];
            break;
        case MUL:
            sp--;
            sp[-1] *= sp[0];
            break;
        case AND:
            sp--;
            sp[-1] &= sp[0];
            break;
        case XOR:
            sp--;
            sp[-1] ^= sp[0];
            break;
        case SHR:
            sp--;
            sp[-1] >>= sp[0] & 31;
            break;
        case LESS:
            sp--;
            sp[-1] = sp[-1] < sp[0];
            break;
        case JUMP: pc = code + *pc; break;
        case JUMP_ZERO: pc = *--sp ? pc + 1 : code + *pc; break;
        case PEEK: sp[-1] = vm->array[sp[-1] % ARRAY]; break;
        case POKE:
            sp -= 2;
            vm->array[sp[0] % ARRAY] = sp[1];
            break;
        case HALT: return steps;
        }
    }
}

int main(int argc, char **argv)
{
    return vm_main(argc, argv);
}
