#include "tools/simulate/lane/spray.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "tools/simulate/lane/near_polygon.hpp"
#include "tools/simulate/lattice_noise.hpp"

namespace nightjar {
namespace {

constexpr double kThickest = 0.8;
constexpr double kBehind_m = 1.2;  // where its picture stands

double height_of(const Vehicle& vehicle) {
  return std::min(2.4, 0.85 * vehicle.shape->height_m());
}

double half_width_of(const Vehicle& vehicle) {
  return 0.72 * vehicle.shape->width_m();
}

}  // namespace

Spray::Spray(std::uint64_t seed) {
  cv::RNG random(seed * 2750159 + 7);
  clouds_ = fractal_picture(random, {320, 200}, 64, 4, 0.6) * 0.35 + 1.0;
}

double Spray::opacity(const Vehicle& vehicle, double aside_m, double up_m) {
  const double size = vehicle.shape->cargo_height_m > 0 ? 1.0 : vehicle.shape->height_m() > 1.9 ? 0.6 : 0.38;
  const double thick = kThickest * size * std::min(1.0, std::pow(vehicle.speed_mps / 25, 1.5));
  const double across = aside_m / half_width_of(vehicle);
  const double up = up_m / height_of(vehicle);
  if (up >= 1) return 0;
  return thick * std::exp(-across * across * 1.4) * (1 - up) * std::min(1.0, 1.4 - up);
}

void Spray::paint(cv::Mat& picture, const RoadCamera& camera, const Lighting& lighting,
                  const Vehicle& vehicle, double time_s, cv::Point2d shake_px) const {
  const double rear_m =
      vehicle.near_end_m(time_s) + (vehicle.towards ? vehicle.shape->length_m() + kBehind_m : -kBehind_m);
  const cv::Point3d foot(vehicle.lane_x_m, rear_m, 0);
  if (vehicle.speed_mps < 5 || camera.depth_m(foot) < 2 * kNearest_m) return;
  const double scale = camera.mount().focal_px / cv::norm(foot - camera.position_m());
  const cv::Point2d foot_px = camera.project(foot) + shake_px;
  const double head_px = camera.project(foot + cv::Point3d(0, 0, height_of(vehicle))).y + shake_px.y;
  const double half_px = 1.6 * half_width_of(vehicle) * scale;
  const cv::Rect whole(cvRound(foot_px.x - half_px), cvRound(head_px), cvRound(2 * half_px),
                       std::max(1, cvRound(foot_px.y - head_px)));
  const cv::Rect at = whole & cv::Rect({0, 0}, picture.size());
  if (at.empty() || whole.width < 4) return;
  // The cloud drifts and boils: another part of the noise at each time.
  const int drift = static_cast<int>(std::lround(time_s * 90)) % 120;
  const int boil = static_cast<int>(std::lround(time_s * 55)) % 70;
  cv::Mat cloud;
  cv::resize(clouds_(cv::Rect(drift, boil, 190, 120)), cloud, whole.size(), 0, 0, cv::INTER_LINEAR);
  std::vector<float> across(static_cast<std::size_t>(at.width));
  for (int column = 0; column < at.width; ++column) {
    const double aside_m = (at.x + column + 0.5 - foot_px.x) / scale;
    across[static_cast<std::size_t>(column)] = static_cast<float>(
        Spray::opacity(vehicle, aside_m, 0) / std::max(1e-9, Spray::opacity(vehicle, 0, 0)));
  }
  const cv::Vec3f colour = lighting.veil(1e6F).levels * 0.92F;
  for (int row = 0; row < at.height; ++row) {
    const double up_m = height_of(vehicle) * (1 - (at.y - whole.y + row + 0.5) / whole.height);
    const auto level = static_cast<float>(Spray::opacity(vehicle, 0, up_m));
    const float* texture = cloud.ptr<float>(at.y - whole.y + row) + (at.x - whole.x);
    uchar* to = picture.ptr<uchar>(at.y + row) + static_cast<std::ptrdiff_t>(at.x) * 3;
    for (int column = 0; column < at.width; ++column, to += 3) {
      const float part =
          std::clamp(level * across[static_cast<std::size_t>(column)] * texture[column], 0.0F, 0.95F);
      for (int channel = 0; channel < 3; ++channel)
        to[channel] =
            static_cast<uchar>(static_cast<float>(to[channel]) * (1 - part) + colour[channel] * part);
    }
  }
}

}  // namespace nightjar
