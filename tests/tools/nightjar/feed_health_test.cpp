#include "tools/nightjar/feed_health.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace nightjar {
namespace {

using testing::SizeIs;

class FeedHealthOfADrone : public testing::Test {
 protected:
  static HealthAlertOptions options() {
    HealthAlertOptions options;
    options.channel = "open";
    options.what = options.feed = "drone";
    return options;
  }

  std::vector<AlertEvent> told;
  FeedHealth health{options(), [this](AlertParcel parcel) { told.push_back(std::move(parcel.event)); }};
};

TEST_F(FeedHealthOfADrone, names_the_flight_that_is_under_way) {
  health.flies("1f2e3d4c5b6a7988");
  health.failed({"silent", "no picture for 10 s"});
  health.complained("KLV without a time");
  ASSERT_THAT(told, SizeIs(3));
  for (const AlertEvent& event : told) EXPECT_EQ(event.sortie, "1f2e3d4c5b6a7988");
}

TEST_F(FeedHealthOfADrone, closes_what_was_open_as_the_flight_s_and_names_none_afterwards) {
  health.flies("1f2e3d4c5b6a7988");
  health.failed({"silent", "no picture for 10 s"});
  health.rests();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[1].event, AlertHappening::closed);
  EXPECT_EQ(told[1].sortie, "1f2e3d4c5b6a7988");
  health.failed({"refused", "nobody is there"});
  EXPECT_FALSE(told.at(2).sortie);
}

TEST_F(FeedHealthOfADrone, tells_what_each_opening_finds_out_anew_once_a_flight_whatever_its_figures) {
  EXPECT_TRUE(health.found_out("tag 18 is absolute: 0.05 degrees from the frame centre (median of 1)"));
  EXPECT_FALSE(health.found_out("tag 18 is absolute: 0.11 degrees from the frame centre (median of 30)"));
  EXPECT_THAT(told, SizeIs(2)) << "opened and closed at once";
  EXPECT_TRUE(health.found_out("tag 18 is relative: 0.11 degrees from the frame centre (median of 30)"));
  health.recovered();
  EXPECT_FALSE(health.found_out("tag 18 is absolute: 0.05 degrees from the frame centre (median of 1)"));
  health.rests();
  EXPECT_TRUE(health.found_out("tag 18 is absolute: 0.05 degrees from the frame centre (median of 1)"));
}

TEST_F(FeedHealthOfADrone, tells_what_befalls_it_each_time) {
  health.complained("a picture cannot be decoded");
  health.complained("a picture cannot be decoded");
  EXPECT_THAT(told, SizeIs(4));
}

}  // namespace
}  // namespace nightjar
