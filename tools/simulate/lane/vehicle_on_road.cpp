// What a vehicle does to the road around it: shadow, light, mirror image, halos.
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/near_polygon.hpp"
#include "tools/simulate/lane/road_shade.hpp"
#include "tools/simulate/lane/vehicle_layer.hpp"

namespace nightjar {
namespace {

cv::Point3d middle(const BodyFace& face) {
  cv::Point3d sum;
  for (const cv::Point3d& corner : face.corners) sum += corner;
  return sum * (1.0 / static_cast<double>(face.corners.size()));
}

}  // namespace

void VehicleLayer::append_pixels(std::vector<cv::Point2f>& pixels,
                                 const std::vector<cv::Point3d>& in_vehicle) const {
  std::vector<cv::Point3d> in_road;
  in_road.reserve(in_vehicle.size());
  for (const cv::Point3d& corner : in_vehicle) in_road.push_back(origin_ + corner);
  for (const cv::Point3d& corner : in_front(in_road, camera_)) pixels.emplace_back(pixel(corner));
}

void VehicleLayer::cast_shadow(cv::Mat& picture) const {
  const double half = vehicle_.shape->width_m() / 2 + 0.04;
  const double far_end = vehicle_.shape->length_m();
  const cv::Vec2d fall = lighting_.shadow_offset() * vehicle_.shape->height_m();
  std::vector<cv::Point2f> corners;
  for (const double part : {0.0, 1.0}) {
    const double narrow = half * (1 - 0.2 * part);
    const cv::Point3d moved(part * fall[0], part * fall[1], 0);
    append_pixels(corners,
                  {cv::Point3d(-narrow, -0.1, 0) + moved, cv::Point3d(narrow, -0.1, 0) + moved,
                   cv::Point3d(narrow, far_end, 0) + moved, cv::Point3d(-narrow, far_end, 0) + moved});
  }
  const int soft = std::max(2, static_cast<int>(0.10 * camera_.mount().focal_px / distance_m({0, 0, 0})));
  const auto through = static_cast<double>(lighting_.transmission(static_cast<float>(distance_m({0, 0, 0}))));
  shade_patch(picture, corners, soft, 1 - lighting_.shadow() * through);
}

void VehicleLayer::light_road(cv::Mat& picture) const {
  const bool night = lighting_.light() == LaneLight::night;
  const double start_m = vehicle_.towards ? -1.5 : vehicle_.shape->length_m() + 1.5;
  const double ahead = vehicle_.towards ? -1 : 1;
  for (const auto& [reach_m, half_m, factor] :
       {std::tuple{24.0, 3.2, night ? 2.0 : 1.12}, std::tuple{11.0, 2.0, night ? 2.2 : 1.15}}) {
    std::vector<cv::Point2f> corners;
    const double end_m = start_m + ahead * reach_m;
    append_pixels(corners, {cv::Point3d(-0.7, start_m, 0), cv::Point3d(0.7, start_m, 0),
                            cv::Point3d(half_m, end_m, 0), cv::Point3d(-half_m, end_m, 0)});
    const double middle_m = (start_m + end_m) / 2;
    const int soft = static_cast<int>(
        std::clamp(0.5 * camera_.mount().focal_px / distance_m({0, middle_m, 0}), 4.0, 60.0));
    shade_patch(picture, corners, soft, factor);
  }
}

void VehicleLayer::mirror_in_road(cv::Mat& picture) const {
  // The image of an upright face in a level road is that face turned over at its foot.
  const double foot_px = in_area({origin_.x, origin_.y, 0}).y;
  const double head_px = in_area({origin_.x, origin_.y, vehicle_.shape->height_m()}).y;
  const int foot = static_cast<int>(std::lround(foot_px));
  const int head = std::max(0, static_cast<int>(std::lround(head_px)));
  if (camera_.depth_m(origin_) < 2 * kNearest_m || foot <= head + 4 || head >= pixels_.rows) return;
  const int rows = std::min(foot, pixels_.rows) - head;
  const int missing = foot - head - rows;  // of the face's foot, below the picture
  const cv::Rect at =
      cv::Rect(area_.x, area_.y + foot + missing, area_.width, rows) & cv::Rect({0, 0}, picture.size());
  if (at.empty()) return;
  cv::Mat image;
  cv::flip(pixels_.rowRange(head, head + rows), image, 0);
  image = image.rowRange(0, at.height);
  constexpr int kCoarse = 4;  // ripples smear it, upright most
  cv::Mat coarse;
  cv::resize(image, coarse, {std::max(1, image.cols / kCoarse), std::max(1, image.rows / kCoarse)}, 0, 0,
             cv::INTER_AREA);
  cv::blur(coarse, coarse, {1, std::max(3, coarse.rows / 6)}, {-1, -1}, cv::BORDER_REPLICATE);
  cv::resize(coarse, image, at.size(), 0, 0, cv::INTER_LINEAR);
  for (int row = 0; row < at.height; ++row) {
    // The farther below the foot, the steeper the look at the road, and the less it mirrors.
    const int part = static_cast<int>(78.0 * (1 - 0.6 * row / std::max(1, foot - head)));
    const uchar* from = image.ptr<uchar>(row);
    uchar* to = picture.ptr<uchar>(at.y + row) + static_cast<std::ptrdiff_t>(at.x) * 3;
    for (int column = 0; column < at.width; ++column, from += 4, to += 3) {
      const int kept = 256 - part * from[3] / 255;
      for (int channel = 0; channel < 3; ++channel)
        to[channel] = static_cast<uchar>(std::min(255, (to[channel] * kept + from[channel] * part) / 256));
    }
  }
}

void VehicleLayer::light_lamps(cv::Mat& picture, const std::vector<BodyFace>& faces) const {
  for (const BodyFace& face : faces) {
    for (const BodyFace& detail : face.details) {
      const cv::Point3d lamp = middle(detail);
      if (cv::norm(detail.surface.glow) < 0.3 || lamp.y > 1.0 || !faces_camera(face)) continue;
      if (camera_.depth_m(origin_ + lamp) < 2 * kNearest_m) continue;
      LampSpot spot;
      spot.distance_m = distance_m(lamp);
      spot.centre_px = pixel(origin_ + lamp);
      spot.px_per_m = camera_.mount().focal_px / spot.distance_m;
      spot.colour = detail.surface.glow;
      add_glow(picture, spot, lighting_);
      if (!lighting_.wet()) continue;
      spot.centre_px = pixel(origin_ + cv::Point3d(lamp.x, lamp.y, -lamp.z));
      add_wet_streak(picture, spot, lighting_);
    }
  }
}

}  // namespace nightjar
