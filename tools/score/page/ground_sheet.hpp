#pragma once

#include <string>
#include <vector>

namespace nightjar {

struct SheetPoint {
  double x = 0, y = 0;  ///< of the picture
};

/// A piece of ground drawn to scale: north up, metres to the units of a picture.
class GroundSheet {
 public:
  /// Takes in every place that `include` names, with a margin.
  void include(double latitude_deg, double longitude_deg);
  /// Fixes the scale; no `include` after it.
  void lay_out(double margin_m);

  [[nodiscard]] bool empty() const { return empty_; }
  [[nodiscard]] SheetPoint at(double latitude_deg, double longitude_deg) const;
  [[nodiscard]] double length(double metres) const { return metres * scale_; }
  [[nodiscard]] double width() const { return width_; }
  [[nodiscard]] double height() const { return height_; }
  /// A bar of round length with its metres, and an arrow to the north.
  [[nodiscard]] std::string furniture() const;

 private:
  bool empty_ = true;
  double south_deg_ = 0, north_deg_ = 0, west_deg_ = 0, east_deg_ = 0;
  double margin_m_ = 0, scale_ = 1, width_ = 0, height_ = 0;
};

}  // namespace nightjar
