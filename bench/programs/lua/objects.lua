-- SPDX-License-Identifier: GPL-2.0-or-later
-- Metatables: a small class hierarchy, operators, a priority queue.

local Vector = {}
Vector.__index = Vector
Vector.__add = function(a, b) return Vector.new(a.x + b.x, a.y + b.y) end
Vector.__eq = function(a, b) return a.x == b.x and a.y == b.y end
function Vector.new(x, y) return setmetatable({ x = x, y = y }, Vector) end
function Vector:weight() return self.x * 3 + self.y end

local Named = setmetatable({}, { __index = Vector })
Named.__index = Named
Named.__add = Vector.__add
function Named.new(x, y, name)
  local v = Vector.new(x, y)
  v.name = name
  return setmetatable(v, Named)
end
function Named:weight() return Vector.weight(self) + #self.name end

local function push(heap, v)
  local i = #heap + 1
  heap[i] = v
  while i > 1 and heap[i // 2]:weight() > v:weight() do
    heap[i], heap[i // 2] = heap[i // 2], v
    i = i // 2
  end
end

local function pop(heap)
  local top, last = heap[1], table.remove(heap)
  if #heap == 0 then return top end
  local i = 1
  heap[1] = last
  while true do
    local c = 2 * i
    if c > #heap then break end
    if c < #heap and heap[c + 1]:weight() < heap[c]:weight() then c = c + 1 end
    if heap[c]:weight() >= last:weight() then break end
    heap[i], heap[c] = heap[c], last
    i = c
  end
  return top
end

local sum, seed = Vector.new(0, 0), 1
for _ = 1, N do
  local heap = {}
  for i = 1, 600 do
    seed = (seed * 69069 + 1) & 0xffffffff
    local x = seed >> 20
    push(heap, i % 2 == 0 and Vector.new(x, i) or Named.new(x, i, "n" .. i))
  end
  local place = 0
  while #heap > 0 do
    place = place + 1
    local v = pop(heap)
    if v ~= sum then sum = sum + Vector.new(v.x * place & 0xffff, v.y) end
  end
end
print("objects", sum.x, sum.y)
