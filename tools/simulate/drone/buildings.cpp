#include "tools/simulate/drone/buildings.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

struct House {
  cv::Point2d middle_m;
  double bearing_deg;  ///< of the ridge
  double length_m;
  double width_m;
  double eaves_m;
  double ridge_m;
  double roof_c;
  double wall_c;
  bool lived_in;
};

/// Puts points given along the ridge, left of it and up into local axes.
class HouseFrame {
 public:
  HouseFrame(const House& house, double foot_m) : middle_(house.middle_m), foot_m_(foot_m) {
    const double bearing = house.bearing_deg * CV_PI / 180;
    along_ = {std::sin(bearing), std::cos(bearing)};
    left_ = {-std::cos(bearing), std::sin(bearing)};
  }
  [[nodiscard]] cv::Point3d place(double along, double left, double up) const {
    const cv::Point2d flat = middle_ + along_ * along + left_ * left;
    return {flat.x, flat.y, foot_m_ + up};
  }
  [[nodiscard]] cv::Point2d left() const { return left_; }

 private:
  cv::Point2d middle_;
  cv::Point2d along_;
  cv::Point2d left_;
  double foot_m_;
};

Face face(std::vector<cv::Point3d> corners, double first_c, double last_c) {
  return {std::move(corners), static_cast<float>(first_c), static_cast<float>(last_c)};
}

void add_box(Growth& growth, const HouseFrame& frame, cv::Point3d low, cv::Point3d high, double wall_c,
             double top_c) {
  const auto at = [&](double a, double l, double u) { return frame.place(a, l, u); };
  for (const double l : {low.y, high.y})
    growth.faces.push_back(
        face({at(low.x, l, low.z), at(high.x, l, low.z), at(high.x, l, high.z), at(low.x, l, high.z)}, wall_c,
             wall_c));
  for (const double a : {low.x, high.x})
    growth.faces.push_back(
        face({at(a, low.y, low.z), at(a, high.y, low.z), at(a, high.y, high.z), at(a, low.y, high.z)}, wall_c,
             wall_c));
  growth.faces.push_back(face({at(low.x, low.y, high.z), at(high.x, low.y, high.z),
                               at(high.x, high.y, high.z), at(low.x, high.y, high.z)},
                              top_c, top_c));
}

Growth raised(const House& house, const FarmHeat& heat, const Hills& hills) {
  const double foot_m = hills.height_m(house.middle_m);
  const HouseFrame frame(house, foot_m);
  Growth growth{{house.middle_m.x, house.middle_m.y, foot_m},
                house.length_m / 2 + house.width_m / 2,
                house.ridge_m + 1.5,
                {},
                {},
                {}};
  const double a = house.length_m / 2;
  const double l = house.width_m / 2;
  add_box(growth, frame, {-a, -l, -3}, {a, l, house.eaves_m}, house.wall_c, house.wall_c);
  for (const double side : {-1.0, 1.0}) {
    const double sun = std::max(0.0, (frame.left() * side).dot({-0.64, -0.77})) * heat.sunny_k;
    const double over = 0.3;  // the eaves stand out
    growth.faces.push_back(
        face({frame.place(-a - over, side * (l + over), house.eaves_m - 0.1),
              frame.place(a + over, side * (l + over), house.eaves_m - 0.1),
              frame.place(a + over, 0, house.ridge_m), frame.place(-a - over, 0, house.ridge_m)},
             house.roof_c + sun, house.roof_c + sun + 0.8));
    growth.faces.push_back(
        face({frame.place(side * a, -l, house.eaves_m), frame.place(side * a, l, house.eaves_m),
              frame.place(side * a, 0, house.ridge_m)},
             house.wall_c, house.wall_c));
    if (!house.lived_in) continue;
    for (const double at : {-0.6, 0.0, 0.6})  // lit windows
      growth.faces.push_back(face({frame.place(at * a - 0.5, side * (l + 0.03), 1.0),
                                   frame.place(at * a + 0.5, side * (l + 0.03), 1.0),
                                   frame.place(at * a + 0.5, side * (l + 0.03), 2.1),
                                   frame.place(at * a - 0.5, side * (l + 0.03), 2.1)},
                                  house.wall_c + 5, house.wall_c + 6));
  }
  if (house.lived_in)
    add_box(growth, frame, {a * 0.6, -0.3, house.ridge_m - 1}, {a * 0.6 + 0.8, 0.3, house.ridge_m + 1},
            house.wall_c + 6, 34);
  return growth;
}

}  // namespace

void raise_buildings(Scenery& scenery, cv::RNG& random, const FarmHeat& heat, const Hills& hills) {
  const double turn_deg = random.uniform(0.0, 180.0);
  const auto around = [&](double bearing_deg, double away_m) {
    const double bearing = (bearing_deg + turn_deg) * CV_PI / 180;
    return scenery.yard_m + cv::Point2d(std::sin(bearing), std::cos(bearing)) * away_m;
  };
  const double wall_c = heat.air_c + 0.8 + 0.3 * heat.sunny_k;
  const House farmhouse{around(0, 11), turn_deg + 90, 11, 7, 4.5, 7.5, heat.house_roof_c, wall_c + 1, true};
  const House barn{around(130, 14), turn_deg + 15, 22, 11, 4.5, 7, heat.barn_roof_c, wall_c - 1, false};
  const House shed{around(235, 10), turn_deg - 20, 7, 4, 2.3, 3.2, heat.barn_roof_c + 1, wall_c, false};
  for (const House& house : {farmhouse, barn, shed}) {
    scenery.growths.push_back(raised(house, heat, hills));
    scenery.buildings.emplace_back(house.middle_m.x, house.middle_m.y, house.length_m / 2 + 2);
  }
}

}  // namespace nightjar
