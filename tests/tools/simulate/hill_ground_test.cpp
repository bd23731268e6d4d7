#include <gtest/gtest.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

#include "processing/ground/ground_projector.hpp"
#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/hills.hpp"
#include "tools/simulate/terrain_file.hpp"

namespace nightjar {
namespace {

struct Flown {
  FlightKind kind;
  double height_m;
  std::uint64_t seed;
};

const Flown kFlights[] = {{FlightKind::oblique, 60, 501}, {FlightKind::nadir, 60, 502},
                          {FlightKind::mixed, 90, 503},   {FlightKind::oblique, 110, 504},
                          {FlightKind::search, 70, 505},  {FlightKind::nadir, 110, 506}};
constexpr double kSeconds = 60;

/// What is true of a pixel of a drawn flight over hills, and what is worked out from wrong telemetry.
struct Look {
  Eigen::Vector2d error_m;  ///< east, north
  GroundHit hit;
};

struct Errors {
  PoseError pose;
  double pixel_px = 1;
  double terrain_m = 1;
};

/// Four pixels twice a second; errors are drawn for each look, normal, as they are stated.
std::vector<Look> looks(const Flown& flown, const Errors& wrong, bool over_terrain = true) {
  DroneSceneOptions scene;
  scene.seed = flown.seed;
  scene.seconds = kSeconds;
  scene.flight = flown.kind;
  scene.height_m = flown.height_m;
  const DroneFlight flight(scene);
  const Hills hills(flown.seed);
  GroundOptions ground;
  ground.level_m = kFlightGround_m;
  ground.pose_error = wrong.pose;
  ground.pixel_error_px = wrong.pixel_px;
  ground.level_error_m = wrong.terrain_m;
  const auto file = std::filesystem::temp_directory_path() / ("nightjar-hills-" + std::to_string(flown.seed) +
                                                              "-" + std::to_string(::getpid()) + ".tif");
  write_terrain(file, hills);
  if (over_terrain) ground.terrain = std::make_shared<const Terrain>(file);
  const GroundProjector projector(ground);

  std::mt19937_64 random(flown.seed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> across(0, 1);
  std::vector<Look> all;
  for (double at_s = 0; at_s < kSeconds; at_s += 0.5) {
    const DronePose pose = flight.pose_at(at_s);
    for (int i = 0; i < 4; ++i) {
      const cv::Point2d pixel(639 * across(random), 511 * across(random));
      cv::Point3d from = pose.position_m;
      from.z -= wrong.terrain_m * normal(random);  // the ground stands so much higher than the model says
      const auto truth = hills.meet(from, pose.direction_of(pixel));
      if (!truth) continue;
      Telemetry told = flight.telemetry_at(at_s);
      const cv::Point2d place = local_from_wgs84(*told.latitude_deg, *told.longitude_deg);
      const cv::Point2d moved =
          wgs84_from_local(place + wrong.pose.position_m * cv::Point2d(normal(random), normal(random)));
      told.latitude_deg = moved.x;
      told.longitude_deg = moved.y;
      *told.height_m += wrong.pose.position_m * normal(random);
      *told.heading_deg += wrong.pose.attitude_deg * normal(random);
      *told.pitch_deg += wrong.pose.attitude_deg * normal(random);
      *told.roll_deg += wrong.pose.attitude_deg * normal(random);
      const Eigen::Vector2d seen(pixel.x + wrong.pixel_px * normal(random),
                                 pixel.y + wrong.pixel_px * normal(random));
      const auto camera = CameraModel::from(told, kThermalSize);
      const auto hit = projector.project(camera.value(), seen);
      if (!hit) continue;
      const cv::Point2d found = local_from_wgs84(hit->latitude_deg, hit->longitude_deg);
      all.push_back({{found.x - truth->x, found.y - truth->y}, *hit});
    }
  }
  std::filesystem::remove(file);
  return all;
}

double median_error_m(const std::vector<Look>& all) {
  std::vector<double> errors;
  for (const Look& look : all) errors.push_back(look.error_m.norm());
  std::nth_element(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2),
                   errors.end());
  return errors[errors.size() / 2];
}

double share_in_ellipse(const std::vector<Look>& all) {
  const double most = -2 * std::log(0.1);
  const auto inside = std::count_if(all.begin(), all.end(), [most](const Look& look) {
    return look.error_m.dot(look.hit.covariance_m2.inverse() * look.error_m) <= most;
  });
  return static_cast<double>(inside) / static_cast<double>(all.size());
}

double share_in_circle(const std::vector<Look>& all) {
  const auto inside = std::count_if(all.begin(), all.end(), [](const Look& look) {
    return look.error_m.norm() <= ellipse_of(look.hit.covariance_m2).ce90_m;
  });
  return static_cast<double>(inside) / static_cast<double>(all.size());
}

TEST(HillGround, PositionsAreRightWhereALevelWouldBeWrong) {
  const Errors none{{1e-6, 1e-6}, 0, 1e-6};
  for (const Flown& flown : kFlights) {
    if (flown.kind != FlightKind::oblique) continue;  // straight down a level is wrong by little
    EXPECT_LT(median_error_m(looks(flown, none)), 0.15) << flown.seed;
    EXPECT_GT(median_error_m(looks(flown, none, false)), 1.0) << flown.seed;
  }
}

TEST(HillGround, TheEllipseHoldsNineOfTenErrorsThatAreAsStated) {
  for (const Errors& wrong : {Errors{{0.5, 0.3}}, Errors{{1, 1}}, Errors{{3, 2}, 1, 2}}) {
    std::vector<Look> all;
    for (const Flown& flown : kFlights) {
      const std::vector<Look> one = looks(flown, wrong);
      ASSERT_GT(one.size(), 300U);
      EXPECT_NEAR(share_in_ellipse(one), 0.90, 0.05) << flown.seed << " " << wrong.pose.attitude_deg;
      all.insert(all.end(), one.begin(), one.end());
    }
    EXPECT_NEAR(share_in_ellipse(all), 0.90, 0.03) << wrong.pose.attitude_deg;
    EXPECT_NEAR(share_in_circle(all), 0.90, 0.03) << wrong.pose.attitude_deg;
  }
}

}  // namespace
}  // namespace nightjar
