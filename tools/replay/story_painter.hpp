#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <set>
#include <string>

#include "config/site.hpp"
#include "ingest/frame.hpp"
#include "tools/nightjar/pipeline.hpp"
#include "tools/replay/story_book.hpp"

namespace nightjar {

/// The frame with what was found in it: plates with what was read, contacts with number, class, probability.
[[nodiscard]] cv::Mat painted(const Frame& frame, std::size_t opening, const PipelineStory& story);

/// Writes painted frames, as DIR/FEED-NUMBER.jpg or one after the other into a video FILE.mkv.
/// take() may be called from the threads of several feeds; a video takes one feed.
class StoryPainter {
 public:
  /// Throws std::runtime_error where the folder cannot be made.
  StoryPainter(std::filesystem::path out, std::optional<StoryWish> wish);
  ~StoryPainter();

  void take(const Frame& frame, std::size_t opening, const PipelineStory& story);

  /// Completes a video. Throws std::runtime_error where that fails.
  void finish();

  [[nodiscard]] std::size_t written() const;

  [[nodiscard]] static bool is_video(const std::filesystem::path& out) { return out.extension() == ".mkv"; }

 private:
  struct Video;
  /// Whether the wish is about something in this frame; from the first read of its mark a pass is known.
  bool concerns(const Frame& frame, std::size_t opening, const PipelineStory& story);
  void write_video(const Frame& frame, const cv::Mat& picture);

  std::filesystem::path out_;
  std::optional<StoryWish> wish_;
  std::set<std::string> wished_passes_;  // "lane pass 3"
  mutable std::mutex lock_;
  std::unique_ptr<Video> video_;
  std::size_t written_ = 0;
};

}  // namespace nightjar
