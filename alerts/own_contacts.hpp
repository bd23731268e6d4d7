#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "ingest/frame_notes.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

struct OwnContactOptions {
  std::chrono::seconds stale_after{30};      ///< an older position names nothing
  double ce90_m = 10;                        ///< of a position that states none: a handheld under trees
  double strays_person_mps = 1.5;            ///< what the circle grows by for a second of age
  double strays_vehicle_mps = 5;             ///< and for a drone
  double farthest_m = 50;                    ///< no contact is named from farther away, whatever the errors
  std::chrono::milliseconds kept_for{5000};  ///< who was named and is hidden for so long keeps the name
};

/// Names the contacts that are the force's own people and cars. Each position names one contact at most, the
/// nearest that it can explain, so that who stands beside an officer is not taken for one. It takes nothing
/// away from a contact. Pure: time is that of the frames.
class OwnContacts {
 public:
  explicit OwnContacts(OwnContactOptions options) : options_(options) {}

  /// In any order; the two newest of each are kept.
  void take(const std::vector<OwnPosition>& positions);

  /// The tracks of one frame. What was seen in it is named anew; a name stays on what is out of sight.
  void name(const std::vector<HeatTrack>& tracks, CaptureTime now);

  [[nodiscard]] std::optional<AlertOwn> name_of(std::uint64_t track) const;

 private:
  struct Own {
    OwnPosition newest;
    std::optional<OwnPosition> before;
    std::uint64_t track = 0;  ///< that it names; 0: none
    CaptureTime named_at;
  };
  struct Fit {
    double share = 0;  ///< of the way to the gate
    Own* own = nullptr;
    const HeatTrack* track = nullptr;
    AlertOwn words;
  };

  [[nodiscard]] std::optional<Fit> fit(Own& own, const HeatTrack& track, CaptureTime now) const;

  OwnContactOptions options_;
  std::map<std::string, Own> own_;           ///< by id
  std::map<std::uint64_t, AlertOwn> names_;  ///< by track
};

}  // namespace nightjar
