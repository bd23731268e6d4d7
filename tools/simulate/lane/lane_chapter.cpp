#include "tools/simulate/lane/lane_chapter.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "tools/simulate/lane/spray.hpp"

namespace nightjar {
namespace {

RoadCameraMount mount_for(const LaneSceneOptions& options) {
  std::mt19937_64 rng(options.seed * 104729 + 3);
  Chance chance(rng);
  RoadCameraMount mount;
  const int more_lanes = options.lanes - 1;
  mount.focal_px = chance.between(3300, 3600) - 150 * more_lanes;
  mount.x_m = chance.between(-0.6, 0.6) * (1 + more_lanes);
  mount.height_m = chance.between(4.0, 4.5) + 1.4 * more_lanes;
  mount.yaw_deg = std::atan(-mount.x_m / 25) * 180 / CV_PI;
  const double half_view_deg = std::atan(mount.size.height / 2.0 / mount.focal_px) * 180 / CV_PI;
  mount.pitch_deg = half_view_deg + chance.between(-0.45, 0.15);  // a strip of sky, or none
  mount.readout_s = chance.between(0.008, 0.018);
  mount.defocus_px = chance.with(0.3) ? chance.between(0.6, 0.9) : chance.between(0, 0.45);
  return mount;
}

double visibility_m(const LaneSceneOptions& options) {
  std::mt19937_64 rng(options.seed * 22801763 + 11);
  Chance chance(rng);
  switch (options.weather) {
    case LaneWeather::fog:
      return chance.between(45, 140);
    case LaneWeather::rain:
      return chance.between(500, 1200);
    case LaneWeather::dry:
      break;
  }
  return chance.between(3000, 12000);
}

TrafficOptions traffic_of(const LaneSceneOptions& options) {
  TrafficOptions traffic;
  traffic.seed = options.seed;
  traffic.seconds = options.seconds;
  traffic.layout.lanes_each_way = options.lanes;
  traffic.whole_passes = options.whole_passes;
  traffic.plates = options.plates;
  if (options.busy) {
    traffic.mean_gap_s = 0.6;
    traffic.close_share = 0.4;
  }
  return traffic;
}

/// Whether the straight line from the camera to `point` meets the upright box of that vehicle.
bool hides(const Vehicle& vehicle, double time_s, const cv::Point3d& eye, const cv::Point3d& point) {
  const double near_end = vehicle.near_end_m(time_s);
  if (near_end > point.y || near_end + vehicle.shape->length_m() < kRoadNear_m - 2) return false;
  const double half = vehicle.shape->width_m() / 2;
  const std::array<double, 3> low = {vehicle.lane_x_m - half, near_end, 0};
  const std::array<double, 3> high = {vehicle.lane_x_m + half, near_end + vehicle.shape->length_m(),
                                      vehicle.shape->height_m()};
  const std::array<double, 3> start = {eye.x, eye.y, eye.z};
  const std::array<double, 3> way = {point.x - eye.x, point.y - eye.y, point.z - eye.z};
  double enters = 0;
  double leaves = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (std::abs(way[axis]) < 1e-9) {
      if (start[axis] < low[axis] || start[axis] > high[axis]) return false;
      continue;
    }
    const double a = (low[axis] - start[axis]) / way[axis];
    const double b = (high[axis] - start[axis]) / way[axis];
    enters = std::max(enters, std::min(a, b));
    leaves = std::min(leaves, std::max(a, b));
  }
  return enters < leaves;
}

int drops_at_a_time(const LaneSceneOptions& options) {
  return options.weather == LaneWeather::rain ? 14 : 0;
}

}  // namespace

LaneChapter::LaneChapter(const LaneSceneOptions& options, RoadMarks& marks)
    : options_(options),
      layout_{options.lanes},
      camera_(mount_for(options)),
      lighting_(options.light, options.weather, visibility_m(options)),
      drops_(options.seed, camera_.mount().size, drops_at_a_time(options), frames()),
      vehicles_(make_traffic(traffic_of(options), marks)) {
  if (options.light == LaneLight::infra_red) return;  // its strobe and shutter are fixed
  std::mt19937_64 rng(options.seed * 433494437 + 1);
  Chance chance(rng);
  int frame = 0;
  while ((frame += chance.whole(120, 500)) < frames()) {
    // A cloud, or headlamps and white lorries: down (or up) in steps of a third of a second, and back.
    const double to = chance.with(0.65) ? chance.between(0.7, 0.88) : chance.between(1.1, 1.25);
    const int stays = chance.whole(20, 60);
    exposure_.insert(exposure_.end(), {{frame, 1 + (to - 1) / 2},
                                       {frame + 8, to},
                                       {frame + 8 + stays, 1 + (to - 1) / 2},
                                       {frame + 16 + stays, 1}});
    frame += 16 + stays;
  }
}

int LaneChapter::frames() const {
  return static_cast<int>(std::lround(options_.seconds * options_.fps));
}

