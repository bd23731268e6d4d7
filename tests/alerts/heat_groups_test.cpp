#include "alerts/heat_groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/made_flock.hpp"

namespace nightjar {
namespace {

using testing::IsEmpty;

TEST(HeatGroups, tells_two_hundred_sheep_as_one_alert_with_their_count) {
  HeatTeller teller = farm();
  const AlertEvent event = only(teller.tell(row(200), at(0)));
  EXPECT_EQ(event.event, AlertHappening::raised);
  EXPECT_EQ(event.heat->group->count, 200U);
  EXPECT_NEAR(event.heat->group->extent_m, 1990, 1);
  EXPECT_EQ(event.heat->heat_class, "animal");
  EXPECT_NEAR(event.place->latitude_deg.value(), 51 + 995 / kMetresPerDegree, 1e-6);
  EXPECT_GT(event.place->ellipse->major_m, 500) << "it holds the flock, not the middle";
  EXPECT_LT(event.place->ellipse->minor_m, 5);
}

TEST(HeatGroups, raises_a_person_in_the_flock_as_an_alert_of_its_own) {
  HeatTeller teller = farm();
  std::vector<HeatTrack> tracks;
  for (int i = 0; i < 20; ++i) tracks.push_back(sheep(static_cast<std::uint64_t>(i) + 1, 7.0 * i));
  tracks[7].heat_class = HeatClass::person;
  const auto told = events(teller.tell(tracks, at(0)));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].heat->group->count, 19U);
  EXPECT_EQ(told[1].heat->heat_class, "person");
  EXPECT_FALSE(told[1].heat->group);
}

TEST(HeatGroups, lets_a_member_stand_out_when_its_class_comes_to_say_person) {
  HeatTeller teller = farm();
  (void)teller.tell(row(20), at(0));
  std::vector<HeatTrack> tracks = row(20, 2000);
  tracks[7].heat_class = HeatClass::person;
  const auto told = events(teller.tell(tracks, at(2000)));
  ASSERT_EQ(told.size(), 1U) << "one sheep less of twenty is no news";
  EXPECT_EQ(told[0].event, AlertHappening::raised);
  EXPECT_EQ(told[0].heat->heat_class, "person");
  tracks = row(20, 4000);
  tracks[7].heat_class = HeatClass::unknown;
  EXPECT_EQ(only(teller.tell(tracks, at(4000))).heat->heat_class, "unknown")
      << "who was a person once is not taken back for a doubt";
}

TEST(HeatGroups, keeps_what_is_of_unknown_class_apart_for_longer_as_it_may_be_a_body) {
  HeatTeller teller = farm();
  std::vector<HeatTrack> tracks = row(9);
  for (HeatTrack& track : tracks) track.heat_class = HeatClass::unknown;
  EXPECT_EQ(events(teller.tell(tracks, at(0))).size(), 9U);
  HeatTeller more = farm();
  tracks = row(10);
  for (HeatTrack& track : tracks) track.heat_class = HeatClass::unknown;
  EXPECT_EQ(only(more.tell(tracks, at(0))).heat->heat_class, "unknown");
}

TEST(HeatGroups, withdraws_what_stood_alone_before_into_the_group_and_says_so) {
  HeatTeller teller = farm();
  EXPECT_EQ(events(teller.tell(row(4), at(0))).size(), 4U);
  const auto told = events(teller.tell(row(6, 1500), at(1500)));
  ASSERT_EQ(told.size(), 5U);
  EXPECT_EQ(told[0].event, AlertHappening::raised);
  for (std::size_t i = 1; i < 5; ++i) {
    EXPECT_EQ(told[i].event, AlertHappening::withdrawn);
    EXPECT_EQ(told[i].cause, "told as one of a group of 6 now: alert " + told[0].alert);
    EXPECT_EQ(told[i].revision, 2U);
  }
}

TEST(HeatGroups, amends_at_most_once_a_second_and_only_on_a_change_that_matters) {
  HeatTeller teller = farm();
  const AlertEvent raised = only(teller.tell(row(20), at(0)));
  EXPECT_THAT(events(teller.tell(row(21, 500), at(500))), IsEmpty());
  EXPECT_THAT(events(teller.tell(row(21, 2500), at(2500))), IsEmpty()) << "one more of twenty";
  EXPECT_THAT(events(teller.tell(row(24, 2600), at(2600))).size(), 1);
  EXPECT_THAT(events(teller.tell(row(40, 3000), at(3000))), IsEmpty()) << "within the second";
  const auto due = teller.due(evening(3600));
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due.front().event.alert, raised.alert);
  EXPECT_EQ(due.front().event.heat->group->count, 40U);
}

TEST(HeatGroups, parts_only_what_has_gone_half_as_far_again) {
  HeatTeller teller = farm();
  std::vector<HeatTrack> tracks = row(6);
  (void)teller.tell(tracks, at(0));
  tracks[5] = sheep(6, 40 + 20, 0, 2000);
  EXPECT_THAT(events(teller.tell({tracks[5]}, at(2000))),
              testing::Each(testing::Field(&AlertEvent::event, AlertHappening::amended)))
      << "20 m: still of the flock";
  tracks[5] = sheep(6, 40 + 23, 0, 4000);
  const auto told = events(teller.tell({tracks[5]}, at(4000)));
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back().event, AlertHappening::raised);
  EXPECT_FALSE(told.back().heat->group);
}

