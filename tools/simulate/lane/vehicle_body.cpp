// Faces of a vehicle's body, from its outline.
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "tools/simulate/lane/vehicle_shape.hpp"

namespace nightjar {
namespace {

const BodySurface kGlass{{0.05F, 0.05F, 0.045F}, 0.55F};
const BodySurface kTrim{{0.055F, 0.055F, 0.055F}, 0.06F};
const BodySurface kTyre{{0.035F, 0.035F, 0.035F}, 0.0F};
const BodySurface kRim{{0.45F, 0.45F, 0.45F}, 0.15F};
const BodySurface kChrome{{0.55F, 0.55F, 0.55F}, 0.4F};
const BodySurface kCanvas{{0.72F, 0.72F, 0.70F}, 0.03F};

/// A panel seen as a square: across from -1 (left) to 1 (right), along from 0 (front) to 1 (rear).
struct Panel {
  std::array<cv::Point3d, 4> corners;  // front left, front right, rear right, rear left

  [[nodiscard]] cv::Point3d at(double across, double along) const {
    const double right = (across + 1) / 2;
    const cv::Point3d front = corners[0] * (1 - right) + corners[1] * right;
    const cv::Point3d rear = corners[3] * (1 - right) + corners[2] * right;
    return front * (1 - along) + rear * along;
  }
  [[nodiscard]] BodyFace patch(double left, double right, double front, double rear,
                               const BodySurface& surface, bool curved = false) const {
    return {{at(left, front), at(right, front), at(right, rear), at(left, rear)}, surface, curved, {}};
  }
};

class BodyBuilder {
 public:
  BodyBuilder(const VehicleShape& shape, const cv::Vec3f& paint, bool front_near, bool lamps_lit)
      : shape_(shape), paint_{paint, 0.22F}, front_near_(front_near), lit_(lamps_lit) {}

  [[nodiscard]] std::vector<BodyFace> faces() {
    underside();
    for (std::size_t i = 0; i + 1 < shape_.outline.size(); ++i) panel(i);
    for (const double side : {-1.0, 1.0}) flank(side);
    for (const double side : {-1.0, 1.0}) mirror(side);
    if (shape_.cargo_height_m > 0) cargo();
    return std::move(faces_);
  }

 private:
  [[nodiscard]] cv::Point3d placed(double from_front_m, double x_m, double z_m) const {
    return {x_m, front_near_ ? from_front_m : shape_.length_m() - from_front_m, z_m};
  }
  [[nodiscard]] cv::Point3d corner(std::size_t index, double side) const {
    const OutlinePoint& point = shape_.outline[index];
    return placed(point.from_front_m, side * point.half_width_m, point.height_m);
  }

  void underside() {
    const double half = shape_.width_m() / 2 - 0.06;
    const double sill = shape_.outline.front().height_m + 0.08;
    for (const double axle : {shape_.front_axle_m, shape_.rear_axle_m}) {
      const double end =
          axle < shape_.length_m() / 2 ? axle - shape_.wheel_radius_m : axle + shape_.wheel_radius_m;
      for (const double side : {-1.0, 1.0}) {
        const double inner = side * (half - 0.22);
        const double outer = side * half;
        faces_.push_back({{placed(end, inner, 0), placed(end, outer, 0), placed(end, outer, sill),
                           placed(end, inner, sill)},
                          kTyre,
                          false,
                          {}});
      }
    }
    faces_.push_back({{placed(0.3, -half, 0.16), placed(0.3, half, 0.16), placed(0.3, half, sill + 0.1),
                       placed(0.3, -half, sill + 0.1)},
                      {{0.02F, 0.02F, 0.02F}, 0},
                      false,
                      {}});
    const double rear = shape_.length_m() - 0.3;
    faces_.push_back({{placed(rear, -half, 0.2), placed(rear, half, 0.2), placed(rear, half, sill + 0.1),
                       placed(rear, -half, sill + 0.1)},
                      {{0.02F, 0.02F, 0.02F}, 0},
                      false,
                      {}});
  }

