#include "ingest/picture_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <thread>

#include "ingest/make_frame_source.hpp"
#include "ingest/utc_time.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

FrameSourceOptions options_for(const TestFolder& folder) {
  FrameSourceOptions options;
  options.feed = "drone";
  options.path = folder.path();
  options.pacing = Pacing::lossless;
  options.fps = 2;
  options.started_at = kClipStart;
  return options;
}

cv::Mat deep_picture(int number) {
  cv::Mat picture(30, 40, CV_16UC1);
  for (int i = 0; i < 1200; ++i)
    picture.at<ushort>(i / 40, i % 40) = static_cast<ushort>(20000 + 7 * i + number);
  return picture;
}

bool equal(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

std::vector<std::string> names_of(const std::vector<Frame>& frames) {
  std::vector<std::string> names;
  for (const Frame& frame : frames) names.push_back(frame.picture);
  return names;
}

TEST(PictureSource, shows_pictures_in_the_order_of_their_numbers_at_their_rate) {
  const TestFolder folder;
  for (const char* name : {"f10.png", "f9.png", "f1.tif", "f0002.png"})
    cv::imwrite(folder / name, numbered_picture(1));
  folder.write("notes.txt", "no picture");
  PictureSource source(options_for(folder));
  const Outcome outcome = play_out(source);
  EXPECT_THAT(names_of(outcome.frames), ElementsAre("f1.tif", "f0002.png", "f9.png", "f10.png"));
  for (std::size_t i = 0; i < outcome.frames.size(); ++i) {
    EXPECT_EQ(outcome.frames[i].sequence, i);
    EXPECT_EQ(outcome.frames[i].captured_at, kClipStart + static_cast<int>(i) * 500ms);
    EXPECT_EQ(outcome.frames[i].clock.source, ClockSource::recording);
    EXPECT_EQ(outcome.frames[i].feed, "drone");
  }
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->cause(), FeedError::Cause::ended);
}

TEST(PictureSource, keeps_sixteen_bits_exact_in_png_and_tiff) {
  const TestFolder folder;
  cv::imwrite(folder / "1.png", deep_picture(1));
  cv::imwrite(folder / "2.tiff", deep_picture(2));
  PictureSource source(options_for(folder));
  const Outcome outcome = play_out(source);
  ASSERT_EQ(outcome.frames.size(), 2U);
  EXPECT_TRUE(equal(outcome.frames[0].luma, deep_picture(1)));
  EXPECT_TRUE(equal(outcome.frames[1].luma, deep_picture(2)));
  EXPECT_EQ(outcome.frames[0].colour_planes, ColourPlanes::none);
}

TEST(PictureSource, works_out_luma_of_colour_and_takes_sizes_and_depths_as_they_come) {
  const TestFolder folder;
  cv::imwrite(folder / "1.png", cv::Mat(20, 30, CV_8UC3, cv::Scalar(255, 0, 0)));
  cv::imwrite(folder / "2.png", deep_picture(2));
  cv::imwrite(folder / "3.png", cv::Mat(10, 10, CV_8UC4, cv::Scalar(0, 255, 0, 0)));
  cv::imwrite(folder / "4.png", cv::Mat(10, 10, CV_16UC3, cv::Scalar(0, 0, 65535)));
  PictureSource source(options_for(folder));
  const Outcome outcome = play_out(source);
  ASSERT_EQ(outcome.frames.size(), 4U);
  EXPECT_EQ(outcome.frames[0].luma.type(), CV_8UC1);
  EXPECT_NEAR(outcome.frames[0].luma.at<uchar>(5, 5), 29, 1);
  EXPECT_EQ(bgr_of(outcome.frames[0]).at<cv::Vec3b>(5, 5), cv::Vec3b(255, 0, 0));
  EXPECT_EQ(outcome.frames[2].luma.type(), CV_8UC1);
  EXPECT_EQ(outcome.frames[3].luma.type(), CV_16UC1);
  EXPECT_EQ(bgr_of(outcome.frames[3]).at<cv::Vec3b>(5, 5), cv::Vec3b(0, 0, 255));
}

