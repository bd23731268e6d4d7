#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "tools/simulate/lane/lamp_glow.hpp"
#include "tools/simulate/lane/lane_light.hpp"
#include "tools/simulate/lane/plate_layer.hpp"
#include "tools/simulate/lane/road_camera.hpp"
#include "tools/simulate/lane/traffic.hpp"

namespace nightjar {

/// One drawing of a vehicle: its own layer (BGRA, colour already multiplied by alpha) over part of the
/// picture, so that it blurs with its motion and the road behind it does not.
class VehicleLayer {
 public:
  VehicleLayer(const RoadCamera& camera, const Lighting& lighting, const Vehicle& vehicle, double time_s,
               cv::Point2d shake_px);

  /// False where the vehicle is not in the picture at all; nothing else may be called then.
  bool open();
  void draw_body(const std::vector<BodyFace>& faces);
  /// The plate face-on; a tow ball stands before it where its style says so.
  void draw_plate(const LaidPicture& plate);
  /// What moves while the shutter is open, and what the lens does not hold sharp.
  void blur();
  void lay_over(cv::Mat& picture) const;

  /// Onto the road, before the vehicle itself: its shadow, the light before it, its mirror image.
  void cast_shadow(cv::Mat& picture) const;
  void light_road(cv::Mat& picture) const;
  void mirror_in_road(cv::Mat& picture) const;
  void light_lamps(cv::Mat& picture, const std::vector<BodyFace>& faces) const;

 private:
  [[nodiscard]] cv::Point2d pixel(const cv::Point3d& in_road) const;
  [[nodiscard]] cv::Point2d in_area(const cv::Point3d& in_road) const;
  [[nodiscard]] double distance_m(const cv::Point3d& in_vehicle) const;
  [[nodiscard]] cv::Vec3d outward(const BodyFace& face) const;
  [[nodiscard]] bool faces_camera(const BodyFace& face) const;
  [[nodiscard]] cv::Vec3f colour(const BodyFace& face, const cv::Vec3d& normal) const;
  void append_pixels(std::vector<cv::Point2f>& pixels, const std::vector<cv::Point3d>& in_vehicle) const;
  void draw(const BodyFace& face);
  void draw_bulge(const BodyFace& face, const cv::Vec3d& normal);
  void draw_tow_ball();
  void fill(const std::vector<cv::Point3d>& in_vehicle, const cv::Vec3f& colour);

  const RoadCamera& camera_;
  const Lighting& lighting_;
  const Vehicle& vehicle_;
  double time_s_;
  cv::Point3d origin_;
  cv::Point2d shake_px_;
  cv::Rect area_;
  cv::Mat pixels_;
};

}  // namespace nightjar
