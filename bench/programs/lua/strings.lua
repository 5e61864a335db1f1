-- SPDX-License-Identifier: GPL-2.0-or-later
-- Building, matching, splitting, formatting and sorting strings.

local words, seed = {}, 7
for i = 1, 400 do
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  words[i] = string.format("%s%d", string.char(97 + seed % 26, 97 + i % 26), seed % 1000)
end
local text = table.concat(words, " ")

local total = 0
for round = 1, N * 4 do
  local count = {}
  for word, number in text:gmatch("(%a+)(%d+)") do
    count[word] = (count[word] or 0) + tonumber(number)
  end
  local keys = {}
  for word in pairs(count) do keys[#keys + 1] = word end
  table.sort(keys)
  for i, word in ipairs(keys) do total = (total * 31 + count[word] + i) & 0xffffff end
  local changed = text:gsub("%d", { ["1"] = "one", ["2"] = "two" }):upper():reverse()
  total = total + #changed + (changed:find("ENO", round, true) or 0)
  local sub = changed:sub(round, round + 40):rep(3, "-")
  total = total + sub:byte(round % #sub + 1)
end
print("strings", total)
