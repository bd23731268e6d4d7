#include "processing/thermal/pixel_bits.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

PixelBits bits_of(const cv::Mat& mask) {
  PixelBits bits;
  bits.clear(mask.size());
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x)
      if (mask.at<std::uint8_t>(y, x) != 0) bits.set(x, y);
  return bits;
}

cv::Mat mask_of(const std::vector<WarmRun>& runs, const cv::Size& size) {
  cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
  for (const WarmRun& run : runs) mask.row(run.y).colRange(run.first, run.last + 1).setTo(255);
  return mask;
}

TEST(PixelBits, give_back_what_was_set_as_runs_that_never_touch) {
  cv::RNG random(3);
  for (const int width : {1, 5, 63, 64, 65, 128, 200}) {
    cv::Mat noise(7, width, CV_8UC1);
    for (const int share : {0, 40, 128, 240, 256}) {
      random.fill(noise, cv::RNG::UNIFORM, 0, 256);
      const cv::Mat mask = noise < share;
      const std::vector<WarmRun> runs = bits_of(mask).runs();
      EXPECT_EQ(cv::norm(mask_of(runs, mask.size()), mask, cv::NORM_INF), 0) << width << ' ' << share;
      for (std::size_t i = 1; i < runs.size(); ++i)
        EXPECT_TRUE(runs[i].y > runs[i - 1].y || runs[i].first > runs[i - 1].last + 1);
    }
  }
}

TEST(PixelBits, close_as_a_closing_by_a_square_does) {
  cv::RNG random(4);
  for (const int width : {1, 3, 63, 64, 65, 130}) {
    cv::Mat noise(40, width, CV_8UC1);
    for (const int share : {1, 10, 60, 200})
      for (const int reach : {1, 2}) {
        random.fill(noise, cv::RNG::UNIFORM, 0, 256);
        const cv::Mat mask = noise < share;
        cv::Mat closed;
        cv::morphologyEx(mask, closed, cv::MORPH_CLOSE,
                         cv::getStructuringElement(cv::MORPH_RECT, {2 * reach + 1, 2 * reach + 1}));
        PixelBits bits = bits_of(mask);
        bits.close(reach);
        EXPECT_EQ(cv::norm(mask_of(bits.runs(), mask.size()), closed, cv::NORM_INF), 0)
            << width << ' ' << share << ' ' << reach;
      }
  }
}

TEST(PixelBits, of_no_picture_or_after_clearing_are_none) {
  PixelBits bits;
  EXPECT_TRUE(bits.runs().empty());
  bits.close(1);
  bits.clear({70, 3});
  bits.set(69, 2);
  bits.clear({70, 3});
  EXPECT_TRUE(bits.runs().empty());
}

TEST(PixelBits, four_at_once_are_those_one_by_one) {
  PixelBits four, single;
  for (PixelBits* bits : {&four, &single}) bits->clear({130, 2});
  four.set_four(60, 1, 0b1011);
  four.set_four(64, 1, 0b0001);
  for (const int x : {60, 61, 63, 64}) single.set(x, 1);
  const auto found = four.runs(), expected = single.runs();
  ASSERT_EQ(found.size(), 2U);
  ASSERT_EQ(expected.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(found[i].y, 1);
    EXPECT_EQ(found[i].first, expected[i].first);
    EXPECT_EQ(found[i].last, expected[i].last);
  }
}

}  // namespace
}  // namespace nightjar
