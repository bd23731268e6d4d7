#include "alerts/event_marks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

TEST(EventMarks, are_those_read_and_listed_and_those_in_words_about_a_list) {
  AlertEvent event = made_hit();
  event.vehicle->mark = "AO12CDE";
  EXPECT_THAT(marks_of(event), testing::ElementsAre("A012CDE", "AB12CDE"));
  AlertEvent health;
  health.kind = AlertKind::list_health;
  health.health =
      AlertHealth{"force", "stale entry", "entry AB12CDE was rejected as stale by PC Example, contact 101"};
  EXPECT_THAT(marks_of(health), testing::ElementsAre("AB12CDE"));
}

}  // namespace
}  // namespace nightjar
