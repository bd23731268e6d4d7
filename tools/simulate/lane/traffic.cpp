#include "tools/simulate/lane/traffic.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <set>
#include <string_view>

#include "processing/anpr/registration_mark.hpp"
#include "tools/simulate/lane/road_picture.hpp"

namespace nightjar {
namespace {

constexpr double kMphToMps = 0.44704;
constexpr double kLeastGap_s = 1.7;

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

char one_of(cv::RNG& random, std::string_view symbols) {
  return symbols[static_cast<std::size_t>(random.uniform(0, static_cast<int>(symbols.size())))];
}

std::string several_of(cv::RNG& random, std::string_view symbols, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += one_of(random, symbols);
  return text;
}

std::string number_up_to(cv::RNG& random, int largest) {
  return std::to_string(random.uniform(1, largest + 1));
}

const VehicleShape& random_shape(cv::RNG& random) {
  static constexpr std::array<std::size_t, 14> kMix = {0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6};
  return vehicle_shapes()[kMix[static_cast<std::size_t>(random.uniform(0, static_cast<int>(kMix.size())))]];
}

Vehicle random_vehicle(cv::RNG& random, bool towards, double two_line_share) {
  Vehicle vehicle;
  vehicle.shape = &random_shape(random);
  const auto& paint = kPaints[static_cast<std::size_t>(random.uniform(0, static_cast<int>(kPaints.size())))];
  vehicle.paint = paint.colour;
  vehicle.colour = paint.words;
  vehicle.towards = towards;
  vehicle.lane_x_m = (towards ? kLaneCentre_m : -kLaneCentre_m) + random.uniform(-0.25, 0.25);
  vehicle.speed_mps = kMphToMps * random.uniform(20.0, vehicle.shape->cargo_height_m > 0 ? 50.0 : 70.0);
  const bool room_for_two_lines = vehicle.shape->rear_plate_height_m > 0.75 && !towards;
  vehicle.two_line = room_for_two_lines && random.uniform(0.0, 1.0) < 2 * two_line_share;
  if (vehicle.shape->words == "off-roader" && !towards && vehicle.two_line) vehicle.plate_x_m = -0.35;
  return vehicle;
}

}  // namespace

double Vehicle::near_end_m(double time_s) const {
  const double driven_m = speed_mps * (time_s - enters_s);
  return towards ? kRoadFar_m - driven_m : kRoadNear_m + driven_m;
}

double Vehicle::leaves_s() const {
  return enters_s + (kRoadFar_m - kRoadNear_m) / speed_mps;
}

std::array<cv::Point3d, 4> Vehicle::plate_corners(double time_s) const {
  const double y = near_end_m(time_s) - 0.02;  // it stands off the bumper by its thickness and holder
  const double x = lane_x_m + plate_x_m;
  const double z = towards ? shape->front_plate_height_m : shape->rear_plate_height_m;
  const double half_width = (two_line ? kTwoLinePlateWidth_m : kPlateWidth_m) / 2;
  const double half_height = (two_line ? kTwoLinePlateHeight_m : kPlateHeight_m) / 2;
  return {{{x - half_width, y, z + half_height},
           {x + half_width, y, z + half_height},
           {x + half_width, y, z - half_height},
           {x - half_width, y, z - half_height}}};
}

std::string british_mark(cv::RNG& random) {
  static constexpr std::string_view kAreaLetters = "ABCDEFGHJKLMNOPRSTUVWXY";
  static constexpr std::string_view kLastLetters = "ABCDEFGHJKLMNOPRSTUVWXYZ";
  static constexpr std::string_view kPrefixLetters = "ABCDEFGHJKLMNPRSTVWXY";
  static constexpr std::array<std::string_view, 16> kAges = {"02", "52", "07", "57", "11", "61", "13", "63",
                                                             "16", "66", "19", "69", "21", "71", "24", "74"};
  const double form = random.uniform(0.0, 1.0);
  std::string mark;
  if (form < 0.84) {
    mark = several_of(random, kAreaLetters, 2);
    mark += kAges[static_cast<std::size_t>(random.uniform(0, static_cast<int>(kAges.size())))];
    mark += ' ';
    mark += several_of(random, kLastLetters, 3);
  } else if (form < 0.94) {
    mark = one_of(random, kPrefixLetters);
    mark += number_up_to(random, 999) + ' ';
    mark += several_of(random, "ABCDEFGHJKLMNOPRSTUVWXY", 3);
  } else {
    mark = several_of(random, "ABCDEFGHJKLMNOPRSTUVWXY", 3) + ' ';
    mark += number_up_to(random, 999);
    mark += one_of(random, "ABCDEFGHJKLMNPRSTVWXY");
  }
  return mark;
}

std::vector<Vehicle> make_traffic(const TrafficOptions& options) {
  cv::RNG random(options.seed * 7919 + 17);
  std::vector<Vehicle> vehicles;
  std::set<std::string> keys;
  for (const bool towards : {true, false}) {
    double enters_s = random.uniform(-0.5, 0.6);
    double last_leaves_s = -1e9;
    while (enters_s < options.seconds) {
      Vehicle vehicle = random_vehicle(random, towards, options.two_line_share);
      const double length_s = vehicle.shape->length_m() / vehicle.speed_mps;
      const double crossing_s = (kRoadFar_m - kRoadNear_m) / vehicle.speed_mps;
      vehicle.enters_s = std::max(enters_s, last_leaves_s + kLeastGap_s - crossing_s);
      last_leaves_s = vehicle.enters_s + crossing_s + length_s;
      enters_s = vehicle.enters_s + length_s + kLeastGap_s +
                 -options.mean_gap_s * std::log(1 - random.uniform(0.0, 0.98));
      do vehicle.written_mark = british_mark(random);
      while (!keys.insert(folded_mark(vehicle.written_mark)).second);
      vehicle.mark = bare_mark(vehicle.written_mark);
      if (vehicle.enters_s < options.seconds) vehicles.push_back(vehicle);
    }
  }
  std::stable_sort(vehicles.begin(), vehicles.end(),
                   [](const Vehicle& a, const Vehicle& b) { return a.enters_s < b.enters_s; });
  const auto every =
      static_cast<std::size_t>(std::max(1.0, std::round(1 / std::max(0.01, options.listed_share))));
  for (std::size_t i = 1 % std::max<std::size_t>(1, vehicles.size()); i < vehicles.size(); i += every)
    vehicles[i].listed = true;
  return vehicles;
}

}  // namespace nightjar