  void panel(std::size_t index) {
    const Panel here{{corner(index, -1), corner(index, 1), corner(index + 1, 1), corner(index + 1, -1)}};
    const BodyPanel kind = shape_.outline[index].next;
    const bool bumper = kind == BodyPanel::front_bumper || kind == BodyPanel::rear_bumper;
    BodySurface surface = paint_;
    if (bumper && shape_.height_m() > 1.7) surface = kTrim;
    BodyFace face = here.patch(-1, 1, 0, 1, surface, true);
    face.details = details(kind, here, index);
    faces_.push_back(face);
  }

  [[nodiscard]] BodySurface lamp(bool front) const {
    if (front)
      return {
          {0.62F, 0.62F, 0.62F}, 0.35F, lit_ ? cv::Vec3f(0.95F, 1.0F, 1.0F) : cv::Vec3f(0.12F, 0.12F, 0.12F)};
    return {{0.06F, 0.05F, 0.50F}, 0.2F, lit_ ? cv::Vec3f(0.05F, 0.06F, 0.75F) : cv::Vec3f(0, 0, 0.05F)};
  }

  [[nodiscard]] std::vector<BodyFace> details(BodyPanel kind, const Panel& on, std::size_t index) const {
    std::vector<BodyFace> list;
    switch (kind) {
      case BodyPanel::front_bumper:
        list.push_back(on.patch(-0.62, 0.62, 0.12, 0.48, kTrim));
        for (const double side : {-1.0, 1.0})
          list.push_back(on.patch(side * 0.72, side * 0.9, 0.3, 0.6, kTrim));
        break;
      case BodyPanel::nose:
        list.push_back(on.patch(-0.48, 0.48, 0.10, 0.72, kTrim));
        for (int slat = 0; slat < 3; ++slat)
          list.push_back(on.patch(-0.46, 0.46, 0.22 + 0.17 * slat, 0.26 + 0.17 * slat, kChrome));
        list.push_back(on.patch(-0.04, 0.04, 0.34, 0.56, kChrome));
        for (const double side : {-1.0, 1.0}) {
          list.push_back(on.patch(side * 0.56, side * 0.99, 0.20, 0.74, kTrim));
          list.push_back(on.patch(side * 0.60, side * 0.96, 0.28, 0.66, lamp(true)));
        }
        break;
      case BodyPanel::bonnet:
        for (const double side : {-1.0, 1.0})
          list.push_back(on.patch(side * 0.66, side * 0.68, 0.05, 1, kTrim));
        break;
      case BodyPanel::windscreen:
        list.push_back(on.patch(-0.92, 0.92, 0.03, 0.95, kGlass, true));
        for (const double side : {-1.0, 1.0})  // seats behind the glass
          list.push_back(on.patch(side * 0.34, side * 0.52, 0.44, 0.66, {{0.03F, 0.03F, 0.03F}, 0.42F}));
        list.push_back(on.patch(-0.9, 0.9, 0.0, 0.05, kTrim));
        break;
      case BodyPanel::rear_window:
        list.push_back(on.patch(-0.86, 0.86, 0.08, 0.86, kGlass, true));
        break;
      case BodyPanel::tailgate:
        if (shape_.outline[index].height_m - shape_.outline[index + 1].height_m < 0.2) break;  // a boot lid
        list.push_back(on.patch(-0.4, 0.4, 0.36, 0.92, {paint_.albedo * 0.8F, 0.08F}));
        for (const double side : {-1.0, 1.0})
          list.push_back(on.patch(side * 0.66, side * 0.99, 0.08, 0.75, lamp(false)));
        break;
      case BodyPanel::rear_bumper:
        list.push_back(on.patch(-0.8, 0.8, 0.55, 0.95, kTrim));
        if (shape_.cargo_height_m > 0 || shape_.words == "van" || shape_.words == "pick-up")
          for (const double side : {-1.0, 1.0})
            list.push_back(on.patch(side * 0.74, side * 0.96, 0.1, 0.5, lamp(false)));
        break;
      case BodyPanel::roof:
        break;
    }
    return list;
  }

