#include <gmock/gmock.h>
#include <gst/gst.h>
#include <gtest/gtest.h>

#include <thread>

#include "ingest/closed_by.hpp"
#include "ingest/gst_library.hpp"
#include "ingest/gst_source.hpp"
#include "ingest/make_frame_source.hpp"
#include "ingest/utc_time.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;

constexpr int kFrames = 20;

FrameSourceOptions options_for(const std::filesystem::path& file) {
  FrameSourceOptions options;
  options.feed = "a32-south";
  options.path = file;
  options.pacing = Pacing::lossless;
  options.silent_after = 60s;
  return options;
}

Outcome play_file(const FrameSourceOptions& options) {
  return play_out([&] { return make_frame_source(options); });
}

VideoWriterOptions dated() {
  return {.fps = 10, .started_at = kClipStart};
}

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

TEST(GstSource, names_what_is_wrong_with_a_file) {
  const TestFolder folder;
  const std::string clip = bytes_of(write_clip(folder / "whole.mp4", kFrames, dated()));
  std::string noise(100000, '\0');
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<char>((i * i * 2654435761U) >> 13);
  const std::pair<std::filesystem::path, const char*> cases[] = {
      {folder / "none.mp4", ": there is no such file"},
      {folder.write("empty.mp4", ""), ": the file is empty"},
      {folder.write("noise.mp4", noise), ": Could not determine type of stream."},
      {folder.write("text.mp4", "these are words"), ": Could not determine type of stream."},
      {folder.write("cut.mp4", clip.substr(0, clip.size() - 900)),
       ": This file is incomplete and cannot be played."},
  };
  for (const auto& [file, message] : cases) {
    FrameSourceOptions options = options_for(file);
    options.started_at = kClipStart;
    const Outcome outcome = play_file(options);
    EXPECT_TRUE(outcome.frames.empty()) << file;
    ASSERT_TRUE(outcome.failure) << file;
    EXPECT_EQ(outcome.failure->what(), file.string() + message);
    EXPECT_NE(outcome.failure->cause(), FeedError::Cause::silent);
  }
}

void write_sound(const std::filesystem::path& file, const std::string& muxer) {
  start_gstreamer();
  const std::string line = "audiotestsrc num-buffers=20 ! " + muxer + " ! filesink name=file";
  const std::unique_ptr<GstElement, ClosedBy<gst_object_unref>> pipeline(
      gst_parse_launch(line.c_str(), nullptr));
  const std::unique_ptr<GstElement, ClosedBy<gst_object_unref>> sink(
      gst_bin_get_by_name(GST_BIN(pipeline.get()), "file"));
  g_object_set(sink.get(), "location", file.c_str(), nullptr);
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  const std::unique_ptr<GstBus, ClosedBy<gst_object_unref>> bus(gst_element_get_bus(pipeline.get()));
  const auto over = static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  const std::unique_ptr<GstMessage, ClosedBy<gst_message_unref>> message(
      gst_bus_timed_pop_filtered(bus.get(), 20 * GST_SECOND, over));
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  ASSERT_TRUE(message);
  ASSERT_EQ(GST_MESSAGE_TYPE(message.get()), GST_MESSAGE_EOS);
}

TEST(GstSource, says_that_a_file_of_sound_has_no_video) {
  const TestFolder folder;
  for (const char* muxer : {"vorbisenc ! matroskamux", "mp4mux", "mpegtsmux", "wavenc"}) {
    const std::string encoder = std::string(muxer).rfind('m', 0) == 0 ? "avenc_aac ! " : "";
    write_sound(folder / "sound", encoder + muxer);
    const Outcome outcome = play_file(options_for(folder / "sound"));
    ASSERT_TRUE(outcome.failure) << muxer;
    EXPECT_EQ(outcome.failure->cause(), FeedError::Cause::corrupt) << muxer;
    EXPECT_EQ(outcome.failure->what(), (folder / "sound").string() + ": no video in it") << muxer;
  }
}

TEST(GstSource, gives_what_a_file_cut_short_still_holds) {
  const TestFolder folder;
  for (const char* name : {"clip.mkv", "clip.ts"}) {
    const std::string clip = bytes_of(write_clip(folder / name, 60, dated()));
    FrameSourceOptions options = options_for(folder.write(name, clip.substr(0, clip.size() * 2 / 3)));
    options.started_at = kClipStart;
    const Outcome outcome = play_file(options);
    EXPECT_GT(outcome.frames.size(), 5U) << name;
    EXPECT_LT(outcome.frames.size(), 60U) << name;
    EXPECT_TRUE(outcome.failure) << name;
  }
}

TEST(GstSource, gives_all_pictures_before_a_damaged_place_and_says_where_they_end) {
  const TestFolder folder;
  std::string clip = bytes_of(write_clip(folder / "clip.mkv", 60, dated()));
  std::vector<std::string> complaints;
  FrameSourceOptions options = options_for(folder / "clip.mkv");
  options.complained = [&](const std::string& line) { complaints.push_back(line); };
  EXPECT_EQ(play_file(options).frames.size(), 60U);
  EXPECT_TRUE(complaints.empty());
  std::fill(clip.begin() + static_cast<std::ptrdiff_t>(clip.size() / 2), clip.end(), '\0');
  options.path = folder.write("damaged.mkv", clip);
  const Outcome outcome = play_file(options);
  EXPECT_GT(outcome.frames.size(), 5U);
  EXPECT_LT(outcome.frames.size(), 40U);
  EXPECT_TRUE(outcome.failure);
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_THAT(complaints[0],
              testing::MatchesRegex(".*damaged\\.mkv: its pictures end at [23]\\.. s of 6\\.0 s:"
                                    " cut short, or damaged there"));
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
