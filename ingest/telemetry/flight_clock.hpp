#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "ingest/telemetry/picture_tie.hpp"
#include "ingest/telemetry/stamp_clock.hpp"

namespace nightjar {

/// The time of day of a transport stream's pictures, by the metadata beside them. Any thread.
class FlightClock {
 public:
  FlightClock(StampClock clock, std::vector<StampedPicture> pictures)
      : clock_(std::move(clock)), tie_(std::move(pictures)) {}

  /// An encoded picture as the demuxer hands it on, in its order.
  void take(std::span<const std::uint8_t> bytes, std::chrono::nanoseconds demuxed_at) {
    tie_.take(bytes, demuxed_at);
  }

  /// By the time that the demuxer gave it. nothing: no picture has been told again in the stream.
  [[nodiscard]] std::optional<CaptureTime> at(std::chrono::nanoseconds demuxed_at) const {
    const auto stamp = tie_.stamp_of(demuxed_at);
    return stamp ? clock_.at(*stamp) : std::nullopt;
  }

 private:
  const StampClock clock_;
  PictureTie tie_;
};

}  // namespace nightjar
