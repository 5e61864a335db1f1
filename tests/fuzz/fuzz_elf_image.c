/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_elf_image.c: libFuzzer harness for the ELF reader.
 *
 * From the root of the source tree (packages clang-19 and libclang-rt-19-dev):
 *
 *     clang-19 -std=c11 -g -O1 -fsanitize=fuzzer,address,undefined \
 *         -fno-sanitize-recover=all -I. tests/fuzz/fuzz_elf_image.c \
 *         aot/elf_image.c aot/eh_frame.c -lelf -o fuzz_elf_image
 *     cc -std=c11 -I. tests/unit/test_elf_image.c aot/elf_image.c aot/eh_frame.c \
 *         -lelf -o test_elf_image
 *     mkdir -p corpus && ./test_elf_image --seeds corpus
 *     ./fuzz_elf_image -max_len=8192 -max_total_time=180 corpus
 */
#define _GNU_SOURCE
#include "elf_image_check.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct elf_image img;
    char path[64], err[256];

    MUST(fd >= 0);
    for (size_t done = 0; done < size;) {
        ssize_t n = write(fd, data + done, size - done);

        MUST(n > 0);
        done += (size_t)n;
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    if (elf_image_load(&img, path, err, sizeof(err)) == 0) {
        check_image(&img);
        elf_image_free(&img);
    } else {
        MUST(err[0] && !strchr(err, '\n'));
        MUST(!img.file && !img.segments && !img.symbols);
    }
    close(fd);
    return 0;
}
