#pragma once

#include <optional>

#include "ingest/telemetry.hpp"
#include "processing/ground/camera_model.hpp"
#include "processing/ground/fixed_lens.hpp"
#include "processing/ground/ground_projector.hpp"
#include "processing/thermal/flow_lag.hpp"
#include "processing/thermal/picture_flow.hpp"

namespace nightjar {

struct TelemetryLagOptions {
  GroundOptions ground;
  LensDistortion distortion;
  std::optional<double> hfov_deg;  ///< full angles of view for telemetry that states none
  std::optional<double> vfov_deg;
  FlowLagOptions lag;
  std::chrono::milliseconds pictures_every{190};  ///< at the most
  std::chrono::milliseconds pairs_every{1200};    ///< of two such pictures, once the lag is known
  double known_error90_s = 0.06;                  ///< that it is known with
  std::chrono::milliseconds poses_every{45};
  std::chrono::seconds tell_every{10};
};

/// Watches whether telemetry and pictures are of one time: holds the motion in the pictures against that
/// which the poses predict for the ground. Once the lag is known, only now and then, until something else
/// comes out.
class TelemetryLag {
 public:
  explicit TelemetryLag(const TelemetryLagOptions& options);

  /// `heat` may be empty: the picture shows nothing new. true: lag() was found anew.
  bool update(CaptureTime captured_at, const cv::Mat& heat, const std::optional<Telemetry>& telemetry);

  /// Of the frames up to ten seconds ago or less; nothing: not known. Positive: the telemetry of what a
  /// picture shows comes with pictures so much later.
  [[nodiscard]] const std::optional<FlowLag>& lag() const { return lag_; }

  /// The same, of all frames up to now.
  std::optional<FlowLag> measure() { return lag_ = meter_.estimate(); }

  /// Whether the last finding bore out one before it that was sure enough.
  [[nodiscard]] bool known() const { return known_; }

 private:
  void take_pose(CaptureTime captured_at, cv::Size picture, const std::optional<Telemetry>& telemetry);
  void take_picture(CaptureTime captured_at, const cv::Mat& heat);
  void tell();

  TelemetryLagOptions options_;
  GroundProjector projector_;
  FixedLens lens_;
  PictureFlowMeter flow_;
  FlowLagMeter meter_;
  cv::Size size_;
  std::optional<CaptureTime> picture_at_, pose_at_, told_at_;
  std::optional<CameraModel> pose_;
  std::optional<double> level_m_;
  std::optional<FlowLag> lag_;
  bool known_ = false;
  std::optional<CaptureTime> pair_at_;  ///< the first picture of the newest pair
};

}  // namespace nightjar
