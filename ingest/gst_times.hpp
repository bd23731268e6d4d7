#pragma once

#include <chrono>
#include <optional>

#include "ingest/telemetry.hpp"

using GstElement = struct _GstElement;
using GstMessage = struct _GstMessage;
using GstSample = struct _GstSample;

namespace nightjar {

/// When a live picture came in, by this machine's clock: before jitter buffer and decoder, which held it up.
[[nodiscard]] CaptureTime arrival_of(GstSample* sample, GstElement* pipeline);

/// When the camera says that it saw a picture (NTP, by RTCP sender reports).
[[nodiscard]] std::optional<CaptureTime> camera_time_of(GstSample* sample);

/// Since the beginning of the recording.
[[nodiscard]] std::chrono::microseconds time_in_recording(GstSample* sample);

/// The date in a container's tags, where they tell it to the second. The zero of MP4 (1904) and of clocks
/// never set (1970) is no date.
[[nodiscard]] std::optional<CaptureTime> container_date_of(GstMessage* tag_message);

}  // namespace nightjar
