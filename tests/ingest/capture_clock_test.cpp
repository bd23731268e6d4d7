#include "ingest/capture_clock.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const CaptureTime kNow{seconds(1795291200)};

TEST(LiveClock, tells_arrival_until_the_camera_tells_its_time_and_then_never_again) {
  LiveClock clock;
  auto stamp = clock.stamp(kNow, std::nullopt);
  EXPECT_EQ(stamp.captured_at, kNow);
  EXPECT_EQ(stamp.clock.source, ClockSource::arrival);
  EXPECT_FALSE(stamp.clock.believed);
  EXPECT_FALSE(stamp.clock.offset);
  EXPECT_FALSE(clock.take_news());

  stamp = clock.stamp(kNow + seconds(1), kNow + milliseconds(900));
  EXPECT_EQ(stamp.captured_at, kNow + milliseconds(900));
  EXPECT_EQ(stamp.clock.source, ClockSource::ntp);
  EXPECT_EQ(stamp.clock.offset, milliseconds(-100));
  EXPECT_TRUE(stamp.clock.believed);

  stamp = clock.stamp(kNow + seconds(2), std::nullopt);  // a frame without it keeps to the camera's clock
  EXPECT_EQ(stamp.captured_at, kNow + milliseconds(1900));
  EXPECT_EQ(stamp.clock.source, ClockSource::ntp);
}

TEST(LiveClock, tells_the_step_once) {
  LiveClock clock;
  clock.stamp(kNow, kNow - milliseconds(250));
  const auto news = clock.take_news();
  ASSERT_TRUE(news);
  EXPECT_NE(news->find("-0.250 s"), std::string::npos) << *news;
  clock.stamp(kNow, kNow - milliseconds(251));
  EXPECT_FALSE(clock.take_news());
}

TEST(LiveClock, names_who_tells_the_time) {
  LiveClock clock(LiveClockOptions{.whose = "telemetry"});
  clock.stamp(CaptureTime(std::chrono::hours(1000)), CaptureTime(std::chrono::hours(1000)));
  const auto news = clock.take_news();
  ASSERT_TRUE(news);
  EXPECT_NE(news->find("the telemetry's"), std::string::npos) << *news;
  EXPECT_EQ(news->find("camera"), std::string::npos) << *news;
}

TEST(LiveClock, uses_but_does_not_believe_a_camera_some_seconds_off) {
  LiveClock clock;
  const auto stamp = clock.stamp(kNow, kNow + seconds(5));
  EXPECT_EQ(stamp.captured_at, kNow + seconds(5));
  EXPECT_FALSE(stamp.clock.believed);
  EXPECT_FALSE(clock.camera_lies());
}

TEST(LiveClock, does_not_use_a_camera_that_is_in_another_hour_or_in_1970) {
  for (const CaptureTime lie : {kNow + std::chrono::hours(1), CaptureTime(seconds(40))}) {
    LiveClock clock;
    auto stamp = clock.stamp(kNow, lie);
    EXPECT_EQ(stamp.captured_at, kNow);
    EXPECT_EQ(stamp.clock.source, ClockSource::arrival);
    EXPECT_TRUE(stamp.clock.offset);
    EXPECT_TRUE(clock.camera_lies());
    EXPECT_TRUE(clock.take_news());
    stamp = clock.stamp(kNow + seconds(1), kNow + seconds(1));  // nor later in the same opening
    EXPECT_EQ(stamp.clock.source, ClockSource::arrival);
  }
}

}  // namespace
}  // namespace nightjar
