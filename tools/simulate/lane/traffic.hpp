#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "tools/simulate/lane/vehicle_shape.hpp"

namespace nightjar {

/// True sizes of plates since 2001, metres.
inline constexpr double kPlateWidth_m = 0.520;
inline constexpr double kPlateHeight_m = 0.111;
inline constexpr double kTwoLinePlateWidth_m = 0.285;
inline constexpr double kTwoLinePlateHeight_m = 0.203;

/// Where vehicles come into being and vanish, metres along the road from under the camera.
inline constexpr double kRoadFar_m = 95;
inline constexpr double kRoadNear_m = 3;

/// One vehicle that goes through the picture once, at a steady speed.
struct Vehicle {
  const VehicleShape* shape = nullptr;
  cv::Vec3f paint;
  std::string colour;        ///< its paint in words
  std::string mark;          ///< bare
  std::string written_mark;  ///< with its customary space
  bool two_line = false;
  bool towards = false;  ///< comes towards the camera and shows its front plate, else its rear one
  double lane_x_m = 0;   ///< middle of the vehicle
  double plate_x_m = 0;  ///< middle of the plate, from the vehicle's middle
  double speed_mps = 0;
  double enters_s = 0;  ///< when its near end is at the far (towards) or near (away) end of the road
  bool listed = false;

  /// Where the end that faces the camera is.
  [[nodiscard]] double near_end_m(double time_s) const;
  [[nodiscard]] double leaves_s() const;
  /// Top left, top right, bottom right, bottom left of the plate as the camera sees it, in road axes.
  [[nodiscard]] std::array<cv::Point3d, 4> plate_corners(double time_s) const;
};

struct TrafficOptions {
  std::uint64_t seed = 1;
  double seconds = 30;
  double mean_gap_s = 1.4;       ///< between vehicles of a lane, beyond the least gap
  double listed_share = 0.25;    ///< of the vehicles, at least one
  double two_line_share = 0.15;  ///< of the vehicles whose shape has room for one
};

/// Vehicles of both lanes, by time of entry; nobody overtakes or touches, every mark appears once.
[[nodiscard]] std::vector<Vehicle> make_traffic(const TrafficOptions& options);

/// A well-formed mark with its customary space, drawn at random: mostly the current form, some of the forms
/// before 2001.
[[nodiscard]] std::string british_mark(cv::RNG& random);

}  // namespace nightjar
