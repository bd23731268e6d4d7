#include "tools/nightjar/back_off.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

using namespace std::chrono_literals;

TEST(BackOff, doubles_from_one_second_to_thirty) {
  BackOff back_off(1s, 30s);
  for (const auto expected : {1s, 2s, 4s, 8s, 16s, 30s, 30s})
    EXPECT_EQ(back_off.after_running_for(0ms), expected);
}

TEST(BackOff, starts_over_after_a_life_longer_than_the_wait_that_was_due) {
  BackOff back_off(1s, 30s);
  for (int failures = 0; failures < 4; ++failures) (void)back_off.after_running_for(0ms);
  EXPECT_EQ(back_off.after_running_for(15s), 16s) << "15 s of life do not outweigh a wait of 16 s";
  EXPECT_EQ(back_off.after_running_for(31s), 1s);
  EXPECT_EQ(back_off.after_running_for(0ms), 2s);
}

}  // namespace
}  // namespace nightjar
