-- Asks for the addresses of a file, one after another, and says what the middle and the slow ones took.
local paths, at = {}, 0
for line in io.lines(os.getenv("ADDRESSES")) do
  paths[#paths + 1] = line
end
local headers = {}
if os.getenv("ETAG") then
  headers["If-None-Match"] = os.getenv("ETAG")
end
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], headers)
end
done = function(summary, latency)
  io.write(string.format("\n@ %d %.4f %.4f %d\n", summary.requests, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, summary.errors.status + summary.errors.connect + summary.errors.timeout))
end
