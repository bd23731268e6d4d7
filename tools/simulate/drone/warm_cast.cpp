#include "tools/simulate/drone/warm_cast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

/// Puts parts given ahead, left and up of a body into local axes.
class PartBuilder {
 public:
  PartBuilder(cv::Point2d at, double heading_deg) : at_(at) {
    const double heading = heading_deg * CV_PI / 180;
    ahead_ = {std::sin(heading), std::cos(heading)};
    left_ = {-std::cos(heading), std::sin(heading)};
  }
  [[nodiscard]] cv::Point3d place(double ahead, double left, double up) const {
    const cv::Point2d flat = at_ + ahead_ * ahead + left_ * left;
    return {flat.x, flat.y, up};
  }
  void rod(cv::Point3d from, cv::Point3d to, double radius_m, double celsius) {
    parts.push_back({place(from.x, from.y, from.z), place(to.x, to.y, to.z), radius_m, celsius, {}});
  }
  void patch(std::initializer_list<cv::Point3d> corners, double celsius) {
    WarmPart part;
    for (const cv::Point3d& corner : corners) part.patch.push_back(place(corner.x, corner.y, corner.z));
    part.celsius = celsius;
    parts.push_back(part);
  }
  std::vector<WarmPart> parts;

 private:
  cv::Point2d at_;
  cv::Point2d ahead_;
  cv::Point2d left_;
};

void upright_person(PartBuilder& build, double stride_m, double k) {
  for (const double side : {-1.0, 1.0}) {
    build.rod({side * stride_m, side * 0.11, 0.05}, {0, side * 0.10, 0.88}, 0.085, 16 + k);
    build.rod({-side * stride_m * 0.8, side * 0.27, 0.85}, {0, side * 0.23, 1.38}, 0.06, 19 + k);
  }
  build.rod({0, 0, 0.95}, {0, 0, 1.36}, 0.20, 21 + k);
  build.rod({0, 0, 1.60}, {0.02, 0, 1.66}, 0.115, 30);
}

void lying_person(PartBuilder& build, double k) {
  for (const double side : {-1.0, 1.0}) {
    build.rod({-0.85, side * 0.17, 0.08}, {-0.05, side * 0.10, 0.12}, 0.085, 13 + k);
    build.rod({0.0, side * 0.42, 0.08}, {0.40, side * 0.24, 0.14}, 0.06, 15 + k);
  }
  build.rod({0.05, 0, 0.16}, {0.45, 0, 0.17}, 0.19, 18 + k);
  build.rod({0.72, 0, 0.14}, {0.76, 0.02, 0.15}, 0.115, 28);
}

void animal(PartBuilder& build, double length_m, double height_m, double girth_m, double coat_c,
            double skin_c, double stride_m) {
  const double half = length_m / 2;
  for (const double end : {-1.0, 1.0})
    for (const double side : {-1.0, 1.0})
      build.rod({end * half * 0.8 + end * side * stride_m, side * girth_m * 0.6, 0.03},
                {end * half * 0.8, side * girth_m * 0.6, height_m - girth_m}, 0.045, skin_c - 4);
  build.rod({-half + girth_m, 0, height_m - girth_m}, {half - girth_m, 0, height_m - girth_m}, girth_m,
            coat_c);
  build.rod({half - 0.1, 0, height_m - girth_m}, {half + 0.22, 0, height_m + 0.08}, 0.09,
            (coat_c + skin_c) / 2);
  build.rod({half + 0.22, 0, height_m + 0.08}, {half + 0.40, 0, height_m}, 0.085, skin_c);
}

void vehicle(PartBuilder& build, bool running) {
  const double bonnet_c = running ? 27 : 21;
  build.patch({{-1.9, -0.75, 0.02}, {2.0, -0.75, 0.02}, {2.0, 0.75, 0.02}, {-1.9, 0.75, 0.02}},
              running ? 14 : 11);  // warmed ground
  for (const double axle : {-1.3, 1.3})
    for (const double side : {-0.85, 0.85})
      build.patch({{axle - 0.3, side, 0.02},
                   {axle + 0.3, side, 0.02},
                   {axle + 0.3, side, 0.6},
                   {axle - 0.3, side, 0.6}},
                  running ? 15 : 7);
  for (const double side : {-0.88, 0.88})
    build.patch({{-2.1, side, 0.25}, {2.1, side, 0.25}, {2.1, side, 0.85}, {-2.1, side, 0.9}}, 4.5);
  build.patch({{2.12, -0.85, 0.25}, {2.12, 0.85, 0.25}, {2.12, 0.8, 0.75}, {2.12, -0.8, 0.75}}, bonnet_c - 6);
  build.patch({{-2.1, -0.85, 0.3}, {-2.1, 0.85, 0.3}, {-2.1, 0.85, 0.95}, {-2.1, -0.85, 0.95}}, 5);
  build.patch({{-2.1, -0.85, 0.9}, {0.9, -0.85, 0.9}, {0.9, 0.85, 0.9}, {-2.1, 0.85, 0.9}}, 2.5);
  build.patch({{0.85, -0.82, 0.92}, {2.12, -0.80, 0.76}, {2.12, 0.80, 0.76}, {0.85, 0.82, 0.92}}, bonnet_c);
  build.patch({{1.0, -0.55, 0.92}, {1.9, -0.5, 0.80}, {1.9, 0.5, 0.80}, {1.0, 0.55, 0.92}}, bonnet_c + 4);
  for (const double side : {-1.0, 1.0})
    build.patch({{-1.9, side * 0.82, 0.9},
                 {0.85, side * 0.82, 0.9},
                 {0.2, side * 0.65, 1.42},
                 {-1.5, side * 0.65, 1.42}},
                5.5);
  build.patch({{0.9, -0.78, 0.92}, {0.9, 0.78, 0.92}, {0.2, 0.62, 1.42}, {0.2, -0.62, 1.42}},
              running ? 8 : 3.5);
  build.patch({{-2.0, -0.78, 0.92}, {-2.0, 0.78, 0.92}, {-1.5, 0.62, 1.42}, {-1.5, -0.62, 1.42}}, 3.5);
  build.patch({{-1.5, -0.65, 1.44}, {0.2, -0.65, 1.44}, {0.2, 0.65, 1.44}, {-1.5, 0.65, 1.44}},
              0.5);  // it sees the sky
}

