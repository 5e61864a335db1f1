/* No C library: system calls only, a jump table in the text, data after code.
 * LDFLAGS: -static -nostdlib
 * STATUS: exit 42
 * Code after a jump table in the text is not discovered.
 * FALLBACK: yes */
        .text
        .globl _start
_start: .option push
        .option norelax
        la      gp, __global_pointer$
        .option pop
        li      s0, 0
        li      s1, 0
        li      s2, 1000
loop:   andi    t0, s0, 3
        la      t1, table
        slli    t0, t0, 2
        add     t0, t0, t1
        lw      t0, 0(t0)
        add     t0, t0, t1
        jr      t0
        .p2align 2
table:  .word   one - table, two - table, three - table, four - table
one:    addi    s1, s1, 1
        j       next
two:    add     s1, s1, s1
        j       next
three:  xori    s1, s1, 0xff
        j       next
four:   call    triple
next:   addi    s0, s0, 1
        blt     s0, s2, loop
        mv      a0, s1
        la      a1, end
        li      t2, '9'
digit:  andi    t0, a0, 15
        addi    t0, t0, '0'
        ble     t0, t2, 1f
        addi    t0, t0, 'a' - '9' - 1
1:      addi    a1, a1, -1
        sb      t0, 0(a1)
        srli    a0, a0, 4
        bnez    a0, digit
        la      a2, end
        addi    a2, a2, 1
        sub     a2, a2, a1
        li      a0, 1
        li      a7, 64
        ecall
        li      a0, 42
        li      a7, 94
        ecall
triple: slli    t0, s1, 1
        add     s1, s1, t0
        ret
        .data
        .skip   20
end:    .ascii  "\n"
