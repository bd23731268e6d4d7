#include "processing/hotlist/hotlist_date.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace nightjar {
namespace {

using namespace std::chrono;

TEST(HotlistDate, reads_both_styles_and_nothing_else) {
  EXPECT_EQ(parse_hotlist_date("2026-02-28")->day, year{2026} / 2 / 28);
  EXPECT_EQ(parse_hotlist_date("2026-02-28")->style, DateStyle::iso);
  EXPECT_EQ(parse_hotlist_date("28/02/2026")->day, year{2026} / 2 / 28);
  EXPECT_EQ(parse_hotlist_date("28/02/2026")->style, DateStyle::day_first);
  EXPECT_TRUE(parse_hotlist_date("29/02/2028"));
  for (const char* text : {"", "2026-2-28", "28/2/2026", "2026/02/28", "28-02-2026", "20260228", "2026-02-29",
                           "2026-00-10", "2026-13-10", "2026-10-00", "00/10/2026", "1899-12-31", "2200-01-01",
                           "2O26-01-01", "2026-01-01T00", " 2026-01-01", "+026-01-01", "02/28/2026"}) {
    EXPECT_FALSE(parse_hotlist_date(text)) << text;
  }
}

TEST(LondonDay, begins_an_hour_early_in_summer) {
  const sys_days day = year{2026} / 7 / 10;
  EXPECT_EQ(london_day(day - 1h - 1us), day - days{1});
  EXPECT_EQ(london_day(day - 1h), day);
  EXPECT_EQ(london_midnight(day), day - 1h);
  EXPECT_EQ(london_midnight(year{2026} / 1 / 10), CaptureTime{sys_days{year{2026} / 1 / 10}});
}

TEST(LondonDay, begins_where_midnight_is_on_the_days_the_clocks_change) {
  const sys_days spring = year{2026} / 3 / 29;
  EXPECT_EQ(london_midnight(spring), CaptureTime{spring});
  EXPECT_EQ(london_midnight(spring + days{1}), spring + days{1} - 1h);
  const sys_days autumn = year{2026} / 10 / 25;
  EXPECT_EQ(london_midnight(autumn), autumn - 1h);
  EXPECT_EQ(london_midnight(autumn + days{1}), CaptureTime{autumn + days{1}});
}

TEST(LondonDay, agrees_with_the_time_zone_data_of_the_machine) {
  ::setenv("TZ", "Europe/London", 1);
  ::tzset();
  const auto local_day = [](CaptureTime at) {
    const std::time_t seconds = system_clock::to_time_t(at);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return sys_days{year{local.tm_year + 1900} / (local.tm_mon + 1) / local.tm_mday};
  };
  const CaptureTime summer = sys_days{year{2026} / 7 / 1} + 23h + 30min;
  const bool has_zone = local_day(summer) == sys_days{year{2026} / 7 / 2};
  int compared = 0;
  for (CaptureTime at = sys_days{year{1996} / 1 / 1}; has_zone && at < sys_days{year{2037} / 1 / 1};
       at += 30min) {
    ASSERT_EQ(london_day(at).time_since_epoch(), local_day(at).time_since_epoch())
        << at.time_since_epoch().count();
    ++compared;
  }
  ::unsetenv("TZ");
  ::tzset();
  if (!has_zone) GTEST_SKIP() << "this machine has no data of Europe/London";
  EXPECT_GT(compared, 700000);
}

}  // namespace
}  // namespace nightjar
