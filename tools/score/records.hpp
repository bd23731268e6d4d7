#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "processing/anpr/plate_read.hpp"
#include "tools/score/score_faults.hpp"

namespace nightjar {

/// How the records came about, as they say themselves.
struct ReplayOrigin {
  std::optional<std::string> version, build, cpu, site;
  std::vector<std::string> inputs;                ///< feeds that were replayed
  std::optional<std::vector<std::string>> drawn;  ///< feeds whose footage was drawn; absent: not stated
};

/// One vehicle pass as it was read.
struct PassRecord {
  std::string feed;
  std::string mark;  ///< bare; empty: nothing was read
  std::optional<double> confidence;
  std::vector<MarkCandidate> candidates;  ///< best first
  CaptureTime first_seen;
  CaptureTime last_seen;
  Direction direction = Direction::unknown;
  PassOutcome outcome = PassOutcome::read;
  std::optional<CaptureTime> captured_at;  ///< of the frame at which it was handed on
  std::optional<std::string> picture;      ///< relative to the records file
  FilePlace place;

  /// Whether it states a mark, sure or not.
  [[nodiscard]] bool legible() const {
    return !mark.empty() &&
           (outcome == PassOutcome::read || outcome == PassOutcome::unsure || outcome == PassOutcome::parked);
  }
};

struct PathPoint {
  CaptureTime at;
  double latitude_deg = 0;
  double longitude_deg = 0;
};

/// One heat track as it ended.
struct TrackRecord {
  std::string feed;
  std::string id;
  std::string heat_class = "unknown";
  std::optional<double> probability;
  std::optional<double> latitude_deg;   ///< newest; absent: position unknown
  std::optional<double> longitude_deg;  ///< newest
  std::optional<double> ce90_m;
  std::string outcome;  ///< confirmed, dropped, tentative …
  std::optional<CaptureTime> captured_at, first_seen, last_seen;
  std::vector<PathPoint> path;  ///< in order of time; may be empty
  std::optional<std::string> picture;
  FilePlace place;

  [[nodiscard]] bool confirmed() const { return outcome == "confirmed"; }
  [[nodiscard]] std::optional<CaptureTime> newest() const { return last_seen ? last_seen : captured_at; }
};

/// What scoring needs of an alert event.
struct AlertRecord {
  AlertHappening event = AlertHappening::raised;
  AlertKind kind = AlertKind::vehicle_hit;
  std::string alert, channel, feed;
  std::optional<CaptureTime> captured_at;
  std::string mark;                      ///< as read; bare
  std::vector<std::string> entry_marks;  ///< as listed; bare
  bool exact = true;
  std::optional<double> confidence;
  std::optional<std::string> cause;  ///< of a withdrawal
  FilePlace place;
};

using NamedCounts = std::vector<std::pair<std::string, std::uint64_t>>;

/// What became of everything that a feed saw.
struct FeedRecord {
  std::string feed;
  std::optional<std::string> kind;      ///< anpr, thermal
  std::optional<CaptureTime> from, to;  ///< capture times of the first and the last frame
  NamedCounts frames;                   ///< decoded, processed, dropped, broken
  NamedCounts outcomes;                 ///< "passes read", "tracks confirmed" …
  FilePlace place;
};

/// RECORDS.jsonl: what a replay saw and said.
struct Records {
  std::string file;
  std::optional<ReplayOrigin> origin;
  std::vector<AlertRecord> alerts;  ///< events in the order of the file
  std::vector<PassRecord> passes;
  std::vector<TrackRecord> tracks;
  std::vector<FeedRecord> feeds;
  std::map<std::string, std::size_t> foreign;  ///< kinds of record that scoring does not know
};

}  // namespace nightjar
