#include "processing/thermal/evidence.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

constexpr double kThreshold = 6;

TEST(EvidenceOfLikeness, takes_a_branch_that_a_walker_leaves_behind_for_no_walker) {
  const Evidence evidence({}, kThreshold);
  EXPECT_EQ(evidence.of_likeness(50, 50, 50), 0);
  EXPECT_LT(evidence.of_likeness(8, 50, 48), -2) << "a sixth of what the walker was";
  EXPECT_LT(evidence.of_likeness(300, 50, 48), -2) << "nor is a fire that stands out so much more";
}

TEST(EvidenceOfLikeness, bears_trees_that_hide_more_and_more_of_a_body) {
  const Evidence evidence({}, kThreshold);
  EXPECT_GT(evidence.of_likeness(8, 50, 12), -0.5) << "it was nearly gone the picture before";
  EXPECT_GT(evidence.of_likeness(25, 50, 50), -0.5) << "half of it";
}

TEST(EvidenceOfLikeness, never_says_more_than_may_be_said) {
  EvidenceOptions options;
  options.most_unlike = 3;
  EXPECT_EQ(Evidence(options, kThreshold).of_likeness(1e6, 10, 10), -3);
  EXPECT_EQ(Evidence(options, kThreshold).of_likeness(0, 1e6, 1e6), -3) << "nor is nothing infinite";
}

TEST(EvidenceOfLength, takes_a_car_for_no_runner_who_passes_it) {
  const Evidence evidence({}, kThreshold);
  EXPECT_LT(evidence.of_length(4.2, 1.4), -0.8);
  EXPECT_DOUBLE_EQ(evidence.of_length(4.2, 4.0), 0) << "of a car";
  EXPECT_DOUBLE_EQ(evidence.of_length(1.8, 0.4), 0) << "who came out from under a tree";
  EXPECT_DOUBLE_EQ(evidence.of_length(0.4, 4.2), 0) << "the rest is hidden";
  EXPECT_DOUBLE_EQ(evidence.of_length(400, 1.4), -evidence.options().most_longer);
}

TEST(EvidenceOfContrast, holds_little_contrast_against_a_contact_but_where_gain_may_have_squeezed_it) {
  const Evidence evidence({}, kThreshold);
  EXPECT_LT(evidence.of_contrast(8, false), -1);
  EXPECT_EQ(evidence.of_contrast(8, true), 0);
  EXPECT_LT(evidence.of_first_spot(8, false), evidence.of_first_spot(8, true));
  for (const bool squeezed : {false, true}) EXPECT_GT(evidence.of_contrast(40, squeezed), 1);
}

TEST(EvidenceWeight, counts_pictures_close_in_time_for_less_than_a_whole_one) {
  const Evidence evidence({}, kThreshold);
  EXPECT_LT(evidence.weight(std::chrono::duration<double>(0.033)), 0.2);
  EXPECT_GT(evidence.weight(std::chrono::duration<double>(1)), 0.95);
}

}  // namespace
}  // namespace nightjar
