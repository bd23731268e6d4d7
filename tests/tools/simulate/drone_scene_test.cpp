#include "tools/simulate/drone/drone_scene.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "processing/ground/camera_model.hpp"
#include "processing/ground/ground_projector.hpp"

namespace nightjar {
namespace {

class DroneSceneTest : public testing::Test {
 protected:
  static const DroneScene& scene() {
    static const DroneScene made(DroneSceneOptions{3, 24, 15});
    return made;
  }
};

TEST(DroneFlight, states_angles_that_the_product_s_camera_understands_alike) {
  const DroneFlight flight(7);
  for (const double time_s : {0.0, 5.0, 13.0, 16.5, 30.0}) {
    const Telemetry telemetry = flight.telemetry_at(time_s);
    const auto camera = CameraModel::from(telemetry, kThermalSize);
    ASSERT_TRUE(camera);
    const cv::Point2d pixel(470, 130);
    const cv::Point2d ground = flight.pose_at(time_s).ground_at(pixel);
    const Eigen::Vector3d ray = camera->ray_ned({pixel.x, pixel.y});
    const double reach = (camera->height_m() - kFlightGround_m) / ray.z();
    const cv::Point2d under = local_from_wgs84(camera->latitude_deg(), camera->longitude_deg());
    // 2 cm: the product may use the ellipsoid where the scene uses the plane that touches it.
    EXPECT_NEAR(ground.x, under.x + reach * ray.y(), 0.02) << time_s;
    EXPECT_NEAR(ground.y, under.y + reach * ray.x(), 0.02) << time_s;
  }
}

TEST(DroneFlight, projects_a_point_to_the_pixel_that_looks_at_it) {
  const DronePose pose = DroneFlight(2).pose_at(19);
  const cv::Point2d ground = pose.ground_at({100, 400});
  const cv::Point2d back = pose.project({ground.x, ground.y, 0});
  EXPECT_NEAR(back.x, 100, 1e-6);
  EXPECT_NEAR(back.y, 400, 1e-6);
  const cv::Point2d place = wgs84_from_local(ground);
  EXPECT_NEAR(cv::norm(local_from_wgs84(place.x, place.y) - ground), 0, 0.01);
}

TEST_F(DroneSceneTest, shows_the_warm_pixel_of_each_person_where_truth_and_telemetry_say) {
  int compared = 0;
  for (int frame = 2; frame < scene().frames(); frame += 15) {
    if (scene().frozen(frame)) continue;
    const DroneScene::Picture picture = scene().render(frame);
    const DronePose pose = pose_of(scene().flight().telemetry_at(scene().time_s(frame)));
    for (std::size_t i = 0; i < scene().bodies().size(); ++i) {
      const WarmBody& body = scene().bodies()[i];
      if (class_of(body.kind) != "person" || picture.visible[i] < 0.95) continue;
      const cv::Point2d at = body.at(scene().time_s(frame));
      const cv::Point2d pixel = pose.project({at.x, at.y, body.kind == WarmKind::lying ? 0.15 : 0.9});
      const double reach = 1.1 * thermal_focal_px() / pose.distance_m({at.x, at.y, 0});
      const cv::Rect near = cv::Rect(static_cast<int>(pixel.x - reach), static_cast<int>(pixel.y - reach),
                                     static_cast<int>(2 * reach), static_cast<int>(2 * reach)) &
                            cv::Rect({0, 0}, kThermalSize);
      double hottest = 0;
      cv::minMaxLoc(picture.kelvin_100(near), nullptr, &hottest);
      const double ordinary = cv::mean(picture.kelvin_100)[0];
      EXPECT_GT(hottest, ordinary + 600) << body.id << " in frame " << frame;
      ++compared;
    }
  }
  EXPECT_GE(compared, 5);
}

TEST_F(DroneSceneTest, never_clips_the_hot_end) {
  for (int frame = 0; frame < scene().frames(); frame += 10) {
    const cv::Mat picture = scene().render(frame).kelvin_100;
    double hottest = 0;
    cv::minMaxLoc(picture, nullptr, &hottest);
    EXPECT_LT(hottest, 65535);
    double brightest = 0;
    double darkest = 0;
    cv::minMaxLoc(eight_bits(picture), &darkest, &brightest);
    EXPECT_LT(brightest, 250) << "frame " << frame;
    EXPECT_GT(darkest, 5) << "frame " << frame;
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
  for (int frame = 0; frame < scene().frames(); ++frame) {
    const auto visible = scene().render(frame).visible;
    watch.note(frame, visible);
    for (std::size_t i = 0; i < shown.size(); ++i)
      shown[i] += visible[i] >= kLeastVisible && !scene().frozen(frame) ? 1 : 0;
  }
  int found = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    EXPECT_EQ(watch.view_of(i).has_value(), shown[i] >= kLeastFrames) << scene().bodies()[i].id;
    found += watch.view_of(i) ? 1 : 0;
  }
  EXPECT_GE(found, 8);
}

}  // namespace
}  // namespace nightjar
