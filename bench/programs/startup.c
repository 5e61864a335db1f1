// SPDX-License-Identifier: GPL-2.0-or-later
// Does nothing: what is left is the time to start and end a process.
// bench: class=startup n=1

int main(void)
{
    return 0;
}
