// SPDX-License-Identifier: GPL-2.0-or-later
// The Lua interpreter, running the scripts in lua/ one after the other.
// bench: class=int n=90 quick=22 args=lua/*.lua
// bench: source=lua5.4 cflags="-I{src}/src -DLUA_USE_POSIX -Dluai_makeseed(x)=(1u)"
// bench: files="{src}/src/l[a-tv-z]*.c {src}/src/lu[nt]*.c"

#include "bench.h"
#include <lauxlib.h>
#include <lualib.h>

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    for (int i = 2; i < argc; i++) {
        lua_State *lua = luaL_newstate();
        luaL_openlibs(lua);
        lua_pushinteger(lua, n);
        lua_setglobal(lua, "N");
        if (luaL_dofile(lua, argv[i])) {
            fprintf(stderr, "%s\n", lua_tostring(lua, -1));
            return 1;
        }
        lua_close(lua);
    }
    return 0;
}
