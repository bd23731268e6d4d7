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
  /// A pass that begins so soon after another one of the same mark on this feed, or beside it, is the same
  /// vehicle, lost from view and found again: it goes on under the same alert.
  std::chrono::milliseconds found_again{1500};
  double confidence_step = 0.1;  ///< a smaller change of confidence or probability is not worth an amendment
};

/// Turns the reads of one feed's passes and their hotlist matches into alerts: one per vehicle that passes
/// and channel, raised at once, amended when what matters changes, withdrawn when the read changes away from
/// the list. Pure: its time is that of the reads. An alert lists its own channel's entries only.
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
    CaptureTime last_seen;
    bool open = false;  ///< raised, not withdrawn
    bool waits = false;
  };
  using Alerts = std::map<std::pair<std::string, std::string>, Alert>;  ///< by channel and folded listed mark

  void update_channel(Alerts& alerts, const std::string& channel, const ChannelMatches& matches,
                      const PlateRead& read, const CaptureClock& clock, std::vector<AlertParcel>& parcels);
  /// The alert of a vehicle that was lost from view, or is in view twice, taken from where it was. Each
  /// channel for itself: what another one has must not show.
  [[nodiscard]] std::optional<Alert> take_over(const Alerts& by, const std::string& channel,
                                               const std::string& listed, const PlateRead& read);
  [[nodiscard]] bool is_of_vehicle(const Alert& alert, const std::string& channel, const std::string& listed,
                                   const PlateRead& read) const;
  [[nodiscard]] AlertEvent event_of(const std::string& channel, const std::string& listed,
                                    const ChannelMatches& matches, const PlateRead& read,
                                    const CaptureClock& clock) const;
  [[nodiscard]] AlertPlace place() const;
  [[nodiscard]] bool worth_amending(const AlertEvent& sent, const AlertEvent& wanted) const;
  void lose(std::uint64_t pass);
  void forget_what_is_gone();

  VehicleAlertOptions options_;
  std::map<std::uint64_t, Alerts> passes_;  ///< that are not over
  std::vector<Alert> lost_;                 ///< open or waiting alerts of passes that are over, oldest first
  CaptureTime now_;
};

}  // namespace nightjar
