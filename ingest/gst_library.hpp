#pragma once

namespace nightjar {

/// Makes GStreamer ready, once in the life of the process. Its own log stays off unless GST_DEBUG is set.
/// Throws std::runtime_error where the library cannot start.
void start_gstreamer();

}  // namespace nightjar
