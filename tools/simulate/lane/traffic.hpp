#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tools/simulate/lane/road_layout.hpp"
#include "tools/simulate/lane/road_plate.hpp"
#include "tools/simulate/lane/vehicle_shape.hpp"

namespace nightjar {

/// Width of the usual plate since 2001, metres.
inline constexpr double kPlateWidth_m = 0.520;

/// Where vehicles come into being and vanish, metres along the road from under the camera.
inline constexpr double kRoadFar_m = 95;
inline constexpr double kRoadNear_m = 3;

/// One vehicle that goes through the picture once, at a steady speed, or stands on the verge.
struct Vehicle {
  const VehicleShape* shape = nullptr;
  cv::Vec3f paint;
  std::string colour;     ///< its paint in words
  std::string mark;       ///< bare
  RoadPlate plate;        ///< the one that the camera could see
  bool has_plate = true;  ///< motorcycles carry none in front
  bool towards = false;   ///< shows its front to the camera, else its rear
  double lane_x_m = 0;    ///< middle of the vehicle
  double plate_x_m = 0;   ///< middle of the plate, from the vehicle's middle
  double speed_mps = 0;
  double enters_s = 0;  ///< when its near end is at the far (towards) or near (away) end of the road
  std::optional<double> stands_m;  ///< parked: where its near end stands, all the time
  bool listed = false;

  /// Where the end that faces the camera is.
  [[nodiscard]] double near_end_m(double time_s) const;
  [[nodiscard]] double leaves_s() const;
  /// Along the road, positive away from the camera.
  [[nodiscard]] double velocity_mps() const { return towards ? -speed_mps : speed_mps; }
  /// Top left, top right, bottom right, bottom left of the plate as the camera sees it, in road axes.
  [[nodiscard]] std::array<cv::Point3d, 4> plate_corners(double time_s) const;
};

struct TrafficOptions {
  std::uint64_t seed = 1;
  double seconds = 30;
  RoadLayout layout{};
  double mean_gap_s = 1.4;       ///< between vehicles of a lane, beyond the least gap
  double close_share = 0.3;      ///< of the vehicles, half a second to one behind the one before
  double listed_share = 0.25;    ///< of the vehicles, at least one
  double two_line_share = 0.15;  ///< of the vehicles whose shape has room for one
  double parked_share = 0.4;     ///< probability of a vehicle on the verge
  bool whole_passes = false;     ///< leave out who has not left the road when the time is over
  RoadPlateOptions plates{};
};

/// Vehicles of all lanes, by time of entry; nobody overtakes in a lane or touches, every mark appears once.
[[nodiscard]] std::vector<Vehicle> make_traffic(const TrafficOptions& options, RoadMarks& marks);
[[nodiscard]] std::vector<Vehicle> make_traffic(const TrafficOptions& options);

}  // namespace nightjar
