#include "alerts/heat_alerts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_rules.hpp"

namespace nightjar {
namespace {

using testing::IsEmpty;

HeatAlerts drone() {
  HeatAlertOptions options;
  options.feed = "drone";
  options.rules = rules_of({every_contact("open")});
  options.os_grid = [](double, double) { return std::optional<std::string>("SU 59612 22871"); };
  return HeatAlerts(options);
}

/// A contact with a standard deviation of 1 m on each axis, so many metres north of a place.
HeatTrack track_at(std::int64_t at_ms, double north_m = 0) {
  HeatTrack track;
  track.id = 3;
  track.outcome = HeatOutcome::confirmed;
  track.heat_class = HeatClass::person;
  track.class_probability = 0.8;
  track.probability = 0.9;
  track.position = GroundPoint{51.0 + north_m / 111'320, -1.15, 100, Eigen::Matrix2d::Identity()};
  track.first_seen = evening();
  track.last_seen = evening(at_ms);
  return track;
}

AlertEvent only(const std::vector<AlertParcel>& parcels) {
  if (parcels.size() != 1) throw std::runtime_error(std::to_string(parcels.size()) + " parcels, not one");
  return parcels.front().event;
}

TEST(HeatAlerts, raises_a_contact_when_it_is_confirmed_with_its_place_and_error) {
  HeatAlerts alerts = drone();
  HeatTrack track = track_at(500);
  track.outcome = HeatOutcome::tentative;
  EXPECT_THAT(alerts.update(track, {}), IsEmpty());
  track.outcome = HeatOutcome::confirmed;
  track.position->covariance_m2 << 4, 0, 0, 1;  // 2 m east, 1 m north
  track.velocity_mps = Eigen::Vector2d(-1, 0);
  const AlertEvent event = only(alerts.update(track, {}));
  EXPECT_EQ(event.event, AlertHappening::raised);
  EXPECT_EQ(event.kind, AlertKind::heat_contact);
  EXPECT_EQ(event.heat->heat_class, "person");
  EXPECT_EQ(event.heat->probability, 0.9);
  EXPECT_EQ(event.heat->class_probability, 0.8);
  EXPECT_NEAR(event.heat->bearing_deg.value(), 270, 1e-9);
  EXPECT_NEAR(event.place->ellipse->major_m, 2 * std::sqrt(4.605), 0.01);
  EXPECT_NEAR(event.place->ellipse->minor_m, std::sqrt(4.605), 0.01);
  EXPECT_NEAR(event.place->ellipse->bearing_deg, 90, 0.1);
  EXPECT_GT(event.place->ce90_m.value(), event.place->ellipse->minor_m);
  EXPECT_LT(event.place->ce90_m.value(), event.place->ellipse->major_m);
  EXPECT_EQ(event.place->os_grid, "SU 59612 22871");
}

TEST(HeatAlerts, keeps_quiet_about_a_contact_that_is_probably_none) {
  HeatAlerts alerts = drone();
  HeatTrack track = track_at(0);
  track.probability = 0.49;
  EXPECT_THAT(alerts.update(track, {}), IsEmpty());
}

TEST(HeatAlerts, raises_without_a_place_where_the_ground_is_not_known) {
  HeatAlerts alerts = drone();
  HeatTrack track = track_at(0);
  track.position.reset();
  EXPECT_FALSE(only(alerts.update(track, {})).place);
}

TEST(HeatAlerts, amends_when_the_contact_has_left_its_error_circle) {
  HeatAlerts alerts = drone();
  const AlertEvent raised = only(alerts.update(track_at(0), {}));
  EXPECT_NEAR(raised.place->ce90_m.value(), 2.146, 0.01);
  EXPECT_THAT(alerts.update(track_at(1500, 2.0), {}), IsEmpty());
  const AlertEvent amended = only(alerts.update(track_at(1600, 2.3), {}));
  EXPECT_EQ(amended.event, AlertHappening::amended);
  EXPECT_EQ(amended.alert, raised.alert);
  EXPECT_EQ(amended.revision, 2U);
}

TEST(HeatAlerts, amends_when_its_class_its_probability_or_its_error_changes) {
  HeatAlerts alerts = drone();
  (void)alerts.update(track_at(0), {});
  HeatTrack track = track_at(1000);
  track.heat_class = HeatClass::animal;
  EXPECT_EQ(only(alerts.update(track, {})).heat->heat_class, "animal");
  track.last_seen = evening(2000);
  track.probability = 0.99;
  EXPECT_THAT(alerts.update(track, {}), IsEmpty());
  track.probability = 0.7;
  EXPECT_EQ(only(alerts.update(track, {})).heat->probability, 0.7);
  track.last_seen = evening(3000);
  track.position->covariance_m2 *= 0.2;
  EXPECT_LT(only(alerts.update(track, {})).place->ce90_m.value(), 1.0);
}

TEST(HeatAlerts, amends_at_most_once_a_second_and_forgets_no_change) {
  HeatAlerts alerts = drone();
  (void)alerts.update(track_at(0), {});
  EXPECT_THAT(alerts.update(track_at(500, 10), {}), IsEmpty());
  EXPECT_THAT(alerts.due(evening(999)), IsEmpty());
  EXPECT_NEAR(only(alerts.due(evening(1000))).place->latitude_deg.value(), 51.0 + 10 / 111'320.0, 1e-9);
  EXPECT_THAT(alerts.due(evening(3000)), IsEmpty());
}

TEST(HeatAlerts, says_when_a_contact_was_lost_and_found_again) {
  HeatAlerts alerts = drone();
  (void)alerts.update(track_at(0), {});
  HeatTrack track = track_at(1000);
  track.lost_at = evening(2000);
  const AlertEvent lost = only(alerts.update(track, {}));
  EXPECT_EQ(lost.event, AlertHappening::amended);
  EXPECT_EQ(lost.heat->lost_at, evening(2000));
  track = track_at(5000);
  EXPECT_FALSE(only(alerts.update(track, {})).heat->lost_at);
}

TEST(HeatAlerts, calls_an_ended_contact_lost_even_in_the_last_second) {
  HeatAlerts alerts = drone();
  (void)alerts.update(track_at(0), {});
  HeatTrack track = track_at(200);
  track.ended = true;
  EXPECT_THAT(alerts.update(track, {}), IsEmpty());
  EXPECT_EQ(only(alerts.finish()).heat->lost_at, evening(200));
  EXPECT_THAT(alerts.finish(), IsEmpty());
}

TEST(HeatAlerts, withdraws_what_proves_to_be_no_contact) {
  HeatAlerts alerts = drone();
  (void)alerts.update(track_at(0), {});
  HeatTrack track = track_at(100);
  track.outcome = HeatOutcome::dropped;
  track.ended = true;
  const AlertEvent withdrawn = only(alerts.update(track, {}));
  EXPECT_EQ(withdrawn.event, AlertHappening::withdrawn);
  EXPECT_EQ(withdrawn.revision, 2U);
}

HeatAlerts drone_with(HeatRule rule, std::vector<Area> areas = {}) {
  HeatAlertOptions options;
  options.feed = "drone";
  rule.name = "search";
  rule.channel = "open";
  options.rules = rules_of({std::move(rule)}, std::move(areas));
  return HeatAlerts(options);
}

TEST(HeatAlerts, names_the_rule_and_the_areas_of_a_contact) {
  HeatRule rule;
  rule.priority = 10;
  rule.handling = AlertHandling::queue;
  HeatAlerts alerts = drone_with(rule, {made_beat("North beat")});
  const AlertEvent event = only(alerts.update(track_at(0), {}));
  EXPECT_EQ(event.rule, "search");
  EXPECT_EQ(event.priority, 10);
  EXPECT_EQ(event.handling, AlertHandling::queue);
  EXPECT_EQ(event.areas, std::vector<std::string>{"North beat"});
}

TEST(HeatAlerts, raises_a_contact_when_it_comes_to_fit_a_rule_and_counts_what_never_does) {
  HeatRule rule;
  rule.areas = {"North beat"};
  HeatAlerts alerts = drone_with(rule, {made_beat("North beat")});
  EXPECT_THAT(alerts.update(track_at(0, 1500), {}), IsEmpty()) << "north of the beat";
  EXPECT_EQ(only(alerts.update(track_at(2000, 900), {})).event, AlertHappening::raised);
  HeatTrack never = track_at(3000, 1500);
  never.id = 4;
  never.ended = true;
  EXPECT_THAT(alerts.update(never, {}), IsEmpty());
  EXPECT_EQ(alerts.outside_rules(), 1U);
}

TEST(HeatAlerts, closes_what_was_lost_for_as_long_as_its_rule_says_and_not_before) {
  HeatRule rule;
  rule.close_lost_after = std::chrono::minutes(2);
  HeatAlerts alerts = drone_with(rule);
  const AlertEvent raised = only(alerts.update(track_at(0), {}));
  HeatTrack track = track_at(1000);
  track.lost_at = evening(2000);
  (void)alerts.update(track, {});
  EXPECT_THAT(alerts.due(evening(121'999)), IsEmpty());
  const AlertEvent closed = only(alerts.due(evening(122'000)));
  EXPECT_EQ(closed.event, AlertHappening::closed);
  EXPECT_EQ(closed.alert, raised.alert);
  EXPECT_EQ(closed.revision, 3U);
  EXPECT_EQ(closed.actor->person, "rule search");
  EXPECT_EQ(closed.action->code, "lost");
  EXPECT_THAT(alerts.due(evening(900'000)), IsEmpty());
  const AlertEvent again = only(alerts.update(track_at(950'000), {}));
  EXPECT_EQ(again.event, AlertHappening::raised);
  EXPECT_EQ(again.incident, raised.incident);
  EXPECT_NE(again.alert, raised.alert);
}

TEST(HeatAlerts, closes_by_its_rule_also_when_the_track_has_been_given_up) {
  HeatRule rule;
  rule.close_lost_after = std::chrono::minutes(30);
  HeatAlerts alerts = drone_with(rule);
  (void)alerts.update(track_at(0), {});
  HeatTrack track = track_at(1000);
  track.ended = true;
  (void)alerts.update(track, {});
  EXPECT_EQ(only(alerts.due(evening(3'000'000))).event, AlertHappening::closed);
}

TEST(HeatAlerts, leaves_what_was_lost_to_people_where_no_rule_closes_it) {
  HeatAlerts alerts = drone();
  (void)alerts.update(track_at(0), {});
  HeatTrack track = track_at(1000);
  track.lost_at = evening(2000);
  (void)alerts.update(track, {});
  EXPECT_THAT(alerts.due(evening(100'000'000)), IsEmpty());
}

TEST(HeatAlerts, gives_a_contact_the_priority_of_a_rule_that_it_comes_to_fit) {
  HeatAlertOptions options;
  options.feed = "drone";
  HeatRule near_farm = every_contact("open"), other = every_contact("open");
  near_farm.name = "farm", near_farm.areas = {"farm"}, near_farm.priority = 5;
  other.name = "other";
  options.rules = rules_of({near_farm, other}, {made_beat("farm")});
  HeatAlerts alerts(options);
  EXPECT_EQ(only(alerts.update(track_at(0, 1500), {})).priority, 40);
  const AlertEvent amended = only(alerts.update(track_at(2000, 900), {}));
  EXPECT_EQ(amended.event, AlertHappening::amended);
  EXPECT_EQ(amended.priority, 5);
}

TEST(HeatAlerts, gives_each_track_its_own_alert) {
  HeatAlerts alerts = drone();
  const AlertEvent first = only(alerts.update(track_at(0), {}));
  HeatTrack other = track_at(0);
  other.id = 4;
  const AlertEvent second = only(alerts.update(other, {}));
  EXPECT_NE(first.alert, second.alert);
  EXPECT_NE(first.incident, second.incident);
}

}  // namespace
}  // namespace nightjar
