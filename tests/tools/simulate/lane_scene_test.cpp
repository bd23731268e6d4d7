#include "tools/simulate/lane/lane_scene.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

TEST(RoadCamera, shows_a_plate_as_wide_as_the_pinhole_formula_says) {
  RoadCameraMount mount;
  mount.yaw_deg = 0;
  const RoadCamera camera(mount);
  const cv::Point3d left(-kPlateWidth_m / 2, 30, 0.4);
  const cv::Point3d right(kPlateWidth_m / 2, 30, 0.4);
  const double pitch = mount.pitch_deg * CV_PI / 180;
  const double along_axis_m = 30 * std::cos(pitch) + (mount.height_m - 0.4) * std::sin(pitch);
  EXPECT_NEAR(camera.depth_m(left), along_axis_m, 1e-9);
  EXPECT_NEAR(cv::norm(camera.project(right) - camera.project(left)),
              mount.focal_px * kPlateWidth_m / along_axis_m, 1e-9);
}

TEST(RoadCamera, looks_along_the_line_that_a_pixel_came_from) {
  const RoadCamera camera({{1920, 1080}, 3400, 0.4, 4.2, 9.0, -1.5});
  const cv::Point3d point(1.3, 24, 0.6);
  const cv::Vec3d sight = camera.line_of_sight(camera.project(point));
  const cv::Point3d met = camera.position_m() + cv::Point3d(sight * camera.depth_m(point));
  EXPECT_NEAR(cv::norm(met - point), 0, 1e-9);
}

TEST(Traffic, keeps_vehicles_apart_and_every_mark_single) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
    TrafficOptions options;
    options.seed = seed;
    options.seconds = 60;
    const std::vector<Vehicle> vehicles = make_traffic(options);
    ASSERT_GT(vehicles.size(), 10U);
    std::set<std::string> keys;
    std::size_t listed = 0;
    for (const Vehicle& vehicle : vehicles) {
      EXPECT_TRUE(keys.insert(folded_mark(vehicle.mark)).second) << vehicle.mark;
      listed += vehicle.listed ? 1 : 0;
      EXPECT_GE(vehicle.speed_mps, 20 * 0.447);
      EXPECT_LE(vehicle.speed_mps, 70 * 0.4471);
    }
    EXPECT_GE(listed, 1U);
    EXPECT_LT(listed, vehicles.size() / 2);
    for (double time_s = 0; time_s < 60; time_s += 0.25) {
      for (const Vehicle& a : vehicles) {
        for (const Vehicle& b : vehicles) {
          const double a_end = a.near_end_m(time_s);
          const double b_end = b.near_end_m(time_s);
          if (&a == &b || a.towards != b.towards || a_end > b_end) continue;
          if (a_end < kRoadNear_m || b_end > kRoadFar_m) continue;
          EXPECT_GT(b_end - a_end, a.shape->length_m()) << a.mark << " and " << b.mark << " at " << time_s;
        }
      }
    }
  }
}

/// The brightest upright box in a night picture's neighbourhood of the plate: it throws the light back.
cv::Rect bright_box(const cv::Mat& grey, const cv::Rect& around, double level) {
  const cv::Rect inside = around & cv::Rect({0, 0}, grey.size());
  const cv::Rect box = cv::boundingRect(grey(inside) > level);
  return {box.x + inside.x, box.y + inside.y, box.width, box.height};
}

TEST(LaneScene, draws_plates_where_the_truth_says) {
  LaneSceneOptions options;
  options.seed = 5;
  options.seconds = 12;
  options.light = LaneLight::infra_red;  // a plate is the only bright thing at a vehicle's rear
  const LaneScene scene(options);
  int compared = 0;
  for (const Vehicle& vehicle : scene.vehicles()) {
    const auto view = scene.plate_view(vehicle);
    if (!view || vehicle.towards) continue;
    const int frame =
        static_cast<int>(std::lround((view->from_s + 0.3 * (view->to_s - view->from_s)) * options.fps));
    const auto corners = scene.plate_px(vehicle, frame);
    cv::Rect2d truth(corners[0], corners[2]);
    const cv::Rect around(static_cast<int>(truth.x) - 8, static_cast<int>(truth.y) - 6,
                          static_cast<int>(truth.width) + 16, static_cast<int>(truth.height) + 12);
    const cv::Rect seen = bright_box(scene.render(frame), around, 75);
    EXPECT_NEAR(seen.x, truth.x, 2.5) << vehicle.mark << " frame " << frame;
    EXPECT_NEAR(seen.br().x, truth.br().x, 2.5) << vehicle.mark << " frame " << frame;
    EXPECT_NEAR(seen.y, truth.y, 2.5) << vehicle.mark << " frame " << frame;
    EXPECT_NEAR(seen.br().y, truth.br().y, 2.5) << vehicle.mark << " frame " << frame;
    ++compared;
  }
  EXPECT_GE(compared, 2);
}

TEST(LaneScene, gives_a_plate_s_time_only_while_it_is_whole_and_wide_enough) {
  LaneSceneOptions options;
  options.seconds = 20;
  const LaneScene scene(options);
  int views = 0;
  for (const Vehicle& vehicle : scene.vehicles()) {
    const auto view = scene.plate_view(vehicle);
    if (!view) continue;
    ++views;
    EXPECT_LE(view->from_s, view->to_s);
    EXPECT_LT(view->to_s, options.seconds);
    EXPECT_GT(view->widest_px, kLeastPlateWidth_px);
    for (const double time_s : {view->from_s, view->to_s}) {
      for (const cv::Point2d& corner :
           scene.plate_px(vehicle, static_cast<int>(std::lround(time_s * options.fps)))) {
        EXPECT_TRUE(cv::Rect2d(0, 0, 1920, 1080).contains(corner)) << vehicle.mark;
      }
    }
  }
  EXPECT_GE(views, 5);
}

TEST(LaneScene, shows_the_same_picture_for_the_same_seed) {
  LaneSceneOptions options;
  options.seconds = 4;
  const cv::Mat first = LaneScene(options).render(60);
  const cv::Mat again = LaneScene(options).render(60);
  EXPECT_EQ(cv::norm(first, again, cv::NORM_INF), 0);
  options.seed = 2;
  EXPECT_GT(cv::norm(first, LaneScene(options).render(60), cv::NORM_INF), 0);
}

}  // namespace
}  // namespace nightjar
