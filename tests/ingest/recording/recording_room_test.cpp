// How much room recordings take on the disk, and what they do without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "tests/ingest/recording/made_recording.hpp"
#include "tests/ingest/test_camera.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

TEST(Recordings, keep_the_newest_within_the_quota) {
  Camera camera;
  const TestFolder folder;
  FrameSourceOptions options = recorded_options(camera.server().uri("/lane"), folder.path());
  run_feed(options, 40, 0ms);
  std::uint64_t bytes_of_two_seconds = 0;
  for (const auto& entry : fs::directory_iterator(only_recording(folder.path())))
    bytes_of_two_seconds += entry.file_size();
  fs::remove_all(folder / "lane");

  options.record->quota_bytes = bytes_of_two_seconds * 5 / 4;
  options.record->sync_every = 100ms;
  const FeedRun live = run_feed(options, 120, 0ms);
  const fs::path recording = only_recording(folder.path());
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(recording)) bytes += entry.file_size();
  EXPECT_LE(bytes, options.record->quota_bytes * 11 / 10);
  const FeedRun again = replay(recording);
  EXPECT_LT(again.seen.size(), 90U);
  ASSERT_GT(again.seen.size(), 10U);
  EXPECT_TRUE(std::equal(again.seen.rbegin(), again.seen.rend(), live.seen.rbegin()));
  ASSERT_THAT(again.complaints, SizeIs(1));
  EXPECT_THAT(again.complaints[0], HasSubstr("segments are gone, to keep the quota"));
}

TEST(Recordings, stop_before_the_disk_is_full_and_begin_again_when_there_is_room) {
  Camera camera;
  const TestFolder folder;
  FrameSourceOptions options = recorded_options(camera.server().uri("/lane"), folder.path());
  std::atomic<std::uintmax_t> free = 5'000'000'000;
  options.record->reserve_bytes = 1'000'000'000;
  options.record->free_bytes = [&free](const fs::path&) { return free.load(); };
  options.record->sync_every = 50ms;
  options.record->try_again = 100ms;
  std::vector<std::string> complaints;
  options.complained = [&](const std::string& line) { complaints.push_back(line); };
  std::vector<std::string> live;
  {
    const auto source = make_frame_source(options);
    const auto take = [&](int count) {
      for (int i = 0; i < count; ++i) live.push_back(seen(source->next({}).value()));
    };
    take(40);
    free = 999'000'000;
    take(40);
    EXPECT_THAT(complaints,
                testing::ElementsAre("recording stopped: " + folder.path().string() +
                                     ": 1.00 GB are free on its disk, and 1.00 GB are to be left"));
    const auto stopped_with = segments_in(only_recording(folder.path())).size();
    free = 1'050'000'000;
    take(20);
    EXPECT_EQ(segments_in(only_recording(folder.path())).size(), stopped_with) << "not yet enough";
    free = 2'000'000'000;
    take(40);
    EXPECT_GT(segments_in(only_recording(folder.path())).size(), stopped_with);
  }
  EXPECT_THAT(complaints, SizeIs(1)) << "once";
  const FeedRun again = replay(only_recording(folder.path()));
  EXPECT_GT(again.seen.size(), 50U);
  EXPECT_LT(again.seen.size(), 110U);
  EXPECT_EQ(again.seen.front(), live.front());
  EXPECT_EQ(again.seen.back(), live.back());
  for (const std::string& frame : again.seen)
    EXPECT_NE(std::find(live.begin(), live.end(), frame), live.end());
}

TEST(Recordings, that_cannot_be_made_cost_no_frame) {
  Camera camera;
  const TestFolder folder;
  FrameSourceOptions options =
      recorded_options(camera.server().uri("/lane"), folder.write("a-file", "x") / "below");
  const FeedRun live = run_feed(options, 30, 0ms);
  EXPECT_EQ(live.seen.size(), 30U);
  ASSERT_THAT(live.complaints, SizeIs(1));
  EXPECT_THAT(live.complaints[0], HasSubstr("recording stopped: "));
}

}  // namespace
}  // namespace nightjar
