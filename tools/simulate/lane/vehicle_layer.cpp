#include "tools/simulate/lane/vehicle_layer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/motion_blur.hpp"
#include "tools/simulate/lane/near_polygon.hpp"

namespace nightjar {
namespace {

constexpr int kSubpixelBits = 4;
constexpr double kMargin_px = 8;

cv::Scalar bgra(const cv::Vec3f& colour) {
  const auto level = [](float part) { return 255.0 * std::clamp(static_cast<double>(part), 0.0, 1.0); };
  return {level(colour[0]), level(colour[1]), level(colour[2]), 255};
}

cv::Point fine(cv::Point2d pixel) {
  return {cvRound(pixel.x * (1 << kSubpixelBits)), cvRound(pixel.y * (1 << kSubpixelBits))};
}

cv::Point3d middle(const BodyFace& face) {
  cv::Point3d sum;
  for (const cv::Point3d& corner : face.corners) sum += corner;
  return sum * (1.0 / static_cast<double>(face.corners.size()));
}

}  // namespace

VehicleLayer::VehicleLayer(const RoadCamera& camera, const Lighting& lighting, const Vehicle& vehicle,
                           double time_s, cv::Point2d shake_px)
    : camera_(camera),
      lighting_(lighting),
      vehicle_(vehicle),
      time_s_(time_s),
      origin_(vehicle.lane_x_m, vehicle.near_end_m(time_s), 0),
      shake_px_(shake_px) {}

bool VehicleLayer::open() {
  const double half = vehicle_.shape->width_m() / 2 + 0.25;  // its mirrors
  const cv::Size size = camera_.mount().size;
  cv::Rect2d bounds;
  for (const double x : {-half, half}) {
    std::vector<cv::Point3d> side;
    const double far_end = vehicle_.shape->length_m();
    const double height = vehicle_.shape->height_m();
    for (const cv::Point3d& corner : {cv::Point3d(x, -0.05, 0), cv::Point3d(x, far_end, 0),
                                      cv::Point3d(x, far_end, height), cv::Point3d(x, -0.05, height)})
      side.push_back(origin_ + corner);
    for (const cv::Point3d& corner : in_front(side, camera_)) {
      const cv::Rect2d around(pixel(corner) - cv::Point2d(kMargin_px, kMargin_px),
                              cv::Size2d(2 * kMargin_px, 2 * kMargin_px));
      bounds = bounds.empty() ? around : bounds | around;
    }
  }
  area_ = cv::Rect(bounds & cv::Rect2d(0, 0, size.width, size.height));
  if (area_.empty()) return false;
  pixels_.create(area_.size(), CV_8UC4);
  pixels_ = cv::Scalar::all(0);
  return true;
}

void VehicleLayer::draw_body(const std::vector<BodyFace>& faces) {
  std::vector<std::size_t> order(faces.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> distance;
  distance.reserve(faces.size());
  for (const BodyFace& face : faces) distance.push_back(distance_m(middle(face)));
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return distance[a] > distance[b]; });
  for (const std::size_t index : order)
    if (faces_camera(faces[index])) draw(faces[index]);
}

void VehicleLayer::draw_plate(const LaidPicture& plate) {
  std::array<cv::Point2f, 4> corners;
  const auto in_road = vehicle_.plate_corners(time_s_);
  for (std::size_t i = 0; i < 4; ++i) {
    if (camera_.depth_m(in_road[i]) < kNearest_m) return;
    corners[i] = cv::Point2f(in_area(in_road[i]));
  }
  const auto away_m = static_cast<float>(distance_m({0, 0, 0.5}));
  Veil look = lighting_.veil(away_m);
  look.gain *= lighting_.plate_gain(away_m, !vehicle_.towards, vehicle_.plate.retroreflective());
  lay_picture(pixels_, plate, corners, look, lighting_.light() == LaneLight::infra_red);
  if (vehicle_.plate.style == PlateStyle::tow_bar) draw_tow_ball();
}

void VehicleLayer::draw_tow_ball() {
  constexpr double kBall_m = 0.025;
  constexpr double kBeforePlate_m = 0.14;
  const double x = vehicle_.plate_x_m;
  const double z = vehicle_.shape->rear_plate_height_m - 0.035;
  const cv::Vec3f steel = lighting_.seen(
      lighting_.matt({0.10F, 0.10F, 0.10F}, {0, -0.7F, 0.7F}, static_cast<float>(distance_m({0, 0, 0}))),
      static_cast<float>(distance_m({0, 0, 0})));
  std::vector<cv::Point3d> ball;
  for (int i = 0; i < 12; ++i) {
    const double angle = 2 * CV_PI * i / 12;
    ball.emplace_back(x + kBall_m * std::cos(angle), -kBeforePlate_m, z + kBall_m * std::sin(angle));
  }
  fill({{x - 0.016, -kBeforePlate_m, z - 0.02},
        {x + 0.016, -kBeforePlate_m, z - 0.02},
        {x + 0.02, -kBeforePlate_m, z - 0.2},
        {x - 0.02, -kBeforePlate_m, z - 0.2}},
       steel);
  fill(ball, steel);
}

