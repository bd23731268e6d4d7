#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ingest/frame_notes.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

enum class ClockSource { ntp, klv, recording, arrival };

/// How a frame came by its capture time.
struct CaptureClock {
  ClockSource source = ClockSource::arrival;
  std::optional<std::chrono::milliseconds> offset;  ///< capture clock minus this machine's, where measured
  bool believed = false;                            ///< false: good for order, not for law
};

/// Layout of the planes kept for evidence pictures.
enum class ColourPlanes {
  none,  ///< grey or thermal: there is only luma
  i420,  ///< colour[0] = U, colour[1] = V, CV_8UC1 at half size, or finer where the source has it
  nv12,  ///< colour[0] = interleaved UV, CV_8UC2 at half size
  bgr,   ///< colour[0] = CV_8UC3 at full size (still pictures)
};

/// One picture of one feed. Read-only after it leaves ingest; copies share the pixels.
/// The matrices may be views into a decoder's buffer, which `pixels_owner` keeps alive.
struct Frame {
  std::string feed;
  std::uint64_t sequence = 0;  ///< counts decoded frames from 0 at each opening; a gap is a drop
  CaptureTime captured_at;     ///< when the sensor saw it
  CaptureClock clock;
  cv::Mat luma;  ///< CV_8UC1 or CV_16UC1, as the source gave it
  ColourPlanes colour_planes = ColourPlanes::none;
  std::vector<cv::Mat> colour;
  bool full_range = false;             ///< 8-bit video: 0 is black and 255 white, not 16 and 235
  std::optional<Telemetry> telemetry;  ///< at captured_at; absent: position unknown
  std::vector<OwnPosition> own;        ///< that came since the frame before
  std::optional<FrameSortie> sortie;   ///< nothing: of no flight that anybody counts
  /// Its encoded picture's presentation time; nothing where the source is no stream.
  std::optional<std::chrono::nanoseconds> stream_pts;
  std::string picture;  ///< file name of the picture where the recording is a folder, else empty
  std::shared_ptr<const void> pixels_owner;
};

/// The picture for people: CV_8UC3, BGR. 16-bit luma is stretched between its smallest and largest value.
[[nodiscard]] cv::Mat bgr_of(const Frame& frame);

}  // namespace nightjar
