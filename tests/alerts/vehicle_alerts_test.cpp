#include "alerts/vehicle_alerts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/alert_json.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

PlateRead read_of(const std::string& mark, std::int64_t at_ms, double confidence = 0.95) {
  PlateRead read;
  read.pass = 1;
  read.text.mark = mark;
  read.text.confidence = confidence;
  read.first_seen = evening();
  read.last_seen = evening(at_ms);
  return read;
}

HotlistMatch match_of(const std::string& mark, const std::string& channel = "open") {
  HotlistMatch match;
  match.list = "force";
  match.list_revision = "89ab";
  match.channel = channel;
  match.entry.mark = mark;
  match.entry.action = "STOP";
  match.entry.weed = std::chrono::year(2026) / 12 / 1;
  match.entry_age = std::chrono::seconds(7200);
  match.probability = 0.95;
  return match;
}

VehicleAlerts camera() {
  VehicleAlertOptions options;
  options.feed = "a32-south";
  options.config = "v1";
  options.place = {51.01, -1.15, 350.0, "SU 59612 22871", "A32", "northbound", "southbound", {"West Meon"}};
  return VehicleAlerts(options);
}

AlertEvent only(const std::vector<AlertParcel>& parcels) {
  if (parcels.size() != 1) throw std::runtime_error(std::to_string(parcels.size()) + " parcels, not one");
  return parcels.front().event;
}

TEST(VehicleAlerts, raises_on_the_first_matching_read_with_all_that_is_known) {
  VehicleAlerts alerts = camera();
  PlateRead read = read_of("AB12CDE", 400);
  read.direction = Direction::towards;
  const AlertEvent event = only(alerts.update(read, {match_of("AB12CDE")}, {ClockSource::ntp, {}, true}));
  EXPECT_EQ(event.event, AlertHappening::raised);
  EXPECT_EQ(event.revision, 1U);
  EXPECT_EQ(event.captured_at, evening(400));
  EXPECT_EQ(event.place->words, "A32");
  EXPECT_EQ(event.place->os_grid, "SU 59612 22871");
  EXPECT_EQ(event.vehicle->direction, "towards");
  EXPECT_EQ(event.vehicle->direction_words, "northbound");
  EXPECT_EQ(event.vehicle->bearing_deg, 170.0);
  EXPECT_EQ(event.vehicle->entries.at(0).action, "STOP");
  EXPECT_EQ(event.vehicle->entries.at(0).weed, "2026-12-01");
  EXPECT_EQ(event.vehicle->entries.at(0).entry_age_s, 7200);
  EXPECT_EQ(event.areas, std::vector<std::string>{"West Meon"});
  EXPECT_EQ(event.config, "v1");
}

TEST(VehicleAlerts, says_nothing_of_a_read_on_no_list) {
  VehicleAlerts alerts = camera();
  EXPECT_THAT(alerts.update(read_of("AB12CDE", 0), {}, {}), IsEmpty());
}

TEST(VehicleAlerts, gives_the_same_names_to_the_same_pass_on_every_worker) {
  VehicleAlerts one = camera();
  VehicleAlerts other = camera();
  const AlertEvent first = only(one.update(read_of("AB12CDE", 0), {match_of("AB12CDE")}, {}));
  const AlertEvent second = only(other.update(read_of("AB12CDE", 700), {match_of("AB12CDE")}, {}));
  EXPECT_EQ(first.alert, second.alert);
  EXPECT_EQ(first.incident, second.incident);
  EXPECT_EQ(first.incident, "2840cec462f4fabe");  // SHA-256 of "open", 0, "AB12CDE", 0
  EXPECT_EQ(first.incident, vehicle_incident("open", "ab12 cde"));
  EXPECT_NE(first.incident, vehicle_incident("restricted", "AB12CDE"));
}

