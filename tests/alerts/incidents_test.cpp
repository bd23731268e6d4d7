#include "alerts/incidents.hpp"

#include <gtest/gtest.h>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

constexpr std::int64_t kMinute_ms = 60'000;

/// A sighting of the one listed vehicle: each pass has an alert of its own.
AlertEvent sighting(const std::string& alert, std::int64_t at_ms, const std::string& area = "Beat 12") {
  AlertEvent hit = made_hit(alert);
  hit.incident = "inc";
  hit.captured_at = evening(at_ms);
  hit.areas = {area};
  hit.quiet_s = 1800;
  hit.place = AlertPlace{};
  hit.place->latitude_deg = 51.0;
  hit.place->longitude_deg = -1.15;
  return hit;
}

AlertEvent seen(Incidents& incidents, AlertEvent hit) {
  incidents.sight(hit);
  return hit;
}

TEST(Incidents, count_every_sighting_and_let_a_repeated_one_sound_only_after_the_quiet_time) {
  Incidents incidents;
  const AlertEvent first = seen(incidents, sighting("a1", 0));
  EXPECT_EQ(first.sightings, 1U);
  EXPECT_EQ(first.handling, AlertHandling::alarm);
  EXPECT_FALSE(first.repeat_of);
  for (int i = 2; i <= 5; ++i) {
    const AlertEvent again = seen(incidents, sighting("a" + std::to_string(i), (i - 1) * 5 * kMinute_ms));
    EXPECT_EQ(again.sightings, static_cast<std::uint32_t>(i));
    EXPECT_EQ(again.handling, AlertHandling::record);
    EXPECT_EQ(again.repeat_of, "a1");
    EXPECT_FALSE(again.alerted_again);
  }
  const AlertEvent later = seen(incidents, sighting("a6", 30 * kMinute_ms));
  EXPECT_EQ(later.handling, AlertHandling::alarm);
  EXPECT_EQ(later.alerted_again, "quiet time over");
  EXPECT_EQ(later.sightings, 6U);
  EXPECT_EQ(seen(incidents, sighting("a7", 31 * kMinute_ms)).repeat_of, "a6") << "quiet again from there";
}

TEST(Incidents, sound_again_in_a_new_area_and_not_when_coming_back_to_a_known_one) {
  Incidents incidents;
  seen(incidents, sighting("a1", 0));
  EXPECT_EQ(seen(incidents, sighting("a2", kMinute_ms, "Beat 13")).alerted_again, "new area");
  EXPECT_EQ(seen(incidents, sighting("a3", 2 * kMinute_ms)).repeat_of, "a2");
}

TEST(Incidents, take_each_camera_for_an_area_where_the_site_names_none) {
  Incidents incidents;
  AlertEvent first = sighting("a1", 0);
  first.areas.clear();
  AlertEvent same = sighting("a2", kMinute_ms);
  same.areas.clear();
  AlertEvent other = sighting("a3", 2 * kMinute_ms);
  other.areas.clear();
  other.feed = "a272-east";
  seen(incidents, first);
  EXPECT_EQ(seen(incidents, same).repeat_of, "a1");
  EXPECT_EQ(seen(incidents, other).alerted_again, "new area");
}

TEST(Incidents, sound_again_when_the_direction_becomes_known_as_another) {
  Incidents incidents;
  AlertEvent north = sighting("a1", 0);
  north.vehicle->direction = "towards";
  north.vehicle->bearing_deg = 10;
  seen(incidents, north);
  const AlertEvent back = seen(incidents, sighting("a2", kMinute_ms));
  EXPECT_EQ(back.repeat_of, "a1") << "not known yet";
  AlertEvent amended = sighting("a2", kMinute_ms + 900);
  amended.event = AlertHappening::amended;
  amended.vehicle->direction = "away";
  amended.vehicle->bearing_deg = 190;
  incidents.follow(amended, back);
  EXPECT_EQ(amended.alerted_again, "direction");
  EXPECT_EQ(amended.handling, AlertHandling::alarm);
  EXPECT_FALSE(amended.repeat_of);
  EXPECT_EQ(amended.sightings, 2U);
}

