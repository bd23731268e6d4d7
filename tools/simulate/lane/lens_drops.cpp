#include "tools/simulate/lane/lens_drops.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/chance.hpp"

namespace nightjar {

LensDrops::LensDrops(std::uint64_t seed, cv::Size picture, int at_a_time, int frames) {
  std::mt19937_64 rng(seed * 6700417 + 29);
  Chance chance(rng);
  for (int place = 0; place < at_a_time; ++place) {
    int from = -chance.whole(0, 120);
    while (from < frames) {
      Drop drop;
      drop.radius_px = static_cast<int>(9 + 20 * std::pow(chance.share(), 2));
      drop.centre = {chance.one_of(picture.width), chance.one_of(picture.height)};
      drop.from = from;
      drop.to = from + chance.whole(50, 170);
      from = drop.to + chance.whole(5, 60);
      drops_.push_back(drop);
    }
  }
}

void LensDrops::lay_over(cv::Mat& picture, int frame) const {
  const cv::Rect whole({0, 0}, picture.size());
  for (const Drop& drop : drops_) {
    if (frame < drop.from || frame >= drop.to) continue;
    const int r = drop.radius_px;
    const cv::Rect at = cv::Rect(drop.centre.x - r, drop.centre.y - r, 2 * r + 1, 2 * r + 1) & whole;
    const cv::Rect around = cv::Rect(drop.centre.x - 4 * r, drop.centre.y - 4 * r, 8 * r, 8 * r) & whole;
    if (at.empty()) continue;
    cv::Mat image;
    cv::resize(picture(around), image, {std::max(2, at.width / 5), std::max(2, at.height / 5)}, 0, 0,
               cv::INTER_AREA);
    cv::flip(image, image, -1);
    cv::resize(image, image, at.size(), 0, 0, cv::INTER_LINEAR);
    for (int row = 0; row < at.height; ++row) {
      auto* to = picture.ptr<cv::Vec3b>(at.y + row) + at.x;
      const auto* from = image.ptr<cv::Vec3b>(row);
      for (int column = 0; column < at.width; ++column) {
        const double x = (at.x + column - drop.centre.x) / static_cast<double>(r);
        const double y = (at.y + row - drop.centre.y) / (1.15 * r);
        const double out = x * x + y * y;
        if (out >= 1) continue;
        const auto part = static_cast<float>(0.9 * std::min(1.0, 2.2 * (1 - out)));
        const auto rim = static_cast<float>(1 - 0.35 * out * (0.5 + 0.5 * y));  // its lower edge looks dark
        for (int channel = 0; channel < 3; ++channel)
          to[column][channel] =
              cv::saturate_cast<uchar>(static_cast<float>(to[column][channel]) * (1 - part) +
                                       static_cast<float>(from[column][channel]) * part * rim);
      }
    }
  }
}

double LensDrops::hidden_part(const cv::Rect2d& box, int frame) const {
  if (box.area() <= 0) return 0;
  double hidden = 0;
  for (const Drop& drop : drops_) {
    if (frame < drop.from || frame >= drop.to) continue;
    const double r = 0.85 * drop.radius_px;
    hidden += (cv::Rect2d(drop.centre.x - r, drop.centre.y - r, 2 * r, 2 * r) & box).area();
  }
  return hidden / box.area();
}

}  // namespace nightjar
