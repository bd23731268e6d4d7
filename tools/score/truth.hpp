#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"
#include "processing/anpr/plate_read.hpp"
#include "tools/score/score_faults.hpp"

namespace nightjar {

/// A vehicle that really went by, while its plate could be seen.
struct PlateTruth {
  std::string feed;
  std::string mark;  ///< bare
  CaptureTime from;
  CaptureTime to;
  Direction direction = Direction::unknown;
  std::optional<std::string> light, weather;
  std::optional<double> width_px;  ///< greatest width of the plate
  std::optional<bool> listed;      ///< whether it stands on a hotlist
  std::optional<int> lines;        ///< of characters
  std::optional<std::string> style, vehicle;
  std::optional<double> speed_mph;
  bool parked = false;
  FilePlace place;
};

/// Where somebody really was.
struct HeatFix {
  std::optional<CaptureTime> at;  ///< absent: all the time
  double latitude_deg = 0;        ///< WGS84
  double longitude_deg = 0;       ///< WGS84
  FilePlace place;
};

/// A person, an animal or a vehicle that really was there.
struct HeatTruth {
  std::string feed;
  std::string id;
  std::string heat_class;
  std::vector<HeatFix> fixes;           ///< one that keeps still, or those of its way in order of time
  FilePlace place;                      ///< of its first line
  std::optional<std::string> posture;   ///< of its first line
  std::optional<double> visible_share;  ///< the most that any line states

  [[nodiscard]] bool moves() const { return fixes.front().at.has_value(); }
};

/// What is true of the footage, from one or several files.
struct Truth {
  std::vector<PlateTruth> plates;
  std::vector<HeatTruth> heat;
  std::vector<std::string> notes;  ///< what a person should know of how it was read
};

}  // namespace nightjar