TEST(PictureSource, complains_of_each_broken_picture_counts_it_and_goes_on) {
  const TestFolder folder;
  cv::imwrite(folder / "1.png", deep_picture(1));
  cv::imwrite(folder / "2.png", deep_picture(2));
  cv::imwrite(folder / "3.jpg", numbered_picture(3, {640, 480}));
  cv::imwrite(folder / "4.tif", deep_picture(4));
  folder.write("5.png", "");
  folder.write("6.png", "this is no picture");
  cv::imwrite(folder / "7.tif", cv::Mat(4, 4, CV_32FC1, cv::Scalar(1.5)));
  cv::imwrite(folder / "8.png", deep_picture(8));
  for (const char* name : {"2.png", "3.jpg", "4.tif"}) {
    std::filesystem::resize_file(folder / name, std::filesystem::file_size(folder / name) / 2);
  }
  std::vector<std::string> complaints;
  FrameSourceOptions options = options_for(folder);
  options.complained = [&](const std::string& line) { complaints.push_back(line); };
  PictureSource source(options);
  const Outcome outcome = play_out(source);
  EXPECT_THAT(names_of(outcome.frames), ElementsAre("1.png", "8.png"));
  EXPECT_EQ(outcome.frames[1].sequence, 7U);
  EXPECT_THAT(complaints, ElementsAre(HasSubstr("2.png: broken"), HasSubstr("3.jpg: broken"),
                                      HasSubstr("4.tif: broken"), HasSubstr("5.png: the file is empty"),
                                      HasSubstr("6.png: broken"), HasSubstr("7.tif: expected 8 or 16 bits")));
  const FrameCounts counts = source.counts();
  EXPECT_EQ(counts.decoded, 8U);
  EXPECT_EQ(counts.broken, 6U);
  EXPECT_EQ(counts.delivered, 2U);
}

TEST(PictureSource, takes_times_and_telemetry_from_the_records_that_name_pictures) {
  const TestFolder folder;
  for (int i = 1; i <= 3; ++i) cv::imwrite(folder / (std::to_string(i) + ".png"), deep_picture(i));
  folder.write("telemetry.jsonl",
               "{\"file\":\"1.png\",\"t\":\"2026-11-21T20:00:00Z\",\"alt_m\":1}\n"
               "{\"file\":\"3.png\",\"t\":\"2026-11-21T20:00:07.5Z\",\"alt_m\":3}\n"
               "{\"file\":\"4.png\",\"t\":\"2026-11-21T20:00:09Z\",\"alt_m\":4}\n");
  std::vector<std::string> complaints;
  FrameSourceOptions options = options_for(folder);
  options.started_at.reset();
  options.complained = [&](const std::string& line) { complaints.push_back(line); };
  const auto source = make_frame_source(options);
  const Outcome outcome = play_out(*source);
  ASSERT_EQ(outcome.frames.size(), 2U);
  EXPECT_EQ(outcome.frames[1].captured_at, parse_utc("2026-11-21T20:00:07.5Z"));
  EXPECT_EQ(outcome.frames[1].telemetry.value().height_m, 3);
  EXPECT_THAT(complaints,
              ElementsAre(EndsWith("2.png: no record in telemetry.jsonl gives it a time, left out"),
                          EndsWith("4.png: there is no such picture, but telemetry.jsonl names it")));
}

FeedError refusal_of(const FrameSourceOptions& options) {
  const Outcome outcome = play_out([&] { return make_frame_source(options); });
  EXPECT_TRUE(outcome.failure);
  return outcome.failure.value_or(FeedError(FeedError::Cause::ended, "it was not refused"));
}

TEST(PictureSource, is_refused_without_times_or_pictures) {
  const TestFolder folder;
  FrameSourceOptions options = options_for(folder);
  EXPECT_THAT(refusal_of(options).what(), EndsWith(": no numbered picture in it (PNG, TIFF or JPEG)"));
  cv::imwrite(folder / "1.png", deep_picture(1));
  options.fps.reset();
  EXPECT_THAT(refusal_of(options).what(), EndsWith(": pictures without times of their own: give fps"));
  options.started_at.reset();
  EXPECT_THAT(refusal_of(options).what(),
              EndsWith(": pictures without times of their own: give started_at and fps"));
  options.path = folder / "none";
  EXPECT_EQ(refusal_of(options).cause(), FeedError::Cause::refused);
}

