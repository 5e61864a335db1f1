// SPDX-License-Identifier: GPL-2.0-or-later
// A small stack machine: its code and a program for it. Shared by the two
// interpreters, which differ only in how they dispatch.

#ifndef VM_H
#define VM_H

#include "bench.h"

// clang-format off
enum op {
    PUSH, LOAD, STORE, ADD, SUB, MUL, AND, XOR, SHR, LESS, JUMP, JUMP_ZERO, PEEK, POKE, HALT
};
// clang-format on

enum { ARRAY = 1024 };

// Fills an array from a generator, then folds it, v0 times:
//   do {
//       v1 = 0; do { a[v1] = v1 ^ v2; v2 = v2 * 69069 + 1; } while (++v1 < 1000);
//       v1 = 0; do { v3 += a[v1] >> (v1 & 7); } while (++v1 < 1000);
//   } while (--v0);
// clang-format off
static const int32_t vm_code[] = {
    /*  0 */ PUSH, 0, STORE, 1,
    /*  4 */ LOAD, 1, LOAD, 1, LOAD, 2, XOR, POKE,
    /* 12 */ LOAD, 2, PUSH, 69069, MUL, PUSH, 1, ADD, STORE, 2,
    /* 22 */ LOAD, 1, PUSH, 1, ADD, STORE, 1,
    /* 29 */ LOAD, 1, PUSH, 1000, LESS, JUMP_ZERO, 38, JUMP, 4,
    /* 38 */ PUSH, 0, STORE, 1,
    /* 42 */ LOAD, 3, LOAD, 1, PEEK, LOAD, 1, PUSH, 7, AND, SHR, ADD, STORE, 3,
    /* 56 */ LOAD, 1, PUSH, 1, ADD, STORE, 1,
    /* 63 */ LOAD, 1, PUSH, 1000, LESS, JUMP_ZERO, 72, JUMP, 42,
    /* 72 */ LOAD, 0, PUSH, 1, SUB, STORE, 0,
    /* 79 */ LOAD, 0, JUMP_ZERO, 85, JUMP, 0,
    /* 85 */ HALT,
};
// clang-format on

struct vm {
    uint32_t var[4];
    uint32_t array[ARRAY];
    uint32_t stack[16];
};

uint64_t vm_run(struct vm *vm, const int32_t *code);

static inline int vm_main(int argc, char **argv)
{
    static struct vm vm;
    vm.var[0] = (uint32_t)bench_size(argc, argv);
    vm.var[2] = 1;
    uint64_t steps = vm_run(&vm, vm_code);
    report(mix(mix_bytes(vm.var[3], vm.array, sizeof vm.array), steps));
    return 0;
}

#endif
