#include "tools/simulate/drone/hills.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

constexpr double kNode_m = 2;
constexpr double kReach_m = 320;
constexpr int kNodes = 2 * static_cast<int>(kReach_m / kNode_m) + 1;
constexpr int kWaves = 7;
constexpr double kLeastFall = 0.09;  // of a line of sight, metres down a metre of its length

struct Wave {
  cv::Point2d turns_per_m;
  double phase;
  double height_m;
};

}  // namespace

Hills::Hills(std::uint64_t seed) : nodes_m_(kNodes, kNodes, CV_32FC1) {
  cv::RNG random(seed * 15485863 + 53);
  std::vector<Wave> waves;
  for (int i = 0; i < kWaves; ++i) {
    const double length_m = random.uniform(90.0, 260.0);
    const double angle = random.uniform(0.0, CV_PI);
    waves.push_back({cv::Point2d(std::cos(angle), std::sin(angle)) * (2 * CV_PI / length_m),
                     random.uniform(0.0, 2 * CV_PI), 0.012 * length_m * random.uniform(0.5, 1.0)});
  }
  const auto rise = [&](cv::Point2d at) {
    double sum = 0;
    for (const Wave& wave : waves) sum += wave.height_m * std::sin(at.dot(wave.turns_per_m) + wave.phase);
    return sum;
  };
  const double middle_m = rise({0, 0});
  for (int row = 0; row < kNodes; ++row)
    for (int column = 0; column < kNodes; ++column)
      nodes_m_.at<float>(row, column) =
          static_cast<float>(rise({column * kNode_m - kReach_m, row * kNode_m - kReach_m}) - middle_m);
}

double Hills::height_m(cv::Point2d at) const {
  if (level()) return 0;
  const double x = std::clamp((at.x + kReach_m) / kNode_m, 0.0, kNodes - 1.001);
  const double y = std::clamp((at.y + kReach_m) / kNode_m, 0.0, kNodes - 1.001);
  const auto column = static_cast<int>(x);
  const auto row = static_cast<int>(y);
  const double dx = x - column;
  const double dy = y - row;
  const float* south = nodes_m_.ptr<float>(row) + column;
  const float* north = nodes_m_.ptr<float>(row + 1) + column;
  const auto between = [](double low, double high, double share) { return low + (high - low) * share; };
  return between(between(static_cast<double>(south[0]), static_cast<double>(south[1]), dx),
                 between(static_cast<double>(north[0]), static_cast<double>(north[1]), dx), dy);
}

cv::Point2d Hills::slope_at(cv::Point2d at) const {
  const cv::Point2d east(kNode_m / 2, 0);
  const cv::Point2d north(0, kNode_m / 2);
  return {(height_m(at + east) - height_m(at - east)) / kNode_m,
          (height_m(at + north) - height_m(at - north)) / kNode_m};
}

std::optional<cv::Point3d> Hills::meet(const cv::Point3d& from, const cv::Point3d& direction) const {
  if (!(-direction.z > kLeastFall * cv::norm(direction))) return std::nullopt;
  // From the level that the last step found: each step's error is the slope over the line's fall, times the
  // last.
  double level_m = 0;
  cv::Point3d point;
  for (int step = 0; step < 60; ++step) {
    point = from + direction * ((level_m - from.z) / direction.z);
    const double ground_m = height_m({point.x, point.y});
    if (std::fabs(ground_m - level_m) < 1e-3) return point;
    level_m += 0.8 * (ground_m - level_m);
  }
  return point;
}

}  // namespace nightjar
