#include "ingest/utc_time.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

TEST(UtcTime, reads_a_time_to_the_microsecond) {
  const CaptureTime second{std::chrono::seconds(1795291200)};
  EXPECT_EQ(parse_utc("2026-11-21T20:00:00Z"), second);
  EXPECT_EQ(parse_utc("2026-11-21T20:00:00.5Z"), second + std::chrono::milliseconds(500));
  EXPECT_EQ(parse_utc("2026-11-21T20:00:00.123456Z"), second + std::chrono::microseconds(123456));
  EXPECT_EQ(parse_utc("2026-11-21T20:00:00.123456789Z"), second + std::chrono::microseconds(123456));
  EXPECT_EQ(parse_utc("1969-12-31T23:59:59.75Z"), CaptureTime(std::chrono::milliseconds(-250)));
}

TEST(UtcTime, takes_nothing_else) {
  for (const char* text : {"",
                           "Z",
                           "2026-11-21",
                           "2026-11-21T20:00:00",
                           "2026-11-21 20:00:00Z",
                           "2026-11-21T20:00:00+00:00",
                           "2026-11-21T20:00:00z",
                           "2026-11-21T20:00:00.Z",
                           "2026-11-21T20:00:00.1234567890Z",
                           "2026-11-21T24:00:00Z",
                           "2026-11-21T20:60:00Z",
                           "2026-11-21T20:00:60Z",
                           "2026-02-29T20:00:00Z",
                           "2026-13-01T20:00:00Z",
                           "2026-00-01T20:00:00Z",
                           "2026-11-00T20:00:00Z",
                           "26-11-21T20:00:00Z",
                           "2026-11-21T20:00:00Z ",
                           " 2026-11-21T20:00:00Z",
                           "2026-11-21T2:00:00Z",
                           "2026-11-21T-1:00:00Z",
                           "-026-11-21T20:00:00Z"}) {
    EXPECT_FALSE(parse_utc(text)) << text;
  }
}

TEST(UtcTime, writes_milliseconds) {
  EXPECT_EQ(format_utc(CaptureTime(std::chrono::microseconds(1795291200'000'999))),
            "2026-11-21T20:00:00.000Z");
  EXPECT_EQ(format_utc(CaptureTime(std::chrono::microseconds(1795291200'123'999))),
            "2026-11-21T20:00:00.123Z");
  EXPECT_EQ(format_utc(CaptureTime(std::chrono::milliseconds(-250))), "1969-12-31T23:59:59.750Z");
}

TEST(UtcTime, reads_what_it_writes) {
  for (const std::int64_t ms :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{951782400999}, std::int64_t{4102444799999}}) {
    const CaptureTime time{std::chrono::milliseconds(ms)};
    EXPECT_EQ(parse_utc(format_utc(time)), time);
  }
}

}  // namespace
}  // namespace nightjar
