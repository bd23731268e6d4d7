#include "ingest/frame.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace nightjar {
namespace {

Frame yuv_frame(cv::Size size, int y, int u, int v, ColourPlanes planes, cv::Size chroma_size) {
  Frame frame;
  frame.luma = cv::Mat(size, CV_8UC1, cv::Scalar(y));
  frame.colour_planes = planes;
  if (planes == ColourPlanes::nv12) {
    frame.colour = {cv::Mat(chroma_size, CV_8UC2, cv::Scalar(u, v))};
  } else {
    frame.colour = {cv::Mat(chroma_size, CV_8UC1, cv::Scalar(u)),
                    cv::Mat(chroma_size, CV_8UC1, cv::Scalar(v))};
  }
  return frame;
}

void expect_colour(const cv::Mat& bgr, cv::Size size, cv::Vec3b expected) {
  ASSERT_EQ(bgr.type(), CV_8UC3);
  EXPECT_EQ(bgr.size(), size);
  const cv::Vec3b found = bgr.at<cv::Vec3b>(bgr.rows / 2, bgr.cols / 2);
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(found[i], expected[i], 3) << i;
}

TEST(BgrOf, turns_planes_of_any_layout_into_colour) {
  // Red in BT.601: Y 81, U 90, V 240 in the narrow range.
  for (const ColourPlanes planes : {ColourPlanes::i420, ColourPlanes::nv12}) {
    expect_colour(bgr_of(yuv_frame({64, 48}, 81, 90, 240, planes, {32, 24})), {64, 48}, {0, 0, 255});
    expect_colour(bgr_of(yuv_frame({63, 47}, 81, 90, 240, planes, {32, 24})), {62, 46}, {0, 0, 255});
    expect_colour(bgr_of(yuv_frame({64, 48}, 81, 90, 240, planes, {32, 48})), {64, 48}, {0, 0, 255});
    expect_colour(bgr_of(yuv_frame({64, 48}, 81, 90, 240, planes, {64, 48})), {64, 48}, {0, 0, 255});
  }
}

TEST(BgrOf, minds_the_range) {
  Frame frame = yuv_frame({64, 48}, 76, 85, 255, ColourPlanes::i420, {32, 24});  // red in the full range
  frame.full_range = true;
  expect_colour(bgr_of(frame), {64, 48}, {0, 0, 255});
  frame = yuv_frame({64, 48}, 255, 128, 128, ColourPlanes::i420, {32, 24});
  frame.full_range = true;
  expect_colour(bgr_of(frame), {64, 48}, {255, 255, 255});
}

TEST(BgrOf, stretches_sixteen_bits_between_coldest_and_hottest) {
  Frame frame;
  frame.luma = cv::Mat(4, 4, CV_16UC1, cv::Scalar(21000));
  frame.luma.at<ushort>(0, 0) = 20000;
  frame.luma.at<ushort>(0, 1) = 22000;
  const cv::Mat bgr = bgr_of(frame);
  EXPECT_EQ(bgr.at<cv::Vec3b>(0, 0), cv::Vec3b(0, 0, 0));
  EXPECT_EQ(bgr.at<cv::Vec3b>(0, 1), cv::Vec3b(255, 255, 255));
  EXPECT_NEAR(bgr.at<cv::Vec3b>(2, 2)[0], 128, 1);
}

}  // namespace
}  // namespace nightjar
