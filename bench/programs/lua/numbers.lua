-- SPDX-License-Identifier: GPL-2.0-or-later
-- Integer and floating-point loops over tables.

local function sieve(limit)
  local composite, count = {}, 0
  for i = 2, limit do
    if not composite[i] then
      count = count + 1
      for j = i * i, limit, i do composite[j] = true end
    end
  end
  return count
end

local function multiply(n)
  local a, b, c = {}, {}, {}
  for i = 1, n do
    a[i], b[i], c[i] = {}, {}, {}
    for j = 1, n do a[i][j], b[i][j] = i + j * 0.5, i - j * 0.25 end
  end
  for i = 1, n do
    for j = 1, n do
      local sum = 0.0
      for k = 1, n do sum = sum + a[i][k] * b[k][j] end
      c[i][j] = sum
    end
  end
  return c[n][n // 2]
end

local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end

local primes, corner = 0, 0
for _ = 1, N do
  primes = primes + sieve(10000)
  corner = corner + multiply(30)
end
print("numbers", primes, string.format("%.3f", corner), fib(18) * N)