double LaneChapter::exposure_gain(int frame) const {
  double gain = 1;
  for (const ExposureStep& step : exposure_)
    if (step.frame <= frame) gain = step.gain;
  return gain;
}

std::array<cv::Point2d, 4> LaneChapter::plate_px(const Vehicle& vehicle, int frame) const {
  std::array<cv::Point2d, 4> corners;
  const auto in_road = vehicle.plate_corners(frame / options_.fps);
  for (std::size_t i = 0; i < corners.size(); ++i)
    corners[i] = camera_.project_driving(in_road[i], vehicle.velocity_mps());
  return corners;
}

double LaneChapter::contrast_levels(const Vehicle& vehicle, int frame) const {
  const auto corners = vehicle.plate_corners(frame / options_.fps);
  const auto away_m = static_cast<float>(cv::norm(corners[0] - camera_.position_m()));
  const double gain =
      static_cast<double>(lighting_.plate_gain(away_m, !vehicle.towards, vehicle.plate.retroreflective()) *
                          lighting_.transmission(away_m));
  const bool sprayed = lighting_.wet() && !vehicle.towards;
  const double clear =
      sprayed ? 1 - Spray::opacity(vehicle, vehicle.plate_x_m, vehicle.shape->rear_plate_height_m) : 1;
  return vehicle.plate.contrast_levels * gain * clear * exposure_gain(frame);
}

bool LaneChapter::hidden(const Vehicle& vehicle, double time_s) const {
  const auto corners = vehicle.plate_corners(time_s);
  const std::array<cv::Point3d, 5> points = {corners[0], corners[1], corners[2], corners[3],
                                             (corners[0] + corners[2]) * 0.5};
  return std::any_of(vehicles_.begin(), vehicles_.end(), [&](const Vehicle& other) {
    return &other != &vehicle && std::any_of(points.begin(), points.end(), [&](const cv::Point3d& point) {
      return hides(other, time_s, camera_.position_m(), point);
    });
  });
}

bool LaneChapter::legible(const Vehicle& vehicle, int frame) const {
  const double time_s = frame / options_.fps;
  const double near_end_m = vehicle.near_end_m(time_s);
  if (near_end_m < kRoadNear_m || near_end_m > kRoadFar_m) return false;
  const cv::Rect2d picture(0, 0, camera_.mount().size.width, camera_.mount().size.height);
  const auto corners = plate_px(vehicle, frame);
  const double width_px = cv::norm(corners[1] - corners[0]);
  if (width_px < kLeastPlateWidth_px) return false;
  for (const cv::Point2d& corner : corners)
    if (!picture.contains(corner)) return false;
  const double contrast = contrast_levels(vehicle, frame);
  if (contrast < std::max(kLeastContrast_levels, kLeastContrast_noises * lighting_.noise_levels()))
    return false;

  const PlateDesign& design = vehicle.plate.design;
  const double character_px = width_px * design.cut.height_mm / design.size_mm.width;
  const auto in_road = vehicle.plate_corners(time_s);
  const cv::Point3d way_m(0, vehicle.velocity_mps() * lighting_.exposure_s(), 0);
  const double smear_px = cv::norm(camera_.project(in_road[0] + way_m) - camera_.project(in_road[0]));
  if (smear_px > kLargestSmear * character_px) return false;
  if (drops_.hidden_part(cv::Rect2d(corners[0], corners[2]), frame) > kLargestHiddenPart) return false;
  return !hidden(vehicle, time_s);
}

std::optional<PlateView> LaneChapter::plate_view(const Vehicle& vehicle) const {
  if (!vehicle.has_plate) return std::nullopt;
  std::optional<PlateView> view;
  const int last = vehicle.stands_m
                       ? frames() - 1
                       : std::min(frames() - 1, static_cast<int>(vehicle.leaves_s() * options_.fps) + 1);
  for (int frame = std::max(0, static_cast<int>(vehicle.enters_s * options_.fps)); frame <= last; ++frame) {
    if (!legible(vehicle, frame)) continue;
    const double time_s = frame / options_.fps;
    const auto corners = plate_px(vehicle, frame);
    const double width_px = cv::norm(corners[1] - corners[0]);
    if (!view) view = PlateView{time_s, time_s, width_px};
    view->to_s = time_s;
    view->widest_px = std::max(view->widest_px, width_px);
  }
  return view;
}

void LaneChapter::drop_last_vehicle() {
  if (!vehicles_.empty()) vehicles_.pop_back();
}

void LaneChapter::end_with_last_vehicle() {
  double end_s = 1;
  for (const Vehicle& vehicle : vehicles_)
    if (!vehicle.stands_m) end_s = std::max(end_s, vehicle.leaves_s());
  options_.seconds = std::min(options_.seconds, std::ceil(end_s * options_.fps + 1) / options_.fps);
}

}  // namespace nightjar
