#include "tools/simulate/drone/drone_scene.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "processing/ground/camera_model.hpp"
#include "tools/simulate/drone/body_watch.hpp"
#include "tools/simulate/drone/shown_picture.hpp"

namespace nightjar {
namespace {

DroneSceneOptions options_of(std::uint64_t seed, double seconds) {
  DroneSceneOptions options;
  options.seed = seed;
  options.seconds = seconds;
  return options;
}

class DroneSceneTest : public testing::Test {
 protected:
  static const DroneScene& scene() {
    static const DroneScene made(options_of(3, 24));
    return made;
  }
  static const DroneScene& hills() {
    static const DroneScene made = [] {
      DroneSceneOptions options = options_of(8, 24);
      options.hills = true;
      options.flight = FlightKind::oblique;
      options.height_m = 70;
      options.people = 16;
      return DroneScene(options);
    }();
    return made;
  }
};

/// The pixel that the product's own camera model gives a place of known height.
Eigen::Vector2d pixel_of(const Telemetry& telemetry, cv::Point2d at_m, double up_m) {
  const auto camera = CameraModel::from(telemetry, kThermalSize);
  EXPECT_TRUE(camera);
  const cv::Point2d under = local_from_wgs84(camera->latitude_deg(), camera->longitude_deg());
  const Eigen::Vector3d ned(at_m.y - under.y, at_m.x - under.x,
                            camera->height_m() - (kFlightGround_m + up_m));
  return camera->pixel_of(ned).value_or(Eigen::Vector2d(-1e6, -1e6));
}

TEST(DroneScene, parks_no_car_in_the_way_of_one_that_drives) {
  constexpr double kTwoCarsWide_m = 2 * 1.8;
  int met = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const DroneScene scene(options_of(seed, 24));
    for (const WarmBody& driving : scene.bodies()) {
      if (driving.kind != WarmKind::driving) continue;
      for (const WarmBody& parked : scene.bodies()) {
        if (parked.kind != WarmKind::parked && parked.kind != WarmKind::just_parked) continue;
        double least_m = 1e9;
        for (double at_s = 0; at_s < 24; at_s += 0.1)
          least_m = std::min(least_m, cv::norm(driving.at(at_s) - parked.at(at_s)));
        EXPECT_GT(least_m, 0.7 * kTwoCarsWide_m) << driving.id << " and " << parked.id << ", seed " << seed;
        if (least_m < 8) ++met;
      }
    }
  }
  EXPECT_GT(met, 0) << "no car came by another";
}

TEST(DroneFlight, states_angles_that_the_product_s_camera_understands_alike) {
  for (const FlightKind kind : {FlightKind::mixed, FlightKind::oblique, FlightKind::search}) {
    DroneSceneOptions options = options_of(7, 40);
    options.flight = kind;
    options.zoom = 2;
    const DroneFlight flight(options);
    for (const double time_s : {0.0, 5.0, 13.0, 16.5, 24.3, 30.0}) {
      const Telemetry telemetry = flight.telemetry_at(time_s);
      const cv::Point2d pixel(470, 130);
      const cv::Point2d ground = flight.pose_at(time_s).ground_at(pixel);
      const Eigen::Vector2d back = pixel_of(telemetry, ground, 0);
      EXPECT_NEAR(back.x(), pixel.x, 0.2) << time_s;  // the product's may be the ellipsoid, this is its plane
      EXPECT_NEAR(back.y(), pixel.y, 0.2) << time_s;
    }
  }
}

TEST(DroneFlight, returns_to_where_a_search_began_after_a_minute) {
  DroneSceneOptions options = options_of(2, 120);
  options.flight = FlightKind::search;
  const DroneFlight flight(options);
  const auto middle_at = [&](double time_s) { return flight.pose_at(time_s).ground_at({319.5, 255.5}); };
  EXPECT_LT(cv::norm(middle_at(1) - middle_at(61)), 8);
  EXPECT_GT(cv::norm(middle_at(1) - middle_at(31)), 30);
  for (double time_s = 0; time_s < 119; time_s += 0.5)  // no leap: at most 15 m a second
    EXPECT_LT(cv::norm(flight.pose_at(time_s).position_m - flight.pose_at(time_s + 0.5).position_m), 7.5)
        << time_s;
}

TEST(DroneFlight, goes_on_without_a_leap_for_ten_minutes_and_stays_over_its_map) {
  const DroneFlight flight(options_of(5, 600));
  for (double time_s = 0; time_s < 600; time_s += 0.5) {
    const cv::Point3d at = flight.pose_at(time_s).position_m;
    EXPECT_LT(cv::norm(at - flight.pose_at(time_s + 0.5).position_m), 7) << time_s;
    EXPECT_LT(std::hypot(at.x, at.y), 200) << time_s;
  }
}

TEST(DroneFlight, narrows_the_view_it_states_as_the_lens_zooms) {
  DroneSceneOptions options = options_of(5, 40);
  options.zoom = 2;
  const DroneFlight flight(options);
  const double wide = std::tan(*flight.telemetry_at(23.9).hfov_deg * CV_PI / 360);
  const double narrow = std::tan(*flight.telemetry_at(25.1).hfov_deg * CV_PI / 360);
  EXPECT_NEAR(wide / narrow, 2, 1e-6);
}

TEST(Hills, are_met_where_a_line_of_sight_comes_to_the_ground) {
  const Hills hills(4);
  int rises = 0;
  for (int i = 0; i < 200; ++i) {
    const cv::Point3d from(i % 20 * 10.0 - 100, i / 20 * 15.0 - 75, 80);
    const cv::Point3d direction(std::sin(i), std::cos(i), -0.5 - 0.01 * i);
    const auto point = hills.meet(from, direction);
    ASSERT_TRUE(point);
    EXPECT_NEAR(point->z, hills.height_m({point->x, point->y}), 0.005);
    EXPECT_NEAR(cv::norm((*point - from).cross(direction)), 0, 1e-6);
    rises += std::fabs(point->z) > 2 ? 1 : 0;
  }
  EXPECT_GT(rises, 50);
  EXPECT_EQ(hills.height_m({0, 0}), 0);
  EXPECT_FALSE(hills.meet({0, 0, 80}, {1, 0, 0.1}));
}

/// Compares each person who lies in the open with the warm pixels about the place that truth and telemetry
/// give.
int compare_lying(const DroneScene& scene, double& farthest_px) {
  int compared = 0;
  for (int frame = 2; frame < scene.frames(); frame += 12) {
    if (scene.frozen(frame)) continue;
    const DroneScene::Picture picture = scene.render(frame);
    const double at_s = scene.time_s(frame);
    const Telemetry telemetry = scene.flight().telemetry_at(at_s);
    for (std::size_t i = 0; i < scene.bodies().size(); ++i) {
      const WarmBody& body = scene.bodies()[i];
      if (body.kind != WarmKind::lying || picture.visible[i] < 0.98) continue;
      const cv::Point2d at = body.at(at_s);
      const Eigen::Vector2d pixel = pixel_of(telemetry, at, scene.hills().height_m(at) + 0.15);
      const int reach =
          cvCeil(1.3 * pose_of(telemetry).focal_px / pose_of(telemetry).depth_m({at.x, at.y, 0}));
      const cv::Rect near(cvRound(pixel.x()) - reach, cvRound(pixel.y()) - reach, 2 * reach + 1,
                          2 * reach + 1);
      if ((near & cv::Rect({0, 0}, kThermalSize)) != near) continue;
      cv::Mat warm;
      picture.kelvin_100(near).convertTo(warm, CV_32F);
      std::vector<float> sorted(warm.begin<float>(), warm.end<float>());
      std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2),
                       sorted.end());
      const cv::Mat mask = warm > static_cast<double>(sorted[sorted.size() / 2]) + 250;
      const cv::Moments moments = cv::moments(mask, true);
      EXPECT_GT(moments.m00, 8) << body.id << " in frame " << frame;
      if (moments.m00 < 1) continue;
      const double off = std::hypot(near.x + moments.m10 / moments.m00 - pixel.x(),
                                    near.y + moments.m01 / moments.m00 - pixel.y());
      EXPECT_LT(off, 1.5) << body.id << " in frame " << frame;
      farthest_px = std::max(farthest_px, off);
      ++compared;
    }
  }
  return compared;
}

