#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "ingest/recording/recorded_frame.hpp"
#include "tests/ingest/recording/made_recording.hpp"
#include "tests/ingest/test_camera.hpp"
#include "tools/simulate/drawn_mark.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Recordings : public testing::TestWithParam<RtspTransport> {};

TEST_P(Recordings, of_a_camera_give_the_very_frames_that_slow_stages_got) {
  Camera camera;
  const TestFolder folder;
  FrameSourceOptions options = recorded_options(camera.server().uri("/lane"), folder.path(), GetParam());
  options.telemetry = write_flight(folder / "flight.jsonl").string();
  const FeedRun live = run_feed(options, 60, 300ms);
  ASSERT_THAT(live.seen, SizeIs(60));
  EXPECT_GT(live.counts.dropped, 20U);
  EXPECT_THAT(live.complaints, IsEmpty());
  EXPECT_THAT(live.seen.back(), HasSubstr("gimbal_roll_deg"));

  const fs::path recording = only_recording(folder.path());
  EXPECT_GE(segments_in(recording).size(), 4U);
  const FeedRun again = replay(recording);
  EXPECT_EQ(again.seen, live.seen);
  EXPECT_THAT(again.complaints, IsEmpty());
  EXPECT_EQ(again.failure, recording.string() + ": the end of the recording");
  EXPECT_EQ(again.counts.delivered, live.counts.delivered);
  EXPECT_GE(again.counts.dropped, live.counts.dropped);
  EXPECT_LE(again.counts.decoded - again.counts.delivered - again.counts.dropped - again.counts.broken, 2U);
  EXPECT_EQ(replay(recording).seen, live.seen) << "a second time";
}

INSTANTIATE_TEST_SUITE_P(Transports, Recordings, testing::Values(RtspTransport::tcp, RtspTransport::udp),
                         [](const auto& name) { return name.param == RtspTransport::tcp ? "tcp" : "udp"; });

std::vector<RecordedGap> gaps_in(const fs::path& recording) {
  std::vector<RecordedGap> gaps;
  for (const int segment : segments_in(recording)) {
    const RecordedLines lines = read_recorded_lines(frames_file(recording, segment));
    gaps.insert(gaps.end(), lines.gaps.begin(), lines.gaps.end());
  }
  return gaps;
}

TEST_P(Recordings, of_a_link_that_loses_packets_say_where_and_give_the_very_frames_again) {
  Camera camera;
  camera.server().lose("/lane", 13);
  const TestFolder folder;
  const FeedRun live =
      run_feed(recorded_options(camera.server().uri("/lane"), folder.path(), GetParam()), 40, 100ms);
  ASSERT_THAT(live.seen, SizeIs(40)) << live.failure;
  const fs::path recording = only_recording(folder.path());
  const std::vector<RecordedGap> gaps = gaps_in(recording);
  EXPECT_GE(gaps.size(), 2U);
  for (const RecordedGap& gap : gaps) {
    EXPECT_GT(gap.length, 0ns);
    EXPECT_TRUE(gap.told || gap.at + gap.length == gap.before_pts);
  }
  const FeedRun again = replay(recording);
  EXPECT_EQ(again.seen, live.seen);
  EXPECT_THAT(again.complaints, IsEmpty());
  EXPECT_EQ(again.counts.broken, live.counts.broken);
}

TEST(Recordings, of_a_sound_link_tell_of_no_hole) {
  Camera camera;
  const TestFolder folder;
  const FeedRun live = run_feed(recorded_options(camera.server().uri("/lane"), folder.path()), 30, 0ms);
  ASSERT_THAT(live.seen, SizeIs(30)) << live.failure;
  EXPECT_THAT(gaps_in(only_recording(folder.path())), IsEmpty());
  EXPECT_FALSE(carries_drawn_mark(segment_file(only_recording(folder.path()), 0)));
}

TEST(Recordings, of_drawn_footage_that_was_served_say_that_it_was_drawn) {
  const TestFolder folder;
  write_clip(folder / "clip.mp4", kCameraFrames, {.fps = kCameraFps, .keyframe_every_s = 0.5});
  folder.write("footage.json", "{}");
  RtspServerOptions server;
  server.files = {{"/lane", folder / "clip.mp4"}};
  const RtspServer served(server);
  const FeedRun live = run_feed(recorded_options(served.uri("/lane"), folder.path()), 20, 0ms);
  ASSERT_THAT(live.seen, SizeIs(20)) << live.failure;
  const fs::path recording = only_recording(folder.path());
  for (const int segment : segments_in(recording))
    EXPECT_TRUE(carries_drawn_mark(segment_file(recording, segment))) << segment;
  EXPECT_EQ(replay(recording).seen, live.seen);
}

