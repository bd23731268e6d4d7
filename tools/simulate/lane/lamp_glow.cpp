#include "tools/simulate/lane/lamp_glow.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {

void add_glow(cv::Mat& picture, cv::Point2d centre, double px_per_m, const cv::Vec3f& colour,
              const Lighting& lighting) {
  const bool white = colour[0] > 0.5F;
  const bool dusk = lighting.light() == LaneLight::dusk;
  // The core is the lamp itself; the halo is made in the lens, so its size barely depends on the distance.
  const double core_px = 0.07 * px_per_m;
  const double halo_px = white ? 16 + 0.10 * px_per_m : 7 + 0.06 * px_per_m;
  const double strength = white ? (dusk ? 70 : 60) : (dusk ? 40 : 18);
  const int reach = static_cast<int>(3 * halo_px);
  const cv::Rect area = cv::Rect(static_cast<int>(centre.x) - reach, static_cast<int>(centre.y) - reach,
                                 2 * reach + 1, 2 * reach + 1) &
                        cv::Rect({0, 0}, picture.size());
  if (area.empty()) return;
  const auto profile = [](int from, int count, double middle, double width) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
      values[static_cast<std::size_t>(i)] =
          static_cast<float>(std::exp(-std::pow((from + i + 0.5 - middle) / width, 2) / 2));
    return values;
  };
  const auto halo_x = profile(area.x, area.width, centre.x, halo_px);
  const auto halo_y = profile(area.y, area.height, centre.y, halo_px);
  const auto core_x = profile(area.x, area.width, centre.x, core_px);
  const auto core_y = profile(area.y, area.height, centre.y, core_px);
  const cv::Vec3f tint = colour * (1.0F / std::max({colour[0], colour[1], colour[2]}));
  for (int row = 0; row < area.height; ++row) {
    auto* to = picture.ptr<cv::Vec3b>(area.y + row) + area.x;
    const float halo = halo_y[static_cast<std::size_t>(row)] * static_cast<float>(strength);
    const float core = core_y[static_cast<std::size_t>(row)] * (white ? 230.0F : 120.0F);
    for (int column = 0; column < area.width; ++column) {
      const auto at = static_cast<std::size_t>(column);
      const float level = halo * halo_x[at] + core * core_x[at];
      if (level < 0.5F) continue;
      for (int channel = 0; channel < 3; ++channel)
        to[column][channel] =
            cv::saturate_cast<uchar>(static_cast<float>(to[column][channel]) + level * tint[channel]);
    }
  }
}

}  // namespace nightjar
