#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>

#include "ingest/telemetry.hpp"

namespace nightjar {

struct VideoWriterOptions {
  double fps = 25;
  int quality = 20;                   ///< H.264's quantiser, constant: 0 lossless, 18 hard to tell, 51 worst
  std::optional<int> bitrate_kbps{};  ///< constant bit rate in place of constant quality
  std::string preset = "veryfast";    ///< x264's, ultrafast to veryslow
  double keyframe_every_s = 1;        ///< how long one who joins waits for a picture
  std::optional<CaptureTime>
      started_at{};  ///< written as the container's date, whole seconds in MP4; else no date
};

/// Writes pictures as a recording: 8 bits (CV_8UC1, CV_8UC3 BGR) as H.264 in .mp4, .mkv or .ts; 16 bits
/// (CV_16UC1) as lossless FFV1 in .mkv. Equal pictures and options give equal bytes (H.264 without B-frames,
/// one encoder thread). Grey goes into the luma plane as it is (full range), with neutral chroma.
/// All pictures must have the first one's size and type; odd sizes are refused, but for 16 bits.
class VideoWriter {
 public:
  /// Throws std::invalid_argument on an unknown ending.
  VideoWriter(std::filesystem::path file, VideoWriterOptions options = {});
  ~VideoWriter();  ///< without finish(): the file is not to be used
  VideoWriter(const VideoWriter&) = delete;
  VideoWriter& operator=(const VideoWriter&) = delete;

  /// Throws std::invalid_argument on a picture that does not fit, std::runtime_error where encoding fails.
  void write(const cv::Mat& picture);

  /// Completes the file. Throws std::runtime_error where that fails, or nothing was written.
  void finish();

  [[nodiscard]] std::uint64_t written() const { return written_; }

 private:
  struct Encoder;
  std::filesystem::path file_;
  VideoWriterOptions options_;
  std::unique_ptr<Encoder> encoder_;
  std::uint64_t written_ = 0;
};

}  // namespace nightjar
