/*
 * Entering and leaving a sequence on aarch64.
 *
 * enter(sequence) keeps what the procedure call standard wants preserved in the context, loads all
 * registers from its input words and jumps to the sequence, which ends with a jump to leave: that
 * stores the registers to the output words and returns to enter's caller. The sequence must not
 * write x28, the context.
 *
 * The driver makes the page of enter writable, which takes it out of translated code: a jump to code that
 * the translator does not know of would be taken to leave temporary registers and flags undefined.
 */
#define IN 0
#define OUT 1024
#define SAVED 2048

        .macro all_int op, base
        \op     x0, x1, [\base]
        \op     x2, x3, [\base, #16]
        \op     x4, x5, [\base, #32]
        \op     x6, x7, [\base, #48]
        \op     x8, x9, [\base, #64]
        \op     x10, x11, [\base, #80]
        \op     x12, x13, [\base, #96]
        \op     x14, x15, [\base, #112]
        \op     x16, x17, [\base, #128]
        \op     x18, x19, [\base, #144]
        \op     x20, x21, [\base, #160]
        \op     x22, x23, [\base, #176]
        \op     x24, x25, [\base, #192]
        \op     x26, x27, [\base, #208]
        .endm

        .macro all_vec op, base
        \op     q0, q1, [\base]
        \op     q2, q3, [\base, #32]
        \op     q4, q5, [\base, #64]
        \op     q6, q7, [\base, #96]
        \op     q8, q9, [\base, #128]
        \op     q10, q11, [\base, #160]
        \op     q12, q13, [\base, #192]
        \op     q14, q15, [\base, #224]
        \op     q16, q17, [\base, #256]
        \op     q18, q19, [\base, #288]
        \op     q20, q21, [\base, #320]
        \op     q22, q23, [\base, #352]
        \op     q24, q25, [\base, #384]
        \op     q26, q27, [\base, #416]
        \op     q28, q29, [\base, #448]
        \op     q30, q31, [\base, #480]
        .endm

        .macro preserved op, base
        \op     x19, x20, [\base]
        \op     x21, x22, [\base, #16]
        \op     x23, x24, [\base, #32]
        \op     x25, x26, [\base, #48]
        \op     x27, x28, [\base, #64]
        \op     d8, d9, [\base, #80]
        \op     d10, d11, [\base, #96]
        \op     d12, d13, [\base, #112]
        \op     d14, d15, [\base, #128]
        .endm

        .text
        .globl  enter, enter_end, leave, leave_few, abandon
        .balign 4096
        .type   enter, %function
enter:
        adrp    x17, context
        add     x17, x17, :lo12:context
        add     x15, x17, #SAVED
        preserved stp, x15
        mov     x14, sp
        stp     x29, x14, [x15, #144]
        str     x30, [x15, #160]
        mov     x30, x0
        ldxp    x0, x1, [x17]   // the monitor's second word, which ldxr leaves as it is and a
        clrex                   // mismatched stxp looks at, does not live from call to call
        add     x15, x17, #(IN + 256)
        all_vec ldp, x15
        ldr     x0, [x17, #(IN + 768)]
        ldr     x1, [x17, #(IN + 776)]
        ldr     x2, [x17, #(IN + 784)]
        msr     nzcv, x0
        msr     fpcr, x1
        msr     fpsr, x2
        msr     tpidr_el0, xzr
        mov     x28, x17
        ldr     x0, [x28, #(IN + 248)]
        mov     sp, x0
        all_int ldp, x28
        ldr     x29, [x28, #(IN + 232)]
        br      x30
        .size   enter, . - enter
        .balign 4096
enter_end:

        .type   leave, %function
leave:
        str     x0, [x28, #OUT]
        add     x0, x28, #OUT
        stp     x2, x3, [x0, #16]
        stp     x4, x5, [x0, #32]
        stp     x6, x7, [x0, #48]
        stp     x8, x9, [x0, #64]
        stp     x10, x11, [x0, #80]
        stp     x12, x13, [x0, #96]
        stp     x14, x15, [x0, #112]
        stp     x16, x17, [x0, #128]
        stp     x18, x19, [x0, #144]
        stp     x20, x21, [x0, #160]
        stp     x22, x23, [x0, #176]
        stp     x24, x25, [x0, #192]
        stp     x26, x27, [x0, #208]
        str     x1, [x0, #8]
        stp     x28, x29, [x0, #224]
        mov     x1, sp
        str     x1, [x0, #248]
        mrs     x1, nzcv
        mrs     x2, fpcr
        mrs     x3, fpsr
        str     x1, [x0, #768]
        str     x2, [x0, #776]
        str     x3, [x0, #784]
        add     x0, x0, #256
        all_vec stp, x0
        b       back
        .size   leave, . - leave

/* As if most registers were dead: what a function of the procedure call standard may return. */
        .type   leave_few, %function
leave_few:
        add     x16, x28, #OUT
        stp     x0, x1, [x16]
        stp     x2, x3, [x16, #16]
        stp     x19, x20, [x16, #152]
        stp     q0, q1, [x16, #256]
        str     d8, [x16, #384]
        mov     x0, sp
        mrs     x1, fpsr
        str     x0, [x16, #248]
        str     x1, [x16, #784]
        b       back
        .size   leave_few, . - leave_few

        .type   back, %function
back:
        msr     fpcr, xzr
        add     x15, x28, #SAVED
        ldp     x29, x14, [x15, #144]
        mov     sp, x14
        ldr     x30, [x15, #160]
        preserved ldp, x15
        ret
        .size   back, . - back

/* Gives up the running sequence: called in a signal handler, returns to the sequence's caller. */
        .type   abandon, %function
abandon:
        adrp    x15, context + SAVED
        add     x15, x15, :lo12:context + SAVED
        msr     fpcr, xzr
        ldp     x29, x14, [x15, #144]
        mov     sp, x14
        ldr     x30, [x15, #160]
        preserved ldp, x15
        ret
        .size   abandon, . - abandon

        .globl  _start
        .type   _start, %function
_start:
        mov     x29, #0
        mov     x0, sp
        b       start
        .size   _start, . - _start
        .section .note.GNU-stack, "", %progbits
