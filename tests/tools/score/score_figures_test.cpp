#include <gmock/gmock.h>

#include "tools/score/calibration.hpp"
#include "tools/score/character_confusion.hpp"
#include "tools/score/interval.hpp"

namespace nightjar {
namespace {

TEST(Share, has_wilsons_interval) {
  // Newcombe (1998), table I, method 3.
  const Interval some = Share{81, 263}.interval();
  EXPECT_NEAR(some.low, 0.2553, 5e-5);
  EXPECT_NEAR(some.high, 0.3662, 5e-5);
  const Interval none = Share{0, 20}.interval();
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.1611, 5e-5);
  const Interval all = Share{20, 20}.interval();
  EXPECT_NEAR(all.low, 0.8389, 5e-5);
  EXPECT_EQ(all.high, 1);
  EXPECT_FALSE((Share{0, 0}.rate().has_value()));
}

TEST(CountInterval, holds_rare_counts) {
  EXPECT_EQ(count_interval(0).low, 0);
  EXPECT_NEAR(count_interval(0).high, 3.8415, 1e-4);
  EXPECT_NEAR(count_interval(10).low, 5.4321, 1e-3);
  EXPECT_NEAR(count_interval(10).high, 18.4094, 1e-3);
}

TEST(MedianInterval, takes_the_ranks_that_hold_the_median_with_95_percent) {
  EXPECT_FALSE(median_interval({1, 2, 3, 4, 5}).has_value());
  const auto six = median_interval({1, 2, 3, 4, 5, 6});  // 96.9 %
  ASSERT_TRUE(six.has_value());
  EXPECT_EQ(six->low, 1);
  EXPECT_EQ(six->high, 6);
  std::vector<double> twenty;
  for (int i = 1; i <= 20; ++i) twenty.push_back(i);
  EXPECT_EQ(median_interval(twenty)->low, 6);  // ranks 6 and 15 of the binomial's tables
  EXPECT_EQ(median_interval(twenty)->high, 15);
}

TEST(MedianInterval, bears_thousands_of_values) {
  std::vector<double> values(5001);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  const auto interval = median_interval(values);
  ASSERT_TRUE(interval.has_value());
  EXPECT_NEAR(interval->low, 2500 - 70, 3);
  EXPECT_NEAR(interval->high, 2500 + 70, 3);
}

TEST(CharacterConfusion, counts_substitutions_insertions_and_deletions) {
  CharacterConfusion confusion;
  confusion.add("AB12CDE", "A812CDE");
  confusion.add("AB12CDE", "AB12CD");
  confusion.add("AB12CDE", "XAB12CDE");
  confusion.add("ABO1CDE", "AB0ICDE");
  EXPECT_EQ(confusion.substituted(), 1U);
  EXPECT_EQ(confusion.deleted(), 1U);
  EXPECT_EQ(confusion.inserted(), 1U);
  EXPECT_EQ(confusion.characters(), 28U);
  EXPECT_EQ(confusion.at('B', '8'), 1U);
  EXPECT_EQ(confusion.at('E', '-'), 1U);
  EXPECT_EQ(confusion.at('-', 'X'), 1U);
  EXPECT_EQ(confusion.at('A', 'A'), 4U);
}

TEST(CharacterConfusion, leaves_out_the_mark_of_another_vehicle) {
  CharacterConfusion confusion;
  confusion.add("AB12CDE", "XK57FPW");
  EXPECT_EQ(confusion.other_marks(), 1U);
  EXPECT_EQ(confusion.characters(), 0U);
}

TEST(CharacterConfusion, puts_signs_of_no_plate_under_other) {
  CharacterConfusion confusion;
  confusion.add("AB12CDE", "AB12CD#");
  EXPECT_EQ(confusion.at('E', '?'), 1U);
}

TEST(Calibration, measures_how_far_confidence_and_truth_lie_apart) {
  Calibration calibration;
  for (int i = 0; i < 10; ++i) calibration.add(0.85, i < 5);
  for (int i = 0; i < 10; ++i) calibration.add(1.0, true);
  EXPECT_EQ(calibration.reads(), 20U);
  EXPECT_NEAR(*calibration.expected_error(), (0.35 + 0) / 2, 1e-9);
}

}  // namespace
}  // namespace nightjar
