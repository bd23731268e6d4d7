#include "tools/simulate/lane/vehicle_layer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/lamp_glow.hpp"
#include "tools/simulate/lane/motion_blur.hpp"

namespace nightjar {
namespace {

constexpr int kSubpixelBits = 4;
constexpr double kMargin_px = 8;
constexpr double kNearest_m = 1;  // what is nearer along the optical axis is cut off

cv::Scalar bgra(const cv::Vec3f& colour) {
  const auto level = [](float part) { return 255.0 * std::clamp(static_cast<double>(part), 0.0, 1.0); };
  return {level(colour[0]), level(colour[1]), level(colour[2]), 255};
}

cv::Point fine(cv::Point2d pixel) {
  return {cvRound(pixel.x * (1 << kSubpixelBits)), cvRound(pixel.y * (1 << kSubpixelBits))};
}

cv::Rect grown(const cv::Rect& area, int by) {
  return {area.x - by, area.y - by, area.width + 2 * by, area.height + 2 * by};
}

cv::Point3d middle(const BodyFace& face) {
  cv::Point3d sum;
  for (const cv::Point3d& corner : face.corners) sum += corner;
  return sum * (1.0 / static_cast<double>(face.corners.size()));
}

/// The part of a polygon that is in front of the camera.
std::vector<cv::Point3d> in_front(const std::vector<cv::Point3d>& polygon, const RoadCamera& camera) {
  std::vector<cv::Point3d> kept;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const cv::Point3d& here = polygon[i];
    const cv::Point3d& next = polygon[(i + 1) % polygon.size()];
    const double here_m = camera.depth_m(here) - kNearest_m;
    const double next_m = camera.depth_m(next) - kNearest_m;
    if (here_m >= 0) kept.push_back(here);
    if ((here_m >= 0) != (next_m >= 0)) kept.push_back(here + (next - here) * (here_m / (here_m - next_m)));
  }
  return kept;
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

void VehicleLayer::draw_plate(const std::vector<cv::Mat>& sizes) {
  std::array<cv::Point2f, 4> corners;
  const auto in_road = vehicle_.plate_corners(time_s_);
  for (std::size_t i = 0; i < 4; ++i) {
    if (camera_.depth_m(in_road[i]) < kNearest_m) return;
    corners[i] = cv::Point2f(in_area(in_road[i]));
  }
  const double width_px = cv::norm(corners[1] - corners[0]);
  const auto fits = std::find_if(sizes.rbegin(), sizes.rend(),
                                 [&](const cv::Mat& plate) { return plate.cols >= width_px; });
  const cv::Mat& source = fits == sizes.rend() ? sizes.front() : *fits;
  const cv::Rect around = cv::boundingRect(std::vector<cv::Point2f>(corners.begin(), corners.end()));
  const cv::Rect at = grown(around, 2) & cv::Rect({0, 0}, area_.size());
  if (at.empty()) return;

  // OpenCV counts from the centre of the top left pixel, the camera from its corner.
  const auto w = static_cast<float>(source.cols);
  const auto h = static_cast<float>(source.rows);
  std::array<cv::Point2f, 4> from = {{{0, 0}, {w, 0}, {w, h}, {0, h}}};
  std::vector<cv::Point> outline;
  for (std::size_t i = 0; i < 4; ++i) {
    from[i] -= cv::Point2f(0.5F, 0.5F);
    corners[i] -= cv::Point2f(static_cast<float>(at.x) + 0.5F, static_cast<float>(at.y) + 0.5F);
    outline.push_back(fine(corners[i]));
  }
  cv::Mat warped;
  cv::warpPerspective(source, warped, cv::getPerspectiveTransform(from.data(), corners.data()), at.size(),
                      cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::Mat cover(at.size(), CV_8UC1, cv::Scalar(0));
  cv::fillConvexPoly(cover, outline, cv::Scalar(255), cv::LINE_AA, kSubpixelBits);
  blend(warped, cover, at);
}

void VehicleLayer::blend(const cv::Mat& plate, const cv::Mat& cover, const cv::Rect& at) {
  const double gain = static_cast<double>(lighting_.plate_gain(static_cast<float>(distance_m({0, 0, 0.5}))));
  cv::Mat target = pixels_(at);
  for (int row = 0; row < at.height; ++row) {
    for (int column = 0; column < at.width; ++column) {
      const int part = cover.at<uchar>(row, column);
      if (part == 0) continue;
      auto& pixel = target.at<cv::Vec4b>(row, column);
      cv::Vec3b level = plate.at<cv::Vec3b>(row, column);
      if (lighting_.light() == LaneLight::infra_red) level[0] = level[1] = level[2];
      for (int channel = 0; channel < 3; ++channel)
        pixel[channel] =
            cv::saturate_cast<uchar>((level[channel] * gain * part + pixel[channel] * (255 - part)) / 255);
      pixel[3] = cv::saturate_cast<uchar>(part + pixel[3] * (255 - part) / 255);
    }
  }
}

void VehicleLayer::blur(double exposure_s) {
  const cv::Point3d at = origin_ + cv::Point3d(0, 0, 0.6);
  const double driven_m = (vehicle_.towards ? -1 : 1) * vehicle_.speed_mps * exposure_s;
  if (camera_.depth_m(at) < 2 * kNearest_m) return;
  const cv::Mat kernel = motion_kernel(pixel(at + cv::Point3d(0, driven_m, 0)) - pixel(at));
  if (kernel.empty()) return;
  cv::filter2D(pixels_, pixels_, -1, kernel, {-1, -1}, 0, cv::BORDER_CONSTANT);
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

void VehicleLayer::cast_shadow(cv::Mat& picture) const {
  const double half = vehicle_.shape->width_m() / 2 + 0.04;
  const double far_end = vehicle_.shape->length_m();
  const cv::Vec2d fall = lighting_.shadow_offset() * vehicle_.shape->height_m();
  std::vector<cv::Point2f> corners;
  for (const double part : {0.0, 1.0}) {
    const double narrow = half * (1 - 0.2 * part);
    std::vector<cv::Point3d> outline;
    for (const cv::Point3d& corner : {cv::Point3d(-narrow, -0.1, 0), cv::Point3d(narrow, -0.1, 0),
                                      cv::Point3d(narrow, far_end, 0), cv::Point3d(-narrow, far_end, 0)})
      outline.push_back(origin_ + corner + cv::Point3d(part * fall[0], part * fall[1], 0));
    for (const cv::Point3d& corner : in_front(outline, camera_)) corners.emplace_back(pixel(corner));
  }
  if (corners.empty()) return;
  std::vector<cv::Point2f> hull;
  cv::convexHull(corners, hull);
  const int soft = std::max(2, static_cast<int>(0.10 * camera_.mount().focal_px / distance_m({0, 0, 0})));
  const cv::Rect area = grown(cv::boundingRect(hull), 2 * soft) & cv::Rect({0, 0}, picture.size());
  if (area.empty()) return;

  constexpr int kCoarse = 4;  // a soft thing needs no fine mask
  cv::Mat mask(area.height / kCoarse + 2, area.width / kCoarse + 2, CV_8UC1, cv::Scalar(0));
  std::vector<cv::Point> outline;
  outline.reserve(hull.size());
  for (const cv::Point2f& corner : hull)
    outline.emplace_back(cvRound((corner.x - static_cast<float>(area.x)) / kCoarse),
                         cvRound((corner.y - static_cast<float>(area.y)) / kCoarse));
  cv::fillConvexPoly(mask, outline, cv::Scalar(255 * lighting_.shadow()));
  const int side = 2 * (soft / kCoarse) + 1;
  cv::blur(mask, mask, {side, side});
  cv::Mat dark;
  cv::resize(mask, dark, {mask.cols * kCoarse, mask.rows * kCoarse}, 0, 0, cv::INTER_LINEAR);
  for (int row = 0; row < area.height; ++row) {
    auto* to = picture.ptr<cv::Vec3b>(area.y + row) + area.x;
    const uchar* level = dark.ptr<uchar>(row);
    for (int column = 0; column < area.width; ++column)
      for (int channel = 0; channel < 3; ++channel)
        to[column][channel] = static_cast<uchar>(to[column][channel] * (255 - level[column]) / 255);
  }
}

void VehicleLayer::light_lamps(cv::Mat& picture, const std::vector<BodyFace>& faces) const {
  for (const BodyFace& face : faces) {
    for (const BodyFace& detail : face.details) {
      const cv::Point3d lamp = middle(detail);
      if (cv::norm(detail.surface.glow) < 0.3 || lamp.y > 1.0 || !faces_camera(face)) continue;
      if (camera_.depth_m(origin_ + lamp) < 2 * kNearest_m) continue;
      add_glow(picture, pixel(origin_ + lamp), camera_.mount().focal_px / distance_m(lamp),
               detail.surface.glow, lighting_);
    }
  }
}

cv::Point2d VehicleLayer::pixel(const cv::Point3d& in_road) const {
  return camera_.project(in_road) + shake_px_;
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
  const cv::Point3d inside(0, vehicle_.shape->length_m() / 2, vehicle_.shape->height_m() * 0.4);
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
  return lighting_.exposed(lighting_.matt(face.surface.albedo, cv::Vec3f(normal), distance) * (1 - gloss) +
                           lighting_.reflected(cv::Vec3f(mirrored)) * gloss + face.surface.glow);
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