TEST(Incidents, do_not_take_another_camera_that_looks_the_other_way_for_a_turn) {
  Incidents incidents;
  AlertEvent front = sighting("a1", 0);
  front.vehicle->direction = "towards";
  front.vehicle->bearing_deg = 10;
  AlertEvent rear = sighting("a2", kMinute_ms);
  rear.feed = "a272-east";
  rear.vehicle->direction = "away";
  rear.vehicle->bearing_deg = 15;
  seen(incidents, front);
  EXPECT_EQ(seen(incidents, rear).repeat_of, "a1");
}

TEST(Incidents, sound_again_when_the_priority_changes) {
  Incidents incidents;
  seen(incidents, sighting("a1", 0));
  AlertEvent urgent = sighting("a2", kMinute_ms);
  urgent.priority = 1;
  EXPECT_EQ(seen(incidents, urgent).alerted_again, "priority");
}

TEST(Incidents, sound_again_once_nobody_has_anything_left_to_deal_with) {
  Incidents incidents;
  const AlertEvent first = seen(incidents, sighting("a1", 0));
  const AlertEvent repeat = seen(incidents, sighting("a2", 1000));
  EXPECT_TRUE(repeat.repeat_of);
  incidents.settle(first, true);
  const AlertEvent after = seen(incidents, sighting("a3", 2000));
  EXPECT_EQ(after.handling, AlertHandling::alarm);
  EXPECT_EQ(after.alerted_again, "closed before");
  EXPECT_EQ(after.sightings, 3U) << "the count goes on";
}

TEST(Incidents, keep_what_a_list_only_records_from_sounding) {
  Incidents incidents;
  AlertEvent bulk = sighting("a1", 0);
  bulk.handling = AlertHandling::record;
  EXPECT_EQ(seen(incidents, bulk).handling, AlertHandling::record);
}

