#include "ingest/telemetry/record_order.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

Telemetry at_s(double seconds) {
  Telemetry record;
  record.measured_at = CaptureTime(std::chrono::seconds(1'700'000'000)) +
                       std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
  return record;
}

TEST(RecordOrder, passes_on_what_follows) {
  RecordOrder order;
  for (const double seconds : {0.0, 0.1, 0.1, 5.0, 500.0}) {
    const auto taken = order.take(at_s(seconds));
    ASSERT_EQ(taken.records.size(), 1U);
    EXPECT_FALSE(taken.went_back);
  }
  EXPECT_FALSE(order.take_news());
}

TEST(RecordOrder, leaves_out_one_record_with_a_time_of_its_own) {
  for (const double wrong_s : {-3600.0, -0.5, 3600.0, 1e9}) {
    RecordOrder order;
    EXPECT_EQ(order.take(at_s(10)).records.size(), 1U);
    EXPECT_TRUE(order.take(at_s(10 + wrong_s)).records.empty());
    const auto after = order.take(at_s(10.1));
    ASSERT_EQ(after.records.size(), 1U) << wrong_s;
    EXPECT_EQ(after.records[0].measured_at, at_s(10.1).measured_at);
    EXPECT_FALSE(after.went_back);
    EXPECT_TRUE(order.take_news());
    EXPECT_FALSE(order.take_news());
  }
}

TEST(RecordOrder, goes_along_with_a_clock_that_was_set_back) {
  RecordOrder order;
  EXPECT_EQ(order.take(at_s(4000)).records.size(), 1U);
  EXPECT_TRUE(order.take(at_s(400)).records.empty());
  const auto taken = order.take(at_s(400.1));
  ASSERT_EQ(taken.records.size(), 2U);
  EXPECT_EQ(taken.records[0].measured_at, at_s(400).measured_at);
  EXPECT_TRUE(taken.went_back);
  EXPECT_EQ(order.take_news(), "time runs back by 3600.000 s");
  EXPECT_EQ(order.take(at_s(400.2)).records.size(), 1U);
}

TEST(RecordOrder, goes_along_with_a_clock_that_was_set_ahead) {
  RecordOrder order;
  EXPECT_EQ(order.take(at_s(0)).records.size(), 1U);
  EXPECT_TRUE(order.take(at_s(3600)).records.empty());
  const auto taken = order.take(at_s(3600.1));
  EXPECT_EQ(taken.records.size(), 2U);
  EXPECT_FALSE(taken.went_back);
  EXPECT_EQ(order.take_news(), "time leaps ahead by 3600.000 s");
}

TEST(RecordOrder, tells_each_kind_of_step_once) {
  RecordOrder order;
  int news = 0;
  for (int i = 0; i < 50; ++i) {
    order.take(at_s(i % 2 == 0 ? 0 : 7200 + i));
    if (order.take_news()) ++news;
  }
  EXPECT_LE(news, 2);
}

}  // namespace
}  // namespace nightjar
