#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace nightjar {

/// Live telemetry as it came in.
struct TelemetryCounts {
  std::uint64_t records = 0;
  std::uint64_t unusable = 0;                                     ///< lines or packets that could not be read
  double rate_hz = 0;                                             ///< over the last ten seconds
  std::optional<std::chrono::steady_clock::time_point> heard_at;  ///< the newest; nothing: none ever came
  bool fits = false;                                              ///< the newest picture got some
  std::string
      outage;  ///< one line about why pictures have gone without it for too long; empty: they have not
};

}  // namespace nightjar
