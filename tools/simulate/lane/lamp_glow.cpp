#include "tools/simulate/lane/lamp_glow.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <vector>

namespace nightjar {
namespace {

constexpr double kLeastLevel = 0.7;

std::vector<float> bell(int from, int count, double middle, double width) {
  std::vector<float> values(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    values[static_cast<std::size_t>(i)] =
        static_cast<float>(std::exp(-std::pow((from + i + 0.5 - middle) / width, 2) / 2));
  return values;
}

/// Adds a bell of light that is `level` levels high in its middle.
void add_bell(cv::Mat& picture, cv::Point2d centre, cv::Size2d width_px, const cv::Vec3f& tint,
              double level) {
  if (level < kLeastLevel) return;
  const double reach = std::sqrt(2 * std::log(level / kLeastLevel));
  const cv::Rect area =
      cv::Rect(cv::Rect2d(centre.x - reach * width_px.width, centre.y - reach * width_px.height,
                          2 * reach * width_px.width + 1, 2 * reach * width_px.height + 1)) &
      cv::Rect({0, 0}, picture.size());
  if (area.empty()) return;
  const auto across = bell(area.x, area.width, centre.x, width_px.width);
  const auto down = bell(area.y, area.height, centre.y, width_px.height);
  for (int row = 0; row < area.height; ++row) {
    uchar* to = picture.ptr<uchar>(area.y + row) + static_cast<std::ptrdiff_t>(area.x) * 3;
    const cv::Vec3f light = tint * (down[static_cast<std::size_t>(row)] * static_cast<float>(level));
    for (int column = 0; column < area.width; ++column, to += 3) {
      const float part = across[static_cast<std::size_t>(column)];
      for (int channel = 0; channel < 3; ++channel)
        to[channel] =
            static_cast<uchar>(std::min(255, to[channel] + static_cast<int>(light[channel] * part + 0.5F)));
    }
  }
}

cv::Vec3f tint_of(const cv::Vec3f& colour) {
  return colour * (1.0F / std::max({colour[0], colour[1], colour[2]}));
}

}  // namespace

void add_glow(cv::Mat& picture, const LampSpot& lamp, const Lighting& lighting) {
  const bool white = lamp.headlamp();
  const double through = static_cast<double>(lighting.transmission(static_cast<float>(lamp.distance_m)));
  const double core_px = 0.07 * lamp.px_per_m;
  const double in_lens_px = white ? 16 + 0.10 * lamp.px_per_m : 7 + 0.06 * lamp.px_per_m;
  const double halo_px = in_lens_px * (1 + 1.2 * (1 - through));  // fog scatters around the lamp
  const double level = lighting.glare_levels(white) * (0.35 + 0.65 * through);
  const cv::Vec3f tint = tint_of(lamp.colour);
  add_bell(picture, lamp.centre_px, {halo_px, halo_px}, tint, level);
  add_bell(picture, lamp.centre_px, {core_px, core_px}, tint, (white ? 230 : 120) * through);
  if (lighting.light() == LaneLight::night && white)
    add_bell(picture, lamp.centre_px, {2.2 * halo_px, 1.6 * halo_px}, tint, 0.1 * level);
}

void add_wet_streak(cv::Mat& picture, const LampSpot& mirrored, const Lighting& lighting) {
  const double through = static_cast<double>(lighting.transmission(static_cast<float>(mirrored.distance_m)));
  const double level = 0.55 * lighting.glare_levels(mirrored.headlamp()) * through;
  add_bell(picture, mirrored.centre_px, {0.13 * mirrored.px_per_m, 0.45 * mirrored.px_per_m},
           tint_of(mirrored.colour), level);
}

}  // namespace nightjar
