#include "tools/locate/record_locator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "processing/ground/earth_axes.hpp"

namespace nightjar {
namespace {

constexpr const char* kSlantRange = "slant_range";

struct Wanted {
  std::optional<double> Telemetry::*value;
  const char* name;
};

constexpr Wanted kWanted[] = {
    {&Telemetry::latitude_deg, "position"},
    {&Telemetry::height_m, "height"},
    {&Telemetry::heading_deg, "heading"},
    {&Telemetry::pitch_deg, "pitch"},
    {&Telemetry::roll_deg, "roll"},
    {&Telemetry::gimbal_yaw_deg, "sensor azimuth"},
    {&Telemetry::gimbal_pitch_deg, "sensor elevation"},
    {&Telemetry::gimbal_roll_deg, "sensor roll"},
    {&Telemetry::hfov_deg, "field of view"},
};

std::string what_lacks(const Telemetry& telemetry) {
  std::string lacking;
  for (const Wanted& wanted : kWanted) {
    if (!(telemetry.*wanted.value)) lacking += (lacking.empty() ? "" : ", ") + std::string(wanted.name);
  }
  return lacking.empty() ? "no line of sight: impossible values" : "no line of sight, not known: " + lacking;
}

/// The far end of a line of sight in the picture's middle, above the ellipsoid.
double height_at_end(const CameraModel& camera, double range_m) {
  const Eigen::Vector2d middle((camera.picture().width - 1) / 2.0, (camera.picture().height - 1) / 2.0);
  const Eigen::Vector3d sensor = ecef_of({camera.latitude_deg(), camera.longitude_deg(), camera.height_m()});
  const Eigen::Vector3d along =
      ecef_from_ned(camera.latitude_deg(), camera.longitude_deg()) * camera.ray_ned(middle);
  return geodetic_of(sensor + range_m * along).height_m;
}

/// Of the end of a slant range, east and north: turned by an error of attitude it stays as far away, so a
/// flat line of sight costs no more than a steep one.
Eigen::Matrix2d covariance_at_end(const CameraModel& camera, const Eigen::Vector2d& pixel, double range_m,
                                  const PoseError& error) {
  constexpr double kRangeError = 0.01;  // of it: no standard states one
  constexpr double kRadPerDeg = std::numbers::pi / 180;
  const Eigen::Vector3d ray = camera.ray_ned(pixel);
  const double level = std::hypot(ray.x(), ray.y());
  const double turned_m = range_m * error.attitude_deg * kRadPerDeg;
  const double along_m = std::hypot(turned_m * ray.z(), range_m * kRangeError * level, error.position_m);
  const double across_m = std::hypot(turned_m, error.position_m);
  const Eigen::Vector2d ahead =
      level > 0 ? Eigen::Vector2d(Eigen::Vector2d(ray.y(), ray.x()) / level) : Eigen::Vector2d::UnitX();
  const Eigen::Vector2d aside(-ahead.y(), ahead.x());
  return along_m * along_m * ahead * ahead.transpose() + across_m * across_m * aside * aside.transpose();
}

}  // namespace

Eigen::Vector2d RecordLocator::pixel() const {
  return options_.pixel.value_or(
      Eigen::Vector2d((options_.size.width - 1) / 2.0, (options_.size.height - 1) / 2.0));
}

std::optional<CameraModel> RecordLocator::camera_of(const LocatableRecord& record,
                                                    std::vector<std::string>& notes) const {
  Telemetry telemetry = record.telemetry;
  // In its middle a picture shows the same however wide it is.
  constexpr double kAnyWidth_deg = 1;
  if (!options_.pixel && !telemetry.hfov_deg) telemetry.hfov_deg = telemetry.vfov_deg = kAnyWidth_deg;
  auto camera = CameraModel::from(telemetry, options_.size);
  if (!camera) notes.push_back(what_lacks(telemetry));
  return camera;
}

std::vector<RecordLocator::Surface> RecordLocator::surfaces_of(const LocatableRecord& record,
                                                               const CameraModel& camera) const {
  GroundOptions ground;
  ground.pose_error = options_.pose_error;
  if (!options_.pixel) ground.pixel_error_px = 0;
  if (record.slant_range_m) ground.max_range_m = std::max(ground.max_range_m, 1.5 * *record.slant_range_m);
  std::vector<Surface> surfaces;
  const auto level = [&](const char* name, double level_m) {
    surfaces.push_back({name, ground});
    surfaces.back().ground.level_m = level_m;
  };
  if (options_.terrain) {
    surfaces.push_back({"terrain", ground});
    surfaces.back().ground.terrain = options_.terrain;
  }
  if (options_.ground_m) level("ground", *options_.ground_m);
  if (record.centre_height_m) level("frame_centre", *record.centre_height_m);
  if (record.slant_range_m) level(kSlantRange, height_at_end(camera, *record.slant_range_m));
  return surfaces;
}

LocatedRecord RecordLocator::locate(const LocatableRecord& record) const {
  LocatedRecord located;
  located.notes = record.notes;
  const bool damaged = !record.telemetry.latitude_deg && !record.notes.empty();
  std::vector<std::string> reasons;
  const auto camera = camera_of(record, reasons);
  // Of a damaged record its own note says why.
  if (!camera && damaged) return located;
  if (camera) {
    const std::vector<Surface> surfaces = surfaces_of(record, *camera);
    if (surfaces.empty())
      reasons.emplace_back("no ground: neither terrain nor level nor slant range is known");
    for (const Surface& surface : surfaces) {
      located.hit = GroundProjector(surface.ground).project(*camera, pixel());
      if (located.hit) {
        located.surface = surface.name;
        // Only the picture's middle is known to be that far away.
        if (located.surface == kSlantRange && !options_.pixel)
          located.hit->covariance_m2 =
              covariance_at_end(*camera, pixel(), *record.slant_range_m, options_.pose_error);
        located.ce90_m = ellipse_of(located.hit->covariance_m2).ce90_m;
        break;
      }
      reasons.push_back(std::string("the line of sight does not meet the surface: ") + surface.name);
    }
  }
  located.notes.insert(located.notes.end(), reasons.begin(), reasons.end());
  return located;
}

}  // namespace nightjar
