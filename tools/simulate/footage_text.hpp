#pragma once

#include <string>

#include "ingest/telemetry.hpp"
#include "tools/simulate/lane/lane_recording.hpp"

namespace nightjar {

/// `2026-11-21T20:00:00.040000Z`: frames are told apart by less than a millisecond.
[[nodiscard]] std::string exact_utc(CaptureTime time);

/// The instant `seconds` after the footage began.
[[nodiscard]] CaptureTime footage_time(double seconds);

/// One line a vehicle whose plate could be read.
[[nodiscard]] std::string plate_truth(const LaneRecording& lane);

/// The listed marks of the recording, and as many that never come by. CSV with a header.
[[nodiscard]] std::string hotlist_of(LaneRecording& lane);

}  // namespace nightjar