TEST(VehicleAlerts, keeps_one_alert_through_a_pass_and_amends_only_what_matters) {
  VehicleAlerts alerts = camera();
  const AlertEvent raised = only(alerts.update(read_of("AB12CDE", 0), {match_of("AB12CDE")}, {}));
  EXPECT_THAT(alerts.update(read_of("AB12CDE", 2000, 0.97), {match_of("AB12CDE")}, {}), IsEmpty());
  PlateRead turned = read_of("AB12CDE", 3000, 0.97);
  turned.direction = Direction::away;
  const AlertEvent amended = only(alerts.update(turned, {match_of("AB12CDE")}, {}));
  EXPECT_EQ(amended.event, AlertHappening::amended);
  EXPECT_EQ(amended.alert, raised.alert);
  EXPECT_EQ(amended.revision, 2U);
  EXPECT_EQ(amended.vehicle->direction_words, "southbound");
}

TEST(VehicleAlerts, amends_at_most_once_a_second_and_forgets_no_change) {
  VehicleAlerts alerts = camera();
  (void)alerts.update(read_of("AB12CDE", 0, 0.91), {match_of("AB12CDE")}, {});
  PlateRead turned = read_of("AB12CDE", 300, 0.91);
  turned.direction = Direction::away;
  EXPECT_THAT(alerts.update(turned, {match_of("AB12CDE")}, {}), IsEmpty());
  turned.outcome = PassOutcome::read;
  EXPECT_THAT(alerts.update(turned, {match_of("AB12CDE")}, {}), IsEmpty());
  EXPECT_THAT(alerts.due(evening(999)), IsEmpty());
  const AlertEvent amended = only(alerts.due(evening(1000)));
  EXPECT_EQ(amended.vehicle->direction, "away");
  EXPECT_THAT(alerts.due(evening(5000)), IsEmpty());
}

TEST(VehicleAlerts, hands_on_waiting_amendments_when_the_feed_ends) {
  VehicleAlerts alerts = camera();
  (void)alerts.update(read_of("AB12CDE", 0), {match_of("AB12CDE")}, {});
  PlateRead turned = read_of("AB12CDE", 300);
  turned.direction = Direction::away;
  (void)alerts.update(turned, {match_of("AB12CDE")}, {});
  EXPECT_EQ(only(alerts.finish()).revision, 2U);
  EXPECT_THAT(alerts.finish(), IsEmpty());
}

TEST(VehicleAlerts, withdraws_at_once_when_the_read_changes_away) {
  VehicleAlerts alerts = camera();
  const AlertEvent raised = only(alerts.update(read_of("AB12CDE", 0), {match_of("AB12CDE")}, {}));
  const AlertEvent withdrawn = only(alerts.update(read_of("A812CDE", 100), {}, {}));
  EXPECT_EQ(withdrawn.event, AlertHappening::withdrawn);
  EXPECT_EQ(withdrawn.alert, raised.alert);
  EXPECT_EQ(withdrawn.revision, 2U);
  EXPECT_EQ(withdrawn.vehicle->mark, "AB12CDE");
  EXPECT_EQ(withdrawn.cause, "the plate now reads A812CDE");
  EXPECT_THAT(alerts.update(read_of("A812CDE", 200), {}, {}), IsEmpty());
}

TEST(VehicleAlerts, raises_again_under_the_same_name_when_the_read_comes_back) {
  VehicleAlerts alerts = camera();
  const AlertEvent raised = only(alerts.update(read_of("AB12CDE", 0), {match_of("AB12CDE")}, {}));
  (void)alerts.update(read_of("A812CDE", 100), {}, {});
  const AlertEvent again = only(alerts.update(read_of("AB12CDE", 200), {match_of("AB12CDE")}, {}));
  EXPECT_EQ(again.event, AlertHappening::raised);
  EXPECT_EQ(again.alert, raised.alert);
  EXPECT_EQ(again.revision, 3U);
}

