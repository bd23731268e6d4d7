#pragma once

#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

namespace nightjar {

/// What a panel of the body is, along the outline from front to rear.
enum class BodyPanel { front_bumper, nose, bonnet, windscreen, roof, rear_window, tailgate, rear_bumper };

/// One corner of a body seen from the side, and half the body's width there.
struct OutlinePoint {
  double from_front_m;
  double height_m;
  double half_width_m;
  BodyPanel next;  ///< the panel from here to the next corner; the last corner's is not used
};

/// A vehicle's body: its outline extruded across its width.
struct VehicleShape {
  std::string words;  ///< what people call it
  std::vector<OutlinePoint> outline;
  std::size_t belt_first;  ///< outline corners between which the cabin stands on the lower body
  std::size_t belt_last;
  bool glazed_sides;  ///< the cabin's sides are windows; else only the front doors have one
  double front_axle_m;
  double rear_axle_m;
  double wheel_radius_m;
  double front_plate_height_m;
  double rear_plate_height_m;
  double cargo_from_m = 0;  ///< a box body from here to the rear (lorries), 0: none
  double cargo_height_m = 0;
  bool two_wheels = false;  ///< a motorcycle with its rider; of the outline only the extent counts

  [[nodiscard]] double length_m() const { return outline.back().from_front_m; }
  [[nodiscard]] double width_m() const;
  [[nodiscard]] double height_m() const;
};

/// The bodies on the road: hatchback, saloon, estate, off-roader, van, pick-up, lorry, articulated
/// lorry, motorcycle.
[[nodiscard]] const std::vector<VehicleShape>& vehicle_shapes();

/// What a surface of a body is made of. Colours are BGR, 0 to 1.
struct BodySurface {
  cv::Vec3f albedo;
  float gloss = 0;  ///< part of a mirror, 0 to 1
  cv::Vec3f glow{0, 0, 0};
};

/// A flat piece of a body. Vehicle axes: x right as the camera sees it, y away from the camera, from the
/// end that faces it, z up; metres.
struct BodyFace {
  std::vector<cv::Point3d> corners;
  BodySurface surface;
  bool curved = false;            ///< shaded as if it bulged (four corners, the first two at one end)
  std::vector<BodyFace> details;  ///< lie on this face, drawn after it
};

/// All faces of a body of that shape and paint. `front_near`: it faces the camera, else it drives away.
[[nodiscard]] std::vector<BodyFace> build_motorcycle(const VehicleShape& shape, const cv::Vec3f& paint,
                                                     bool front_near, bool lamps_lit);
[[nodiscard]] std::vector<BodyFace> build_body(const VehicleShape& shape, const cv::Vec3f& paint,
                                               bool front_near, bool lamps_lit);

}  // namespace nightjar
