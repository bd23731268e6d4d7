#include "alerts/refusal_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace nightjar {
namespace {

using testing::ElementsAre;

TEST(RefusalLog, tells_the_first_of_a_kind_at_once_and_then_counts) {
  std::vector<std::string> told;
  RefusalLog log([&](const std::string& line) { told.push_back(line); });
  for (int i = 0; i < 1000; ++i) log.refused("plain", "from 192.0.2." + std::to_string(i));
  log.refused("garbage", "");
  EXPECT_THAT(told, ElementsAre("plain: from 192.0.2.0", "garbage"));
  log.tell_counts();
  EXPECT_THAT(told, ElementsAre("plain: from 192.0.2.0", "garbage", "plain: 999 more"));
}

TEST(RefusalLog, says_nothing_of_what_stays_away_and_tells_at_once_when_it_comes_again) {
  std::vector<std::string> told;
  RefusalLog log([&](const std::string& line) { told.push_back(line); });
  log.refused("plain", "a");
  log.tell_counts();
  log.tell_counts();
  EXPECT_THAT(told, ElementsAre("plain: a"));
  log.refused("plain", "b");
  log.refused("plain", "c");
  EXPECT_THAT(told, ElementsAre("plain: a", "plain: b"));
  log.tell_counts();
  log.refused("plain", "d");
  EXPECT_THAT(told, ElementsAre("plain: a", "plain: b", "plain: 1 more")) << "it had not stayed away";
}

}  // namespace
}  // namespace nightjar