struct Part {
  WarmKind kind;
  std::string_view name;
  double slowest_mps;
  double fastest_mps;
};
constexpr std::array<Part, 14> kParts = {{{WarmKind::lying, "person", 0, 0},
                                          {WarmKind::walking, "person", 0.9, 1.6},
                                          {WarmKind::sheep, "sheep", 0, 0},
                                          {WarmKind::parked, "car", 0, 0},
                                          {WarmKind::standing, "person", 0, 0},
                                          {WarmKind::deer, "deer", 0.5, 1.2},
                                          {WarmKind::sheep, "sheep", 0.1, 0.3},
                                          {WarmKind::walking, "person", 0.9, 1.6},
                                          {WarmKind::driving, "car", 2.5, 4.5},
                                          {WarmKind::lying, "person", 0, 0},
                                          {WarmKind::sheep, "sheep", 0, 0},
                                          {WarmKind::deer, "deer", 0.5, 1.2},
                                          {WarmKind::standing, "person", 0, 0},
                                          {WarmKind::sheep, "sheep", 0.1, 0.3}}};

bool has_room(cv::Point2d at, const std::vector<WarmBody>& others, double time_s, double apart_m) {
  return std::none_of(others.begin(), others.end(),
                      [&](const WarmBody& other) { return cv::norm(other.at(time_s) - at) < apart_m; });
}

bool under_trees(cv::Point2d at, const std::vector<Tree>& trees) {
  return std::any_of(trees.begin(), trees.end(),
                     [&](const Tree& tree) { return cv::norm(tree.at_m - at) < tree.radius_m + 1; });
}

}  // namespace

std::string_view class_of(WarmKind kind) {
  switch (kind) {
    case WarmKind::standing:
    case WarmKind::walking:
    case WarmKind::lying:
      return "person";
    case WarmKind::sheep:
    case WarmKind::deer:
      return "animal";
    case WarmKind::parked:
    case WarmKind::driving:
      return "vehicle";
  }
  return "";
}

cv::Point2d WarmBody::at(double time_s) const {
  const double heading = heading_deg * CV_PI / 180;
  return start_m + cv::Point2d(std::sin(heading), std::cos(heading)) * (speed_mps * time_s);
}

std::vector<WarmPart> parts_of(const WarmBody& body, double time_s) {
  PartBuilder build(body.at(time_s), body.heading_deg);
  const double step = std::sin(2 * CV_PI * 0.9 * time_s + body.warmth_k);
  switch (body.kind) {
    case WarmKind::standing:
      upright_person(build, 0.03, body.warmth_k);
      break;
    case WarmKind::walking:
      upright_person(build, 0.28 * step, body.warmth_k);
      break;
    case WarmKind::lying:
      lying_person(build, body.warmth_k);
      break;
    case WarmKind::sheep:
      animal(build, 1.05, 0.78, 0.27, 11 + body.warmth_k, 22, body.moves() ? 0.06 * step : 0);
      break;
    case WarmKind::deer:
      animal(build, 1.25, 0.95, 0.22, 16 + body.warmth_k, 22, body.moves() ? 0.12 * step : 0);
      break;
    case WarmKind::parked:
    case WarmKind::driving:
      vehicle(build, body.kind == WarmKind::driving);
      break;
  }
  return build.parts;
}

std::vector<WarmBody> cast_bodies(std::uint64_t seed, const DroneFlight& flight, double seconds,
                                  const std::vector<Tree>& trees) {
  cv::RNG random(seed * 39916801 + 31);
  std::vector<WarmBody> bodies;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    const Part& part = kParts[i];
    for (int attempt = 0; attempt < 200; ++attempt) {
      const double share =
          (static_cast<double>(i) + random.uniform(0.1, 0.9)) / static_cast<double>(kParts.size());
      const double seen_s = seconds * share;
      const cv::Point2d pixel(random.uniform(100.0, 540.0), random.uniform(90.0, 420.0));
      WarmBody body;
      body.kind = part.kind;
      body.speed_mps = part.fastest_mps > 0 ? random.uniform(part.slowest_mps, part.fastest_mps) : 0;
      body.heading_deg = random.uniform(0.0, 360.0);
      body.warmth_k = random.uniform(-2.0, 3.0);
      const cv::Point2d at = flight.pose_at(seen_s).ground_at(pixel);
      body.start_m = at;
      body.start_m = at - (body.at(seen_s) - at);
      const bool shaded =
          part.kind == WarmKind::lying && i > 5;  // the second one lies at the edge of the trees
      if (attempt < 150 && under_trees(at, trees) != shaded && !(shaded && attempt > 100)) continue;
      if (!has_room(at, bodies, seen_s, 4.0)) continue;
      body.id = fmt::format("{}-{}", part.name, i + 1);
      bodies.push_back(body);
      break;
    }
  }
  return bodies;
}

}  // namespace nightjar
