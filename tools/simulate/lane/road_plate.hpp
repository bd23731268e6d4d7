#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <string_view>

#include "tools/simulate/chance.hpp"
#include "tools/simulate/lane/road_mark.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {

/// What is odd about a plate; `legal` and `foreign` are not.
enum class PlateStyle {
  legal,
  old,      ///< light characters on black, which vehicles over 40 years old may have; throws no light back
  foreign,  ///< from the continent or Ireland
  spacing,  ///< characters moved together or apart
  shadow,   ///< "3D" printed
  raised,   ///< "4D" letters
  face,     ///< another typeface
  screws,   ///< fixed through the characters
  tinted,   ///< behind smoked plastic
  dirty,
  bent,
  tilted,
  tow_bar,  ///< a tow ball stands before it
};
[[nodiscard]] std::string_view words_of(PlateStyle style);

/// A plate as it hangs on a vehicle.
struct RoadPlate {
  PlateDesign design;
  PlateStyle style = PlateStyle::legal;
  double tilt_deg = 0;         ///< clockwise as the camera sees it
  std::uint32_t wear = 0;      ///< seed of its dirt and dents
  double contrast_levels = 0;  ///< between characters and ground, drawn face-on, of 255

  [[nodiscard]] int lines() const { return static_cast<int>(design.rows.size()); }
  [[nodiscard]] bool retroreflective() const { return style != PlateStyle::old; }
};

/// Where a plate hangs.
struct PlateMounting {
  bool rear = false;
  bool two_line = false;    ///< the vehicle has room for that shape only
  bool motorcycle = false;  ///< smaller characters, always in two lines
  bool tow_bar = false;     ///< the vehicle may have one
};

struct RoadPlateOptions {
  double odd_share = 1.0 / 15;  ///< of British plates; what the police count on the road
};

[[nodiscard]] RoadPlate make_plate(Chance& chance, const RoadMark& mark, const PlateMounting& place,
                                   const RoadPlateOptions& options);

/// The plate face-on with its dirt, tint and dents, CV_8UC3.
[[nodiscard]] cv::Mat draw_road_plate(const RoadPlate& plate, double px_per_mm);

}  // namespace nightjar
