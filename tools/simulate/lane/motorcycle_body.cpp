// A motorcycle with its rider: flat pieces that face the camera, at their true distances.
#include <cmath>
#include <opencv2/core.hpp>

#include "tools/simulate/lane/vehicle_shape.hpp"

namespace nightjar {
namespace {

const BodySurface kLeather{{0.035F, 0.033F, 0.032F}, 0.05F};
const BodySurface kTyre{{0.03F, 0.03F, 0.03F}, 0.0F};
const BodySurface kVisor{{0.04F, 0.04F, 0.04F}, 0.5F};
const BodySurface kMetal{{0.35F, 0.35F, 0.35F}, 0.3F};

class MotorcycleBuilder {
 public:
  MotorcycleBuilder(const VehicleShape& shape, const cv::Vec3f& paint, bool front_near, bool lit)
      : length_m_(shape.length_m()), paint_{paint, 0.25F}, front_near_(front_near), lit_(lit) {}

  [[nodiscard]] std::vector<BodyFace> faces() {
    wheel(1.95);
    wheel(0.15);
    for (const double side : {-1.0, 1.0}) limbs(side);
    rider();
    front_near_ ? front() : rear();
    return std::move(faces_);
  }

 private:
  [[nodiscard]] double depth(double from_front_m) const {
    return front_near_ ? from_front_m : length_m_ - from_front_m;
  }
  void upright(double from_front_m, double left, double right, double low, double high,
               const BodySurface& surface) {
    polygon(from_front_m, {{left, low}, {right, low}, {right, high}, {left, high}}, surface);
  }
  void polygon(double from_front_m, const std::vector<cv::Point2d>& across_up, const BodySurface& surface) {
    BodyFace face{{}, surface, false, {}};
    for (const cv::Point2d& point : across_up)
      face.corners.emplace_back(point.x, depth(from_front_m), point.y);
    faces_.push_back(face);
  }
  void disc(double from_front_m, cv::Point2d centre, cv::Size2d radius_m, const BodySurface& surface) {
    std::vector<cv::Point2d> ring;
    for (int i = 0; i < 16; ++i) {
      const double angle = 2 * CV_PI * i / 16;
      ring.emplace_back(centre.x + radius_m.width * std::cos(angle),
                        centre.y + radius_m.height * std::sin(angle));
    }
    polygon(from_front_m, ring, surface);
  }

  void wheel(double from_front_m) { upright(from_front_m, -0.07, 0.07, 0, 0.62, kTyre); }

  void limbs(double side) {
    polygon(1.15, {{side * 0.10, 0.82}, {side * 0.24, 0.84}, {side * 0.34, 0.62}, {side * 0.22, 0.36}},
            kLeather);
    polygon(1.2, {{side * 0.20, 0.52}, {side * 0.31, 0.50}, {side * 0.27, 0.16}, {side * 0.17, 0.16}},
            kLeather);
    polygon(0.9, {{side * 0.20, 1.42}, {side * 0.25, 1.38}, {side * 0.42, 1.08}, {side * 0.30, 1.06}},
            kLeather);
    disc(0.7, {side * 0.42, 1.24}, {0.07, 0.045}, front_near_ ? kLeather : kVisor);  // mirrors
  }

  void rider() {
    polygon(1.12,
            {{-0.16, 0.80},
             {0.16, 0.80},
             {0.21, 1.15},
             {0.23, 1.40},
             {0.10, 1.49},
             {-0.10, 1.49},
             {-0.23, 1.40},
             {-0.21, 1.15}},
            kLeather);
    disc(1.08, {0, 1.60}, {0.125, 0.14}, paint_);
    if (front_near_) disc(1.0, {0, 1.60}, {0.10, 0.055}, kVisor);
  }

  void front() {
    polygon(0.5, {{-0.10, 0.62}, {0.10, 0.62}, {0.24, 0.92}, {0.16, 1.16}, {-0.16, 1.16}, {-0.24, 0.92}},
            paint_);
    polygon(0.45, {{-0.13, 1.12}, {0.13, 1.12}, {0.09, 1.32}, {-0.09, 1.32}}, kVisor);
    upright(0.3, -0.16, -0.10, 0.3, 0.8, kMetal);
    upright(0.3, 0.10, 0.16, 0.3, 0.8, kMetal);
    BodySurface lamp{{0.6F, 0.6F, 0.6F}, 0.3F, cv::Vec3f(0.95F, 1.0F, 1.0F)};  // lit by day too
    disc(0.44, {0, 0.92}, {0.11, 0.08}, kMetal);
    lamp_on_last(0.43, {0, 0.92}, {0.085, 0.06}, lamp);
  }

  void rear() {
    polygon(1.9, {{-0.13, 0.66}, {0.13, 0.66}, {0.17, 0.92}, {-0.17, 0.92}}, paint_);
    upright(2.0, -0.13, 0.13, 0.45, 0.74, kTyre);  // the mudguard that carries the plate
    disc(1.9, {0.20, 0.42}, {0.06, 0.06}, kMetal);
    const BodySurface lamp{
        {0.06F, 0.05F, 0.5F}, 0.2F, lit_ ? cv::Vec3f(0.05F, 0.06F, 0.75F) : cv::Vec3f(0, 0, 0.08F)};
    disc(2.02, {0, 0.82}, {0.10, 0.05}, kTyre);
    lamp_on_last(2.03, {0, 0.82}, {0.085, 0.035}, lamp);
  }

  /// A lamp as a detail of the face drawn last, which is how lamps get their halo.
  void lamp_on_last(double from_front_m, cv::Point2d centre, cv::Size2d radius_m, const BodySurface& lamp) {
    disc(from_front_m, centre, radius_m, lamp);
    BodyFace face = faces_.back();
    faces_.pop_back();
    faces_.back().details.push_back(face);
  }

  double length_m_;
  BodySurface paint_;
  bool front_near_;
  bool lit_;
  std::vector<BodyFace> faces_;
};

}  // namespace

std::vector<BodyFace> build_motorcycle(const VehicleShape& shape, const cv::Vec3f& paint, bool front_near,
                                       bool lamps_lit) {
  return MotorcycleBuilder(shape, paint, front_near, lamps_lit).faces();
}

}  // namespace nightjar
