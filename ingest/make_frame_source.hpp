#pragma once

#include <memory>

#include "ingest/frame_source.hpp"
#include "ingest/frame_source_options.hpp"

namespace nightjar {

/// Where a feed's telemetry comes from: what was named, else what lies beside the recording or in itself, if
/// anything does; nothing for what `record` kept, which brings its own.
[[nodiscard]] std::optional<std::string> telemetry_of(const FrameSourceOptions& options);

/// Opens a feed: a stream, a video file or a folder of pictures, with its telemetry where there is any
/// (named, or `telemetry.jsonl` in the folder, or a `.jsonl` of the file's stem beside it, or KLV in the file
/// itself, or an `.SRT` or `.srt` beside it);
/// or the recording of one opening of a feed, which brings its own. A live feed is recorded where
/// options.record says so. Throws FeedError.
[[nodiscard]] std::unique_ptr<FrameSource> make_frame_source(const FrameSourceOptions& options);

}  // namespace nightjar
