#include "processing/hotlist/recent_reads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processing/hotlist/believed_time.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

const CaptureTime kNoon{1800000000s};

RecentRead read_of(const std::string& mark, CaptureTime at, std::uint64_t generation = 0) {
  RecentRead read;
  read.read.text.mark = mark;
  read.kept_at = at;
  read.generation = generation;
  return read;
}

TEST(RecentReads, are_deleted_when_their_time_is_over) {
  RecentReads reads({.keep = 3600s});
  reads.add(read_of("A1", kNoon));
  reads.add(read_of("A2", kNoon + 10min));
  reads.expire(kNoon + 3599s);
  EXPECT_EQ(reads.size(), 2U);
  reads.expire(kNoon + 3600s);
  EXPECT_EQ(reads.size(), 1U);
  reads.expire(kNoon + 70min);
  EXPECT_EQ(reads.size(), 0U);
  EXPECT_EQ(reads.counts().expired, 2U);
}

TEST(RecentReads, are_not_kept_at_all_where_the_site_says_so) {
  RecentReads reads({.keep = 0s});
  reads.add(read_of("A1", kNoon));
  EXPECT_EQ(reads.size(), 0U);
  EXPECT_EQ(reads.counts().not_kept, 1U);
}

TEST(RecentReads, make_room_for_the_newest_and_count_what_went) {
  RecentReads reads({.keep = 3600s, .most = 3});
  for (int i = 0; i < 5; ++i) reads.add(read_of("A" + std::to_string(i), kNoon));
  EXPECT_EQ(reads.size(), 3U);
  EXPECT_EQ(reads.next_behind(1, 0)->read.text.mark, "A2");
  const RecentReads::Counts& counts = reads.counts();
  EXPECT_EQ(counts.added,
            counts.expired + counts.crowded_out + counts.not_kept + counts.erased + reads.size());
}

TEST(RecentReads, give_each_read_once_for_newer_lists) {
  RecentReads reads({.keep = 3600s});
  reads.add(read_of("A1", kNoon, 0));
  reads.add(read_of("A2", kNoon, 1));
  reads.add(read_of("A3", kNoon, 0));
  std::vector<std::string> behind;
  std::uint64_t number = 0;
  while (const auto read = reads.next_behind(1, number)) {
    behind.push_back(read->read.text.mark);
    reads.note(read->number, 1, {{"open", read->read.text.mark}});
    number = read->number;
  }
  EXPECT_THAT(behind, testing::ElementsAre("A1", "A3"));
  EXPECT_EQ(reads.next_behind(1, 0), std::nullopt);
  EXPECT_THAT(reads.next_behind(2, 0)->told, testing::ElementsAre(testing::Pair("open", "A1")));
}

TEST(RecentReads, do_not_outlive_a_clock_that_is_set_back) {
  RecentReads reads({.keep = 3600s});
  reads.add(read_of("A1", kNoon));
  reads.expire(kNoon - 2h);
  EXPECT_EQ(reads.size(), 0U);
}

TEST(RecentReads, are_found_and_erased_by_their_mark_whatever_its_letters) {
  RecentReads reads({.keep = 3600s});
  reads.add(read_of("AO12CDE", kNoon));
  reads.add(read_of("AB12CDE", kNoon));
  reads.add(read_of("A012CDE", kNoon));
  EXPECT_EQ(reads.of_mark("A012CDE").size(), 2U);
  EXPECT_EQ(reads.erase("A012CDE"), 2U);
  EXPECT_EQ(reads.size(), 1U);
  EXPECT_EQ(reads.counts().erased, 2U);
}

TEST(BelievedTime, is_that_of_arrival_where_the_camera_is_not_believed) {
  EXPECT_EQ(believed_time(kNoon, {ClockSource::ntp, 500ms, true}), kNoon);
  EXPECT_EQ(believed_time(kNoon, {ClockSource::ntp, 86400000ms, false}), kNoon - 24h);
  EXPECT_EQ(believed_time(kNoon, {ClockSource::arrival, 86400000ms, false}), kNoon);
  EXPECT_EQ(believed_time(kNoon, {ClockSource::recording, std::nullopt, false}), kNoon);
}

TEST(RecentReads, know_what_was_told_by_channel_and_folded_mark) {
  HotlistMatch one;
  one.channel = "open";
  one.entry.mark = "AO1";
  HotlistMatch two = one;
  two.entry.mark = "A01";
  EXPECT_THAT(told_marks({one, two}), testing::ElementsAre(testing::Pair("open", testing::_)));
}

}  // namespace
}  // namespace nightjar
