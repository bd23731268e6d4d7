#include "tools/simulate/lane/traffic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>
#include <string_view>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

constexpr double kMphToMps = 0.44704;
constexpr double kLeastGap_s = 1.2;
constexpr double kSlowest_mph = 20;
constexpr double kFastest_mph = 70;
constexpr double kFastestLorry_mph = 56;  // by law they carry limiters

struct Paint {
  std::string_view words;
  cv::Vec3f colour;
};
const std::array<Paint, 9> kPaints = {{{"WHITE", {0.82F, 0.83F, 0.83F}},
                                       {"SILVER", {0.55F, 0.54F, 0.53F}},
                                       {"GREY", {0.23F, 0.225F, 0.22F}},
                                       {"BLACK", {0.045F, 0.04F, 0.04F}},
                                       {"BLUE", {0.42F, 0.18F, 0.09F}},
                                       {"RED", {0.07F, 0.06F, 0.46F}},
                                       {"GREEN", {0.12F, 0.20F, 0.09F}},
                                       {"BEIGE", {0.42F, 0.52F, 0.56F}},
                                       {"ORANGE", {0.06F, 0.28F, 0.66F}}}};

/// Draws vehicles for one lane after the other.
class VehicleDraw {
 public:
  VehicleDraw(const TrafficOptions& options, RoadMarks& marks)
      : options_(options), marks_(marks), rng_(options.seed * 7919 + 17), chance_(rng_) {}

  [[nodiscard]] std::vector<Vehicle> lane(bool towards, int lane) {
    std::vector<Vehicle> vehicles;
    const double usual_mph = chance_.between(lane == 0 ? 26 : 46, lane == 0 ? 62 : 68);
    double earliest_s = chance_.between(-0.5, 0.6);
    while (earliest_s < options_.seconds) {
      Vehicle vehicle = random_vehicle(towards, lane > 1);
      vehicle.lane_x_m = options_.layout.lane_centre_m(towards, lane) + chance_.between(-0.25, 0.25);
      vehicle.speed_mps =
          kMphToMps * std::clamp(usual_mph * chance_.between(0.8, 1.25), kSlowest_mph,
                                 vehicle.shape->cargo_height_m > 0 ? kFastestLorry_mph : kFastest_mph);
      vehicle.enters_s = earliest_s;
      if (!vehicles.empty()) follow(vehicles.back(), vehicle);
      earliest_s = vehicle.enters_s + 0.1;
      vehicles.push_back(vehicle);
    }
    const double end_s = options_.seconds;
    vehicles.erase(std::remove_if(vehicles.begin(), vehicles.end(),
                                  [&](const Vehicle& vehicle) {
                                    return vehicle.enters_s >= end_s ||
                                           (options_.whole_passes && vehicle.leaves_s() > end_s);
                                  }),
                   vehicles.end());
    return vehicles;
  }

  [[nodiscard]] std::optional<Vehicle> parked() {
    if (!chance_.with(options_.parked_share)) return std::nullopt;
    const bool towards = chance_.with(0.35);
    Vehicle vehicle;
    do vehicle = random_vehicle(towards, true);
    while (!vehicle.has_plate);
    vehicle.lane_x_m = options_.layout.verge_m(towards);
    // Nearer than this it is out of the picture of a camera that sees 0.53 to 0.64 as wide as far.
    constexpr double kNearestPerAside = 3.75;
    vehicle.stands_m = kNearestPerAside * (std::abs(vehicle.lane_x_m) + 1.2) + chance_.between(0, 6);
    vehicle.speed_mps = 0;
    vehicle.enters_s = 0;
    return vehicle;
  }

 private:
  /// Puts it behind `leader`, close or at leisure, so that it never comes nearer than the gap.
  void follow(const Vehicle& leader, Vehicle& vehicle) {
    const double length_m = std::max(leader.shape->length_m(), vehicle.shape->length_m());
    const bool close = chance_.with(options_.close_share);
    const double gap_s = close ? chance_.between(0.5, 1.0)
                               : kLeastGap_s - options_.mean_gap_s * std::log(1 - 0.98 * chance_.share());
    if (close) vehicle.speed_mps = std::min(vehicle.speed_mps, leader.speed_mps * chance_.between(0.97, 1));
    if (close && vehicle.speed_mps < 0.95 * leader.speed_mps && vehicle.shape->cargo_height_m == 0)
      vehicle.speed_mps = 0.97 * leader.speed_mps;
    vehicle.speed_mps = std::max(vehicle.speed_mps, std::min(leader.speed_mps, kSlowest_mph * kMphToMps));
    const double way_m = kRoadFar_m - kRoadNear_m;
    const double at_entry_s = leader.enters_s + length_m / leader.speed_mps + gap_s;
    const double at_exit_s = leader.enters_s + way_m / leader.speed_mps + length_m / vehicle.speed_mps +
                             gap_s - way_m / vehicle.speed_mps;
    vehicle.enters_s = std::max(at_entry_s, at_exit_s);
  }