TEST(VehicleAlerts, changes_alerts_when_the_read_moves_to_another_listed_mark) {
  VehicleAlerts alerts = camera();
  (void)alerts.update(read_of("AB12CDE", 0), {match_of("AB12CDE")}, {});
  const std::vector<AlertParcel> parcels = alerts.update(read_of("A812CDE", 100), {match_of("A812CDE")}, {});
  ASSERT_THAT(parcels, SizeIs(2));
  EXPECT_EQ(parcels[0].event.event, AlertHappening::withdrawn);
  EXPECT_EQ(parcels[1].event.event, AlertHappening::raised);
  EXPECT_NE(parcels[0].event.incident, parcels[1].event.incident);
}

TEST(VehicleAlerts, gives_each_channel_an_alert_of_its_own_entries_only) {
  VehicleAlerts alerts = camera();
  HotlistMatch secret = match_of("AB12CDE", "restricted");
  secret.list = "secret-list";
  const std::vector<AlertParcel> parcels =
      alerts.update(read_of("AB12CDE", 0), {secret, match_of("AB12CDE")}, {});
  ASSERT_THAT(parcels, SizeIs(2));
  EXPECT_EQ(parcels[0].event.channel, "open");
  EXPECT_EQ(parcels[1].event.channel, "restricted");
  EXPECT_NE(parcels[0].event.alert, parcels[1].event.alert);
  EXPECT_EQ(to_json(parcels[0].event).find("secret-list"), std::string::npos);
  EXPECT_EQ(to_json(parcels[0].event),
            to_json(only(camera().update(read_of("AB12CDE", 0), {match_of("AB12CDE")}, {}))));
}

TEST(VehicleAlerts, puts_the_highest_priority_first_and_handles_it_as_the_strictest_list_says) {
  VehicleAlerts alerts = camera();
  HotlistMatch quiet = match_of("AB12CDE");
  quiet.handling = HitHandling::record;
  HotlistMatch urgent = match_of("AB12CDE");
  urgent.list = "urgent";
  urgent.priority = 5;
  urgent.handling = HitHandling::queue;
  const AlertEvent event = only(alerts.update(read_of("AB12CDE", 0), {quiet, urgent}, {}));
  EXPECT_EQ(event.priority, 5);
  EXPECT_EQ(event.handling, AlertHandling::queue);
  EXPECT_EQ(event.vehicle->entries.at(0).list, "urgent");
  EXPECT_EQ(event.vehicle->entries.at(1).list, "force");
}

TEST(VehicleAlerts, shows_how_a_possible_match_differs) {
  VehicleAlerts alerts = camera();
  HotlistMatch possible = match_of("A812CDE");
  possible.exact = false;
  possible.probability = 0.4;
  possible.differs = {{1, "B", "8"}};
  const AlertEvent event = only(alerts.update(read_of("AB12CDE", 0), {possible}, {}));
  EXPECT_FALSE(event.vehicle->exact);
  EXPECT_EQ(event.vehicle->mark, "AB12CDE");
  EXPECT_EQ(event.vehicle->entries.at(0).mark, "A812CDE");
  EXPECT_EQ(event.vehicle->entries.at(0).exact, false);
  EXPECT_EQ(event.vehicle->differs.at(0).listed, "8");
  EXPECT_EQ(event.vehicle->probability, 0.4);
}

TEST(VehicleAlerts, treats_each_pass_as_an_alert_of_one_incident) {
  VehicleAlerts alerts = camera();
  const AlertEvent first = only(alerts.update(read_of("AB12CDE", 0), {match_of("AB12CDE")}, {}));
  PlateRead later = read_of("AB12CDE", 60'000);
  later.pass = 2;
  later.first_seen = evening(60'000);
  const AlertEvent second = only(alerts.update(later, {match_of("AB12CDE")}, {}));
  EXPECT_NE(first.alert, second.alert);
  EXPECT_EQ(first.incident, second.incident);
}

}  // namespace
}  // namespace nightjar
