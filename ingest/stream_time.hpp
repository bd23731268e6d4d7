#pragma once

#include <chrono>
#include <optional>

using GstBuffer = struct _GstBuffer;
using GstElement = struct _GstElement;

namespace nightjar {

/// Has each encoded picture carry its time through a decoder. The time of the decoded picture does not tell
/// which one it was: a decoder makes up times for what comes without. Pictures without a time, or with the
/// one before's, get one of their own.
void carry_stream_time(GstElement* decoder);

/// The time of the encoded picture behind a decoded one; its own where none was carried, nothing without
/// either.
[[nodiscard]] std::optional<std::chrono::nanoseconds> stream_time_of(const GstBuffer* decoded);

}  // namespace nightjar
