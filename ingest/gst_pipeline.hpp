#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "ingest/frame_source_options.hpp"
#include "ingest/recording/recorder.hpp"
#include "ingest/stream_taps.hpp"

using GstCaps = struct _GstCaps;
using GstElement = struct _GstElement;

namespace nightjar {

/// What a pipeline found in its stream, to tell why it gives no pictures. Written by GStreamer's threads.
class StreamFindings {
 public:
  void note_video() { has_video_ = true; }
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

/// source ! (demuxer !) decodebin ! videoconvert (idle but for odd formats) ! appsink "pictures", not yet
/// started. decodebin takes hardware decoders where GStreamer finds them, and only what is video is decoded.
/// Throws FeedError where a plugin is missing. `findings` lives on with the pipeline, and so does the
/// `recorder`, if any, which sees what the decoder gets, and so do the `taps`.
[[nodiscard]] std::shared_ptr<GstElement> build_pipeline(const FrameSourceOptions& options,
                                                         const std::shared_ptr<StreamFindings>& findings,
                                                         const std::shared_ptr<Recorder>& recorder = nullptr,
                                                         const StreamTaps& taps = {});

/// The same for encoded pictures that are handed in: appsrc "encoded" ! decodebin ! … ! appsink "pictures".
[[nodiscard]] std::shared_ptr<GstElement> build_decoding(const FrameSourceOptions& options,
                                                         const std::shared_ptr<StreamFindings>& findings);

/// Sets it going; failures come as messages. false: it did not even begin.
[[nodiscard]] bool start_pipeline(GstElement* pipeline);

/// A stream has its own pace; a recording waits.
[[nodiscard]] bool is_live(const FrameSourceOptions& options);

/// A new element in the pipeline. Throws FeedError where no plugin has it.
GstElement* add_element(GstElement* pipeline, const char* type, const char* name);

/// `video/x-h264` and the like; empty where the caps don't tell.
[[nodiscard]] std::string media_type_of(const GstCaps* caps);

}  // namespace nightjar
