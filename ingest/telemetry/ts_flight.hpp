#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"
#include "ingest/telemetry/stamp_clock.hpp"

namespace nightjar {

/// An encoded picture told again by its bytes, and where its stamp puts it.
struct StampedPicture {
  std::uint64_t digest = 0;
  std::chrono::microseconds stamp{0};
};

/// A transport stream with telemetry in it: what stamps tie together.
struct TsFlight {
  std::vector<Telemetry> records;  ///< at the times of `clock`
  StampClock clock;
  std::vector<StampedPicture> pictures;  ///< in the order of the file
  std::vector<std::string> notes;        ///< what was found out, passed over or left out, a phrase each

  /// When its first picture was taken; nothing: there is none, or no time is known.
  [[nodiscard]] std::optional<CaptureTime> began_at() const;
};

/// Reads a whole file; what the angles mean is chosen by all of it. Packets without a stamp are left out.
/// Throws std::runtime_error where it cannot be read.
[[nodiscard]] TsFlight read_ts_flight(const std::filesystem::path& file);

/// Whether a file is a transport stream with telemetry that states its time and is stamped: it brings its own
/// clock. Looks at the first 64 MiB. false, too, for what cannot be read.
[[nodiscard]] bool brings_its_clock(const std::filesystem::path& file);

}  // namespace nightjar
