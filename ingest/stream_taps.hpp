#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>

namespace nightjar {

/// Who else sees what a pipeline carries. Called on GStreamer's threads; either may be empty.
struct StreamTaps {
  /// What the network brings, in its order and before the demuxer has it.
  std::function<void(std::span<const std::uint8_t>)> received;
  /// An encoded picture as the demuxer hands it on, in its order.
  std::function<void(std::span<const std::uint8_t>, std::chrono::nanoseconds demuxed_at)> demuxed;
};

}  // namespace nightjar
