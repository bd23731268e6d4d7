#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace nightjar {

/// Puts the stamps of a transport stream, which have 33 bits and wrap around after 26.5 hours, on one line.
/// Where streams were joined and the stamps begin anew, the line goes on from where it was.
class StampLine {
 public:
  /// In the order of the file, of pictures and metadata alike.
  std::chrono::microseconds at(std::uint64_t pts_90khz);

 private:
  std::optional<std::uint64_t> last_;  // as stamped
  std::int64_t last_ticks_ = 0;        // the same on the line
  std::int64_t furthest_ticks_ = 0;
};

}  // namespace nightjar
