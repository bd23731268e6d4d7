#include "tools/judge/reliability.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tools/train/logistic_line.hpp"

namespace nightjar {
namespace {

std::vector<JudgedConfidence> reads(double confidence, int right, int wrong) {
  std::vector<JudgedConfidence> made(static_cast<std::size_t>(right), {confidence, true});
  made.resize(static_cast<std::size_t>(right + wrong), {confidence, false});
  return made;
}

TEST(Reliability, is_without_error_where_nine_in_ten_are_right_at_0_9) {
  EXPECT_NEAR(calibration_error(equal_count_bins(reads(0.9, 90, 10), 1)), 0, 1e-12);
  EXPECT_NEAR(calibration_error(equal_count_bins(reads(0.9, 50, 50), 1)), 0.4, 1e-12);
}

TEST(Reliability, weighs_bins_by_their_reads) {
  std::vector<JudgedConfidence> mixed = reads(0.95, 95, 5);
  const std::vector<JudgedConfidence> doubtful = reads(0.25, 50, 50);
  mixed.insert(mixed.end(), doubtful.begin(), doubtful.end());
  const auto bins = fixed_bins(mixed, {0, 0.5, 1});
  ASSERT_EQ(bins.size(), 2U);
  EXPECT_EQ(bins[0].right.count, 50U);
  EXPECT_EQ(bins[1].right.count, 95U);
  EXPECT_NEAR(calibration_error(bins), 0.125, 1e-12);
}

TEST(Reliability, counts_a_confidence_of_one_in_the_last_bin) {
  const auto bins = fixed_bins({{1.0, true}, {0.0, false}}, {0, 0.5, 1});
  EXPECT_EQ(bins[0].right.of, 1U);
  EXPECT_EQ(bins[1].right.of, 1U);
}

TEST(Reliability, of_equal_bins_holds_every_read_once) {
  std::vector<JudgedConfidence> many;
  for (int i = 0; i < 103; ++i) many.push_back({i / 103.0, i % 2 == 0});
  std::size_t counted = 0;
  double before = -1;
  for (const ReliabilityBin& bin : equal_count_bins(many, 10)) {
    counted += bin.right.of;
    EXPECT_GT(bin.from, before);
    before = bin.to;
  }
  EXPECT_EQ(counted, 103U);
}

TEST(Reliability, is_resampled_around_its_error) {
  const auto pairs = reads(0.9, 300, 100);
  const Interval likely = resampled_error(pairs);
  EXPECT_LT(likely.low, 0.15);
  EXPECT_GT(likely.high, 0.15);
  EXPECT_LT(likely.high - likely.low, 0.12);
}

TEST(LogisticLine, finds_the_doubt_that_confidences_leave_out) {
  std::vector<LogitOutcome> outcomes;
  for (int i = 0; i < 4000; ++i) {
    const double said = (i % 80 - 40) / 10.0;
    const double true_share = 1 / (1 + std::exp(-(0.5 * said - 1)));
    outcomes.push_back({said, (i / 80 + 0.5) / 50 < true_share});
  }
  const LogisticLine line = fitted_line(outcomes);
  EXPECT_NEAR(line.slope, 0.5, 0.05);
  EXPECT_NEAR(line.offset, -1, 0.1);
}

}  // namespace
}  // namespace nightjar
