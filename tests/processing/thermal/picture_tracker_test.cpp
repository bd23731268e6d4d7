#include "processing/thermal/picture_tracker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "processing/thermal/heat_detector.hpp"
#include "tests/processing/thermal/made_heat.hpp"

namespace nightjar {
namespace {

const cv::Size kPicture{640, 512};

/// Ground with soft structure, larger than what a picture shows of it.
cv::Mat made_ground() {
  cv::Mat ground = made_noise({1000, 700}, CV_16UC1, 5800, 60, 21);
  cv::Mat soft;
  cv::GaussianBlur(ground, soft, {}, 9);
  return soft;
}

cv::Mat window(const cv::Mat& ground, int x, int y) {
  return ground(cv::Rect({x, y}, kPicture)).clone();
}

TEST(PictureMotion, measures_a_shift_to_a_fraction_of_a_pixel) {
  const cv::Mat ground = made_ground();
  PictureMotion motion;
  EXPECT_FALSE(motion.update(window(ground, 100, 50)));
  const auto step = motion.update(window(ground, 117, 43));
  ASSERT_TRUE(step);
  const Eigen::Vector2d moved = (*step)({300, 200}) - Eigen::Vector2d(300, 200);
  EXPECT_NEAR(moved.x(), 17, 0.5);
  EXPECT_NEAR(moved.y(), -7, 0.5);
}

TEST(PictureMotion, measures_a_turn_whatever_a_warm_herd_in_it_does) {
  cv::Mat ground = made_ground();
  const cv::Point2f middle(420, 300);
  cv::Mat turned, turn = cv::getRotationMatrix2D(middle, 2, 1);
  cv::warpAffine(ground, turned, turn, ground.size());
  for (int i = 0; i < 5; ++i) {
    add_body(ground, {150.0 + 30 * i, 100}, {16, 10}, 300);
    add_body(turned, {150.0 + 30 * i, 112}, {16, 10}, 300);
  }
  PictureMotion motion;
  EXPECT_FALSE(motion.update(window(ground, 100, 50)));
  const auto step = motion.update(window(turned, 100, 50));
  ASSERT_TRUE(step);
  const double angle = std::atan2(step->turn(1, 0), step->turn(0, 0)) * 180 / CV_PI;
  EXPECT_NEAR(angle, 2, 0.3);
  const Eigen::Vector2d there = (*step)({320, 250});
  EXPECT_NEAR(there.x(), 320, 1);
  EXPECT_NEAR(there.y(), 250, 1);
}

TEST(PictureMotion, gives_nothing_for_a_cut_or_a_featureless_picture) {
  PictureMotion motion;
  EXPECT_FALSE(motion.update({}));
  EXPECT_FALSE(motion.update(window(made_ground(), 0, 0)));
  EXPECT_FALSE(motion.update(cv::Mat(kPicture, CV_16UC1, cv::Scalar(5))));
  EXPECT_FALSE(motion.update(window(made_ground(), 300, 150)));
  cv::Mat other = made_noise(kPicture, CV_16UC1, 5800, 60, 99);
  cv::GaussianBlur(other, other, {}, 9);
  EXPECT_FALSE(motion.update(other));
}

TEST(PictureTracker, follows_a_body_on_the_ground_while_the_picture_moves) {
  cv::Mat ground = made_ground();
  add_body(ground, {420, 300}, {16, 10}, 80);
  HeatDetector detector;
  PictureTracker tracker;
  std::vector<HeatTrack> confirmed;
  for (int i = 0; i < 20; ++i) {
    cv::Mat picture = window(ground, 40 + 8 * i, 60 + 2 * i);
    HeatView view{CaptureTime(std::chrono::milliseconds(200 * i)), static_cast<std::uint64_t>(i), kPicture,
                  std::nullopt, detector.detect(picture)};
    for (const HeatTrack& t : tracker.update(view, picture)) {
      if (t.outcome == HeatOutcome::confirmed) confirmed.push_back(t);
    }
  }
  EXPECT_EQ(tracker.unregistered(), 0u);
  ASSERT_FALSE(confirmed.empty());
  const HeatTrack& last = confirmed.back();
  EXPECT_TRUE(
      std::all_of(confirmed.begin(), confirmed.end(), [&](const HeatTrack& t) { return t.id == last.id; }));
  EXPECT_FALSE(last.position);
  ASSERT_TRUE(last.position_px);
  EXPECT_NEAR(last.position_px->x(), 420 - (40 + 8 * 19), 4);
  EXPECT_NEAR(last.position_px->y(), 300 - (60 + 2 * 19), 4);
  EXPECT_EQ(last.heat_class, HeatClass::unknown);
}

TEST(PictureTracker, starts_anew_where_pictures_no_longer_match) {
  cv::Mat ground = made_ground();
  add_body(ground, {420, 300}, {16, 10}, 80);
  HeatDetector detector;
  PictureTracker tracker;
  std::uint64_t i = 0;
  const auto show = [&](const cv::Mat& picture) {
    const HeatView view{CaptureTime(std::chrono::milliseconds(200 * i)), i, kPicture, std::nullopt,
                        detector.detect(picture)};
    ++i;
    return tracker.update(view, picture);
  };
  for (int k = 0; k < 12; ++k) show(window(ground, 100, 60));
  int ended = 0;
  for (int k = 0; k < 20; ++k) {
    for (const HeatTrack& t : show(cv::Mat(kPicture, CV_16UC1, cv::Scalar(5800)))) {
      if (t.ended && t.outcome == HeatOutcome::confirmed) ++ended;
    }
  }
  EXPECT_EQ(ended, 1);
  EXPECT_TRUE(tracker.tracks().empty());
}

}  // namespace
}  // namespace nightjar
