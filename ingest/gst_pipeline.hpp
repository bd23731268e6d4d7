#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "ingest/frame_source_options.hpp"

using GstElement = struct _GstElement;

namespace nightjar {

/// What a pipeline found in its stream, to tell why it gives no pictures. Written by GStreamer's threads.
class StreamFindings {
 public:
  void note_video_decoder() { has_video_ = true; }
  void note_undecodable(const std::string& type);

  [[nodiscard]] bool has_video() const { return has_video_; }
  /// Media type of video for which there is no decoder here; empty: none such.
  [[nodiscard]] std::string undecodable_video() const;
  /// Something was recognised, and it is no video.
  [[nodiscard]] bool has_other_only() const;

 private:
  std::atomic<bool> has_video_ = false;
  mutable std::mutex lock_;
  std::string undecodable_video_;
  bool has_other_ = false;
};

/// source ! decodebin ! videoconvert (idle but for odd formats) ! appsink "pictures", not yet started.
/// decodebin takes hardware decoders where GStreamer finds them, and only what is video is decoded. Throws
/// FeedError where a plugin is missing. `findings` lives on with the pipeline.
[[nodiscard]] std::shared_ptr<GstElement> build_pipeline(const FrameSourceOptions& options,
                                                         const std::shared_ptr<StreamFindings>& findings);

/// A stream has its own pace; a recording waits.
[[nodiscard]] bool is_live(const FrameSourceOptions& options);

}  // namespace nightjar
