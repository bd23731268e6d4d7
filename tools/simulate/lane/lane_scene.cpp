#include "tools/simulate/lane/lane_scene.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/road_picture.hpp"

namespace nightjar {
namespace {

constexpr int kShakes = 12;
constexpr double kShake_px = 0.35;
constexpr int kNoiseMargin_px = 64;

RoadCameraMount mount_for(std::uint64_t seed) {
  cv::RNG random(seed * 104729 + 3);
  RoadCameraMount mount;
  mount.focal_px = random.uniform(3300.0, 3600.0);
  mount.x_m = random.uniform(-0.6, 0.6);
  mount.height_m = random.uniform(4.0, 4.5);
  mount.yaw_deg = std::atan(-mount.x_m / 25) * 180 / CV_PI;
  const double half_view_deg = std::atan(mount.size.height / 2.0 / mount.focal_px) * 180 / CV_PI;
  mount.pitch_deg = half_view_deg + random.uniform(-0.45, 0.15);  // a strip of sky, or none
  return mount;
}

/// Whether the straight line from the camera to `point` meets the upright box of that vehicle.
bool hides(const Vehicle& vehicle, double time_s, const cv::Point3d& eye, const cv::Point3d& point) {
  const double near_end = vehicle.near_end_m(time_s);
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

}  // namespace

LaneScene::LaneScene(const LaneSceneOptions& options)
    : options_(options),
      camera_(mount_for(options.seed)),
      lighting_(options.light),
      painter_(camera_, lighting_) {
  TrafficOptions traffic;
  traffic.seed = options.seed;
  traffic.seconds = options.seconds;
  vehicles_ = make_traffic(traffic);
  for (const Vehicle& vehicle : vehicles_) models_.push_back(painter_.model_of(vehicle));

  cv::RNG random(options.seed * 15485863 + 5);
  const cv::Mat road = draw_road(camera_, lighting_, options.seed);
  for (int i = 0; i < kShakes; ++i) {
    const cv::Point2d shake(random.uniform(-kShake_px, kShake_px) * 0.5,
                            random.uniform(-kShake_px, kShake_px));
    shakes_px_.push_back(shake);
    const cv::Mat shift = (cv::Mat_<double>(2, 3) << 1, 0, shake.x, 0, 1, shake.y);
    cv::Mat moved;
    cv::warpAffine(road, moved, shift, road.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    roads_.push_back(moved);
  }
  const int type = options.light == LaneLight::infra_red ? CV_16SC1 : CV_16SC3;
  cv::Mat noise(road.size() + cv::Size(kNoiseMargin_px, kNoiseMargin_px), type);
  random.fill(noise, cv::RNG::NORMAL, 0.0, lighting_.noise_levels());
  cv::GaussianBlur(noise, noise, {3, 3}, 0.5);
  noise *= 1.4;  // the blur is the lens and the sensor's demosaicing; it must not take the noise
  cv::Mat above = cv::max(noise, 0);
  above.convertTo(brighter_, CV_8U);
  cv::Mat below = cv::max(-noise, 0);
  below.convertTo(darker_, CV_8U);
}

int LaneScene::frames() const {
  return static_cast<int>(std::lround(options_.seconds * options_.fps));
}

cv::Point2d LaneScene::shake_px(int frame) const {
  return shakes_px_[static_cast<std::size_t>(frame * 5 % kShakes)];
}

cv::Mat LaneScene::render(int frame) const {
  const double time_s = frame / options_.fps;
  cv::Mat picture = roads_[static_cast<std::size_t>(frame * 5 % kShakes)].clone();
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < vehicles_.size(); ++i) {
    const double y = vehicles_[i].near_end_m(time_s);
    if (y > kRoadNear_m - 9 && y < kRoadFar_m) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return vehicles_[a].near_end_m(time_s) > vehicles_[b].near_end_m(time_s);
  });
  for (const std::size_t i : order)
    painter_.paint(picture, vehicles_[i], models_[i], time_s, shake_px(frame));
  if (options_.light == LaneLight::infra_red) {
    cv::Mat grey;
    cv::extractChannel(picture, grey, 1);
    picture = grey;
  }
  add_noise(picture, frame);
  return picture;
}

void LaneScene::add_noise(cv::Mat& picture, int frame) const {
  const cv::Point offset(frame * 37 % kNoiseMargin_px, frame * 23 % kNoiseMargin_px);
  const cv::Rect window(offset, picture.size());
  cv::add(picture, brighter_(window), picture);
  cv::subtract(picture, darker_(window), picture);
}

std::array<cv::Point2d, 4> LaneScene::plate_px(const Vehicle& vehicle, int frame) const {
  std::array<cv::Point2d, 4> corners;
  const auto in_road = vehicle.plate_corners(frame / options_.fps);
  for (std::size_t i = 0; i < corners.size(); ++i) corners[i] = camera_.project(in_road[i]);
  return corners;
}

bool LaneScene::readable(const Vehicle& vehicle, int frame) const {
  const double time_s = frame / options_.fps;
  if (vehicle.near_end_m(time_s) < kRoadNear_m || vehicle.near_end_m(time_s) > kRoadFar_m) return false;
  const cv::Rect2d picture(0, 0, camera_.mount().size.width, camera_.mount().size.height);
  const auto corners = plate_px(vehicle, frame);
  if (cv::norm(corners[1] - corners[0]) < kLeastPlateWidth_px) return false;
  for (const cv::Point2d& corner : corners)
    if (!picture.contains(corner)) return false;
  for (const Vehicle& other : vehicles_) {
    if (&other == &vehicle) continue;
    for (const cv::Point3d& corner : vehicle.plate_corners(time_s))
      if (hides(other, time_s, camera_.position_m(), corner)) return false;
  }
  return true;
}

std::optional<PlateView> LaneScene::plate_view(const Vehicle& vehicle) const {
  std::optional<PlateView> view;
  for (int frame = 0; frame < frames(); ++frame) {
    if (!readable(vehicle, frame)) continue;
    const double time_s = frame / options_.fps;
    const auto corners = plate_px(vehicle, frame);
    const double width_px = cv::norm(corners[1] - corners[0]);
    if (!view) view = PlateView{time_s, time_s, width_px};
    view->to_s = time_s;
    view->widest_px = std::max(view->widest_px, width_px);
  }
  return view;
}

}  // namespace nightjar
