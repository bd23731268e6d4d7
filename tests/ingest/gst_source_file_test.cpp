#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "ingest/gst_library.hpp"
#include "ingest/gst_source.hpp"
#include "ingest/make_frame_source.hpp"
#include "ingest/utc_time.hpp"
#include "tests/ingest/played_file.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class GstSourceFiles : public testing::TestWithParam<const char*> {};

TEST_P(GstSourceFiles, gives_every_frame_of_a_recording_with_its_time_and_pixels) {
  const TestFolder folder;
  FrameSourceOptions options =
      options_for(write_clip(folder / ("clip" + std::string(GetParam())), kFrames, dated()));
  if (std::string(GetParam()) == ".ts") options.started_at = kClipStart;
  const Outcome outcome = play_file(options);
  ASSERT_EQ(outcome.frames.size(), static_cast<std::size_t>(kFrames));
  for (int i = 0; i < kFrames; ++i) {
    const Frame& frame = outcome.frames[static_cast<std::size_t>(i)];
    EXPECT_EQ(number_in(frame.luma), i);
    EXPECT_EQ(frame.luma.size(), cv::Size(160, 96));
    EXPECT_EQ(frame.sequence, static_cast<std::uint64_t>(i));
    EXPECT_LE(std::chrono::abs(frame.captured_at - (kClipStart + i * 100ms)), 1ms) << i;
    EXPECT_EQ(frame.clock.source, ClockSource::recording);
    EXPECT_EQ(frame.feed, "a32-south");
    EXPECT_EQ(frame.colour_planes, ColourPlanes::i420);
  }
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->cause(), FeedError::Cause::ended);
  EXPECT_EQ(outcome.failure->what(), options.path.string() + ": the end of the stream");
}

INSTANTIATE_TEST_SUITE_P(Containers, GstSourceFiles, testing::Values(".mp4", ".mkv", ".ts"),
                         [](const auto& name) { return std::string(name.param).substr(1); });

TEST(GstSource, goes_by_started_at_before_the_containers_date) {
  const TestFolder folder;
  FrameSourceOptions options = options_for(write_clip(folder / "clip.mp4", 3, dated()));
  options.started_at = *parse_utc("2020-01-01T00:00:00.250Z");
  const Outcome outcome = play_file(options);
  ASSERT_EQ(outcome.frames.size(), 3U);
  EXPECT_EQ(format_utc(outcome.frames[0].captured_at), "2020-01-01T00:00:00.250Z");
}

TEST(GstSource, refuses_a_recording_without_a_date_and_takes_no_zero_for_one) {
  const TestFolder folder;
  for (const char* name : {"clip.mp4", "clip.mkv", "clip.ts"}) {
    const auto file = write_clip(folder / name, 3, {.fps = 10});
    const Outcome outcome = play_file(options_for(file));
    EXPECT_TRUE(outcome.frames.empty());
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->cause(), FeedError::Cause::refused);
    EXPECT_EQ(outcome.failure->what(),
              file.string() + ": recording without a date of its own: give started_at");
  }
}

TEST(GstSource, keeps_sixteen_bits_exact) {
  const TestFolder folder;
  cv::Mat picture(50, 62, CV_16UC1);
  for (int i = 0; i < 50 * 62; ++i) picture.at<ushort>(i / 62, i % 62) = static_cast<ushort>(21 * i);
  VideoWriter writer(folder / "thermal.mkv", dated());
  for (int i = 0; i < 5; ++i) writer.write(picture + cv::Scalar(i));
  writer.finish();
  const Outcome outcome = play_file(options_for(folder / "thermal.mkv"));
  ASSERT_EQ(outcome.frames.size(), 5U);
  for (int i = 0; i < 5; ++i) {
    const cv::Mat& luma = outcome.frames[static_cast<std::size_t>(i)].luma;
    ASSERT_EQ(luma.type(), CV_16UC1);
    EXPECT_EQ(cv::norm(luma, picture + cv::Scalar(i), cv::NORM_INF), 0) << i;
  }
}

TEST(GstSource, tells_how_much_of_a_file_it_has_gone_through) {
  const TestFolder folder;
  for (const char* name : {"clip.mp4", "clip.mkv"}) {
    GstSource source(options_for(write_clip(folder / name, 60, dated())));
    double before = 0;
    for (int i = 0; i < 60; ++i) {
      ASSERT_TRUE(source.next({}));
      const auto now = source.progress();
      ASSERT_TRUE(now);
      EXPECT_GE(*now, before);
      EXPECT_NEAR(*now, i / 60.0, 0.1);
      before = *now;
    }
    EXPECT_THROW(source.next({}), FeedError);
    EXPECT_EQ(source.progress(), 1.0);
  }
}

