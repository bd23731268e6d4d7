#pragma once

#include <chrono>
#include <filesystem>

#include "ingest/make_frame_source.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {

inline constexpr int kFrames = 20;

inline FrameSourceOptions options_for(const std::filesystem::path& file) {
  FrameSourceOptions options;
  options.feed = "a32-south";
  options.path = file;
  options.pacing = Pacing::lossless;
  options.silent_after = std::chrono::seconds(60);
  return options;
}

inline Outcome play_file(const FrameSourceOptions& options) {
  return play_out([&] { return make_frame_source(options); });
}

inline VideoWriterOptions dated() {
  return {.fps = 10, .started_at = kClipStart};
}

}  // namespace nightjar