TEST(Recordings, are_files_that_ordinary_players_open) {
  Camera camera;
  const TestFolder folder;
  run_feed(recorded_options(camera.server().uri("/lane"), folder.path()), 60, 0ms);
  const fs::path recording = only_recording(folder.path());
  const auto segments = segments_in(recording);
  ASSERT_GE(segments.size(), 2U);
  for (const int segment : segments) {
    FrameSourceOptions options;
    options.path = segment_file(recording, segment);
    options.started_at = kClipStart;
    options.pacing = Pacing::lossless;
    const FeedRun run = run_feed(options, 1000, 0ms);
    EXPECT_GE(run.seen.size(), segment == segments.back() ? 1U : 15U) << options.path;
    EXPECT_THAT(run.failure, HasSubstr("the end of the stream"));
  }
}

/// What a power cut would leave: the files as they stand while the feed runs.
void copy_as_it_stands(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from)) fs::copy(entry.path(), to);
}

TEST(Recordings, that_were_cut_off_lose_the_last_two_seconds_at_most) {
  Camera camera;
  const TestFolder folder;
  const auto source = make_frame_source(recorded_options(camera.server().uri("/lane"), folder.path()));
  std::vector<std::string> live;
  for (int i = 0; i < 95; ++i) live.push_back(seen(source->next({}).value()));
  copy_as_it_stands(only_recording(folder.path()), folder / "cut");
  const FeedRun again = replay(folder / "cut");
  ASSERT_GE(again.seen.size(), live.size() - 2 * kCameraFps);
  ASSERT_LE(again.seen.size(), live.size());
  EXPECT_TRUE(std::equal(again.seen.begin(), again.seen.end(), live.begin()));
  ASSERT_THAT(again.complaints, SizeIs(1));
  EXPECT_THAT(again.complaints[0],
              HasSubstr((folder / "cut").string() + ": it was cut off, and ends with frame "));
  const FeedRun running = replay(only_recording(folder.path()));
  ASSERT_THAT(running.complaints, SizeIs(1));
  EXPECT_THAT(running.complaints[0], HasSubstr(": it is still being written, and ends with frame "));
}

TEST(Recordings, play_up_to_where_their_files_are_whole) {
  Camera camera;
  const TestFolder folder;
  const FeedRun live = run_feed(recorded_options(camera.server().uri("/lane"), folder.path()), 60, 0ms);
  const fs::path recording = only_recording(folder.path());
  const int last = segments_in(recording).back();
  fs::resize_file(segment_file(recording, last), fs::file_size(segment_file(recording, last)) / 2);
  fs::resize_file(frames_file(recording, last), fs::file_size(frames_file(recording, last)) - 60);
  const FeedRun again = replay(recording);
  EXPECT_GE(again.seen.size(), 30U);
  EXPECT_LE(again.seen.size(), 60U);
  EXPECT_TRUE(std::equal(again.seen.begin(), again.seen.end(), live.seen.begin()));
  ASSERT_THAT(again.complaints, SizeIs(1)) << "all in one line";
  EXPECT_THAT(again.complaints[0], HasSubstr("it was cut off"));
  EXPECT_THAT(again.complaints[0], HasSubstr(".frames.jsonl: its last line is cut"));

  fs::resize_file(segment_file(recording, 0), 100);
  EXPECT_THAT(replay(recording).complaints.at(0), HasSubstr("frames that the stages got are not in it"));
}

std::string refusal_of(const fs::path& path) {
  try {
    replay(path);
  } catch (const FeedError& error) {
    return error.what();
  }
  return "";
}

TEST(Recordings, that_lack_a_file_are_refused_in_one_line) {
  Camera camera;
  const TestFolder folder;
  run_feed(recorded_options(camera.server().uri("/lane"), folder.path()), 50, 0ms);
  run_feed(recorded_options(camera.server().uri("/lane"), folder.path()), 5, 0ms);
  EXPECT_THAT(refusal_of(folder / "lane"), HasSubstr("lane: holds 2 recordings, expected one: "));
  const fs::path recording = recordings_in(folder / "lane").front();
  std::ofstream(frames_file(recording, 1), std::ios::app) << "words\n{}\n";
  EXPECT_THAT(replay(recording).failure,
              testing::MatchesRegex(".*-00001\\.frames\\.jsonl:[0-9]+: not a JSON object"));
  fs::remove(frames_file(recording, 1));
  EXPECT_THAT(refusal_of(recording),
              HasSubstr("segment-00001.frames.jsonl: missing, so what the stages got"));
  for (const int segment : segments_in(recording)) fs::remove(segment_file(recording, segment));
  EXPECT_THAT(refusal_of(recording), HasSubstr(": a recording without a segment"));
}

TEST(Recordings, of_two_programs_at_once_do_not_meet) {
  Camera camera;
  const TestFolder folder;
  const auto options = recorded_options(camera.server().uri("/lane"), folder.path());
  FeedRun one;
  FeedRun two;
  {
    const std::jthread other([&] { two = run_feed(options, 40, 0ms); });
    one = run_feed(options, 40, 0ms);
  }
  const auto recordings = recordings_in(folder / "lane");
  ASSERT_EQ(recordings.size(), 2U);
  const FeedRun first = replay(recordings[0]);
  const FeedRun second = replay(recordings[1]);
  EXPECT_TRUE((first.seen == one.seen && second.seen == two.seen) ||
              (first.seen == two.seen && second.seen == one.seen));
}

}  // namespace
}  // namespace nightjar
