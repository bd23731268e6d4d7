#include "ingest/capture_clock.hpp"

#include <fmt/format.h>

#include <utility>

namespace nightjar {
namespace {

std::chrono::milliseconds in_ms(std::chrono::microseconds offset) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(offset);
}

}  // namespace

LiveClock::Stamp LiveClock::stamp(CaptureTime arrived_at, std::optional<CaptureTime> camera_time) {
  if (camera_time) {
    offset_ = *camera_time - arrived_at;
    if (source_ == Source::arrival_so_far) choose(offset_);
  }
  switch (source_) {
    case Source::arrival_so_far:
      return {arrived_at, {ClockSource::arrival, std::nullopt, false}};
    case Source::arrival_for_good:
      return {arrived_at, {ClockSource::arrival, in_ms(offset_), false}};
    case Source::camera:
      break;
  }
  const bool believed = std::chrono::abs(offset_) <= options_.believed_within;
  return {camera_time.value_or(arrived_at + offset_), {ClockSource::ntp, in_ms(offset_), believed}};
}

void LiveClock::choose(std::chrono::microseconds offset) {
  const double offset_s = std::chrono::duration<double>(offset).count();
  if (std::chrono::abs(offset) > options_.trusted_within) {
    source_ = Source::arrival_for_good;
    news_ =
        fmt::format("the {}'s clock is {:+.0f} s from ours and not used: capture times are those of arrival",
                    options_.whose, offset_s);
  } else {
    source_ = Source::camera;
    news_ = fmt::format("capture times are the {}'s from here on, {:+.3f} s from those of arrival",
                        options_.whose, offset_s);
  }
}

std::optional<std::string> LiveClock::take_news() {
  return std::exchange(news_, std::nullopt);
}

}  // namespace nightjar
