#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "alerts/alert.hpp"
#include "ingest/frame_source.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/thermal/heat_track.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

/// A pass that is over.
struct ReplayedPass {
  PlateRead read;
  std::string picture;  ///< beside the records; empty: none kept
};

/// Where a track was believed to be.
struct TrackPoint {
  CaptureTime at;
  double latitude_deg = 0;
  double longitude_deg = 0;
};

/// A track that is over.
struct ReplayedTrack {
  HeatTrack track;
  std::string id;                ///< unique in its feed
  std::vector<TrackPoint> path;  ///< of a confirmed one while it was seen, also before: one a second at most
  std::string picture;
};

/// Something that a replay said.
struct ReplayRecord {
  CaptureTime captured_at;     ///< an event's own; else of the frame that ended the pass or track
  std::uint64_t sequence = 0;  ///< the frame that made it be said
  std::variant<AlertEvent, ReplayedPass, ReplayedTrack> what;
};

/// A feed's recordings from end to end.
struct FeedReplay {
  std::vector<ReplayRecord> records;  ///< in the order said
  FrameCounts frames;
  std::uint64_t processed = 0;
  PipelineTally tally;
  std::optional<CaptureTime> from;  ///< first frame
  std::optional<CaptureTime> to;    ///< last frame
};

/// A track's name in records: its number, behind the opening's where the feed was opened again, and "p"
/// before it where it lived in the picture.
[[nodiscard]] std::string track_name(std::uint64_t track, std::size_t opening);

[[nodiscard]] const char* word_of(PassOutcome outcome);

// One line of JSON each, in the order of docs/replay.md; what is not known is absent or null.

/// The event as it is sent, under "record":"event".
[[nodiscard]] std::string event_line(const AlertEvent& event);
[[nodiscard]] std::string pass_line(const std::string& feed, const ReplayRecord& record);
[[nodiscard]] std::string track_line(const std::string& feed, const ReplayRecord& record);
/// Where everything of the feed went.
[[nodiscard]] std::string feed_line(const std::string& feed, const std::string& kind,
                                    const FeedReplay& replay);

}  // namespace nightjar
