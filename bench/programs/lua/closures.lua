-- SPDX-License-Identifier: GPL-2.0-or-later
-- Closures, varargs, coroutines and protected calls.

local function counter(step)
  local n = 0
  return function(...)
    n = n + step + select("#", ...)
    return n
  end
end

local function range(from, to)
  return coroutine.wrap(function()
    for i = from, to do coroutine.yield(i) end
  end)
end

local total = 0
for i = 1, N * 200 do
  local c = counter(i % 5)
  for _ = 1, 20 do total = total + c(1, 2, 3) end
  for x in range(1, 10) do total = total ~ x end
  local ok, err = pcall(function() if i % 3 == 0 then error({ code = i }) end return i end)
  total = total + (ok and err or err.code * 2)
end
print("closures", total)
