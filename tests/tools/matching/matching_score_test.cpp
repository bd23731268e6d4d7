#include "tools/matching/matching_score.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tools/matching/kept_reads.hpp"

namespace nightjar {
namespace {

std::vector<SampledRead> reads() {
  return kept_reads(NIGHTJAR_TEST_DATA "/hotlists/kept_reads.txt");
}

TEST(KeptReads, come_back_as_they_were_kept) {
  const std::vector<SampledRead> kept = reads();
  ASSERT_GT(kept.size(), 100U);
  for (const SampledRead& read : kept) {
    EXPECT_EQ(read.text.characters.size(), read.text.mark.size());
    EXPECT_GT(read.text.confidence, 0);
    EXPECT_FALSE(kept_line(read).empty());
  }
}

TEST(SimulatedPasses, are_the_same_for_the_same_seed_and_keep_what_was_misread) {
  const SimulatedPasses one(reads(), {});
  const SimulatedPasses same(reads(), {});
  const SimulatedPasses other(reads(), {2, 0});
  std::set<std::string> marks;
  std::size_t differ = 0;
  for (std::uint64_t number = 0; number < 2000; ++number) {
    const SampledRead pass = one.pass(number);
    const SampledRead& origin = one.kept()[one.origin(number)];
    EXPECT_EQ(pass.mark, same.pass(number).mark);
    differ += pass.mark != other.pass(number).mark ? 1U : 0U;
    EXPECT_EQ(pass.text.confidence, origin.text.confidence);
    EXPECT_EQ(pass.mark == pass.text.mark, origin.mark == origin.text.mark);
    EXPECT_EQ(pass.text.characters.size(), pass.text.mark.size());
    marks.insert(pass.mark);
  }
  EXPECT_GT(differ, 1900U);
  EXPECT_GT(marks.size(), 1950U) << "as good as every pass is another vehicle";
}

// The short form of the measurement in docs/hotlists.md, on 400 reads of the judging drawing.
TEST(Matching, recovers_half_of_what_exact_matching_misses_and_hardly_ever_hits_falsely) {
  MatchingTrial trial;
  trial.passes = 20000;
  trial.entries = 100000;
  const MatchingScore score = matching_score(SimulatedPasses(reads(), {}), trial);
  EXPECT_EQ(score.listed, 400U);
  EXPECT_GT(score.recovered.of, 20U);
  EXPECT_GE(score.recovered.rate().value(), 0.5);
  EXPECT_LE(score.false_hits, 5U) << "at most one in 10,000 passes is wanted: 2, and chance";
  EXPECT_LE(calibration_error(equal_count_bins(score.all, 10)), 0.05);
}

}  // namespace
}  // namespace nightjar
