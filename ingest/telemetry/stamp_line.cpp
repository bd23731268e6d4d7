#include "ingest/telemetry/stamp_line.hpp"

#include <algorithm>

namespace nightjar {
namespace {

constexpr std::uint64_t kStampMask = (std::uint64_t{1} << 33) - 1;
constexpr std::int64_t kTicksPerSecond = 90'000;
constexpr std::int64_t kJoint_ticks = 10 * kTicksPerSecond;  // what is muxed together is never so far apart
constexpr std::int64_t kStepOverJoint_ticks = kTicksPerSecond / 25;

/// The shorter way around.
std::int64_t step_between(std::uint64_t from, std::uint64_t to) {
  const std::uint64_t ahead = (to - from) & kStampMask;
  const auto ticks = static_cast<std::int64_t>(ahead);
  return ahead > kStampMask / 2 ? ticks - static_cast<std::int64_t>(kStampMask) - 1 : ticks;
}

}  // namespace

std::chrono::microseconds StampLine::at(std::uint64_t pts_90khz) {
  pts_90khz &= kStampMask;
  if (!last_) {
    last_ticks_ = furthest_ticks_ = static_cast<std::int64_t>(pts_90khz);
  } else {
    const std::int64_t step = step_between(*last_, pts_90khz);
    const bool joint = std::abs(step) > kJoint_ticks;
    last_ticks_ = joint ? furthest_ticks_ + kStepOverJoint_ticks : last_ticks_ + step;
    furthest_ticks_ = std::max(furthest_ticks_, last_ticks_);
  }
  last_ = pts_90khz;
  // Halves of a tick are lost either way; 90 kHz to MHz is 100 to 9.
  return std::chrono::microseconds(last_ticks_ * 100 / 9);
}

}  // namespace nightjar
