#include "processing/thermal/rainbow_scale.hpp"

#include <cmath>
#include <limits>

namespace nightjar {
namespace {

constexpr float kLumaWeight = 0.15F;  // squared: shades differ between makers, hues do not
constexpr int kBits = 6;
constexpr int kSteps = 12;  // between two colours

struct Rgb {
  float heat, r, g, b;
};

// Hues in their order; the dark beginning, and both ends that are in use, as branches of their own.
constexpr std::array<Rgb, 3> kDarkBeginning = {{{0, 0, 0, 0}, {8, 30, 0, 80}, {40, 0, 40, 255}}};
constexpr std::array<Rgb, 2> kBlueBeginning = {{{0, 0, 0, 110}, {40, 0, 40, 255}}};
constexpr std::array<Rgb, 6> kHues = {{{40, 0, 40, 255},
                                       {85, 0, 200, 255},
                                       {115, 0, 225, 120},
                                       {140, 110, 245, 30},
                                       {170, 250, 235, 0},
                                       {220, 255, 40, 0}}};
constexpr std::array<Rgb, 2> kDarkEnd = {{{220, 255, 40, 0}, {255, 110, 0, 0}}};
constexpr std::array<Rgb, 2> kWhiteEnd = {{{220, 255, 40, 0}, {255, 255, 245, 245}}};

/// ITU-R BT.601.
VideoColour video_colour(const Rgb& c) {
  return {0.299F * c.r + 0.587F * c.g + 0.114F * c.b, -0.1687F * c.r - 0.3313F * c.g + 0.5F * c.b,
          0.5F * c.r - 0.4187F * c.g - 0.0813F * c.b};
}

}  // namespace

VideoColour video_colour(std::uint8_t y, std::uint8_t u, std::uint8_t v, bool full_range) {
  const float chroma = full_range ? 1.0F : 255.0F / 224;
  const float luma = full_range ? static_cast<float>(y) : (static_cast<float>(y) - 16) * 255 / 219;
  return {luma, chroma * (static_cast<float>(u) - 128), chroma * (static_cast<float>(v) - 128)};
}

RainbowScale::RainbowScale() {
  const auto add = [this](const auto& branch) {
    for (std::size_t i = 0; i + 1 < branch.size(); ++i)
      for (int step = 0; step <= kSteps; ++step) {
        const float part = static_cast<float>(step) / kSteps;
        const auto mix = [part](float a, float b) { return a + part * (b - a); };
        const Rgb& a = branch[i];
        const Rgb& b = branch[i + 1];
        stops_.push_back(
            {video_colour(Rgb{0, mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)}), mix(a.heat, b.heat)});
      }
  };
  add(kDarkBeginning);
  add(kBlueBeginning);
  add(kHues);
  add(kDarkEnd);
  add(kWhiteEnd);
}

RainbowScale::Place RainbowScale::place_of(const VideoColour& colour) const {
  float least = std::numeric_limits<float>::max();
  float heat = 0;
  for (const Stop& stop : stops_) {
    const float y = colour.y - stop.colour.y, u = colour.u - stop.colour.u, v = colour.v - stop.colour.v;
    const float distance = kLumaWeight * y * y + u * u + v * v;
    if (distance < least) {
      least = distance;
      heat = stop.heat;
    }
  }
  return {std::sqrt(least), static_cast<std::uint8_t>(std::lround(heat))};
}

void RainbowScale::fill_table(bool full_range) {
  if (!table_.empty() && full_range_ == full_range) return;
  full_range_ = full_range;
  constexpr int kCells = 1 << kBits;
  constexpr int kCell = 256 / kCells;
  table_.clear();
  table_.reserve(std::size_t{kCells} * kCells * kCells);
  for (int y = 0; y < kCells; ++y)
    for (int u = 0; u < kCells; ++u)
      for (int v = 0; v < kCells; ++v) {
        const auto middle = [](int cell) { return static_cast<std::uint8_t>(cell * kCell + kCell / 2); };
        table_.push_back(place_of(nightjar::video_colour(middle(y), middle(u), middle(v), full_range)).heat);
      }
}

void RainbowScale::heat_of(const cv::Mat& y, const cv::Mat& u, const cv::Mat& v, bool full_range,
                           cv::Mat& heat) {
  fill_table(full_range);
  heat.create(y.size(), CV_8UC1);
  constexpr int kShift = 8 - kBits;
  for (int row = 0; row < y.rows; ++row) {
    const auto* luma = y.ptr<std::uint8_t>(row);
    const auto* blue = u.ptr<std::uint8_t>(row);
    const auto* red = v.ptr<std::uint8_t>(row);
    auto* out = heat.ptr<std::uint8_t>(row);
    for (int x = 0; x < y.cols; ++x) {
      const auto cell = (static_cast<std::size_t>(luma[x] >> kShift) << (2 * kBits)) |
                        (static_cast<std::size_t>(blue[x] >> kShift) << kBits) |
                        static_cast<std::size_t>(red[x] >> kShift);
      out[x] = table_[cell];
    }
  }
}

}  // namespace nightjar
