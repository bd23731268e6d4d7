#pragma once

#include <memory>

#include "ingest/frame_source.hpp"
#include "ingest/frame_source_options.hpp"
#include "ingest/recording/recorder.hpp"
#include "ingest/stream_taps.hpp"

namespace nightjar {

struct GstOpening;

/// Pictures of one stream or video file through one GStreamer pipeline. GStreamer's threads decode; next()
/// runs on the feed's. The pixels are the decoder's own: a frame that is kept for long keeps its buffer from
/// a decoder that may have few of them, so copy what must outlive the next frames.
class GstSource : public FrameSource {
 public:
  /// Starts opening. Throws FeedError for a file that is missing, empty or a folder; what takes time to find
  /// out, next() throws.
  /// `recorder`, if any, sees the encoded stream and the pictures that do not get as far as next().
  /// `taps` see what the network brings and the encoded pictures of a container.
  explicit GstSource(FrameSourceOptions options, std::shared_ptr<Recorder> recorder = nullptr,
                     const StreamTaps& taps = {});
  ~GstSource() override;  ///< closes; gives a pipeline that hangs three seconds, then leaves it behind
  GstSource(const GstSource&) = delete;
  GstSource& operator=(const GstSource&) = delete;

  std::optional<Frame> next(std::stop_token stop) override;
  [[nodiscard]] FrameCounts counts() const override;
  [[nodiscard]] std::optional<double> progress() const override;  ///< by the newest decoded frame

 private:
  std::optional<Frame> take_next(const std::stop_token& stop);

  std::shared_ptr<GstOpening> opening_;  // shared with GStreamer's threads
};

}  // namespace nightjar
