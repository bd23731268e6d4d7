#include "tools/simulate/lane/vehicle_painter.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/lamp_glow.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

constexpr double kPlatePxPerMm = 0.6;  // 312 px: more than any picture here shows
constexpr int kSubpixelBits = 4;
constexpr double kMargin_px = 8;

cv::Scalar bgra(const cv::Vec3f& colour) {
  const auto level = [](float part) { return 255.0 * std::clamp(static_cast<double>(part), 0.0, 1.0); };
  return {level(colour[0]), level(colour[1]), level(colour[2]), 255};
}

/// The legal plate, with the small things that plates differ by: the maker's line, a border, a flag, screws.
PlateDesign plate_design(const Vehicle& vehicle) {
  const std::string& written = vehicle.written_mark;
  PlateDesign design = plain_plate(written, !vehicle.towards);
  const auto gap = written.find(' ');
  if (vehicle.two_line && gap != std::string::npos) {
    design.rows = {written.substr(0, gap), written.substr(gap + 1)};
    design.size_mm = {kTwoLinePlateWidth_m * 1000, kTwoLinePlateHeight_m * 1000};
  }
  const int choice = std::accumulate(written.begin(), written.end(), 0);
  if (choice % 2 == 0) design.maker = "WEST MEON MOTORS";
  design.border = choice % 5 == 0;
  return design;
}

/// One drawing of a vehicle: its own layer (BGRA, colour already multiplied by alpha) over part of the
/// picture.
class Layer {
 public:
  Layer(const RoadCamera& camera, const Lighting& lighting, const Vehicle& vehicle, double time_s,
        cv::Point2d shake_px)
      : camera_(camera),
        lighting_(lighting),
        vehicle_(vehicle),
        origin_(vehicle.lane_x_m, vehicle.near_end_m(time_s), 0),
        shake_px_(shake_px) {}

  /// False where the vehicle is not in the picture at all.
  bool open() {
    const double half = vehicle_.shape->width_m() / 2 + 0.05;
    const cv::Size size = camera_.mount().size;
    cv::Rect2d bounds;
    for (const double x : {-half, half}) {
      for (const double y : {-0.05, vehicle_.shape->length_m()}) {
        for (const double z : {0.0, vehicle_.shape->height_m()}) {
          const cv::Point3d corner = origin_ + cv::Point3d(x, y, z);
          if (camera_.depth_m(corner) < 1) return false;
          const cv::Rect2d around(pixel(corner) - cv::Point2d(kMargin_px, kMargin_px),
                                  cv::Size2d(2 * kMargin_px, 2 * kMargin_px));
          bounds = bounds.empty() ? around : bounds | around;
        }
      }
    }
    area_ = cv::Rect(bounds) & cv::Rect({0, 0}, size);
    if (area_.empty()) return false;
    pixels_.create(area_.size(), CV_8UC4);
    pixels_ = cv::Scalar::all(0);
    return true;
  }

