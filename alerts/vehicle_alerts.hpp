#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/vehicle_hit.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/hotlist/hotlist_match.hpp"

namespace nightjar {

/// Where a camera stands and how the road runs there, as its alerts say it.
struct CameraPlace {
  std::optional<double> latitude_deg;   ///< WGS84
  std::optional<double> longitude_deg;  ///< WGS84
  std::optional<double> bearing_deg;    ///< the way the camera looks, from true north
  std::optional<std::string> os_grid;
  std::string words;
  std::string towards;  ///< words for traffic that comes towards the camera
  std::string away;
  std::vector<std::string> areas;  ///< named areas that hold the place
};

struct VehicleAlertOptions {
  std::string feed;
  std::string config;
  CameraPlace place;
  std::chrono::milliseconds shortest_gap{1000};  ///< between an alert's event and its amendment
  double confidence_step = 0.1;  ///< a smaller change of confidence or probability is not worth an amendment
};

/// Turns the reads of one feed's passes and their hotlist matches into alerts: one per pass and channel,
/// raised at once, amended when what matters changes, withdrawn when the read changes away from the list.
/// Pure: its time is that of the reads. An alert lists its own channel's entries only.
class VehicleAlerts {
 public:
  explicit VehicleAlerts(VehicleAlertOptions options) : options_(std::move(options)) {}

  /// A confident read of a pass, or a later revision of it, with everything it matches now.
  std::vector<AlertParcel> update(const PlateRead& read, const std::vector<HotlistMatch>& matches,
                                  const CaptureClock& clock);

  /// Amendments that had to wait and are due; call it with each frame's time.
  std::vector<AlertParcel> due(CaptureTime now);

  /// Every amendment that still waits: the feed is over.
  std::vector<AlertParcel> finish();

 private:
  struct Alert {
    AlertEvent sent;     ///< its last event
    AlertEvent wanted;   ///< what an amendment would say
    PlateText read;      ///< the newest
    std::string listed;  ///< folded mark of the entry that gave the incident
    bool open = false;   ///< raised, not withdrawn
    bool waits = false;
  };
  struct Pass {
    std::map<std::pair<std::string, std::string>, Alert> alerts;  ///< by channel and folded listed mark
    bool over = false;
  };

  void update_channel(Pass& pass, const std::string& channel, const ChannelMatches& matches,
                      const PlateRead& read, const CaptureClock& clock,
                      std::vector<AlertParcel>& parcels) const;
  [[nodiscard]] AlertEvent event_of(const std::string& channel, const std::string& listed,
                                    const ChannelMatches& matches, const PlateRead& read,
                                    const CaptureClock& clock) const;
  [[nodiscard]] AlertPlace place() const;
  [[nodiscard]] bool worth_amending(const AlertEvent& sent, const AlertEvent& wanted) const;
  void forget_passes_that_are_over();

  VehicleAlertOptions options_;
  std::map<std::uint64_t, Pass> passes_;
};

}  // namespace nightjar
