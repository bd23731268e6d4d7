#include "ingest/telemetry/stamp_clock.hpp"

#include <gmock/gmock.h>

#include "ingest/telemetry/stamp_line.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const CaptureTime kStart{1'795'291'200s};

/// A packet every 100 ms, the times `pace` times as fast as the stamps.
std::vector<StampedTime> packets(int count, double pace = 1) {
  std::vector<StampedTime> told;
  for (int i = 0; i < count; ++i)
    told.push_back({3600s + i * 100ms, kStart + microseconds(std::llround(i * 1e5 * pace))});
  return told;
}

TEST(StampClock, tells_the_time_of_every_stamp_inside_and_outside_of_what_was_told) {
  const StampClock clock(packets(50));
  EXPECT_EQ(clock.at(3600s), kStart);
  EXPECT_EQ(clock.at(3602s + 33ms), kStart + 2033ms);
  EXPECT_EQ(clock.at(3590s), kStart - 10s);
  EXPECT_EQ(clock.at(3700s), kStart + 100s);
  EXPECT_TRUE(clock.keeps_time());
  EXPECT_THAT(clock.notes(), IsEmpty());
}

TEST(StampClock, knows_no_time_where_none_was_told) {
  EXPECT_FALSE(StampClock({}).at(1s));
}

TEST(StampClock, averages_out_the_scatter_of_stamps_and_leaves_packets_their_own_times) {
  std::vector<StampedTime> told = packets(100);
  for (std::size_t i = 0; i < told.size(); ++i) told[i].stamp += (i * 7919 % 61) * 1ms - 30ms;
  const StampClock clock(told);
  EXPECT_TRUE(clock.keeps_time());
  EXPECT_LE(std::chrono::abs(*clock.at(3605s) - (kStart + 5s)), 5ms);
  EXPECT_EQ(clock.settled(told[10]), kStart + 1s);
}

TEST(StampClock, follows_a_drift_that_a_constant_would_miss) {
  std::vector<StampedTime> told = packets(36'000, 1.0001);  // an hour, 0.36 s apart at its end
  const StampClock clock(told);
  EXPECT_TRUE(clock.keeps_time());
  for (const std::size_t i : {0U, 9000U, 18'000U, 35'999U})
    EXPECT_LE(std::chrono::abs(*clock.at(told[i].stamp) - told[i].time), 2ms) << i;
}

TEST(StampClock, puts_a_leap_in_order_by_the_stamps_and_says_so_once) {
  std::vector<StampedTime> told = packets(60);
  for (std::size_t i = 40; i < told.size(); ++i) told[i].time += 1h;
  const StampClock clock(told);
  EXPECT_EQ(clock.at(3605s), kStart + 5s) << "the longer run is believed";
  EXPECT_EQ(clock.settled(told[50]), kStart + 5s);
  EXPECT_THAT(clock.notes(),
              ElementsAre(HasSubstr("leap by +3600.000 s against its stamps: 20 of 60 packets")));
}

TEST(StampClock, is_not_led_astray_by_single_wrong_times) {
  std::vector<StampedTime> told = packets(60);
  told[0].time -= 1h;
  told[30].time = CaptureTime{};
  const StampClock clock(told);
  EXPECT_EQ(clock.at(3600s), kStart);
  EXPECT_EQ(clock.at(3603s), kStart + 3s);
  EXPECT_EQ(clock.settled(told[30]), kStart + 3s);
  EXPECT_THAT(clock.notes(), ElementsAre(HasSubstr("2 of 60 packets")));
}

TEST(StampClock, gives_each_stamp_its_own_time_where_the_pace_is_not_that_of_the_stamps) {
  const std::vector<StampedTime> told = packets(100, 2.2);
  const StampClock clock(told);
  EXPECT_FALSE(clock.keeps_time());
  for (const StampedTime& packet : told) EXPECT_EQ(clock.at(packet.stamp), packet.time);
  EXPECT_EQ(clock.at(3600s + 50ms), kStart + 110ms);
  EXPECT_EQ(clock.at(3590s), kStart - 10s) << "outside of it the pace is the stamps'";
  EXPECT_THAT(clock.notes(), ElementsAre(HasSubstr("2.200 times as fast")));
}

TEST(StampLine, goes_on_where_stamps_wrap_around_and_where_streams_were_joined) {
  StampLine line;
  constexpr std::uint64_t kWrap = std::uint64_t{1} << 33;
  const microseconds first = line.at(kWrap - 90'000);
  EXPECT_EQ(line.at(90'000) - first, 2s) << "around the end";
  EXPECT_EQ(line.at(0) - first, 1s) << "pictures come in the order of decoding";
  const microseconds joined = line.at(500 * 90'000);
  EXPECT_EQ(joined - first, 2s + 40ms) << "begun anew";
  EXPECT_EQ(line.at(501 * 90'000) - joined, 1s);
}

}  // namespace
}  // namespace nightjar
