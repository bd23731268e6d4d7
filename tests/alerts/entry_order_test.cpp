#include "alerts/entry_order.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

AlertEntry entry(const std::string& action, const std::string& markers = {}) {
  AlertEntry entry;
  if (!action.empty()) entry.action = action;
  if (!markers.empty()) entry.markers = markers;
  return entry;
}

TEST(EntryOrder, knows_do_not_stop_however_it_is_written) {
  for (const char* text : {"DO NOT STOP", "Do not stop", "WEAPONS; DO-NOT-STOP", "don't stop", "DON’T STOP",
                           "do  not   stop", "FIREARMS/DO NOT STOP/DRUGS", "not to be stopped"})
    EXPECT_TRUE(says_do_not_stop(text)) << text;
  for (const char* text : {"STOP", "", "NON STOP", "STOP, DO NOT SEARCH", "UNDO NOT STOP", "DO NOT STOPS"})
    EXPECT_FALSE(says_do_not_stop(text)) << text;
}

TEST(EntryOrder, lets_do_not_stop_of_any_entry_outweigh_all_others) {
  EXPECT_EQ(order_of({entry("STOP", "FIREARMS"), entry("", "DO NOT STOP")}), "DO NOT STOP");
  EXPECT_EQ(order_of({entry("STOP"), entry("Do not stop")}), "DO NOT STOP");
}

TEST(EntryOrder, takes_the_action_of_the_first_entry_that_has_one) {
  EXPECT_EQ(order_of({entry(""), entry("OBSERVE"), entry("STOP")}), "OBSERVE");
  EXPECT_EQ(order_of({entry("", "WEAPONS")}), std::nullopt);
  EXPECT_EQ(order_of({}), std::nullopt);
}

}  // namespace
}  // namespace nightjar