TEST(HeatGroups, tells_its_contacts_one_by_one_when_it_has_broken_up_also_those_out_of_sight) {
  HeatTeller teller = farm();
  (void)teller.tell(row(5), at(0));
  std::vector<HeatTrack> tracks = row(5, 3000);
  for (std::size_t i = 0; i < 5; ++i) tracks[i] = sheep(i + 1, 100.0 * static_cast<double>(i), 0, 3000);
  tracks[4].lost_at = evening(2000);
  const auto told = events(teller.tell(tracks, at(3000)));
  EXPECT_EQ(std::count_if(told.begin(), told.end(),
                          [](const AlertEvent& event) { return event.event == AlertHappening::withdrawn; }),
            1);
  EXPECT_EQ(std::count_if(told.begin(), told.end(),
                          [](const AlertEvent& event) {
                            return event.event == AlertHappening::raised && !event.heat->group;
                          }),
            5);
}

TEST(HeatGroups, is_lost_when_the_last_is_lost_and_stays_what_it_was) {
  HeatTeller teller = farm();
  const AlertEvent raised = only(teller.tell(row(8), at(0)));
  std::vector<HeatTrack> tracks = row(8, 0);
  for (std::size_t i = 0; i < 8; ++i) tracks[i].lost_at = evening(1000 + 100 * static_cast<int>(i));
  EXPECT_THAT(events(teller.tell({tracks.begin(), tracks.end() - 1}, at(1700))), IsEmpty());
  const AlertEvent lost = only(teller.tell({tracks.back()}, at(1800)));
  EXPECT_EQ(lost.alert, raised.alert);
  EXPECT_EQ(lost.heat->lost_at, evening(1700));
  EXPECT_EQ(lost.heat->group->count, 8U);
  for (HeatTrack& track : tracks) {
    track.ended = true;
    EXPECT_THAT(events(teller.tell({track}, at(900'000))), IsEmpty())
        << "given up after a quarter of an hour";
  }
  EXPECT_THAT(events(teller.finish({}, at(900'000))), IsEmpty());
}

TEST(HeatGroups, ends_as_one_with_its_feed) {
  HeatTeller teller = farm();
  const AlertEvent raised = only(teller.tell(row(8), at(0)));
  std::vector<HeatTrack> tracks = row(8, 0);
  for (HeatTrack& track : tracks) track.ended = true;
  const AlertEvent last = only(teller.finish(tracks, at(2000)));
  EXPECT_EQ(last.alert, raised.alert);
  EXPECT_EQ(last.event, AlertHappening::amended);
  EXPECT_TRUE(last.heat->lost_at.has_value());
}

TEST(HeatGroups, joins_two_groups_that_have_met_under_the_larger_ones_alert) {
  HeatTeller teller = farm();
  std::vector<HeatTrack> tracks = row(6);
  for (int i = 0; i < 9; ++i) tracks.push_back(sheep(static_cast<std::uint64_t>(i) + 50, 10.0 * i, 400));
  const auto both = events(teller.tell(tracks, at(0)));
  ASSERT_EQ(both.size(), 2U);
  for (std::size_t i = 6; i < tracks.size(); ++i)
    tracks[i] = sheep(tracks[i].id, 10.0 * static_cast<double>(i - 6), 12, 3000);
  const auto told = events(teller.tell(tracks, at(3000)));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].event, AlertHappening::amended);
  EXPECT_EQ(told[0].heat->group->count, 15U);
  EXPECT_EQ(told[1].event, AlertHappening::withdrawn);
  EXPECT_EQ(told[1].cause, "part of a larger group now: alert " + told[0].alert);
}

TEST(HeatGroups, counts_only_what_a_rule_tells_and_takes_the_most_urgent_rule) {
  HeatTellerOptions options;
  options.alerts.feed = "drone";
  HeatRule near_farm = every_contact("open"), rest = every_contact("open");
  near_farm.name = "farm", near_farm.areas = {"farm"}, near_farm.priority = 5;
  rest.name = "rest", rest.min_probability = 0.5;
  options.alerts.rules = rules_of({near_farm, rest}, {made_beat("farm")});
  HeatTeller teller(options);
  std::vector<HeatTrack> tracks;
  for (int i = 0; i < 10; ++i)  // over the beat's northern edge, at 1113 m
    tracks.push_back(sheep(static_cast<std::uint64_t>(i) + 1, 1060 + 12.0 * i));
  tracks[9].probability = 0.2;
  const AlertEvent event = only(teller.tell(tracks, at(0)));
  EXPECT_EQ(event.rule, "farm");
  EXPECT_EQ(event.priority, 5);
  EXPECT_EQ(event.heat->group->count, 9U);
}

TEST(HeatGroups, are_none_where_the_site_wants_none_and_without_a_place_on_the_ground) {
  HeatTeller none = farm({.from = 0});
  EXPECT_EQ(events(none.tell(row(20), at(0))).size(), 20U);
  HeatTeller teller = farm();
  std::vector<HeatTrack> tracks = row(20);
  for (HeatTrack& track : tracks) track.position.reset();
  EXPECT_EQ(events(teller.tell(tracks, at(0))).size(), 20U);
}

}  // namespace
}  // namespace nightjar
