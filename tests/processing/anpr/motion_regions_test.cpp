#include "processing/anpr/motion_regions.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

using std::chrono::milliseconds;

/// A road with texture and noise, seen by a camera of 1280 x 720.
class Road {
 public:
  Road() : still_(720, 1280, CV_8UC1) {
    cv::Mat shades(18, 32, CV_8UC1);
    cv::RNG(5).fill(shades, cv::RNG::UNIFORM, 60, 140);
    cv::resize(shades, still_, still_.size(), 0, 0, cv::INTER_CUBIC);
  }

  [[nodiscard]] cv::Mat frame() {
    cv::Mat noise(still_.size(), CV_16SC1);
    random_.fill(noise, cv::RNG::NORMAL, 0, 6);
    cv::Mat picture;
    cv::add(still_, noise, picture, cv::noArray(), CV_8U);
    return picture;
  }

 private:
  cv::Mat still_;
  cv::RNG random_{11};
};

CaptureTime at(int frame) {
  return CaptureTime(std::chrono::seconds(1'790'000'000)) + milliseconds(40 * frame);
}

Motion settled(MotionRegions& motion, Road& road, int frames) {
  Motion last;
  for (int i = 0; i < frames; ++i) last = motion.update(road.frame(), at(i));
  return last;
}

bool covered(const Motion& motion, const cv::Rect& box) {
  for (const MotionRegion& region : motion.regions)
    if (region.moving && (region.part & box) == box) return true;
  return false;
}

TEST(MotionRegions, take_the_first_frame_for_new_everywhere) {
  MotionRegions motion;
  Road road;
  EXPECT_TRUE(motion.update(road.frame(), at(0)).everything);
  EXPECT_FALSE(motion.update(road.frame(), at(1)).everything);
}

TEST(MotionRegions, see_nothing_in_noise) {
  MotionRegions motion;
  Road road;
  const Motion last = settled(motion, road, 20);
  EXPECT_TRUE(last.regions.empty());
  EXPECT_TRUE(last.things.empty());
}

TEST(MotionRegions, cover_a_vehicle_in_every_frame_and_little_else) {
  MotionRegions motion;
  Road road;
  (void)settled(motion, road, 5);
  for (int i = 5; i < 25; ++i) {
    const cv::Rect car(100 + 30 * i, 300, 240, 180);
    cv::Mat picture = road.frame();
    cv::rectangle(picture, car, cv::Scalar(30), cv::FILLED);
    const Motion now = motion.update(picture, at(i));
    ASSERT_FALSE(now.everything);
    EXPECT_TRUE(covered(now, car & cv::Rect(0, 0, 1280, 720))) << i;
    int area = 0;
    for (const MotionRegion& region : now.regions) area += region.part.area();
    EXPECT_LT(area, 1280 * 720 / 2) << i;
  }
}

TEST(MotionRegions, see_a_plate_in_the_dark_of_which_nothing_else_shows) {
  MotionRegions motion;
  const cv::Mat night(1080, 1920, CV_8UC1, cv::Scalar(6));
  for (int i = 0; i < 5; ++i) (void)motion.update(night, at(i));
  for (int i = 5; i < 15; ++i) {
    cv::Mat picture = night.clone();
    const cv::Rect plate(900 - 20 * i, 200 + 12 * i, 48, 11);
    cv::rectangle(picture, plate, cv::Scalar(200), cv::FILLED);
    EXPECT_TRUE(covered(motion.update(picture, at(i)), plate)) << i;
  }
}

TEST(MotionRegions, do_not_take_light_that_changes_or_a_pole_that_shakes_for_motion) {
  MotionRegions motion;
  Road road;
  (void)settled(motion, road, 10);
  for (int i = 10; i < 40; ++i) {
    cv::Mat picture = road.frame() * (i < 25 ? 1.25 : 0.8);
    const cv::Mat shaken = (cv::Mat_<double>(2, 3) << 1, 0, i % 3 - 1, 0, 1, (i + 1) % 3 - 1);
    cv::warpAffine(picture, picture, shaken, picture.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    const Motion now = motion.update(picture, at(i));
    EXPECT_FALSE(now.everything) << i;
    EXPECT_TRUE(now.regions.empty()) << i;
  }
}

TEST(MotionRegions, call_what_has_stopped_standing_and_then_background) {
  MotionRegions motion;
  Road road;
  (void)settled(motion, road, 5);
  const cv::Rect car(500, 300, 240, 180);
  const auto with_car = [&] {
    cv::Mat picture = road.frame();
    cv::rectangle(picture, car, cv::Scalar(30), cv::FILLED);
    return picture;
  };
  Motion now;
  for (int i = 5; i < 15; ++i) now = motion.update(with_car(), at(i));
  ASSERT_EQ(now.regions.size(), 1U);
  EXPECT_FALSE(now.regions[0].moving);
  for (int i = 15; i < 1000; ++i) now = motion.update(with_car(), at(i));
  EXPECT_TRUE(now.regions.empty());
}

TEST(MotionRegions, take_a_turn_of_the_camera_for_new_everywhere_once) {
  MotionRegions motion;
  Road road;
  (void)settled(motion, road, 5);
  const cv::Mat other(720, 1280, CV_8UC1, cv::Scalar(220));
  cv::Mat half = other.clone();
  half(cv::Rect(0, 0, 640, 720)) = 20;
  EXPECT_TRUE(motion.update(half, at(5)).everything);
  EXPECT_FALSE(motion.update(half, at(6)).everything);
  EXPECT_TRUE(motion.update(half, at(7)).regions.empty());
}

TEST(MotionRegions, begin_anew_after_another_size_a_gap_and_an_older_frame) {
  MotionRegions motion;
  Road road;
  (void)settled(motion, road, 3);
  EXPECT_TRUE(motion.update(cv::Mat(480, 640, CV_8UC1, cv::Scalar(80)), at(3)).everything);
  EXPECT_TRUE(motion.update(road.frame(), at(4)).everything);
  EXPECT_TRUE(motion.update(road.frame(), at(200)).everything);
  EXPECT_TRUE(motion.update(road.frame(), at(100)).everything);
}

TEST(MotionRegions, take_pictures_of_any_size) {
  MotionRegions motion;
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(3000, 1), cv::Size(1, 3000), cv::Size(17, 9)}) {
    EXPECT_TRUE(motion.update(cv::Mat(size, CV_8UC1, cv::Scalar(9)), at(0)).everything);
  }
}

}  // namespace
}  // namespace nightjar