TEST(PictureSource, is_refused_where_telemetry_is_wrong) {
  const TestFolder folder;
  cv::imwrite(folder / "1.png", deep_picture(1));
  cv::imwrite(folder / "2.png", deep_picture(2));
  const FrameSourceOptions options = options_for(folder);
  folder.write("telemetry.jsonl", "{\"t\":1}\n{\"t\":2}\n");
  EXPECT_THAT(refusal_of(options).what(), HasSubstr("telemetry.jsonl:1: t: found 1"));
  EXPECT_THAT(refusal_of(options).what(), EndsWith("(and 1 more)"));
  folder.write("telemetry.jsonl",
               "{\"file\":\"1.png\",\"t\":\"2026-11-21T20:00:05Z\"}\n{\"file\":\"2.png\",\"t\":\"2026-11-"
               "21T20:00:00Z\"}\n");
  EXPECT_THAT(refusal_of(options).what(), HasSubstr("2.png is earlier than 1.png"));
  folder.write("telemetry.jsonl",
               "{\"file\":\"1.png\",\"t\":\"2026-11-21T20:00:05Z\"}\n{\"file\":\"1.png\",\"t\":\"2026-11-"
               "21T20:00:06Z\"}\n");
  EXPECT_THAT(refusal_of(options).what(), HasSubstr(":2: file: found 1.png a second time"));
}

TEST(PictureSource, plays_in_time_and_drops_for_one_who_is_slow) {
  const TestFolder folder;
  for (int i = 0; i < 20; ++i) cv::imwrite(folder / (std::to_string(i) + ".png"), numbered_picture(i));
  FrameSourceOptions options = options_for(folder);
  options.pacing = Pacing::realtime;
  options.fps = 50;
  PictureSource source(options);
  const auto began = std::chrono::steady_clock::now();
  std::vector<Frame> frames;
  EXPECT_THROW(
      while (auto frame = source.next({})) {
        frames.push_back(*frame);
        if (frames.size() == 1) std::this_thread::sleep_for(200ms);
      },
      FeedError);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 380ms);
  const FrameCounts counts = source.counts();
  EXPECT_GE(counts.dropped, 7U);
  EXPECT_EQ(counts.decoded, 20U);
  EXPECT_EQ(counts.delivered + counts.dropped, 20U);
  EXPECT_EQ(frames.back().sequence, 19U);  // the last is shown whatever happens
  for (const Frame& frame : frames) EXPECT_EQ(number_in(frame.luma), static_cast<int>(frame.sequence));
}

TEST(PictureSource, wakes_for_a_stop) {
  const TestFolder folder;
  for (int i = 0; i < 2; ++i) cv::imwrite(folder / (std::to_string(i) + ".png"), numbered_picture(i));
  FrameSourceOptions options = options_for(folder);
  options.pacing = Pacing::realtime;
  options.fps = 0.01;
  PictureSource source(options);
  ASSERT_TRUE(source.next({}));
  std::stop_source stop;
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(20ms);
    stop.request_stop();
  });
  EXPECT_FALSE(source.next(stop.get_token()));
}

TEST(PictureSource, plays_the_real_thermal_passes) {
  const std::filesystem::path pass = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "thermal" / "line01";
  if (!std::filesystem::exists(pass)) GTEST_SKIP() << "the real thermal passes are not here";
  FrameSourceOptions options;
  options.feed = "drone";
  options.path = pass;
  options.pacing = Pacing::lossless;
  const auto source = make_frame_source(options);
  const Outcome outcome = play_out(*source);
  EXPECT_EQ(outcome.frames.size(), 30U);
  for (const Frame& frame : outcome.frames) {
    EXPECT_EQ(frame.luma.type(), CV_16UC1);
    ASSERT_TRUE(frame.telemetry);
    EXPECT_EQ(frame.telemetry->measured_at, frame.captured_at);
    EXPECT_NEAR(*frame.telemetry->gimbal_pitch_deg, -90, 1);
  }
}

TEST(PictureSource, tells_how_many_of_its_pictures_it_has_shown) {
  const TestFolder folder;
  for (int i = 0; i < 4; ++i)
    cv::imwrite(folder / ("p" + std::to_string(i) + ".png"), cv::Mat(8, 8, CV_8UC1, cv::Scalar(i)));
  FrameSourceOptions options;
  options.path = folder.path();
  options.pacing = Pacing::lossless;
  options.fps = 2;
  options.started_at = kClipStart;
  PictureSource source(options);
  EXPECT_EQ(source.progress(), 0.0);
  ASSERT_TRUE(source.next({}));
  EXPECT_EQ(source.progress(), 0.25);
  EXPECT_EQ(play_out(source).frames.size(), 3U);
  EXPECT_EQ(source.progress(), 1.0);
}

}  // namespace
}  // namespace nightjar
