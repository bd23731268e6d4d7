#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "processing/ground/camera_model.hpp"
#include "processing/ground/fixed_lens.hpp"
#include "processing/ground/ground_projector.hpp"
#include "processing/thermal/contact_tracker.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

/// What the detector found in one picture, and where the camera was.
struct HeatView {
  CaptureTime captured_at;
  std::uint64_t sequence = 0;
  cv::Size picture;
  std::optional<Telemetry> telemetry;
  std::vector<HeatSpot> spots;
  cv::Mat levels{};  ///< that the spots were found in; empty: nothing is looked at closer
};

struct GroundTrackerOptions {
  GroundOptions ground;  ///< level or terrain, and stated pose error
  LensDistortion distortion;
  std::optional<double> hfov_deg;  ///< full angles of view for telemetry that states none
  std::optional<double> vfov_deg;
  ContactTrackerOptions contacts;  ///< lengths in metres
  double edge_px = 12;  ///< what is nearer to the border may be cut off: not seeing it tells nothing
};

/// Tracks warm spots on the ground, in metres east and north of the first fix, before any is believed.
class GroundTracker {
 public:
  explicit GroundTracker(const GroundTrackerOptions& options);
  ~GroundTracker();
  GroundTracker(GroundTracker&&) noexcept;
  GroundTracker& operator=(GroundTracker&&) noexcept;

  /// The tracks about which something changed: confirmed or dropped, seen again while confirmed, lost, found
  /// again, ended. Empty, and position_unknown(), where the view's pose is not known or does not show the
  /// ground: such a view is passed over.
  std::vector<HeatTrack> update(const HeatView& view);

  /// Ends every track; each comes once, with its outcome.
  std::vector<HeatTrack> finish();

  /// All live tracks, tentative ones too, in order of id.
  [[nodiscard]] std::vector<HeatTrack> tracks() const;

  /// Whether the last view was passed over.
  [[nodiscard]] bool position_unknown() const { return position_unknown_; }
  [[nodiscard]] const ContactTracker& contacts() const { return contacts_; }

 private:
  struct LocalPlane;

  [[nodiscard]] std::optional<PlaneView> on_plane(const HeatView& view, const CameraModel& camera);
  [[nodiscard]] HeatTrack track_of(const Contact& contact) const;

  GroundTrackerOptions options_;
  BodyReader body_reader_;
  FixedLens lens_;
  GroundProjector projector_;
  ContactTracker contacts_;
  std::unique_ptr<LocalPlane> plane_;  ///< null before the first fix
  bool position_unknown_ = false;
};

/// What a contact is, but for where: shared by both trackers.
[[nodiscard]] HeatTrack track_without_place(const Contact& contact);

}  // namespace nightjar