TEST_F(DroneSceneTest, shows_the_warm_pixels_of_who_lies_there_where_truth_and_exact_telemetry_say) {
  double farthest_px = 0;
  EXPECT_GE(compare_lying(scene(), farthest_px), 3);
  RecordProperty("farthest_px", std::to_string(farthest_px));
}

TEST_F(DroneSceneTest, shows_them_there_on_hills_too) {
  double farthest_px = 0;
  EXPECT_GE(compare_lying(hills(), farthest_px), 3);
  RecordProperty("farthest_px", std::to_string(farthest_px));
}

TEST_F(DroneSceneTest, draws_a_frame_alike_whenever_it_is_asked) {
  const DroneScene again(options_of(3, 24));
  const cv::Mat first = scene().render(40).kelvin_100;
  static_cast<void>(scene().render(200));
  EXPECT_EQ(cv::norm(first, scene().render(40).kelvin_100, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(first, again.render(40).kelvin_100, cv::NORM_INF), 0);
  EXPECT_NE(cv::norm(first, DroneScene(options_of(4, 24)).render(40).kelvin_100, cv::NORM_INF), 0);
}

TEST_F(DroneSceneTest, never_clips_the_hot_end) {
  for (const SunHeat sun : {SunHeat::night, SunHeat::day}) {
    DroneSceneOptions options = options_of(6, 24);
    options.sun = sun;
    const DroneScene made(options);
    for (int frame = 0; frame < made.frames(); frame += 24) {
      const cv::Mat picture = made.render(frame).kelvin_100;
      double darkest = 0;
      double brightest = 0;
      cv::minMaxLoc(picture, &darkest, &brightest);
      EXPECT_LT(brightest, kelvin_100(45)) << "frame " << frame;
      EXPECT_GT(darkest, kelvin_100(-10)) << "frame " << frame;
    }
  }
}

TEST_F(DroneSceneTest, freezes_while_it_recalibrates_and_comes_back_at_another_level) {
  int first = 0;
  while (!scene().frozen(first)) ++first;
  int after = first;
  while (scene().frozen(after)) ++after;
  EXPECT_GE(after - first, 6);
  const cv::Mat before = scene().render(first - 1).kelvin_100;
  EXPECT_EQ(cv::norm(before, scene().render(after - 1).kelvin_100, cv::NORM_INF), 0);
  const cv::Mat jumped = scene().render(after).kelvin_100;
  EXPECT_GT(cv::mean(jumped)[0], cv::mean(before)[0] + 40);
}

TEST_F(DroneSceneTest, says_a_body_could_be_found_only_where_it_shows) {
  BodyWatch watch(scene());
  std::vector<int> shown(scene().bodies().size(), 0);
  for (int frame = 0; frame < scene().frames(); frame += 3) {
    const auto visible = scene().render(frame).visible;
    watch.note(frame, visible);
    for (std::size_t i = 0; i < shown.size(); ++i) {
      EXPECT_LE(visible[i], 1);
      shown[i] += visible[i] >= kLeastVisible && !scene().frozen(frame) ? 1 : 0;
    }
  }
  int found = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    EXPECT_EQ(watch.view_of(i).has_value(), shown[i] >= kLeastFrames) << scene().bodies()[i].id;
    found += watch.view_of(i) ? 1 : 0;
  }
  EXPECT_GE(found, 12);
}