TEST(GstSource, shows_the_decoders_own_pixels) {
  const TestFolder folder;
  GstSource source(options_for(write_clip(folder / "clip.mp4", kFrames, dated())));
  const auto frame = source.next({});
  ASSERT_TRUE(frame);
  // libav pads its rows: a stride of the width alone would mean that somebody copied.
  EXPECT_GT(frame->luma.step[0], 160U);
  EXPECT_EQ(frame->luma.u, nullptr);  // no memory of OpenCV's
  EXPECT_TRUE(frame->pixels_owner);
}

TEST(GstSource, lets_frames_outlive_it) {
  const TestFolder folder;
  std::optional<Frame> kept;
  {
    GstSource source(options_for(write_clip(folder / "clip.mp4", kFrames, dated())));
    kept = source.next({});
  }
  ASSERT_TRUE(kept);
  EXPECT_EQ(number_in(kept->luma), 0);
}

TEST(GstSource, plays_a_recording_in_time_and_drops_for_one_who_is_slow) {
  const TestFolder folder;
  FrameSourceOptions options =
      options_for(write_clip(folder / "clip.mp4", kFrames, {.fps = 20, .started_at = kClipStart}));
  options.pacing = Pacing::realtime;
  GstSource source(options);
  std::vector<Frame> frames;
  std::chrono::steady_clock::time_point began;
  EXPECT_THROW(
      while (auto frame = source.next({})) {
        if (frames.empty()) began = std::chrono::steady_clock::now();
        frames.push_back(*frame);
        if (frames.size() == 2) std::this_thread::sleep_for(500ms);
      },
      FeedError);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 800ms);
  const FrameCounts counts = source.counts();
  EXPECT_EQ(counts.decoded, static_cast<std::uint64_t>(kFrames));
  EXPECT_GE(counts.dropped, 3U);
  EXPECT_EQ(counts.delivered, frames.size());
  EXPECT_EQ(counts.delivered + counts.dropped, counts.decoded);
  for (const Frame& frame : frames) EXPECT_EQ(number_in(frame.luma), static_cast<int>(frame.sequence));
}

TEST(GstSource, takes_telemetry_from_beside_the_recording) {
  const TestFolder folder;
  const auto file = write_clip(folder / "flight.mp4", kFrames, dated());
  folder.write("flight.jsonl",
               "{\"t\":\"2026-11-21T20:00:00.05Z\",\"alt_m\":100}\n{\"t\":\"2026-11-21T20:00:01.05Z\",\"alt_"
               "m\":110}\n");
  const Outcome outcome = play_file(options_for(file));
  ASSERT_EQ(outcome.frames.size(), static_cast<std::size_t>(kFrames));
  EXPECT_FALSE(outcome.frames[0].telemetry);
  ASSERT_TRUE(outcome.frames[3].telemetry);
  EXPECT_NEAR(*outcome.frames[3].telemetry->height_m, 102.5, 1e-6);
  EXPECT_FALSE(outcome.frames[12].telemetry);
}

TEST(GstSource, refuses_a_feed_whose_telemetry_is_wrong) {
  const TestFolder folder;
  FrameSourceOptions options = options_for(write_clip(folder / "flight.mp4", 3, dated()));
  options.telemetry = (folder / "none.jsonl").string();
  EXPECT_THAT(play_file(options).failure.value().what(), HasSubstr("none.jsonl: cannot be read"));
  options.telemetry = folder.write("bad.jsonl", "x\n").string();
  EXPECT_THAT(play_file(options).failure.value().what(), HasSubstr("bad.jsonl:1: "));
}

TEST(GstSource, opens_file_addresses_and_plain_paths) {
  const TestFolder folder;
  const auto file = write_clip(folder / "my clip.mp4", 3, dated());
  for (const std::string& uri : {file.string(), "file://" + folder.path().string() + "/my%20clip.mp4"}) {
    FrameSourceOptions options = options_for("");
    options.uri = uri;
    EXPECT_EQ(play_file(options).frames.size(), 3U) << uri;
  }
  FrameSourceOptions options = options_for("");
  options.uri = "gopher://user:secret@host/x";
  EXPECT_STREQ(play_file(options).failure.value().what(),
               "gopher://host/x: expected rtsp, srt or udp, a file or a folder");
}

TEST(GstSource, stops_and_closes_at_once) {
  const TestFolder folder;
  FrameSourceOptions options =
      options_for(write_clip(folder / "clip.mp4", 3, {.fps = 0.05, .started_at = kClipStart}));
  options.pacing = Pacing::realtime;
  const auto began = std::chrono::steady_clock::now();
  {
    GstSource source(options);
    ASSERT_TRUE(source.next({}));
    std::stop_source stop;
    const std::jthread stopper([&] {
      std::this_thread::sleep_for(50ms);
      stop.request_stop();
    });
    EXPECT_FALSE(source.next(stop.get_token()));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
}

}  // namespace
}  // namespace nightjar
