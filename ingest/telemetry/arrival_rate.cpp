#include "ingest/telemetry/arrival_rate.hpp"

#include <algorithm>

namespace nightjar {
namespace {

std::int64_t second_of(ArrivalRate::Time at) {
  return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

}  // namespace

std::size_t ArrivalRate::slot_of(Time at) {
  const std::int64_t second = second_of(at);
  if (first_second_ < 0) first_second_ = second;
  const auto slot = static_cast<std::size_t>(second % static_cast<std::int64_t>(counted_.size()));
  if (second_[slot] != second) {
    second_[slot] = second;
    counted_[slot] = 0;
  }
  return slot;
}

double ArrivalRate::rate_hz(Time now) const {
  if (first_second_ < 0) return 0;
  const std::int64_t this_second = second_of(now);
  const std::int64_t seconds = std::clamp<std::int64_t>(this_second - first_second_, 0, kSeconds);
  if (seconds == 0) return 0;
  std::uint64_t count = 0;
  for (std::size_t slot = 0; slot < counted_.size(); ++slot) {
    if (second_[slot] >= this_second - seconds && second_[slot] < this_second) count += counted_[slot];
  }
  return static_cast<double>(count) / static_cast<double>(seconds);
}

}  // namespace nightjar
