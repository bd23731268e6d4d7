#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "tests/ingest/recording/live_run.hpp"
#include "tests/ingest/test_camera.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

FrameSourceOptions recorded_options(const std::string& uri, const fs::path& folder,
                                    RtspTransport transport = RtspTransport::tcp) {
  FrameSourceOptions options;
  options.feed = "lane";
  options.uri = uri;
  options.transport = transport;
  options.software_decoding = true;
  options.record.emplace();
  options.record->folder = folder;
  options.record->segment = 1s;
  options.record->reserve_bytes = 0;
  return options;
}

fs::path only_recording(const fs::path& folder) {
  const auto recordings = recordings_in(folder / "lane");
  if (recordings.size() != 1) throw std::runtime_error("expected one recording");
  return recordings.front();
}

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

}  // namespace
}  // namespace nightjar
