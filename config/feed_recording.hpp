#pragma once

#include "config/site.hpp"
#include "config/table_reader.hpp"

namespace nightjar {

/// A fault where the feed's file or folder is not there, holds nothing, or has no date as far as can be known
/// without decoding it: a transport stream without started_at that holds no KLV to tell it, or a folder of
/// pictures without both a telemetry that names them and fps with started_at.
void refuse_undated_recording(TableReader& reader, const FeedSite& feed);

/// Where a live feed is to be recorded; a recording is not recorded again. Wants feed.path.
[[nodiscard]] std::optional<RecordingOptions> read_record(TableReader& reader, const FeedSite& feed,
                                                          const std::filesystem::path& folder);

}  // namespace nightjar
