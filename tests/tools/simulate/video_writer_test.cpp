#include "tools/simulate/video_writer.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "ingest/gst_source.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

FrameSourceOptions lossless(const std::filesystem::path& file) {
  FrameSourceOptions options;
  options.path = file;
  options.pacing = Pacing::lossless;
  options.silent_after = std::chrono::seconds(60);
  return options;
}

TEST(VideoWriter, gives_the_same_bytes_for_the_same_pictures) {
  const TestFolder folder;
  for (const char* ending : {".mp4", ".mkv", ".ts"}) {
    const VideoWriterOptions options{.fps = 15, .started_at = kClipStart};
    const auto first = write_clip(folder / (std::string("first") + ending), 20, options);
    const auto second = write_clip(folder / (std::string("second") + ending), 20, options);
    EXPECT_TRUE(bytes_of(first) == bytes_of(second)) << ending;
    EXPECT_GT(bytes_of(first).size(), 500U);
  }
  for (const char* name : {"first.mkv", "second.mkv"}) {
    VideoWriter writer(folder / name);
    for (int i = 0; i < 5; ++i) writer.write(cv::Mat(48, 64, CV_16UC1, cv::Scalar(1000 * i)));
    writer.finish();
  }
  EXPECT_TRUE(bytes_of(folder / "first.mkv") == bytes_of(folder / "second.mkv"));
}

TEST(VideoWriter, keeps_grey_as_luma_and_colour_as_colour) {
  const TestFolder folder;
  const VideoWriterOptions options{.quality = 10, .started_at = kClipStart};
  VideoWriter grey(folder / "grey.mkv", options);
  VideoWriter colour(folder / "colour.mkv", options);
  for (int i = 0; i < 3; ++i) {
    grey.write(cv::Mat(64, 64, CV_8UC1, cv::Scalar(250)));
    colour.write(cv::Mat(64, 64, CV_8UC3, cv::Scalar(20, 200, 100)));
  }
  grey.finish();
  colour.finish();
  GstSource grey_source(lossless(folder / "grey.mkv"));
  GstSource colour_source(lossless(folder / "colour.mkv"));
  const auto grey_frame = grey_source.next({});
  const auto colour_frame = colour_source.next({});
  ASSERT_TRUE(grey_frame);
  ASSERT_TRUE(colour_frame);
  EXPECT_NEAR(grey_frame->luma.at<uchar>(32, 32), 250, 2);
  EXPECT_NEAR(bgr_of(*grey_frame).at<cv::Vec3b>(32, 32)[1], 250, 4);
  const cv::Vec3b seen = bgr_of(*colour_frame).at<cv::Vec3b>(32, 32);
  EXPECT_NEAR(seen[0], 20, 8);
  EXPECT_NEAR(seen[1], 200, 8);
  EXPECT_NEAR(seen[2], 100, 8);
}

TEST(VideoWriter, refuses_what_does_not_fit) {
  const TestFolder folder;
  EXPECT_THROW(VideoWriter(folder / "clip.avi"), std::invalid_argument);
  VideoWriter writer(folder / "clip.mp4");
  EXPECT_THROW(writer.finish(), std::runtime_error);
  EXPECT_THROW(writer.write(cv::Mat()), std::invalid_argument);
  EXPECT_THROW(writer.write(cv::Mat(10, 11, CV_8UC1)), std::invalid_argument);
  EXPECT_THROW(writer.write(cv::Mat(10, 10, CV_16UC1)), std::invalid_argument);  // needs .mkv
  writer.write(cv::Mat(64, 64, CV_8UC1, cv::Scalar(0)));
  EXPECT_THROW(writer.write(cv::Mat(32, 32, CV_8UC1)), std::invalid_argument);
  EXPECT_THROW(writer.write(cv::Mat(64, 64, CV_8UC3)), std::invalid_argument);
  writer.finish();
}

TEST(VideoWriter, says_where_it_cannot_write) {
  VideoWriter writer("/nonexistent/clip.mp4");
  EXPECT_THROW(
      {
        for (int i = 0; i < 100; ++i) writer.write(cv::Mat(64, 64, CV_8UC1, cv::Scalar(0)));
        writer.finish();
      },
      std::runtime_error);
}

}  // namespace
}  // namespace nightjar
