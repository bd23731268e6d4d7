#include "processing/hotlist/match_prior.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

TEST(MatchPrior, boosts_the_marks_of_a_long_list_less) {
  const MatchPrior prior;
  // 2 % of vehicles over a million entries, against one mark of 600 million: 12 times as likely.
  EXPECT_NEAR(listed_boost(prior, 1000000, "AB12CDE"), 1 + 0.02 / 0.98 / 1e6 * 6e8, 0.01);
  EXPECT_GT(listed_boost(prior, 200000, "AB12CDE"), listed_boost(prior, 1000000, "AB12CDE"));
  EXPECT_EQ(listed_boost(prior, 10, "AB12CDE"), prior.most_boost) << "no boost without end";
}

TEST(MatchPrior, boosts_short_marks_less_since_they_are_all_taken) {
  const MatchPrior prior;
  EXPECT_LT(listed_boost(prior, 1000000, "AB1CDE"), listed_boost(prior, 1000000, "AB12CDE"));
  EXPECT_NEAR(listed_boost(prior, 1000000, "A1"), 1 + 0.02 / 0.98 / 1e6 * 4e7, 0.01);
}

TEST(MatchPrior, hardly_boosts_a_partial_mark_that_many_vehicles_bear) {
  const MatchPrior prior;
  EXPECT_NEAR(listed_boost(prior, 100000, "AB?2???"), 1, 0.01);
  EXPECT_GT(listed_boost(prior, 2000, "AB12CD?"), 10);
}

TEST(MatchPrior, gives_no_mark_more_than_the_highest_boost) {
  const MatchPrior prior;
  for (const std::size_t entries : {0U, 1U, 3000U, 50000U, 4000000U}) {
    for (const char* mark : {"A1", "AB12CDE", "AB12CDEFG", "AB*", "AB12CD?"})
      EXPECT_LE(listed_boost(prior, entries, mark), highest_boost(prior, entries)) << mark;
    EXPECT_GE(highest_boost(prior, entries), 1);
  }
}

}  // namespace
}  // namespace nightjar
