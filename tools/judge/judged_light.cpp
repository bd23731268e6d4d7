#include "tools/judge/judged_light.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "tools/judge/outlined_plate.hpp"

namespace nightjar {
namespace {

cv::Point2d heading(double degrees) {
  return {std::cos(degrees * CV_PI / 180), std::sin(degrees * CV_PI / 180)};
}

// Dapples in a square of 2.6 m around the plate, the same for every surface that they fall on.
class Leaves {
 public:
  explicit Leaves(std::uint64_t seed) {
    cv::RNG lots(seed);
    cv::Mat coarse(kCells, kCells, CV_32F);
    lots.fill(coarse, cv::RNG::NORMAL, 0, 1);
    cv::resize(coarse, field_, {kCells * kFiner, kCells * kFiner}, 0, 0, cv::INTER_CUBIC);
  }
  [[nodiscard]] double shade(const cv::Point2d& mm) const {
    const auto index = [](double along) {
      return std::clamp(static_cast<int>((along + kReach_mm) / (2 * kReach_mm) * kCells * kFiner), 0,
                        kCells * kFiner - 1);
    };
    return std::clamp(static_cast<double>(field_.at<float>(index(mm.y), index(mm.x))) * 1.6 + 0.5, 0.0, 1.0);
  }

 private:
  static constexpr int kCells = 44;
  static constexpr int kFiner = 12;
  static constexpr double kReach_mm = 1300;
  cv::Mat field_;
};

}  // namespace

cv::Mat radiance(const cv::Mat& surface, double px_per_mm, cv::Point2d centre_mm, const JudgedLight& light) {
  cv::Mat leaving(surface.size(), light.infra_red ? CV_32FC1 : CV_32FC3);
  const Leaves leaves(light.leaf_seed);
  const cv::Point2d falls = heading(light.fall_deg);
  const cv::Point2d across = heading(light.shadow_deg);
  for (int y = 0; y < surface.rows; ++y) {
    const auto* from = surface.ptr<Reflectance>(y);
    for (int x = 0; x < surface.cols; ++x) {
      const cv::Point2d mm = cv::Point2d(x + 0.5, y + 0.5) / px_per_mm - centre_mm;
      double arriving = std::clamp(1 - light.fall * mm.dot(falls) / 1000, 0.15, 2.0);
      if (light.shadow > 0) {
        const double beyond = (mm - light.shadow_at_mm).dot(across) / light.shadow_soft_mm;
        arriving *= 1 - light.shadow * std::clamp(0.5 + 0.5 * beyond, 0.0, 1.0);
      }
      if (light.leaves > 0) arriving *= 1 - light.leaves * leaves.shade(mm);
      double added = light.haze;
      if (light.glare > 0) {
        const cv::Point2d off = (mm - light.glare_at_mm) / light.glare_mm;
        added += light.glare * std::exp(-0.5 * off.dot(off));
      }
      const auto lit = static_cast<float>(arriving);
      const auto veil = static_cast<float>(added);
      if (light.infra_red) {
        const cv::Point2d off = mm / 1500;
        const auto lamp = static_cast<float>(std::exp(-0.5 * off.dot(off)));
        leaving.at<float>(y, x) =
            from[x][3] * lamp * lit + static_cast<float>(light.sky) * (from[x][1] + from[x][2]) * 0.5F + veil;
      } else {
        leaving.at<cv::Vec3f>(y, x) =
            cv::Vec3f(from[x][0], from[x][1], from[x][2]) * lit + cv::Vec3f::all(veil);
      }
    }
  }
  return leaving;
}

}  // namespace nightjar
