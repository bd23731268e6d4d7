#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "ingest/telemetry/ts_flight.hpp"

namespace nightjar {

/// Ties the times that a demuxer gives to pictures to the stamps of the stream that it reads, by the
/// pictures' bytes: a demuxer counts from where it likes, and goes its own ways where stamps begin anew. Any
/// thread.
class PictureTie {
 public:
  /// In the order of the file.
  explicit PictureTie(std::vector<StampedPicture> pictures) : pictures_(std::move(pictures)) {}

  /// An encoded picture as the demuxer hands it on, in its order.
  void take(std::span<const std::uint8_t> bytes, std::chrono::nanoseconds demuxed_at);

  /// nothing: no picture has been told again yet.
  [[nodiscard]] std::optional<std::chrono::microseconds> stamp_of(std::chrono::nanoseconds demuxed_at) const;

 private:
  const std::vector<StampedPicture> pictures_;

  mutable std::mutex lock_;                                              // over what follows
  std::size_t next_ = 0;                                                 // that has not been told again
  std::map<std::chrono::nanoseconds, std::chrono::microseconds> apart_;  // stamp less time, from there on
};

}  // namespace nightjar
