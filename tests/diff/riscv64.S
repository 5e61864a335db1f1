/*
 * Entering and leaving a sequence on riscv64.
 *
 * enter(sequence) keeps what the procedure call standard wants preserved in the context, loads all
 * registers from its input words and jumps to the sequence, which ends with a jump to leave: that
 * stores the registers to the output words and returns to enter's caller. The sequence must not
 * write gp, the context.
 *
 * The driver makes the page of enter writable, which takes it out of translated code: a jump to code that
 * the translator does not know of would be taken to leave temporary registers undefined.
 */
#define OUT 1024
#define SAVED 2048

        .option norelax
        .option norvc

        .macro  all_fp op, base
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        \op     f\n, \base + 256 + 8 * \n (gp)
        .endr
        .endm

        .macro  preserved op, fop
        .irp    n, 2, 4, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27
        \op     x\n, 8 * \n (t1)
        .endr
        .irp    n, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27
        \fop    f\n, 256 + 8 * \n (t1)
        .endr
        .endm

        .text
        .globl  enter, enter_end, leave, leave_few, abandon
        .balign 4096
        .type   enter, @function
enter:
        lla     t1, context + SAVED
        preserved sd, fsd
        sd      gp, 24(t1)
        sd      ra, 8(t1)
        mv      ra, a0
        lla     gp, context
        addi    t2, gp, 1016            /* ends a reservation */
        lr.w    t1, (t2)
        sc.w    t1, t1, (t2)
        ld      t1, 512(gp)
        fscsr   t1
        all_fp  fld, 0
        ld      t1, 48(gp)
        ld      x2, 16(gp)
        .irp    n, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        ld      x\n, 8 * \n (gp)
        .endr
        ld      t0, 40(gp)
        jr      ra
        .size   enter, . - enter
        .balign 4096
enter_end:

        .type   leave, @function
leave:
        sd      t0, OUT + 40(gp)
        sd      t1, OUT + 48(gp)
        .irp    n, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        sd      x\n, OUT + 8 * \n (gp)
        .endr
        frcsr   t1
        addi    t0, gp, OUT
        sd      t1, 512(t0)
        all_fp  fsd, OUT
        j       back
        .size   leave, . - leave

/* As if most registers were dead: what a function of the procedure call standard may return. */
        .type   leave_few, @function
leave_few:
        .irp    n, 2, 10, 11, 12, 13, 18, 19
        sd      x\n, OUT + 8 * \n (gp)
        .endr
        .irp    n, 10, 11, 18
        fsd     f\n, OUT + 256 + 8 * \n (gp)
        .endr
        frcsr   t1
        sd      t1, OUT + 512(gp)
        j       back
        .size   leave_few, . - leave_few

        .type   back, @function
back:
        fscsr   zero
        lla     t1, context + SAVED
        ld      ra, 8(t1)
        ld      gp, 24(t1)
        preserved ld, fld
        ret
        .size   back, . - back

/* Gives up the running sequence: called in a signal handler, returns to the sequence's caller. */
        .type   abandon, @function
abandon:
        lla     t1, context + SAVED
        fscsr   zero
        ld      ra, 8(t1)
        ld      gp, 24(t1)
        preserved ld, fld
        ret
        .size   abandon, . - abandon

        .globl  _start
        .type   _start, @function
_start:
        mv      a0, sp
        j       start
        .size   _start, . - _start
        .section .note.GNU-stack, "", @progbits
