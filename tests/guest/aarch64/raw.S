/* No C library: system calls only, a jump table in the text, data after code.
 * LDFLAGS: -static -nostdlib
 * STATUS: exit 42 */
        .text
        .globl _start
_start: mov     x19, 0
        mov     x20, 0
loop:   adr     x1, table
        and     x2, x19, 3
        ldrsw   x2, [x1, x2, lsl 2]
        add     x1, x1, x2
        br      x1
table:  .word   one - table, two - table, three - table, four - table
one:    add     x20, x20, 1
        b       next
two:    add     x20, x20, x20
        b       next
three:  eor     x20, x20, 0xff
        b       next
four:   bl      triple
next:   add     x19, x19, 1
        cmp     x19, 1000
        b.lt    loop
        mov     x0, x20
        adrp    x1, end
        add     x1, x1, :lo12:end
digit:  and     x2, x0, 15
        add     x2, x2, '0'
        cmp     x2, '9'
        b.ls    1f
        add     x2, x2, 'a' - '9' - 1
1:      strb    w2, [x1, -1]!
        lsr     x0, x0, 4
        cbnz    x0, digit
        adrp    x2, end
        add     x2, x2, :lo12:end
        add     x2, x2, 1
        sub     x2, x2, x1
        mov     x0, 1
        mov     x8, 64
        svc     0
        mov     x0, 42
        mov     x8, 94
        svc     0
triple: add     x20, x20, x20, lsl 1
        ret
        .data
        .skip   20
end:    .ascii  "\n"