  [[nodiscard]] Vehicle random_vehicle(bool towards, bool no_lorries) {
    // By vehicle_shapes(): hatchbacks most, one motorcycle in 32.
    static constexpr std::array<std::size_t, 32> kMix = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2,
                                                         3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 6, 6, 7, 7, 8};
    Vehicle vehicle;
    do vehicle.shape = &vehicle_shapes()[kMix[static_cast<std::size_t>(chance_.one_of(32))]];
    while (no_lorries && vehicle.shape->cargo_height_m > 0);
    const Paint& paint = kPaints[static_cast<std::size_t>(chance_.one_of(static_cast<int>(kPaints.size())))];
    vehicle.paint = paint.colour;
    vehicle.colour = paint.words;
    vehicle.towards = towards;
    const bool motorcycle = vehicle.shape->two_wheels;
    vehicle.has_plate = !(motorcycle && towards);
    PlateMounting place;
    place.rear = !towards;
    place.motorcycle = motorcycle;
    place.tow_bar = !motorcycle && vehicle.shape->cargo_height_m == 0;
    place.two_line = !motorcycle && !towards && vehicle.shape->rear_plate_height_m > 0.75 &&
                     vehicle.shape->cargo_height_m == 0 && chance_.with(2 * options_.two_line_share);
    if (vehicle.shape->words == "off-roader" && place.two_line) vehicle.plate_x_m = -0.35;
    const RoadMark mark = marks_.next();
    vehicle.plate = make_plate(chance_, mark, place, options_.plates);
    vehicle.mark = bare_mark(mark.written);
    return vehicle;
  }

  const TrafficOptions& options_;
  RoadMarks& marks_;
  std::mt19937_64 rng_;
  Chance chance_;
};

}  // namespace

double Vehicle::near_end_m(double time_s) const {
  if (stands_m) return *stands_m;
  const double driven_m = speed_mps * (time_s - enters_s);
  return towards ? kRoadFar_m - driven_m : kRoadNear_m + driven_m;
}

double Vehicle::leaves_s() const {
  if (stands_m) return std::numeric_limits<double>::infinity();
  return enters_s + (kRoadFar_m - kRoadNear_m) / speed_mps;
}

std::array<cv::Point3d, 4> Vehicle::plate_corners(double time_s) const {
  const double y = near_end_m(time_s) - 0.02;  // it stands off the bumper by its thickness and holder
  const double x = lane_x_m + plate_x_m;
  const double z = towards ? shape->front_plate_height_m : shape->rear_plate_height_m;
  const double half_width = plate.design.size_mm.width / 2000;
  const double half_height = plate.design.size_mm.height / 2000;
  const double cosine = std::cos(plate.tilt_deg * CV_PI / 180);
  const double sine = std::sin(plate.tilt_deg * CV_PI / 180);
  const auto corner = [&](double across, double up) {
    return cv::Point3d(x + across * cosine + up * sine, y, z - across * sine + up * cosine);
  };
  return {corner(-half_width, half_height), corner(half_width, half_height), corner(half_width, -half_height),
          corner(-half_width, -half_height)};
}

std::vector<Vehicle> make_traffic(const TrafficOptions& options, RoadMarks& marks) {
  VehicleDraw draw(options, marks);
  std::vector<Vehicle> vehicles;
  for (const bool towards : {true, false}) {
    for (int lane = 0; lane < options.layout.lanes_each_way; ++lane) {
      const std::vector<Vehicle> more = draw.lane(towards, lane);
      vehicles.insert(vehicles.end(), more.begin(), more.end());
    }
  }
  std::stable_sort(vehicles.begin(), vehicles.end(),
                   [](const Vehicle& a, const Vehicle& b) { return a.enters_s < b.enters_s; });
  const auto every =
      static_cast<std::size_t>(std::max(1.0, std::round(1 / std::max(0.01, options.listed_share))));
  for (std::size_t i = 1 % std::max<std::size_t>(1, vehicles.size()); i < vehicles.size(); i += every)
    vehicles[i].listed = true;
  if (auto standing = draw.parked()) vehicles.push_back(*standing);
  return vehicles;
}

std::vector<Vehicle> make_traffic(const TrafficOptions& options) {
  RoadMarks marks(options.seed);
  return make_traffic(options, marks);
}

}  // namespace nightjar
