#include "processing/thermal/value_of_rank.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace nightjar {
namespace {

std::vector<float> drawn(std::mt19937& chance, std::size_t count, float middle, float spread) {
  std::normal_distribution<float> of(middle, spread);
  std::vector<float> values(count);
  for (float& value : values) value = of(chance);
  return values;
}

TEST(ValueOfRank, is_what_sorting_says_at_every_rank_whatever_is_expected) {
  std::mt19937 chance(5);
  for (const std::size_t count : {1U, 2U, 7U, 256U, 1000U}) {
    const std::vector<float> values = drawn(chance, count, 3, 20);
    std::vector<float> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    for (const float spread : {0.0F, 0.01F, 20.0F, 1e6F})
      for (const float middle : {-1e5F, 0.0F, 3.0F, 1e5F})
        for (std::size_t rank = 0; rank < count; rank += 1 + count / 50)
          ASSERT_EQ(value_of_rank(values, rank, middle, spread), sorted[rank])
              << "rank " << rank << " of " << count << ", expected " << middle << " +- " << spread;
  }
}

TEST(ValueOfRank, takes_equal_values_and_huge_ones) {
  EXPECT_EQ(value_of_rank({4, 4, 4, 4}, 2, 0, 1), 4);
  EXPECT_EQ(value_of_rank({0, 0, 65535, -65535}, 3, 0, 0.001F), 65535);
  EXPECT_EQ(value_of_rank({3e38F, -3e38F, 1}, 0, 0, 1e-20F), -3e38F);
}

}  // namespace
}  // namespace nightjar
