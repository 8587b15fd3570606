-- Text, closures, coroutines, tables, metatables, garbage collection, patterns, files, errors.
-- Lua seeds its hashes from addresses and time: nothing here prints in the order of pairs().
print(_VERSION, host_add(40, 2))
print(("%5.2f|%-6s|%q|%x"):format(3.14159, "ab", "a\nb", 255), ("abc"):rep(3, "-"), ("kernel"):upper())

local function counter()
    local n = 0
    return function() n = n + 1; return n end
end
local a, b = counter(), counter()
a(); a()
print(a(), b())

local function permutations(list, n)
    n = n or #list
    if n <= 1 then coroutine.yield(list) end
    for i = 1, n do
        list[n], list[i] = list[i], list[n]
        permutations(list, n - 1)
        list[n], list[i] = list[i], list[n]
    end
end
local count, last = 0, nil
for p in coroutine.wrap(function() permutations({1, 2, 3, 4, 5, 6}) end) do
    if #p == 6 then count, last = count + 1, table.concat(p, " ") end
end
print(count, last)

local words = {}
for line in io.lines("text") do
    for word in line:gmatch("%a+") do words[#words + 1] = word:lower() end
end
table.sort(words)
print(#words, words[1], words[#words], table.concat(words, ",", 1, 5))
print(("key = value; other=2"):gsub("(%w+)%s*=%s*(%w+)", "%2:%1"))
print(("2024-02-29"):match("(%d+)-(%d+)-(%d+)"), ("a,b,,c"):find(",,", 1, true))

local Point = {}
Point.__index = Point
Point.__add = function(p, q) return setmetatable({x = p.x + q.x, y = p.y + q.y}, Point) end
Point.__tostring = function(p) return "(" .. p.x .. ", " .. p.y .. ")" end
print(tostring(setmetatable({x = 1, y = 2}, Point) + setmetatable({x = 10, y = 20}, Point)))

local weak, gone = setmetatable({}, {__mode = "v"}), 0
for i = 1, 2000 do weak[i] = setmetatable({i}, {__gc = function() gone = gone + 1 end}) end
collectgarbage()
print("collected", gone, next(weak) == nil)

local ok, message = pcall(function() error({code = 7}) end)
print(ok, message.code, pcall(error, "text", 0))
print(select(2, xpcall(function() return nil + 1 end, function(m) return m:match("attempt.*") end)))

local out = io.open("tmp/lua.txt", "w")
for i = 1, 100 do out:write(i, "\n") end
out:close()
local sum = 0
for line in io.lines("tmp/lua.txt", "n") do sum = sum + line end
print(sum, io.open("tmp/none") == nil, os.remove("tmp/lua.txt"))

local sieve, primes = {}, 0
for i = 2, 20000 do
    if not sieve[i] then
        primes = primes + 1
        for j = i * i, 20000, i do sieve[j] = true end
    end
end
print(primes, 7 // 2, -7 // 2, -7 % 3, 2 ^ 10, 1 << 40, 3 | 4, math.maxinteger, 10 / 2, utf8.char(228, 8364))
goto done
print("never")
::done::
os.exit(5, true)
