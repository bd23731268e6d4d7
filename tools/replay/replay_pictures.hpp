#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "ingest/frame.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

struct ReplayPicturesOptions {
  std::filesystem::path folder;  ///< exists
  std::string feed;
};

/// Keeps a close picture of every pass and every confirmed track of a feed, at its best frame.
class ReplayPictures {
 public:
  explicit ReplayPictures(ReplayPicturesOptions options) : options_(std::move(options)) {}

  /// A frame and what was seen in it.
  void take(const Frame& frame, std::size_t opening, const PipelineStory& story);

  /// Writes the picture; its path from the folder's parent, empty where nothing was kept. Throws
  /// std::runtime_error that names the file where it cannot be written.
  [[nodiscard]] std::string keep_pass(const PlateRead& pass, std::size_t opening);
  [[nodiscard]] std::string keep_track(const HeatTrack& track, const std::string& id);

 private:
  [[nodiscard]] std::string keep(const std::string& name);

  ReplayPicturesOptions options_;
  std::map<std::string, std::string> best_;  // JPEG by name
};

}  // namespace nightjar
