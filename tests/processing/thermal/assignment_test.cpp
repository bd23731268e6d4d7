#include "processing/thermal/assignment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace nightjar {
namespace {

double total(const std::vector<AssignmentChoice>& choices) {
  return std::accumulate(choices.begin(), choices.end(), 0.0,
                         [](double sum, const AssignmentChoice& c) { return sum + c.gain; });
}

TEST(Assignment, gives_up_the_best_single_pair_for_the_best_whole) {
  const auto taken = best_assignment({{0, 0, 10}, {0, 1, 9}, {1, 0, 9}, {1, 1, 1}});
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].column, 1u);
  EXPECT_EQ(taken[1].column, 0u);
}

TEST(Assignment, leaves_alone_what_gains_nothing) {
  EXPECT_TRUE(best_assignment({}).empty());
  EXPECT_TRUE(best_assignment({{0, 0, 0}, {1, 1, -3}}).empty());
}

TEST(Assignment, is_as_good_as_trying_every_order) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> gain(-2, 10);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<AssignmentChoice> choices;
    std::vector<std::vector<double>> table(5, std::vector<double>(5));
    for (std::size_t r = 0; r < 5; ++r) {
      for (std::size_t c = 0; c < 5; ++c) choices.push_back({r, c, table[r][c] = gain(random)});
    }
    std::vector<std::size_t> order{0, 1, 2, 3, 4};
    double best = 0;
    do {
      double sum = 0;
      for (std::size_t r = 0; r < 5; ++r) sum += std::max(0.0, table[r][order[r]]);
      best = std::max(best, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_NEAR(total(best_assignment(choices)), best, 1e-9);
  }
}

}  // namespace
}  // namespace nightjar