TEST_F(DroneSceneTest, shows_another_part_of_who_lies_under_trees_from_another_place) {
  double least = 1;
  double most = 0;
  for (int frame = 0; frame < scene().frames(); frame += 4) {
    const DroneScene::Picture picture = scene().render(frame);
    const DronePose pose = scene().flight().pose_at(scene().time_s(frame));
    for (std::size_t i = 0; i < scene().bodies().size(); ++i) {
      const WarmBody& body = scene().bodies()[i];
      if (body.kind != WarmKind::curled_up) continue;
      const cv::Point2d pixel = pose.project({body.at(0).x, body.at(0).y, 0});
      if (!cv::Rect2d(40, 40, 560, 430).contains(pixel)) continue;
      least = std::min(least, picture.visible[i]);
      most = std::max(most, picture.visible[i]);
    }
  }
  EXPECT_GT(most, least + 0.15);
}

TEST_F(DroneSceneTest, has_as_many_of_each_as_was_asked_for_and_animals_that_move_like_animals) {
  DroneSceneOptions options = options_of(9, 60);
  options.people = 11;
  options.animals = 14;
  options.vehicles = 4;
  const DroneScene made(options);
  int people = 0, animals = 0, vehicles = 0;
  double fastest_deer = 0, fastest_sheep = 0;
  for (const WarmBody& body : made.bodies()) {
    if (body.kind == WarmKind::pigeon) continue;
    people += class_of(body.kind) == "person" ? 1 : 0;
    animals += class_of(body.kind) == "animal" ? 1 : 0;
    vehicles += class_of(body.kind) == "vehicle" ? 1 : 0;
    for (double time_s = 0; time_s < 60; time_s += 0.1) {
      const double speed = cv::norm(body.at(time_s + 0.1) - body.at(time_s)) / 0.1;
      EXPECT_LT(speed, 14) << body.id << " leaps at " << time_s;
      if (body.kind == WarmKind::deer) fastest_deer = std::max(fastest_deer, speed);
      if (body.kind == WarmKind::sheep) fastest_sheep = std::max(fastest_sheep, speed);
    }
  }
  EXPECT_EQ(people, 11);
  EXPECT_EQ(animals, 14);
  EXPECT_EQ(vehicles, 4);
  EXPECT_GT(fastest_deer, 5);
  EXPECT_GT(fastest_sheep, 0.1);
  EXPECT_LT(fastest_sheep, 1);
}

}  // namespace
}  // namespace nightjar