  void body(const std::vector<BodyFace>& faces) {
    std::vector<std::size_t> order(faces.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> distance;
    for (const BodyFace& face : faces) distance.push_back(distance_m(middle(face)));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return distance[a] > distance[b]; });
    for (const std::size_t index : order) paint(faces[index], true);
  }

  void plate(const std::vector<cv::Mat>& sizes, double time_s) {
    std::array<cv::Point2f, 4> corners;
    const auto in_road = vehicle_.plate_corners(time_s);
    for (std::size_t i = 0; i < 4; ++i) corners[i] = cv::Point2f(in_area(in_road[i]));
    const double width_px = cv::norm(corners[1] - corners[0]);
    const auto fits = std::find_if(sizes.rbegin(), sizes.rend(),
                                   [&](const cv::Mat& plate) { return plate.cols >= width_px; });
    const cv::Mat& source = fits == sizes.rend() ? sizes.front() : *fits;
    const auto w = static_cast<float>(source.cols);
    const auto h = static_cast<float>(source.rows);
    const std::array<cv::Point2f, 4> from = {{{0, 0}, {w, 0}, {w, h}, {0, h}}};
    const cv::Rect bounds =
        cv::Rect(cv::boundingRect(std::vector<cv::Point2f>(corners.begin(), corners.end())));
    const cv::Rect area = cv::Rect(bounds.x - 2, bounds.y - 2, bounds.width + 4, bounds.height + 4) &
                          cv::Rect({0, 0}, area_.size());
    if (area.empty()) return;
    // Pixel centres lie at whole numbers for OpenCV, corners of the picture at whole numbers for the camera.
    std::array<cv::Point2f, 4> to = corners;
    for (cv::Point2f& corner : to)
      corner -= cv::Point2f(static_cast<float>(area.x) + 0.5F, static_cast<float>(area.y) + 0.5F);
    std::array<cv::Point2f, 4> from_centres = from;
    for (cv::Point2f& corner : from_centres) corner -= cv::Point2f(0.5F, 0.5F);
    const cv::Mat homography = cv::getPerspectiveTransform(from_centres.data(), to.data());
    cv::Mat warped;
    cv::warpPerspective(source, warped, homography, area.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::Mat mask(area.size(), CV_8UC1, cv::Scalar(0));
    std::vector<cv::Point> outline;
    for (const cv::Point2f& corner : to)
      outline.emplace_back(cvRound(corner.x * (1 << kSubpixelBits)),
                           cvRound(corner.y * (1 << kSubpixelBits)));
    cv::fillConvexPoly(mask, outline, cv::Scalar(255), cv::LINE_AA, kSubpixelBits);
    const double gain =
        static_cast<double>(lighting_.plate_gain(static_cast<float>(distance_m({0, 0, 0.5}))));
    cv::Mat target = pixels_(area);
    for (int row = 0; row < area.height; ++row) {
      for (int column = 0; column < area.width; ++column) {
        const int cover = mask.at<uchar>(row, column);
        if (cover == 0) continue;
        auto& pixel = target.at<cv::Vec4b>(row, column);
        cv::Vec3b plate = warped.at<cv::Vec3b>(row, column);
        if (lighting_.light() == LaneLight::infra_red) plate[0] = plate[1] = plate[2];
        for (int channel = 0; channel < 3; ++channel)
          pixel[channel] = cv::saturate_cast<uchar>(
              (plate[channel] * gain * cover + pixel[channel] * (255 - cover)) / 255);
        pixel[3] = cv::saturate_cast<uchar>(cover + pixel[3] * (255 - cover) / 255);
      }
    }
  }

  /// The way everything moves while the shutter is open.
  void blur(double exposure_s) {
    const double sign = vehicle_.towards ? -1 : 1;
    const cv::Point3d at(0, 0, 0.6);
    const cv::Point3d moved = at + cv::Point3d(0, sign * vehicle_.speed_mps * exposure_s, 0);
    const cv::Point2d way = pixel(origin_ + moved) - pixel(origin_ + at);
    const double length = cv::norm(way);
    if (length < 0.5) return;
    const int reach = std::min(9, 1 + static_cast<int>(std::ceil(length / 2)));
    cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32FC1, cv::Scalar(0));
    const int steps = 4 * (2 * reach + 1);
    for (int i = 0; i < steps; ++i) {
      const double part = (i + 0.5) / steps - 0.5;
      const double x = reach + part * way.x;
      const double y = reach + part * way.y;
      const int column = static_cast<int>(x);
      const int row = static_cast<int>(y);
      const auto dx = static_cast<float>(x - column);
      const auto dy = static_cast<float>(y - row);
      if (row < 0 || column < 0 || row + 1 >= kernel.rows || column + 1 >= kernel.cols) continue;
      kernel.at<float>(row, column) += (1 - dx) * (1 - dy);
      kernel.at<float>(row, column + 1) += dx * (1 - dy);
      kernel.at<float>(row + 1, column) += (1 - dx) * dy;
      kernel.at<float>(row + 1, column + 1) += dx * dy;
    }
    kernel /= cv::sum(kernel)[0];
    // Along a road the way is nearly upright: the columns beside it are empty and cost nothing.
    int first = 0;
    int last = kernel.cols - 1;
    while (first < reach && cv::countNonZero(kernel.col(first)) == 0 &&
           cv::countNonZero(kernel.col(last)) == 0) {
      ++first;
      --last;
    }
    cv::filter2D(pixels_, pixels_, -1, kernel.colRange(first, last + 1), {-1, -1}, 0, cv::BORDER_CONSTANT);
  }

  void lay_over(cv::Mat& picture) const {
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

  void shadow(cv::Mat& picture) const {
    const double half = vehicle_.shape->width_m() / 2 + 0.04;
    const double length = vehicle_.shape->length_m();
    const double height = vehicle_.shape->height_m();
    const cv::Vec2d fall = lighting_.shadow_offset() * height;
    std::vector<cv::Point2f> corners;
    for (const double x : {-half, half})
      for (const double y : {-0.1, length})
        for (const double part : {0.0, 1.0})
          corners.emplace_back(
              pixel(origin_ + cv::Point3d(x * (1 - 0.2 * part) + part * fall[0], y + part * fall[1], 0)));
    std::vector<cv::Point2f> hull;
    cv::convexHull(corners, hull);
    const int soft = std::max(2, static_cast<int>(0.10 * camera_.mount().focal_px / distance_m({0, 0, 0})));
    cv::Rect area = cv::boundingRect(hull);
    area = cv::Rect(area.x - 2 * soft, area.y - 2 * soft, area.width + 4 * soft, area.height + 4 * soft) &
           cv::Rect({0, 0}, picture.size());
    if (area.empty()) return;
    constexpr int kCoarse = 4;
    cv::Mat mask(area.height / kCoarse + 2, area.width / kCoarse + 2, CV_8UC1, cv::Scalar(0));
    std::vector<cv::Point> outline;
    for (const cv::Point2f& corner : hull)
      outline.emplace_back(cvRound((corner.x - static_cast<float>(area.x)) / kCoarse),
                           cvRound((corner.y - static_cast<float>(area.y)) / kCoarse));
    cv::fillConvexPoly(mask, outline, cv::Scalar(255 * lighting_.shadow()));
    const int side = 2 * (soft / kCoarse) + 1;
    cv::blur(mask, mask, {side, side});
    cv::Mat fine;
    cv::resize(mask, fine, {mask.cols * kCoarse, mask.rows * kCoarse}, 0, 0, cv::INTER_LINEAR);
    for (int row = 0; row < area.height; ++row) {
      auto* to = picture.ptr<cv::Vec3b>(area.y + row) + area.x;
      const uchar* dark = fine.ptr<uchar>(row);
      for (int column = 0; column < area.width; ++column)
        for (int channel = 0; channel < 3; ++channel)
          to[column][channel] = static_cast<uchar>(to[column][channel] * (255 - dark[column]) / 255);
    }
  }

  void glow(cv::Mat& picture, const std::vector<BodyFace>& faces) const {
    for (const BodyFace& face : faces) {
      for (const BodyFace& detail : face.details) {
        if (cv::norm(detail.surface.glow) < 0.3 || !faces_camera(face)) continue;
        const cv::Point3d lamp = middle(detail);
        if (lamp.y > 1.0) continue;
        add_glow(picture, pixel(origin_ + lamp), camera_.mount().focal_px / distance_m(lamp),
                 detail.surface.glow, lighting_);
      }
    }
  }

 private:
  [[nodiscard]] cv::Point2d pixel(const cv::Point3d& in_road) const {
    return camera_.project(in_road) + shake_px_;
  }
  [[nodiscard]] cv::Point2d in_area(const cv::Point3d& in_road) const {
    return pixel(in_road) - cv::Point2d(area_.tl());
  }
  [[nodiscard]] double distance_m(const cv::Point3d& in_vehicle) const {
    return cv::norm(origin_ + in_vehicle - camera_.position_m());
  }
  static cv::Point3d middle(const BodyFace& face) {
    cv::Point3d sum;
    for (const cv::Point3d& corner : face.corners) sum += corner;
    return sum * (1.0 / static_cast<double>(face.corners.size()));
  }
  [[nodiscard]] cv::Vec3d outward(const BodyFace& face) const {
    const cv::Vec3d a(face.corners[1] - face.corners[0]);
    const cv::Vec3d b(face.corners[2] - face.corners[1]);
    cv::Vec3d normal = cv::normalize(a.cross(b));
    const cv::Point3d inside(0, vehicle_.shape->length_m() / 2, vehicle_.shape->height_m() * 0.4);
    if (normal.dot(cv::Vec3d(middle(face) - inside)) < 0) normal = -normal;
    return normal;
  }
  [[nodiscard]] bool faces_camera(const BodyFace& face) const {
    return outward(face).dot(cv::Vec3d(camera_.position_m() - origin_ - middle(face))) > 0;
  }

  void paint(const BodyFace& face, bool cull) {
    if (cull && !faces_camera(face)) return;
    const cv::Vec3d normal = outward(face);
    if (face.curved && face.corners.size() == 4) {
      bulge(face, normal);
    } else {
      fill(face.corners, colour(face, normal));
    }
    for (const BodyFace& detail : face.details) paint(detail, false);
  }

  void bulge(const BodyFace& face, const cv::Vec3d& normal) {
    constexpr int kStrips = 5;
    for (int strip = 0; strip < kStrips; ++strip) {
      const double from = static_cast<double>(strip) / kStrips;
      const double to = static_cast<double>(strip + 1) / kStrips;
      const double tilt = 0.5 - (from + to) / 2;
      const cv::Vec3d along(face.corners[2] - face.corners[1]);
      const cv::Vec3d bent = cv::normalize(normal - cv::normalize(along) * (0.45 * tilt));
      const auto edge = [&](std::size_t front, std::size_t rear, double part) {
        return face.corners[front] * (1 - part) + face.corners[rear] * part;
      };
      fill({edge(0, 3, from), edge(1, 2, from), edge(1, 2, to), edge(0, 3, to)}, colour(face, bent));
    }
  }

  [[nodiscard]] cv::Vec3f colour(const BodyFace& face, const cv::Vec3d& normal) const {
    const cv::Vec3d to_eye = cv::normalize(cv::Vec3d(camera_.position_m() - origin_ - middle(face)));
    const cv::Vec3d mirrored = normal * (2 * normal.dot(to_eye)) - to_eye;
    const auto facing = static_cast<float>(std::clamp(normal.dot(to_eye), 0.0, 1.0));
    const float gloss = face.surface.gloss * (0.35F + 0.65F * (1 - facing));
    const auto distance = static_cast<float>(distance_m(middle(face)));
    return lighting_.exposed(lighting_.matt(face.surface.albedo, cv::Vec3f(normal), distance) * (1 - gloss) +
                             lighting_.reflected(cv::Vec3f(mirrored)) * gloss + face.surface.glow);
  }

  void fill(const std::vector<cv::Point3d>& corners, const cv::Vec3f& colour) {
    std::vector<cv::Point> outline;
    outline.reserve(corners.size());
    for (const cv::Point3d& corner : corners) {
      const cv::Point2d at = in_area(origin_ + corner) - cv::Point2d(0.5, 0.5);
      outline.emplace_back(cvRound(at.x * (1 << kSubpixelBits)), cvRound(at.y * (1 << kSubpixelBits)));
    }
    if (outline.size() == 4) {
      cv::fillConvexPoly(pixels_, outline, bgra(colour), cv::LINE_AA, kSubpixelBits);
    } else {
      cv::fillPoly(pixels_, std::vector<std::vector<cv::Point>>{outline}, bgra(colour), cv::LINE_AA,
                   kSubpixelBits);
    }
  }

  const RoadCamera& camera_;
  const Lighting& lighting_;
  const Vehicle& vehicle_;
  cv::Point3d origin_;
  cv::Point2d shake_px_;
  cv::Rect area_;
  cv::Mat pixels_;
};

}  // namespace

