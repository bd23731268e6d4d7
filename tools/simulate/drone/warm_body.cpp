#include "tools/simulate/drone/warm_body.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "tools/simulate/drone/part_builder.hpp"
#include "tools/simulate/drone/vehicle_heat.hpp"

namespace nightjar {
namespace {

constexpr double kHead_c = 30;
constexpr double kStride_hz = 0.95;

void upright_person(PartBuilder& build, double stride_m, double clothes_c, double head_c) {
  for (const double side : {-1.0, 1.0}) {
    build.rod({side * stride_m, side * 0.11, 0.05}, {0, side * 0.10, 0.88}, 0.085, clothes_c - 3);
    build.rod({-side * stride_m * 0.8, side * 0.27, 0.85}, {0, side * 0.23, 1.38}, 0.06, clothes_c - 1);
  }
  build.rod({0, 0, 0.95}, {0, 0, 1.36}, 0.20, clothes_c);
  build.rod({0, 0, 1.60}, {0.02, 0, 1.66}, 0.115, head_c);
}

/// On the back; the middle of what shows is over the body's place.
void lying_person(PartBuilder& build, double clothes_c, double head_c) {
  for (const double side : {-1.0, 1.0}) {
    build.rod({-0.87, side * 0.17, 0.08}, {-0.07, side * 0.10, 0.12}, 0.085, clothes_c - 3);
    build.rod({-0.02, side * 0.42, 0.08}, {0.38, side * 0.24, 0.14}, 0.06, clothes_c - 1);
  }
  build.rod({0.03, 0, 0.16}, {0.43, 0, 0.17}, 0.19, clothes_c);
  build.rod({0.70, 0, 0.14}, {0.74, 0.02, 0.15}, 0.115, head_c);
}

void curled_person(PartBuilder& build, double clothes_c, double head_c) {
  build.rod({-0.30, -0.12, 0.16}, {0.15, -0.05, 0.18}, 0.18, clothes_c);
  for (const double side : {-1.0, 1.0}) {
    const double up = 0.12 + 0.08 * (side + 1);
    build.rod({-0.32, 0.02, up}, {-0.12, 0.38, up}, 0.08, clothes_c - 2);
    build.rod({-0.12, 0.38, up}, {-0.48, 0.42, up}, 0.065, clothes_c - 3);
  }
  build.rod({0.05, 0.15, 0.12}, {0.32, 0.25, 0.12}, 0.055, clothes_c - 1);
  build.rod({0.40, 0.06, 0.14}, {0.44, 0.08, 0.14}, 0.115, head_c);
}

void sitting_person(PartBuilder& build, double clothes_c, double head_c) {
  for (const double side : {-1.0, 1.0}) {
    build.rod({-0.05, side * 0.12, 0.12}, {0.38, side * 0.15, 0.42}, 0.085, clothes_c - 3);
    build.rod({0.38, side * 0.15, 0.42}, {0.55, side * 0.15, 0.06}, 0.065, clothes_c - 4);
    build.rod({-0.08, side * 0.24, 0.55}, {0.32, side * 0.18, 0.45}, 0.055, clothes_c - 1);
  }
  build.rod({-0.10, 0, 0.20}, {-0.12, 0, 0.60}, 0.20, clothes_c);
  build.rod({-0.05, 0, 0.84}, {-0.03, 0, 0.89}, 0.115, head_c);
}

struct Coat {
  double length_m;
  double height_m;
  double girth_m;
  double coat_c;
  double skin_c;
  bool head_down;
};

void animal(PartBuilder& build, const Coat& coat, double stride_m) {
  const double half = coat.length_m / 2;
  const double back = coat.height_m - coat.girth_m;
  for (const double end : {-1.0, 1.0})
    for (const double side : {-1.0, 1.0})
      build.rod({end * half * 0.8 + end * side * stride_m, side * coat.girth_m * 0.6, 0.03},
                {end * half * 0.8, side * coat.girth_m * 0.6, back}, 0.17 * coat.girth_m, coat.skin_c - 4);
  build.rod({-half + coat.girth_m, 0, back}, {half - coat.girth_m, 0, back}, coat.girth_m, coat.coat_c);
  const double ahead = 0.42 * coat.length_m;
  const double nose = coat.head_down ? 0.25 * coat.height_m : coat.height_m * 1.05;
  build.rod({half - 0.1, 0, back}, {half + 0.5 * ahead, 0, nose}, 0.33 * coat.girth_m,
            (coat.coat_c + coat.skin_c) / 2);
  build.rod({half + 0.5 * ahead, 0, nose}, {half + 0.9 * ahead, 0, nose - 0.08}, 0.32 * coat.girth_m,
            coat.skin_c);
}

Coat coat_of(const WarmBody& body, const FarmHeat& heat, bool still) {
  const double k = 1.5 * body.warmth;
  const double air = heat.air_c;
  switch (body.kind) {
    case WarmKind::sheep:  // wool keeps the warmth in: the face shows most
      return {1.05, 0.78, 0.28, air + 4 + k, air + 14, still};
    case WarmKind::cow:
      return {1.9, 1.38, 0.40, air + 9 + k, air + 15, still};
    case WarmKind::deer:
      return {1.2, 0.95, 0.21, air + 8 + k, air + 14, still};
    case WarmKind::dog:
      return {0.65, 0.52, 0.13, air + 9 + k, air + 15, false};
    default:
      return {0.6, 0.38, 0.11, air + 8 + k, air + 15, false};
  }
}

void pigeon(PartBuilder& build, double celsius, double spread_m) {
  build.rod({-0.12, 0, 0}, {0.10, 0, 0.03}, 0.065, celsius);
  for (const double side : {-1.0, 1.0})
    build.rod({0, 0, 0.02}, {-0.02, side * spread_m, 0.05}, 0.04, celsius - 6);
}

}  // namespace

std::string_view class_of(WarmKind kind) {
  if (!posture_of(kind).empty()) return "person";
  const bool rolls = kind == WarmKind::parked || kind == WarmKind::just_parked || kind == WarmKind::driving;
  return rolls ? "vehicle" : "animal";
}

std::string_view posture_of(WarmKind kind) {
  switch (kind) {
    case WarmKind::lying:
    case WarmKind::curled_up:
      return "lying";
    case WarmKind::sitting:
      return "sitting";
    case WarmKind::standing:
      return "standing";
    case WarmKind::walking:
      return "walking";
    case WarmKind::running:
      return "running";
    default:
      return "";
  }
}

const PathLeg& WarmBody::leg_at(double time_s) const {
  const auto after = std::upper_bound(path.begin(), path.end(), time_s,
                                      [](double time, const PathLeg& leg) { return time < leg.from_s; });
  return after == path.begin() ? path.front() : *std::prev(after);
}

cv::Point2d WarmBody::at(double time_s) const {
  const PathLeg& leg = leg_at(time_s);
  const double heading = leg.heading_deg * CV_PI / 180;
  return leg.at_m +
         cv::Point2d(std::sin(heading), std::cos(heading)) * (leg.speed_mps * (time_s - leg.from_s));
}

bool WarmBody::moves() const {
  return std::any_of(path.begin(), path.end(), [](const PathLeg& leg) { return leg.speed_mps > 0; });
}

std::vector<WarmPart> parts_of(const WarmBody& body, double time_s, const FarmHeat& heat,
                               const Hills& hills) {
  const PathLeg& leg = body.leg_at(time_s);
  const cv::Point2d at = body.at(time_s);
  PartBuilder build({at.x, at.y, hills.height_m(at) + body.up_m}, leg.heading_deg, body.size);
  const double clothes_c = heat.air_c + heat.clothes_k + 3.5 * body.warmth;
  const double head_c = body.warmth < -0.6 ? heat.air_c + 0.7 * (kHead_c - heat.air_c) : kHead_c;  // a hat
  const double pace = std::max(0.4, std::sqrt(leg.speed_mps / 1.3));
  const double step =
      leg.speed_mps > 0 ? std::sin(2 * CV_PI * kStride_hz * pace * time_s + 7 * body.warmth) : 0;
  switch (body.kind) {
    case WarmKind::standing:
      upright_person(build, 0.03, clothes_c, head_c);
      break;
    case WarmKind::walking:
      upright_person(build, 0.28 * step, clothes_c, head_c);
      break;
    case WarmKind::running:
      upright_person(build, 0.45 * step, clothes_c + 2, head_c + 1);
      break;
    case WarmKind::lying:
      lying_person(build, clothes_c - 2, head_c - 1);
      break;
    case WarmKind::curled_up:
      curled_person(build, clothes_c - 2, head_c - 2);
      break;
    case WarmKind::sitting:
      sitting_person(build, clothes_c - 1, head_c);
      break;
    case WarmKind::sheep:
    case WarmKind::cow:
    case WarmKind::deer:
    case WarmKind::fox:
    case WarmKind::dog: {
      const Coat coat = coat_of(body, heat, leg.speed_mps < 2);
      animal(build, coat, 0.12 * coat.height_m * pace * step);
      break;
    }
    case WarmKind::pigeon:
      pigeon(build, heat.air_c + 12, leg.speed_mps > 0 ? 0.30 + 0.08 * std::sin(30 * time_s) : 0.06);
      break;
    case WarmKind::parked:
    case WarmKind::just_parked:
    case WarmKind::driving:
      vehicle(build, engine_heat(body.kind, time_s, heat), heat);
      break;
  }
  return build.parts;
}

}  // namespace nightjar