void VehicleLayer::blur() {
  const cv::Point3d at = origin_ + cv::Point3d(0, 0, 0.6);
  cv::Point2d way_px(0, 0);
  if (camera_.depth_m(at) > 2 * kNearest_m)
    way_px = pixel(at + cv::Point3d(0, vehicle_.velocity_mps() * lighting_.exposure_s(), 0)) - pixel(at);
  smear(pixels_, way_px, camera_.mount().defocus_px);
}

void VehicleLayer::lay_over(cv::Mat& picture) const {
  cv::Mat target = picture(area_);
  for (int row = 0; row < area_.height; ++row) {
    const auto* from = pixels_.ptr<cv::Vec4b>(row);
    auto* to = target.ptr<cv::Vec3b>(row);
    for (int column = 0; column < area_.width; ++column) {
      const int alpha = from[column][3];
      if (alpha == 0) continue;
      const int behind = 255 - alpha;
      for (int channel = 0; channel < 3; ++channel)
        to[column][channel] = static_cast<uchar>(
            std::min(255, from[column][channel] + (to[column][channel] * behind + 127) / 255));
    }
  }
}

cv::Point2d VehicleLayer::pixel(const cv::Point3d& in_road) const {
  return camera_.project_driving(in_road, vehicle_.velocity_mps()) + shake_px_;
}

cv::Point2d VehicleLayer::in_area(const cv::Point3d& in_road) const {
  return pixel(in_road) - cv::Point2d(area_.tl());
}

double VehicleLayer::distance_m(const cv::Point3d& in_vehicle) const {
  return cv::norm(origin_ + in_vehicle - camera_.position_m());
}

cv::Vec3d VehicleLayer::outward(const BodyFace& face) const {
  const cv::Vec3d a(face.corners[1] - face.corners[0]);
  const cv::Vec3d b(face.corners[2] - face.corners[1]);
  const cv::Vec3d normal = cv::normalize(a.cross(b));
  // A motorcycle is flat pieces that all face the camera, a body is closed.
  const double middle_m = vehicle_.shape->two_wheels ? 100 : vehicle_.shape->length_m() / 2;
  const cv::Point3d inside(0, middle_m, vehicle_.shape->height_m() * 0.4);
  return normal.dot(cv::Vec3d(middle(face) - inside)) < 0 ? -normal : normal;
}

bool VehicleLayer::faces_camera(const BodyFace& face) const {
  return outward(face).dot(cv::Vec3d(camera_.position_m() - origin_ - middle(face))) > 0;
}

cv::Vec3f VehicleLayer::colour(const BodyFace& face, const cv::Vec3d& normal) const {
  const cv::Vec3d to_eye = cv::normalize(cv::Vec3d(camera_.position_m() - origin_ - middle(face)));
  const cv::Vec3d mirrored = normal * (2 * normal.dot(to_eye)) - to_eye;
  const auto facing = static_cast<float>(std::clamp(normal.dot(to_eye), 0.0, 1.0));
  const float gloss = face.surface.gloss * (0.35F + 0.65F * (1 - facing));
  const auto distance = static_cast<float>(distance_m(middle(face)));
  return lighting_.seen(lighting_.matt(face.surface.albedo, cv::Vec3f(normal), distance) * (1 - gloss) +
                            lighting_.reflected(cv::Vec3f(mirrored)) * gloss + face.surface.glow,
                        distance);
}

void VehicleLayer::draw(const BodyFace& face) {
  const cv::Vec3d normal = outward(face);
  if (face.curved && face.corners.size() == 4) {
    draw_bulge(face, normal);
  } else {
    fill(face.corners, colour(face, normal));
  }
  for (const BodyFace& detail : face.details) draw(detail);
}

void VehicleLayer::draw_bulge(const BodyFace& face, const cv::Vec3d& normal) {
  constexpr int kStrips = 5;
  const cv::Vec3d along = cv::normalize(cv::Vec3d(face.corners[2] - face.corners[1]));
  for (int strip = 0; strip < kStrips; ++strip) {
    const double from = static_cast<double>(strip) / kStrips;
    const double to = static_cast<double>(strip + 1) / kStrips;
    const double tilt = 0.5 - (from + to) / 2;
    const auto edge = [&](std::size_t front, std::size_t rear, double part) {
      return face.corners[front] * (1 - part) + face.corners[rear] * part;
    };
    fill({edge(0, 3, from), edge(1, 2, from), edge(1, 2, to), edge(0, 3, to)},
         colour(face, cv::normalize(normal - along * (0.45 * tilt))));
  }
}

void VehicleLayer::fill(const std::vector<cv::Point3d>& in_vehicle, const cv::Vec3f& colour) {
  std::vector<cv::Point3d> polygon;
  polygon.reserve(in_vehicle.size());
  for (const cv::Point3d& corner : in_vehicle) polygon.push_back(origin_ + corner);
  std::vector<cv::Point> outline;
  for (const cv::Point3d& corner : in_front(polygon, camera_))
    outline.push_back(fine(in_area(corner) - cv::Point2d(0.5, 0.5)));
  if (outline.size() < 3) return;
  if (outline.size() == 4) {
    cv::fillConvexPoly(pixels_, outline, bgra(colour), cv::LINE_AA, kSubpixelBits);
  } else {
    cv::fillPoly(pixels_, std::vector<std::vector<cv::Point>>{outline}, bgra(colour), cv::LINE_AA,
                 kSubpixelBits);
  }
}

}  // namespace nightjar
