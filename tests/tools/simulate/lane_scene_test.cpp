#include "tools/simulate/lane/lane_scene.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/lane_recording.hpp"

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

TEST(RoadCamera, shows_what_drives_where_it_is_when_its_row_is_read) {
  RoadCameraMount mount;
  mount.readout_s = 0.016;
  const RoadCamera camera(mount);
  const cv::Point3d point(1.0, 30, 0.4);
  const double row = camera.project(point).y / mount.size.height;
  const cv::Point2d later = camera.project(point + cv::Point3d(0, -30 * 0.016 * row, 0));
  EXPECT_NEAR(cv::norm(camera.project_driving(point, -30) - later), 0, 1e-9);
  EXPECT_EQ(camera.project_driving(point, 0), camera.project(point));
  EXPECT_GT(camera.project_driving(point, -30).y, camera.project(point).y) << "it came nearer meanwhile";
}

/// The brightest upright box in a night picture's neighbourhood of the plate: it throws the light back.
cv::Rect bright_box(const cv::Mat& grey, const cv::Rect& around, double level) {
  const cv::Rect inside = around & cv::Rect({0, 0}, grey.size());
  const cv::Rect box = cv::boundingRect(grey(inside) > level);
  return {box.x + inside.x, box.y + inside.y, box.width, box.height};
}

int frame_within(const LaneChapter& chapter, const PlateView& view, double part) {
  return static_cast<int>(
      std::lround((view.from_s + part * (view.to_s - view.from_s)) * chapter.options().fps));
}

TEST(LaneScene, draws_plates_where_the_truth_says) {
  LaneSceneOptions options;
  options.seed = 5;
  options.seconds = 12;
  options.light = LaneLight::infra_red;  // a plate is the only bright thing at a vehicle's rear
  LaneScene scene(options);
  const LaneChapter& chapter = scene.chapter();
  int compared = 0;
  for (const Vehicle& vehicle : chapter.vehicles()) {
    const auto view = chapter.plate_view(vehicle);
    if (!view || vehicle.towards || vehicle.plate.style != PlateStyle::legal) continue;
    const int frame = frame_within(chapter, *view, 0.3);
    const auto corners = chapter.plate_px(vehicle, frame);
    const cv::Rect2d truth(corners[0], corners[2]);
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

TEST(LaneScene, shows_the_contrast_that_makes_a_plate_count) {
  for (const LaneConditions& conditions :
       {LaneConditions{LaneLight::day, LaneWeather::dry}, LaneConditions{LaneLight::night, LaneWeather::rain},
        LaneConditions{LaneLight::overcast, LaneWeather::fog}}) {
    LaneSceneOptions options;
    options.seed = 8;
    options.seconds = 8;
    options.light = conditions.light;
    options.weather = conditions.weather;
    options.busy = true;
    LaneScene scene(options);
    const LaneChapter& chapter = scene.chapter();
    int compared = 0;
    for (const Vehicle& vehicle : chapter.vehicles()) {
      const auto view = chapter.plate_view(vehicle);
      if (!view || compared == 3 || view->widest_px < 60) continue;
      const int frame = frame_within(chapter, *view, vehicle.towards ? 0.95 : 0.05);
      const auto corners = chapter.plate_px(vehicle, frame);
      const cv::Rect plate = cv::Rect(cv::Rect2d(corners[0], corners[2])) & cv::Rect(0, 0, 1920, 1080);
      cv::Mat grey;
      cv::cvtColor(scene.render(frame)(plate), grey, cv::COLOR_BGR2GRAY);
      cv::Scalar mean;
      cv::Scalar deviation;
      cv::meanStdDev(grey, mean, deviation);
      // Two levels in shares of a third and two thirds deviate by 0.47 of their difference; blur takes some.
      EXPECT_GT(deviation[0], 0.15 * chapter.contrast_levels(vehicle, frame)) << vehicle.mark << " " << frame;
      ++compared;
    }
    EXPECT_GE(compared, 1) << words_of(conditions.light) << " " << words_of(conditions.weather);
  }
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
