#include "tools/score/page/ground_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/score/heat_pairs.hpp"

namespace nightjar {
namespace {

constexpr double kWidest = 680, kHighest = 560;

}  // namespace

void GroundSheet::include(double latitude_deg, double longitude_deg) {
  if (empty_) {
    south_deg_ = north_deg_ = latitude_deg;
    west_deg_ = east_deg_ = longitude_deg;
  }
  empty_ = false;
  south_deg_ = std::min(south_deg_, latitude_deg);
  north_deg_ = std::max(north_deg_, latitude_deg);
  west_deg_ = std::min(west_deg_, longitude_deg);
  east_deg_ = std::max(east_deg_, longitude_deg);
}

void GroundSheet::lay_out(double margin_m) {
  margin_m_ = margin_m;
  const GroundStep across = step_between(south_deg_, west_deg_, north_deg_, east_deg_);
  const double wide_m = std::max(20.0, across.east_m + 2 * margin_m);
  const double high_m = std::max(10.0, across.north_m + 2 * margin_m);
  scale_ = std::min(kWidest / wide_m, kHighest / high_m);
  width_ = wide_m * scale_;
  height_ = high_m * scale_;
}

SheetPoint GroundSheet::at(double latitude_deg, double longitude_deg) const {
  const double middle_latitude = (south_deg_ + north_deg_) / 2,
               middle_longitude = (west_deg_ + east_deg_) / 2;
  const GroundStep step = step_between(middle_latitude, middle_longitude, latitude_deg, longitude_deg);
  return {width_ / 2 + step.east_m * scale_, height_ / 2 - step.north_m * scale_};
}

std::string GroundSheet::furniture() const {
  double bar_m = std::pow(10.0, std::floor(std::log10(width_ / scale_ / 3)));
  for (const double factor : {5.0, 2.0}) {
    if (bar_m * factor > width_ / scale_ / 3) continue;
    bar_m *= factor;
    break;
  }
  const double y = height_ - 14;
  return fmt::format(
      "<line class=\"scalebar\" x1=\"14\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{1:.1f}\"/>"
      "<text x=\"14\" y=\"{2:.1f}\">{3:g} m</text>"
      "<path class=\"north\" d=\"M{4:.1f} 12 l6 18 l-6 -5 l-6 5 z\"/>"
      "<text x=\"{4:.1f}\" y=\"44\" text-anchor=\"middle\">N</text>",
      14 + bar_m * scale_, y, y - 6, bar_m, width_ - 18);
}

}  // namespace nightjar
