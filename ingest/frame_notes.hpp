#pragma once

#include <optional>
#include <string>

#include "ingest/telemetry.hpp"

namespace nightjar {

enum class OwnKind { person, vehicle, drone };

/// Where one of the force's own people, cars or drones said that it was.
struct OwnPosition {
  CaptureTime at;
  std::string id;
  OwnKind kind = OwnKind::person;
  double latitude_deg = 0;       ///< WGS84
  double longitude_deg = 0;      ///< WGS84
  std::optional<double> ce90_m;  ///< radius of the circle that holds it with 90 %
  std::string label;             ///< what people call it; may be empty
};

/// watch: what is believed is told. search: every candidate is, as what it is.
enum class SortieProfile { watch, search };

/// The flight that a frame is of.
struct FrameSortie {
  std::string id;
  SortieProfile profile = SortieProfile::watch;

  friend bool operator==(const FrameSortie&, const FrameSortie&) = default;
};

}  // namespace nightjar