TEST(Incidents, say_possible_clone_where_no_vehicle_could_have_been_at_both_places) {
  Incidents incidents;
  seen(incidents, sighting("a1", 0));
  AlertEvent far = sighting("a2", 4 * kMinute_ms);
  far.feed = "m3-north";
  far.place->latitude_deg = 51.3;  // 33 km in 4 minutes: 139 m/s
  const AlertEvent clone = seen(incidents, far);
  ASSERT_TRUE(clone.possible_clone);
  EXPECT_EQ(clone.possible_clone->alert, "a1");
  EXPECT_EQ(clone.possible_clone->feed, "a32-south");
  EXPECT_NEAR(clone.possible_clone->distance_m, 33'374, 10);
  EXPECT_DOUBLE_EQ(clone.possible_clone->apart_s, 240);
}

TEST(Incidents, do_not_cry_clone_over_a_fast_car_or_a_place_error) {
  Incidents incidents;
  seen(incidents, sighting("a1", 0));
  AlertEvent fast = sighting("a2", 10 * kMinute_ms);
  fast.feed = "m3-north";
  fast.place->latitude_deg = 51.3;  // 56 m/s
  EXPECT_FALSE(seen(incidents, fast).possible_clone);
  AlertEvent beside = sighting("a3", 10 * kMinute_ms);
  beside.feed = "m3-south";
  beside.place->latitude_deg = 51.3045;  // 500 m away at the same moment: clocks differ
  EXPECT_FALSE(seen(incidents, beside).possible_clone);
}

AlertEvent rejected(AlertEvent hit, const std::string& code) {
  hit.event = AlertHappening::rejected;
  hit.actor = AlertActor{"PC Example", std::nullopt};
  hit.action = AlertAction{code, std::nullopt, std::nullopt, 1};
  hit.published_at = hit.captured_at;
  return hit;
}

AlertEvent possible(AlertEvent hit) {
  hit.vehicle->exact = false;
  hit.vehicle->mark = "A812CDE";
  return hit;
}

TEST(Incidents, silence_a_misread_for_that_read_mark_and_possible_matches_only_and_for_a_day) {
  Incidents incidents;
  const AlertEvent first = seen(incidents, possible(sighting("a1", 0)));
  incidents.settle(first, false);
  incidents.reject(rejected(first, "misread"), evening());
  const AlertEvent same = seen(incidents, possible(sighting("a2", kMinute_ms)));
  EXPECT_EQ(same.silenced, "rejected as misread by PC Example");
  EXPECT_EQ(same.handling, AlertHandling::record);
  EXPECT_EQ(same.sightings, 2U) << "nothing is thrown away";
  AlertEvent otherwise = possible(sighting("a3", kMinute_ms));
  otherwise.vehicle->mark = "A8I2CDF";
  EXPECT_EQ(seen(incidents, otherwise).handling, AlertHandling::alarm) << "another read";
  incidents.settle(otherwise, false);
  EXPECT_EQ(seen(incidents, sighting("a4", kMinute_ms)).handling, AlertHandling::alarm) << "an exact match";
  incidents.settle(sighting("a4", 0), false);
  EXPECT_EQ(seen(incidents, possible(sighting("a5", 25 * 60 * kMinute_ms))).handling, AlertHandling::alarm)
      << "it ends";
}

TEST(Incidents, never_silence_an_exact_match) {
  Incidents incidents;
  const AlertEvent first = seen(incidents, sighting("a1", 0));
  incidents.settle(first, false);
  incidents.reject(rejected(first, "misread"), evening());
  EXPECT_EQ(seen(incidents, sighting("a2", kMinute_ms)).handling, AlertHandling::alarm);
}

TEST(Incidents, let_a_silenced_read_sound_once_it_improves_to_an_exact_one) {
  Incidents incidents;
  const AlertEvent first = seen(incidents, possible(sighting("a1", 0)));
  incidents.settle(first, false);
  incidents.reject(rejected(first, "misread"), evening());
  const AlertEvent silent = seen(incidents, possible(sighting("a2", kMinute_ms)));
  AlertEvent better = sighting("a2", kMinute_ms + 900);
  better.event = AlertHappening::amended;
  incidents.follow(better, silent);
  EXPECT_EQ(better.handling, AlertHandling::alarm);
  EXPECT_FALSE(better.silenced);
}

TEST(Incidents, mark_what_is_seen_after_somebody_said_clone) {
  Incidents incidents;
  const AlertEvent first = seen(incidents, sighting("a1", 0));
  incidents.settle(first, false);
  incidents.reject(rejected(first, "clone"), evening());
  const AlertEvent later = seen(incidents, sighting("a2", kMinute_ms));
  EXPECT_EQ(later.cloned, "PC Example");
  EXPECT_EQ(later.handling, AlertHandling::alarm) << "it may be the right one of the two";
}

TEST(Incidents, go_on_from_what_a_journal_holds) {
  Incidents before;
  const AlertEvent first = seen(before, sighting("a1", 0));
  const AlertEvent clone = rejected(first, "clone");
  Incidents incidents({}, {{"inc", 1}});
  incidents.recall(first);
  EXPECT_EQ(seen(incidents, sighting("a2", kMinute_ms)).repeat_of, "a1");
  incidents.recall(clone);
  EXPECT_EQ(seen(incidents, sighting("a3", 2 * kMinute_ms)).cloned, "PC Example");
}

TEST(Incidents, keep_channels_apart) {
  Incidents incidents;
  seen(incidents, sighting("a1", 0));
  AlertEvent other = sighting("a2", 0);
  other.incident = "inc of another channel";
  EXPECT_EQ(seen(incidents, other).sightings, 1U);
  EXPECT_FALSE(other.repeat_of);
}

}  // namespace
}  // namespace nightjar
