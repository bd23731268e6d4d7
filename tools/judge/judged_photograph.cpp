#include "tools/judge/judged_photograph.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "processing/anpr/registration_mark.hpp"
#include "tools/judge/vehicle_front.hpp"
#include "tools/simulate/chance.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

JudgedLight some_light(Chance& lots, std::mt19937_64& rng) {
  JudgedLight light;
  light.infra_red = lots.with(0.2);
  light.leaf_seed = rng();
  light.sky = lots.with(0.7) ? 0 : lots.between(0, 0.15);
  light.fall = lots.between(0, 1.2);
  light.fall_deg = lots.between(0, 360);
  if (!light.infra_red && lots.with(0.2)) {
    light.shadow = lots.between(0.4, 0.85);
    light.shadow_at_mm = {lots.between(-200, 200), lots.between(-45, 45)};
    light.shadow_deg = lots.between(0, 360);
    light.shadow_soft_mm = lots.between(2, 60);
  }
  if (!light.infra_red && lots.with(0.08)) light.leaves = lots.between(0.3, 0.8);
  if (lots.with(0.1)) {
    light.glare = lots.between(0.15, 0.9);
    light.glare_at_mm = {lots.between(-260, 260), lots.between(-60, 60)};
    light.glare_mm = lots.between(20, 150);
  }
  if (lots.with(0.2)) light.haze = lots.between(0.02, 0.35);
  return light;
}

JudgedView some_view(Chance& lots) {
  JudgedView view;
  view.turn_deg = lots.with(0.7) ? lots.bell() * 9 : lots.between(-45, 45);
  view.tilt_deg = lots.with(0.7) ? lots.bell() * 7 : lots.between(-30, 30);
  view.roll_deg = lots.with(0.85) ? lots.bell() * 2 : lots.bell() * 6;
  view.distance_m = lots.between(3, 25);
  return view;
}

JudgedSensor some_sensor(Chance& lots, const JudgedLight& light) {
  JudgedSensor sensor;
  sensor.exposure = lots.with(0.75)  ? lots.between(0.45, 1.1)
                    : lots.with(0.5) ? lots.between(0.06, 0.4)
                                     : lots.between(1.1, 2.2);
  if (light.haze > 0) sensor.exposure = std::min(sensor.exposure, 1.0);
  sensor.white_electrons = lots.with(0.3) ? lots.between(250, 1500) : lots.between(1500, 15000);
  sensor.read_electrons = lots.between(2, 14);
  sensor.gamma = lots.between(1.8, 2.4);
  if (lots.with(0.4)) sensor.smooth_px = lots.between(0.4, 0.8);
  if (lots.with(0.4)) sensor.sharpen = lots.between(0.3, 1.4);
  const double coding = lots.share();
  sensor.coding = coding < 0.2    ? PictureCoding::none
                  : coding < 0.55 ? PictureCoding::jpeg
                                  : PictureCoding::video;
  sensor.coarse = lots.with(0.8) ? lots.between(0, 0.55) : lots.between(0.55, 0.9);
  return sensor;
}

// From a surface's pixels to mm around the plate's centre.
cv::Matx33d plate_from_pixel(double px_per_mm, cv::Point2d centre_mm) {
  return {1 / px_per_mm, 0, -centre_mm.x, 0, 1 / px_per_mm, -centre_mm.y, 0, 0, 1};
}

JudgedPhotograph photographed(const JudgedVehicle& vehicle, const JudgedView& view, cv::Size size,
                              std::mt19937_64& rng) {
  JudgedPhotograph made;
  made.plate = vehicle.plate;
  made.light = vehicle.light;
  made.view = view;
  made.corners = seen_corners(view, vehicle.plate.size_mm);
  made.character_px = vehicle.plate.height_mm * view.px_per_mm * std::cos(view.tilt_deg * CV_PI / 180);
  const cv::Matx33d homography = picture_from_plate(view);

  std::mt19937_64 same_front(vehicle.front_seed);
  const bool lettering = vehicle.subject == JudgedSubject::lettering;
  // Beyond what is painted its edge goes on: a picture of a plate alone needs little of the vehicle.
  const bool close = size.width < 3 * vehicle.plate.size_mm.width * view.px_per_mm;
  const double reach_mm = close ? vehicle.plate.size_mm.width : 0.9 * size.width / view.px_per_mm;
  const double front_px_per_mm = view.px_per_mm * (close ? 2 : 1);
  const VehicleFront front = vehicle_front(same_front, vehicle.plate.size_mm, {reach_mm, reach_mm * 0.75},
                                           front_px_per_mm, lettering);
  std::vector<LitPlane> planes = {
      {radiance(front.surface, front.px_per_mm, front.plate_centre_mm, vehicle.light),
       homography * plate_from_pixel(front.px_per_mm, front.plate_centre_mm)}};
  if (!lettering) {
    const double fine = std::clamp(4 * view.px_per_mm, 0.8, 3.0);
    const cv::Mat surface = plate_surface(vehicle.plate, fine);
    const cv::Point2d centre_mm(vehicle.plate.size_mm.width / 2, vehicle.plate.size_mm.height / 2);
    planes.push_back(
        {radiance(surface, fine, centre_mm, vehicle.light), homography * plate_from_pixel(fine, centre_mm)});
    made.mark = mark_on(vehicle.plate);
  }
  JudgedSensor sensor = vehicle.sensor;
  const double angle = vehicle.motion_deg * CV_PI / 180;
  sensor.motion_px = made.character_px * vehicle.motion_share * cv::Point2d(std::cos(angle), std::sin(angle));
  sensor.defocus_px = 0.4 + made.character_px * vehicle.defocus_share;
  const cv::Mat picture = taken(planes, size, sensor, rng);
  if (picture.channels() == 1) {
    made.luma = picture;
  } else {
    made.colour = picture;
    cv::cvtColor(picture, made.luma, cv::COLOR_BGR2GRAY);
  }
  return made;
}

