#include "alerts/heat_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/utc_time.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_rules.hpp"

namespace nightjar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;

/// A person whose place is known to 1 m on each axis: a circle of 2.1 m holds it with 90 %.
HeatTrack person_at(double latitude_deg, double longitude_deg) {
  HeatTrack track;
  track.outcome = HeatOutcome::confirmed;
  track.heat_class = HeatClass::person;
  track.probability = 0.9;
  track.position = GroundPoint{latitude_deg, longitude_deg, 100, Eigen::Matrix2d::Identity()};
  return track;
}

std::string chosen(const HeatRules& rules, const HeatTrack& track, CaptureTime at = evening()) {
  const HeatRule* rule = rules.rule_for(track, at);
  return rule == nullptr ? "none" : rule->name;
}

HeatRule named(const std::string& name) {
  HeatRule rule = every_contact("open");
  rule.name = name;
  return rule;
}

TEST(HeatRules, take_the_first_that_fits_class_and_probability) {
  HeatRule people = named("people"), sure = named("sure"), all = named("all");
  people.classes = {HeatClass::person, HeatClass::unknown};
  people.min_probability = 0.95;
  sure.classes = {HeatClass::vehicle};
  const auto rules = rules_of({people, sure, all});
  HeatTrack track = person_at(51, -1.15);
  EXPECT_EQ(chosen(*rules, track), "all") << "not sure enough for the first";
  track.probability = 0.96;
  EXPECT_EQ(chosen(*rules, track), "people");
  track.heat_class = HeatClass::vehicle;
  EXPECT_EQ(chosen(*rules, track), "sure");
  EXPECT_EQ(chosen(*rules_of({people, sure}), person_at(51, -1.15)), "none");
}

TEST(HeatRules, tell_what_may_lie_in_an_area_and_hide_only_what_surely_lies_in_one) {
  HeatRule inside = named("inside"), outside = named("outside");
  inside.areas = {"North beat"};
  outside.outside = {"North beat"};
  const auto in = rules_of({inside}, {made_beat("North beat")});
  const auto out = rules_of({outside}, {made_beat("North beat")});
  const double metre = 1.0 / 111'320;
  EXPECT_EQ(chosen(*in, person_at(51, -1.15)), "inside");
  EXPECT_EQ(chosen(*out, person_at(51, -1.15)), "none");
  EXPECT_EQ(chosen(*in, person_at(51.01 + metre, -1.15)), "inside") << "a metre beyond, and not known to two";
  EXPECT_EQ(chosen(*out, person_at(51.01 - metre, -1.15)), "outside")
      << "a metre within, and not known to two";
  EXPECT_EQ(chosen(*in, person_at(51.01 + 5 * metre, -1.15)), "none");
  EXPECT_EQ(chosen(*out, person_at(51.01 - 5 * metre, -1.15)), "none");
  EXPECT_THAT(in->areas_at(*person_at(51, -1.15).position), ElementsAre("North beat"));
}

TEST(HeatRules, put_a_contact_without_a_place_in_no_area) {
  HeatRule inside = named("inside"), outside = named("outside");
  inside.areas = {"North beat"};
  outside.outside = {"North beat"};
  HeatTrack nowhere = person_at(51, -1.15);
  nowhere.position.reset();
  EXPECT_EQ(chosen(*rules_of({inside, outside}, {made_beat("North beat")}), nowhere), "outside");
}

TEST(HeatRules, keep_hours_by_the_clock_on_the_wall_over_midnight_and_in_summer) {
  HeatRule night = named("night");
  night.hours = DailyHours{hours(22), hours(5) + minutes(30)};
  const auto rules = rules_of({night});
  const HeatTrack track = person_at(51, -1.15);
  const auto at = [](const char* time) { return parse_utc(time).value(); };
  EXPECT_EQ(chosen(*rules, track, at("2026-11-21T22:00:00Z")), "night");
  EXPECT_EQ(chosen(*rules, track, at("2026-11-21T05:29:59Z")), "night");
  EXPECT_EQ(chosen(*rules, track, at("2026-11-21T05:30:00Z")), "none");
  EXPECT_EQ(chosen(*rules, track, at("2026-11-21T21:59:59Z")), "none");
  EXPECT_EQ(chosen(*rules, track, at("2026-07-01T21:00:00Z")), "night") << "22:00 in summer";
  EXPECT_EQ(chosen(*rules, track, at("2026-07-01T04:30:00Z")), "none");
}

TEST(HeatRules, tell_an_audience_its_own_and_leave_what_comes_first_to_another_as_told_by_none) {
  HeatRule stakeout = named("stakeout"), all = named("all");
  stakeout.restricted = true;
  stakeout.areas = {"North beat"};
  const std::vector<HeatRule> rules{stakeout, all};
  const auto areas =
      std::make_shared<const AreaMap>(std::vector{made_beat("North beat"), made_beat("Estate")});
  const HeatRules uncleared(rules, areas, nullptr, {true, false, {"North beat"}});
  const HeatRules cleared(rules, areas, nullptr, {false, true, {}});
  const HeatTrack there = person_at(51, -1.15), elsewhere = person_at(52, -1.15);
  EXPECT_EQ(chosen(uncleared, there), "none");
  EXPECT_EQ(chosen(cleared, there), "stakeout");
  EXPECT_EQ(chosen(uncleared, elsewhere), "all");
  EXPECT_EQ(chosen(cleared, elsewhere), "none");
  EXPECT_EQ(uncleared.areas_at(*there.position), std::vector<std::string>{"Estate"});
  EXPECT_EQ(cleared.areas_at(*there.position), (std::vector<std::string>{"North beat", "Estate"}));
}

TEST(DailyHours, hold_the_whole_day_where_they_end_as_they_begin) {
  const DailyHours day{hours(7), hours(7)};
  EXPECT_TRUE(day.hold(hours(7)));
  EXPECT_TRUE(day.hold(hours(6)));
  const DailyHours evening_hours{hours(20), hours(24)};
  EXPECT_TRUE(evening_hours.hold(hours(23) + minutes(59)));
  EXPECT_FALSE(evening_hours.hold(minutes(0)));
}

TEST(LocalTime, refuses_a_zone_that_is_not_there) {
  EXPECT_THROW(LocalTime("Europe/Winchester"), std::runtime_error);
  EXPECT_FALSE(is_time_zone("Europe/Winchester"));
  EXPECT_TRUE(is_time_zone("Europe/London"));
}

}  // namespace
}  // namespace nightjar
