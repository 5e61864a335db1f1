/* A data segment without bytes in the file, whose offset lies past the file's end:
 * Linux maps nothing from the file then, so the program is good.
 * FLAGS: -ffreestanding -fno-stack-protector
 * LDFLAGS: -static -nostdlib
 * STATUS: exit 7 */

static volatile char zeros[5000];

#if defined __aarch64__
__asm__(".globl _start\n_start: bl start");
#define EXIT(status)                                                                           \
    __asm__ volatile("mov x0, %0\n mov x8, 94\n svc 0" : : "r"((long)(status)) : "x0", "x8")
#else
__asm__(".globl _start\n_start:\n.option push\n.option norelax\n la gp, __global_pointer$\n"
        ".option pop\n call start");
#define EXIT(status)                                                                           \
    __asm__ volatile("mv a0, %0\n li a7, 94\n ecall" : : "r"((long)(status)) : "a0", "a7")
#endif

__attribute__((used)) void start(void)
{
    int sum = 0;
    for (int i = 0; i < 5000; i++)
        sum += zeros[i];
    zeros[77] = 7;
    EXIT(sum + zeros[77]);
    __builtin_unreachable();
}
