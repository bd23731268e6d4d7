#include "processing/thermal/telemetry_lag.hpp"

#include <cmath>

#include "processing/ground/ground_flow.hpp"

namespace nightjar {

TelemetryLag::TelemetryLag(const TelemetryLagOptions& options)
    : options_(options),
      projector_(options.ground),
      lens_(options.hfov_deg, options.vfov_deg),
      meter_(options.lag) {}

bool TelemetryLag::update(CaptureTime captured_at, const cv::Mat& heat,
                          const std::optional<Telemetry>& telemetry) {
  if (!heat.empty()) {
    if (size_ != heat.size()) pose_.reset();
    size_ = heat.size();
    take_picture(captured_at, heat);
  }
  if (size_.area() > 0) take_pose(captured_at, size_, telemetry);
  if (!told_at_ || captured_at < *told_at_) told_at_ = captured_at;
  if (captured_at - *told_at_ < options_.tell_every) return false;
  told_at_ = captured_at;
  tell();
  return true;
}

void TelemetryLag::tell() {
  const std::optional<FlowLag> before = lag_;
  lag_ = meter_.estimate();
  known_ = before && lag_ && lag_->error90_s <= options_.known_error90_s &&
           std::abs(lag_->lag_s - before->lag_s) <= before->error90_s + lag_->error90_s;
}

void TelemetryLag::take_picture(CaptureTime captured_at, const cv::Mat& heat) {
  const bool soon =
      picture_at_ && captured_at >= *picture_at_ && captured_at - *picture_at_ < options_.pictures_every;
  if (soon) return;
  if (known_ && !picture_at_ && captured_at >= *pair_at_ && captured_at - *pair_at_ < options_.pairs_every)
    return;
  if (!picture_at_) pair_at_ = captured_at;
  const auto flow = flow_.measure(heat);
  if (flow && picture_at_) meter_.see(*picture_at_, captured_at, *flow);
  const bool pair_done = known_ && picture_at_;
  picture_at_ = captured_at;
  if (!pair_done) return;
  flow_.forget();
  picture_at_.reset();
}

void TelemetryLag::take_pose(CaptureTime captured_at, cv::Size picture,
                             const std::optional<Telemetry>& telemetry) {
  const bool soon = pose_ && captured_at >= *pose_at_ && captured_at - *pose_at_ < options_.poses_every;
  if (soon) return;
  const std::optional<CameraModel> before = pose_;
  const std::optional<CaptureTime> before_at = pose_at_;
  pose_.reset();
  if (!telemetry) return;
  pose_ = CameraModel::from(lens_.complete(*telemetry), picture, options_.distortion);
  if (!pose_) return;
  pose_at_ = captured_at;
  const Eigen::Vector2d middle((picture.width - 1) / 2.0, (picture.height - 1) / 2.0);
  if (const auto hit = projector_.project(*pose_, middle)) level_m_ = hit->height_m;
  if (!before || !level_m_) return;
  ByTile<Eigen::Vector2d> moved;
  const auto middles = flow_tile_middles(picture);
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile) {
    const auto flow = ground_flow(*before, *pose_, middles[tile], *level_m_);
    if (!flow) return;
    moved[tile] = *flow;
  }
  meter_.predict(*before_at, captured_at, moved);
}

}  // namespace nightjar
