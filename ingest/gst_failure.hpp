#pragma once

#include <string>

#include "ingest/frame_source.hpp"
#include "ingest/frame_source_options.hpp"
#include "ingest/gst_pipeline.hpp"

using GError = struct _GError;

namespace nightjar {

/// Puts into one line what a pipeline could not do, by its first error message. GStreamer's own words are
/// kept, but for user and password, should they stand in them.
[[nodiscard]] FeedError failure_of(const GError& error, const FrameSourceOptions& options,
                                   const StreamFindings& findings, bool had_frames);

/// The stream is over.
[[nodiscard]] FeedError failure_at_end(const FrameSourceOptions& options, const StreamFindings& findings,
                                       bool had_frames);

/// What messages call the feed's place: a path, or an address without its secrets.
[[nodiscard]] std::string place_of(const FrameSourceOptions& options);

}  // namespace nightjar