PlateBox box_at(const std::array<cv::Point2f, 4>& corners, const JudgedPhotograph& photograph) {
  PlateBox box;
  box.corners = corners;
  box.upright = cv::boundingRect(std::vector<cv::Point2f>(corners.begin(), corners.end())) &
                cv::Rect({0, 0}, photograph.luma.size());
  box.lines = static_cast<int>(photograph.plate.rows.size());
  box.score = 1;
  return box;
}

}  // namespace

JudgedVehicle judged_vehicle(std::mt19937_64& rng, JudgedSubject subject) {
  Chance lots(rng);
  JudgedVehicle vehicle;
  vehicle.subject = subject;
  const std::string mark = random_mark(rng);
  vehicle.plate = outlined_plate(rng, mark, form_of(bare_mark(mark)) == MarkForm::other);
  vehicle.light = some_light(lots, rng);
  vehicle.view = some_view(lots);
  vehicle.sensor = some_sensor(lots, vehicle.light);
  vehicle.view.px_per_mm = 9 * std::pow(40.0 / 9, lots.share()) / vehicle.plate.height_mm /
                           std::cos(vehicle.view.tilt_deg * CV_PI / 180);
  vehicle.motion_share = lots.with(0.25) ? lots.between(0.02, 0.2) : 0;
  vehicle.motion_deg = lots.with(0.6) ? lots.bell() * 12 : lots.between(0, 180);
  vehicle.defocus_share = lots.with(0.5) ? lots.between(0, 0.02) : lots.between(0, 0.075);
  vehicle.front_seed = rng();
  return vehicle;
}

JudgedPhotograph close_photograph(const JudgedVehicle& vehicle, std::mt19937_64& rng) {
  JudgedView view = vehicle.view;
  view.centre_px = {0, 0};
  const auto corners = seen_corners(view, vehicle.plate.size_mm);
  const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  const auto room = static_cast<float>(0.6 * vehicle.plate.height_mm * view.px_per_mm);
  view.centre_px = {std::ceil(static_cast<double>(room - left)), std::ceil(static_cast<double>(room - top))};
  return photographed(
      vehicle, view,
      cv::Size(static_cast<int>(right - left + 2 * room) + 1, static_cast<int>(bottom - top + 2 * room) + 1),
      rng);
}

JudgedPhotograph wide_photograph(const JudgedVehicle& vehicle, cv::Size picture, std::mt19937_64& rng) {
  Chance lots(rng);
  JudgedView view = vehicle.view;
  view.centre_px = {picture.width * lots.between(0.35, 0.65), picture.height * lots.between(0.45, 0.75)};
  return photographed(vehicle, view, picture, rng);
}

PlateBox roughly_found(const JudgedPhotograph& photograph, std::mt19937_64& rng) {
  constexpr double kAcross = 0.012;  // of the plate's width, one deviation
  constexpr double kAlong = 0.045;   // of its height
  Chance lots(rng);
  auto corners = photograph.corners;
  const cv::Point2f right = (corners[1] - corners[0] + corners[2] - corners[3]) / 2;
  const cv::Point2f down = (corners[3] - corners[0] + corners[2] - corners[1]) / 2;
  for (cv::Point2f& corner : corners) {
    corner +=
        right * static_cast<float>(kAcross * lots.bell()) + down * static_cast<float>(kAlong * lots.bell());
  }
  return box_at(corners, photograph);
}

PlateBox cut_off(const JudgedPhotograph& photograph, std::mt19937_64& rng) {
  Chance lots(rng);
  PlateBox box = roughly_found(photograph, rng);
  const OutlinedPlate& plate = photograph.plate;
  const double margin_mm =
      (plate.size_mm.width - plate.strip.width_mm - row_length_mm(plate, plate.rows[0])) / 2;
  const bool left = lots.with(0.5);
  const double cut_mm =
      margin_mm + (left ? plate.strip.width_mm : 0) + lots.between(0.6, 1.4) * 61 * plate.narrow;
  const auto share = static_cast<float>(std::min(0.5, cut_mm / plate.size_mm.width));
  auto& corners = box.corners;
  if (left) {
    corners[0] += (corners[1] - corners[0]) * share;
    corners[3] += (corners[2] - corners[3]) * share;
  } else {
    corners[1] += (corners[0] - corners[1]) * share;
    corners[2] += (corners[3] - corners[2]) * share;
  }
  return box_at(corners, photograph);
}

}  // namespace nightjar
