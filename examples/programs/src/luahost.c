// gcc -O2 -static -I/usr/include/lua5.4 luahost.c -llua5.4 -lm -ldl
// A host of Lua: luahost SCRIPT runs a script with the standard libraries and one function of ours.
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>

static int add(lua_State *state) {
    lua_pushinteger(state, luaL_checkinteger(state, 1) + luaL_checkinteger(state, 2));
    return 1;
}

int main(int argc, char **argv) {
    lua_State *state = luaL_newstate();
    luaL_openlibs(state);
    lua_register(state, "host_add", add);
    int failed = argc < 2 || luaL_dofile(state, argv[1]);
    if (failed) {
        fprintf(stderr, "%s\n", argc < 2 ? "luahost SCRIPT" : lua_tostring(state, -1));
    }
    lua_close(state);
    return failed;
}
