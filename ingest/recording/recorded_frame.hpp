#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/frame.hpp"

namespace nightjar {

/// What became of a decoded picture in the live run.
enum class FrameOutcome {
  delivered,  ///< the stages got it
  dropped,    ///< a newer one took its place
  broken,     ///< decoded with errors, kept from the stages
  waiting,    ///< the feed was closed before the stages took it
};

/// One line of a recording's side file: a picture that the live run decoded, and all that a replay must know
/// to give the same frame again.
struct RecordedFrame {
  std::uint64_t sequence = 0;
  FrameOutcome outcome = FrameOutcome::delivered;
  std::optional<CaptureTime> captured_at;  ///< a broken one has none
  CaptureClock clock;
  std::optional<std::chrono::nanoseconds> pts;  ///< of its encoded picture in the segment
  bool kept = true;                             ///< false: its encoded picture is not in the recording
  std::optional<Telemetry> telemetry;           ///< as the stages got it
  std::vector<OwnPosition> own = {};            ///< as the stages got them
  std::optional<FrameSortie> sortie = {};
};

/// A hole that the network left in the stream.
struct RecordedGap {
  std::chrono::nanoseconds before_pts{};  ///< of the encoded picture that came next
  std::chrono::nanoseconds at{};
  std::chrono::nanoseconds length{};
  /// The decoder was told, and forgot what it held. Where it was not, packets are known to be missing between
  /// two pictures, the first of which is at `at`.
  bool told = true;
};

/// What a side file holds.
struct RecordedLines {
  std::vector<RecordedFrame> frames;  ///< by sequence
  std::vector<RecordedGap> gaps;
  bool closed = false;  ///< the recording was ended in good order
  bool cut = false;     ///< its last line is not whole
};

/// The frame as it left ingest, but for its pixels.
[[nodiscard]] RecordedFrame recorded(const Frame& frame, FrameOutcome outcome);

/// Lines of JSON, the line feed counted in. Every number is read back exactly.
[[nodiscard]] std::string line_of(const RecordedFrame& frame);
[[nodiscard]] std::string line_of(const RecordedGap& gap);
[[nodiscard]] std::string closing_line(CaptureTime closed_at);

/// Reads a side file. A last line that is not whole is left out and told by `cut`; any other mistake throws
/// std::runtime_error, `FILE:LINE: …`.
[[nodiscard]] RecordedLines read_recorded_lines(const std::filesystem::path& file);

}  // namespace nightjar
