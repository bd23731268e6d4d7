#include "ingest/recording/recording_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/recording/recording_quota.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

void write(const fs::path& file, std::size_t bytes) {
  std::ofstream(file, std::ios::binary) << std::string(bytes, 'x');
}

/// An opening with so many segments of 1000 bytes each, side files counted in.
fs::path made_recording(const fs::path& folder, CaptureTime at, int segments) {
  const OpeningFolder opening(folder, "lane", at);
  for (int n = 0; n < segments; ++n) {
    write(segment_file(opening.path(), n), 800);
    write(frames_file(opening.path(), n), 150);
    write(telemetry_file(opening.path(), n), 50);
  }
  return opening.path();
}

TEST(RecordingFolder, is_named_by_time_and_never_anothers) {
  const TestFolder folder;
  const OpeningFolder first(folder.path(), "lane", kClipStart + 123456us);
  const OpeningFolder second(folder.path(), "lane", kClipStart + 123456us);
  const OpeningFolder other(folder.path(), "drone", kClipStart + 123456us);
  EXPECT_EQ(first.path(), folder / "lane/2026-11-21T20-00-00.123Z");
  EXPECT_EQ(second.path(), folder / "lane/2026-11-21T20-00-00.123Z-2");
  EXPECT_EQ(other.path(), folder / "drone/2026-11-21T20-00-00.123Z");
  EXPECT_TRUE(is_recording(first.path()));
  EXPECT_FALSE(is_recording(folder / "lane"));
  EXPECT_EQ(feed_folder(folder.path(), ".."), folder / "_..");
}

TEST(RecordingFolder, tells_whether_it_is_being_written) {
  const TestFolder folder;
  fs::path path;
  {
    const OpeningFolder opening(folder.path(), "lane", kClipStart);
    path = opening.path();
    EXPECT_TRUE(is_being_written(path));
  }
  EXPECT_FALSE(is_being_written(path));
  EXPECT_FALSE(is_being_written(folder / "nowhere"));
}

TEST(RecordingFolder, lists_openings_by_time_and_itself_where_it_is_one) {
  const TestFolder folder;
  const fs::path late = made_recording(folder.path(), kClipStart + 1h, 1);
  const fs::path early = made_recording(folder.path(), kClipStart, 12);
  made_recording(folder.path(), kClipStart + 2h, 0);
  fs::create_directory(folder / "lane/pictures");
  EXPECT_THAT(recordings_in(folder / "lane"), ElementsAre(early, late));
  EXPECT_THAT(recordings_in(early), ElementsAre(early));
  EXPECT_THAT(recordings_in(folder / "nowhere"), IsEmpty());
  EXPECT_THAT(recordings_in(segment_file(early, 0)), IsEmpty());
  EXPECT_EQ(segments_in(early).size(), 12U);
  EXPECT_EQ(segments_in(early).back(), 11);
}

TEST(RecordingQuota, deletes_the_oldest_segments_with_their_side_files) {
  const TestFolder folder;
  const fs::path early = made_recording(folder.path(), kClipStart, 4);
  const fs::path late = made_recording(folder.path(), kClipStart + 1h, 4);
  RecordingQuota(folder / "lane", 8100).add(0);
  EXPECT_EQ(segments_in(early).size(), 4U) << "there is room for all";
  RecordingQuota(folder / "lane", 6500).add(0);
  EXPECT_THAT(segments_in(early), ElementsAre(2, 3));
  EXPECT_FALSE(fs::exists(frames_file(early, 1)));
  EXPECT_FALSE(fs::exists(telemetry_file(early, 1)));
  EXPECT_TRUE(fs::exists(telemetry_file(early, 2)));
  RecordingQuota(folder / "lane", 3500).add(0);
  EXPECT_FALSE(fs::exists(early)) << "nothing is left of it";
  EXPECT_THAT(segments_in(late), ElementsAre(1, 2, 3));
}

TEST(RecordingQuota, deletes_nothing_that_is_in_use_or_not_its_own) {
  const TestFolder folder;
  const fs::path early = made_recording(folder.path(), kClipStart, 2);
  write(early / "notes.txt", 10);
  write(folder / "lane/segment-00000.mkv", 5000);
  const OpeningFolder opening(folder.path(), "lane", kClipStart + 1h);
  write(segment_file(opening.path(), 0), 1000);
  write(segment_file(opening.path(), 1), 1000);
  RecordingQuota(folder / "lane", 10).add(0);
  EXPECT_THAT(segments_in(opening.path()), ElementsAre(1));
  EXPECT_TRUE(fs::exists(early / "notes.txt"));
  EXPECT_THAT(segments_in(early), IsEmpty());
  EXPECT_TRUE(fs::exists(folder / "lane/segment-00000.mkv"));
}

TEST(RecordingQuota, looks_again_before_what_is_written_can_pass_it) {
  const TestFolder folder;
  const fs::path early = made_recording(folder.path(), kClipStart, 4);
  RecordingQuota quota(folder / "lane", 6000);
  quota.add(0);
  const fs::path late = made_recording(folder.path(), kClipStart + 1h, 3);
  quota.add(1900);
  EXPECT_EQ(segments_in(early).size(), 4U);
  quota.add(1100);
  EXPECT_EQ(segments_in(early).size(), 2U);
  EXPECT_EQ(segments_in(late).size(), 3U);
}

}  // namespace
}  // namespace nightjar
