#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alerts/alert.hpp"

namespace nightjar {

struct IncidentOptions {
  /// Faster between two cameras than any vehicle on British roads (250 km/h): one of the two is a clone or a
  /// misread.
  double top_speed_mps = 70;
  double place_error_m = 200;          ///< of both cameras' places together
  std::chrono::seconds time_error{5};  ///< of both clocks together
  std::chrono::seconds quiet{1800};    ///< where the event does not say
  std::chrono::hours misread_silence{24};
};

/// Keeps each vehicle's incident (one channel, one listed mark) over all feeds: counts its sightings, says
/// which of them sound, notices a possible clone, and remembers what people said about it. The first sighting
/// is one vehicle, the sixteenth is a pattern that somebody must see.
/// Time is that of capture. Belongs to the one thread through which all events go in order.
class Incidents {
 public:
  explicit Incidents(IncidentOptions options = {},
                     const std::map<std::string, std::uint32_t>& sightings = {});

  /// The first event of a pass: counts it, and sets all that the incident says on it. A sighting that does
  /// not sound becomes handling `record`, whatever its lists say; nothing is thrown away.
  void sight(AlertEvent& hit);

  /// A later event of an alert, of which `before` is the newest: what was said stays, unless a change of
  /// direction, priority or match makes it sound.
  void follow(AlertEvent& hit, const AlertEvent& before);

  /// Nobody has to deal with the alert any more. `closed`: a person said so of the alert itself.
  void settle(const AlertEvent& hit, bool closed);

  /// Remembers why a person has rejected a hit: "misread" silences this read mark against this entry, where
  /// it matches as possible, for a while; "clone" marks what is seen later.
  void reject(const AlertEvent& hit, CaptureTime now);

  /// Goes on from an event that the journal holds; those of an alert in their order. Counts nothing.
  void recall(const AlertEvent& hit);

  /// Nothing of the incident is known any more.
  void forget(const std::string& incident) { incidents_.erase(incident); }

 private:
  struct Sighting {
    std::string alert, feed;
    CaptureTime at;
    double latitude_deg = 0, longitude_deg = 0;
  };
  struct Silence {
    std::string read_mark;  ///< folded
    CaptureTime until;
    std::string words;
  };
  struct Incident {
    std::uint32_t sightings = 0;
    std::set<std::string> sounding;  ///< alerts that sounded and that nobody has dealt with
    bool was_closed = false;
    std::set<std::string> areas;
    std::optional<double> bearing_deg;
    std::map<std::string, std::string> directions;  ///< by feed
    std::string sounded;                            ///< the alert that sounded last
    CaptureTime sounded_at;
    int sounded_priority = 50;
    std::optional<Sighting> last;
    std::optional<std::string> cloned;
    std::vector<Silence> silences;
  };

  void judge(Incident& incident, AlertEvent& hit) const;
  [[nodiscard]] std::optional<std::string> reason_to_sound(const Incident& incident,
                                                           const AlertEvent& hit) const;
  [[nodiscard]] std::optional<PossibleClone> clone_of(const Incident& incident, const AlertEvent& hit) const;
  static void note(Incident& incident, const AlertEvent& hit);
  static void note_place(Incident& incident, const AlertEvent& hit);

  IncidentOptions options_;
  std::map<std::string, Incident> incidents_;
};

}  // namespace nightjar
