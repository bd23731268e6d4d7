#include "processing/thermal/warm_areas.hpp"

#include <gtest/gtest.h>

#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

cv::Mat mask_of(const std::vector<std::string>& rows) {
  cv::Mat mask(static_cast<int>(rows.size()), static_cast<int>(rows.front().size()), CV_8UC1);
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x)
      mask.at<std::uint8_t>(y, x) =
          rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] == '#' ? 255 : 0;
  return mask;
}

TEST(WarmAreas, hang_together_diagonally_and_round_corners) {
  const auto areas = warm_areas(mask_of({
      "#...#..#",  //
      ".#.#...#",  //
      "..#.....",  //
      "........",  //
      "######.#",  //
      "#....#..",  //
      "#.##.#..",  //
      "#....#.#",  //
  }));
  ASSERT_EQ(areas.size(), 6U);
  EXPECT_EQ(areas[0].pixels, 5) << "the V, whose arms meet below";
  EXPECT_EQ(areas[0].box, cv::Rect(0, 0, 5, 3));
  EXPECT_EQ(areas[1].box, cv::Rect(7, 0, 1, 2));
  EXPECT_EQ(areas[2].box, cv::Rect(0, 4, 6, 4));
  EXPECT_EQ(areas[4].pixels, 2) << "within the other's box, and not of it";
}

TEST(WarmAreas, smaller_than_asked_for_are_left_out) {
  // A U of seven pixels whose arms meet below, a pair beside it, and three in a row at the end.
  const std::vector<WarmRun> runs{{0, 0, 0}, {0, 4, 4}, {0, 7, 8}, {1, 0, 4}, {3, 0, 2}};
  EXPECT_EQ(warm_areas(runs).size(), 3U);
  const auto areas = warm_areas(runs, 3);
  ASSERT_EQ(areas.size(), 2U);
  EXPECT_EQ(areas[0].pixels, 7);
  EXPECT_EQ(areas[0].runs.size(), 3U);
  EXPECT_EQ(areas[0].box, cv::Rect(0, 0, 5, 2));
  EXPECT_EQ(areas[1].pixels, 3);
  EXPECT_EQ(warm_areas(runs, 8).size(), 0U);
}

TEST(WarmAreas, are_none_in_a_cold_or_an_empty_picture) {
  EXPECT_TRUE(warm_areas(cv::Mat()).empty());
  EXPECT_TRUE(warm_areas(cv::Mat(37, 53, CV_8UC1, cv::Scalar(0))).empty());
}

TEST(WarmAreas, are_one_in_a_warm_picture_of_any_width) {
  for (int width = 1; width < 20; ++width) {
    const auto areas = warm_areas(cv::Mat(3, width, CV_8UC1, cv::Scalar(255)));
    ASSERT_EQ(areas.size(), 1U) << width;
    EXPECT_EQ(areas[0].pixels, 3 * width);
  }
}

TEST(WarmAreas, are_those_that_a_labelling_of_every_pixel_finds) {
  cv::RNG random(7);
  for (int round = 0; round < 60; ++round) {
    const cv::Size size(random.uniform(1, 90), random.uniform(1, 60));
    cv::Mat noise(size, CV_8UC1);
    random.fill(noise, cv::RNG::UNIFORM, 0, 256);
    const cv::Mat mask = noise < random.uniform(10, 200);
    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8, CV_32S);
    const auto areas = warm_areas(mask);
    ASSERT_EQ(static_cast<int>(areas.size()), count - 1);
    std::map<int, int> seen;
    for (const WarmArea& area : areas) {
      const int label = labels.at<int>(area.runs.front().y, area.runs.front().first);
      ++seen[label];
      EXPECT_EQ(area.pixels, stats.at<int>(label, cv::CC_STAT_AREA));
      EXPECT_EQ(area.box.width, stats.at<int>(label, cv::CC_STAT_WIDTH));
      EXPECT_EQ(area.box.height, stats.at<int>(label, cv::CC_STAT_HEIGHT));
      EXPECT_EQ(area.box.x, stats.at<int>(label, cv::CC_STAT_LEFT));
      EXPECT_EQ(area.box.y, stats.at<int>(label, cv::CC_STAT_TOP));
    }
    EXPECT_EQ(static_cast<int>(seen.size()), count - 1);
  }
}

}  // namespace
}  // namespace nightjar