VehiclePainter::Model VehiclePainter::model_of(const Vehicle& vehicle) const {
  Model model;
  model.faces = build_body(*vehicle.shape, vehicle.paint, vehicle.towards, lighting_.lamps_lit());
  cv::Mat plate = draw_plate(plate_design(vehicle), kPlatePxPerMm);
  while (plate.cols > 24) {
    model.plate.push_back(plate);
    cv::Mat smaller;
    const cv::Size size(static_cast<int>(plate.cols / std::sqrt(2.0)),
                        static_cast<int>(plate.rows / std::sqrt(2.0)));
    cv::resize(model.plate.front(), smaller, size, 0, 0, cv::INTER_AREA);
    plate = smaller;
  }
  return model;
}

void VehiclePainter::paint(cv::Mat& picture, const Vehicle& vehicle, const Model& model, double time_s,
                           cv::Point2d shake_px) const {
  Layer layer(camera_, lighting_, vehicle, time_s, shake_px);
  if (!layer.open()) return;
  layer.shadow(picture);
  layer.body(model.faces);
  layer.plate(model.plate, time_s);
  layer.blur(lighting_.exposure_s());
  layer.lay_over(picture);
  if (lighting_.lamps_lit()) layer.glow(picture, model.faces);
}

}  // namespace nightjar