  void flank(double side) {
    BodyFace lower{{}, paint_, false, {}};
    for (std::size_t i = 0; i <= shape_.belt_first; ++i) lower.corners.push_back(corner(i, side));
    for (std::size_t i = shape_.belt_last; i < shape_.outline.size(); ++i)
      lower.corners.push_back(corner(i, side));
    for (const double axle : {shape_.front_axle_m, shape_.rear_axle_m}) {
      lower.details.push_back(disc(axle, side, shape_.wheel_radius_m * 1.16, {{0.02F, 0.02F, 0.02F}, 0}));
      lower.details.push_back(disc(axle, side, shape_.wheel_radius_m, kTyre));
      lower.details.push_back(disc(axle, side, shape_.wheel_radius_m * 0.62, kRim));
    }
    faces_.push_back(lower);

    BodyFace cabin{{}, paint_, false, {}};
    for (std::size_t i = shape_.belt_first; i <= shape_.belt_last; ++i)
      cabin.corners.push_back(corner(i, side));
    cabin.details = side_windows(cabin.corners);
    faces_.push_back(cabin);
  }

  void mirror(double side) {
    const OutlinePoint& foot = shape_.outline[shape_.belt_first];
    const double from = foot.from_front_m + 0.28;
    const double inner = side * (foot.half_width_m - 0.02);
    const double outer = side * (foot.half_width_m + 0.19);
    const double low = foot.height_m + 0.02;
    faces_.push_back({{placed(from, inner, low), placed(from, outer, low + 0.03),
                       placed(from, outer, low + 0.15), placed(from, inner, low + 0.13)},
                      front_near_ ? paint_ : kTrim,
                      false,
                      {}});
  }

  /// Windows in the quadrilateral foot of screen, head of screen, end of roof, foot of rear window.
  [[nodiscard]] std::vector<BodyFace> side_windows(const std::vector<cv::Point3d>& cabin) const {
    const Panel sheet{{cabin[0], cabin[1], cabin[2], cabin[3]}};  // across: low to high, along: front to rear
    const auto at = [&](double high, double back) { return sheet.at(2 * high - 1, back); };
    const auto window = [&](double front, double rear) {
      return BodyFace{
          {at(0.08, front + 0.02), at(0.9, front), at(0.9, rear), at(0.08, rear)}, kGlass, false, {}};
    };
    if (!shape_.glazed_sides) return {window(0.06, 0.24)};
    return {window(0.06, 0.44), window(0.47, 0.74), window(0.77, 0.93)};
  }

  [[nodiscard]] BodyFace disc(double axle_m, double side, double radius_m, const BodySurface& surface) const {
    BodyFace face{{}, surface, false, {}};
    const double x = side * (shape_.width_m() / 2 - 0.03);
    for (int i = 0; i < 20; ++i) {
      const double angle = 2 * CV_PI * i / 20;
      face.corners.push_back(placed(axle_m + radius_m * std::cos(angle), x,
                                    std::max(0.0, shape_.wheel_radius_m + radius_m * std::sin(angle))));
    }
    return face;
  }

  void cargo() {
    const double half = shape_.width_m() / 2;
    const double from = shape_.cargo_from_m;
    const double to = shape_.length_m();
    const double low = 1.05;
    const double high = shape_.cargo_height_m;
    const auto face = [&](std::initializer_list<cv::Point3d> corners) {
      faces_.push_back({corners, kCanvas, false, {}});
    };
    for (const double side : {-half, half})
      face(
          {placed(from, side, low), placed(to, side, low), placed(to, side, high), placed(from, side, high)});
    face({placed(from, -half, high), placed(from, half, high), placed(to, half, high),
          placed(to, -half, high)});
    face({placed(from, -half, low), placed(from, half, low), placed(from, half, high),
          placed(from, -half, high)});
    face({placed(to, -half, low), placed(to, half, low), placed(to, half, high), placed(to, -half, high)});
    BodyFace& doors = faces_.back();
    for (const double x : {-0.02, -half * 0.6, half * 0.6})
      doors.details.push_back(
          {{placed(to, x, low), placed(to, x + 0.035, low), placed(to, x + 0.035, high), placed(to, x, high)},
           kTrim,
           false,
           {}});
  }

  const VehicleShape& shape_;
  BodySurface paint_;
  bool front_near_;
  bool lit_;
  std::vector<BodyFace> faces_;
};

}  // namespace

std::vector<BodyFace> build_body(const VehicleShape& shape, const cv::Vec3f& paint, bool front_near,
                                 bool lamps_lit) {
  if (shape.two_wheels) return build_motorcycle(shape, paint, front_near, lamps_lit);
  return BodyBuilder(shape, paint, front_near, lamps_lit).faces();
}

}  // namespace nightjar
