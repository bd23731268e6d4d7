#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/alert_book.hpp"
#include "alerts/alert_names.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A hit of one vehicle, whatever the alert.
AlertParcel sighting(const std::string& alert, std::chrono::seconds later = 0s,
                     const std::string& feed = "a32-south") {
  AlertParcel parcel = made_parcel(alert);
  parcel.event.incident = "one vehicle";
  parcel.event.feed = feed;
  parcel.event.captured_at = evening() + later;
  return parcel;
}

AlertDeed deed(AlertHappening what, AlertAction action = {}, const std::string& person = "Sgt Example",
               const std::string& alert = "a1") {
  return {"open", alert, what, std::move(action), person, std::nullopt};
}

AlertAction to(const std::string& crew) {
  AlertAction action;
  action.to = crew;
  return action;
}

AlertAction confirms(const std::string& what, std::uint32_t revision) {
  AlertAction action;
  action.confirms = what;
  action.revision = revision;
  return action;
}

std::vector<std::string> words_of(const std::vector<AlertParcel>& parcels) {
  std::vector<std::string> words;
  for (const AlertParcel& parcel : parcels)
    words.push_back(parcel.event.alert + " " + std::string(name_of(parcel.event.event)));
  return words;
}

/// A book with one open hit, seen at `evening()` by the room's clock too.
class Life : public testing::Test {
 protected:
  Life() { (void)book.enter(sighting("a1"), evening()); }

  AlertEvent does(const AlertDeed& what, std::chrono::seconds later) {
    DeedOutcome outcome = book.act(what, evening() + later);
    EXPECT_EQ(outcome.refusal, "");
    return outcome.parcels.at(0).event;
  }
  std::string refuses(const AlertDeed& what, std::chrono::seconds later) {
    return book.act(what, evening() + later).refusal;
  }

  AlertBook book;
};

TEST_F(Life, hands_an_alert_on_to_a_named_crew_and_waits_a_minute_for_them) {
  const AlertEvent event = does(deed(AlertHappening::handed_on, to("Rural 2")), 10s);
  EXPECT_EQ(event.event, AlertHappening::handed_on);
  EXPECT_EQ(event.crew->name, "Rural 2");
  EXPECT_EQ(event.crew->by, "Sgt Example");
  EXPECT_EQ(event.crew->receive_by, evening() + 70s);
  EXPECT_EQ(event.action->to, "Rural 2");
  EXPECT_EQ(event.acknowledged_by, "Sgt Example") << "who hands it on has taken it on";
  EXPECT_EQ(deed_outcome(event), "handed on to Rural 2, to be received by 20:01:10Z, revision 2");
  EXPECT_THAT(book.due(evening() + 69s), IsEmpty());
}

TEST_F(Life, gives_back_to_the_room_what_no_crew_has_received) {
  (void)does(deed(AlertHappening::handed_on, to("Rural 2")), 10s);
  const auto told = book.due(evening() + 70s);
  ASSERT_THAT(words_of(told), ElementsAre("a1 escalated"));
  const AlertEvent& event = told[0].event;
  EXPECT_EQ(event.cause, "Rural 2 has not received it within 60 s: use the radio");
  EXPECT_EQ(event.escalation->because, "not received");
  EXPECT_EQ(event.crew->given_back_at, evening() + 70s);
  EXPECT_FALSE(event.crew->receive_by);
  EXPECT_FALSE(event.acknowledged_by) << "it is the room's again, and ages";
  EXPECT_FALSE(event.actor) << "nobody did it";
  EXPECT_THAT(book.due(evening() + 70s), IsEmpty());
  EXPECT_THAT(words_of(book.due(evening() + 130s)), ElementsAre("a1 escalated"));
}

TEST_F(Life, stops_waiting_when_the_crew_has_received_it_or_is_there) {
  (void)does(deed(AlertHappening::handed_on, to("Rural 2")), 0s);
  const AlertEvent received = does(deed(AlertHappening::received, to("Rural 2"), "PC Crew"), 20s);
  EXPECT_EQ(received.crew->received->person, "PC Crew");
  EXPECT_FALSE(received.crew->receive_by);
  const AlertEvent attending = does(deed(AlertHappening::attending, {}, "PC Crew"), 40s);
  EXPECT_EQ(attending.crew->attending->at, evening() + 40s);
  EXPECT_EQ(attending.crew->received->at, evening() + 20s);
  EXPECT_THAT(book.due(evening() + 24h), IsEmpty());
}

TEST_F(Life, takes_a_late_word_of_the_crew_after_all) {
  (void)does(deed(AlertHappening::handed_on, to("Rural 2")), 0s);
  (void)book.due(evening() + 60s);
  const AlertEvent late = does(deed(AlertHappening::attending, {}, "PC Crew"), 65s);
  EXPECT_FALSE(late.crew->given_back_at);
  EXPECT_FALSE(late.escalation);
  EXPECT_THAT(book.due(evening() + 24h), IsEmpty());
}

TEST_F(Life, refuses_the_word_of_another_crew_and_of_none) {
  EXPECT_THAT(refuses(deed(AlertHappening::received), 0s), HasSubstr("not handed on"));
  EXPECT_THAT(refuses(deed(AlertHappening::handed_on), 0s), HasSubstr("to: missing"));
  (void)does(deed(AlertHappening::handed_on, to("Rural 2")), 0s);
  (void)does(deed(AlertHappening::handed_on, to("Rural 3")), 30s);
  EXPECT_EQ(refuses(deed(AlertHappening::received, to("Rural 2")), 31s),
            "to: the alert was handed on to Rural 3, not to Rural 2");
  AlertAction lost;
  lost.code = "lost";
  (void)does(deed(AlertHappening::closed, lost), 40s);
  EXPECT_EQ(refuses(deed(AlertHappening::received, to("Rural 3")), 41s), "the alert is closed");
  EXPECT_THAT(book.due(evening() + 24h), IsEmpty()) << "nobody waits for a crew that need not come";
}

TEST_F(Life, goes_on_waiting_after_a_restart) {
  AlertEvent handed = does(deed(AlertHappening::handed_on, to("Rural 2")), 10s);
  AlertBook restarted;
  restarted.recall(handed);
  EXPECT_THAT(restarted.due(evening() + 69s), IsEmpty());
  EXPECT_THAT(words_of(restarted.due(evening() + 300s)), ElementsAre("a1 escalated"));
}

TEST_F(Life, confirms_the_entry_for_half_an_hour_and_says_when_that_has_ended) {
  (void)does(deed(AlertHappening::confirmed, confirms("characters", 1)), 0s);
  const AlertEvent event = does(deed(AlertHappening::confirmed, confirms("entry", 2)), 60s);
  EXPECT_EQ(event.entry_confirmed->until, evening() + 31min);
  EXPECT_FALSE(event.characters_confirmed->until);
  EXPECT_EQ(deed_outcome(event), "confirmed, the entry until 20:31:00Z, revision 3");
  EXPECT_THAT(book.due(evening() + 30min), IsEmpty());
  const auto told = book.due(evening() + 31min);
  ASSERT_THAT(words_of(told), ElementsAre("a1 amended"));
  EXPECT_FALSE(told[0].event.entry_confirmed);
  EXPECT_TRUE(told[0].event.characters_confirmed);
  EXPECT_EQ(told[0].event.cause, "the entry was confirmed until 20:31:00Z: it has to be confirmed again");
}

TEST_F(Life, is_unconfirmed_again_when_the_vehicle_is_seen_again_but_the_entry_stays_current) {
  (void)does(deed(AlertHappening::confirmed, confirms("characters", 1)), 0s);
  (void)does(deed(AlertHappening::confirmed, confirms("entry", 1)), 0s);
  const auto told = book.enter(sighting("a2", 90s, "m3-north"), evening() + 90s);
  ASSERT_THAT(words_of(told), ElementsAre("a2 raised", "a1 amended"));
  EXPECT_FALSE(told[0].event.characters_confirmed);
  EXPECT_EQ(told[0].event.entry_confirmed->until, evening() + 30min);
  EXPECT_EQ(told[0].event.entry_confirmed->alert, "a1") << "where it was said";
  EXPECT_FALSE(told[1].event.characters_confirmed);
  EXPECT_THAT(*told[1].event.cause, HasSubstr("seen again by m3-north"));
}

TEST_F(Life, leaves_a_confirmation_alone_when_an_older_sighting_is_found) {
  (void)does(deed(AlertHappening::confirmed, confirms("characters", 1)), 0s);
  EXPECT_THAT(words_of(book.enter(sighting("a0", -600s), evening() + 90s)), ElementsAre("a0 raised"));
}

TEST_F(Life, does_not_take_over_the_confirmation_of_another_entry) {
  (void)does(deed(AlertHappening::confirmed, confirms("entry", 1)), 0s);
  AlertParcel other = sighting("a2", 90s);
  other.event.vehicle->entries[0].reason = "Another";
  EXPECT_FALSE(book.enter(other, evening() + 90s).at(0).event.entry_confirmed);
}

TEST_F(Life, lets_another_person_take_an_alert_over_and_says_so) {
  EXPECT_FALSE(does(deed(AlertHappening::acknowledged), 0s).taken_over_from);
  const AlertEvent event = does(deed(AlertHappening::acknowledged, {}, "PC Other"), 5s);
  EXPECT_EQ(event.acknowledged_by, "PC Other");
  EXPECT_EQ(event.taken_over_from, "Sgt Example");
  AlertAction note;
  note.note = "seen at the farm";
  EXPECT_FALSE(does(deed(AlertHappening::noted, note), 6s).taken_over_from) << "told once";
}

TEST_F(Life, tells_an_alert_again_while_nobody_has_taken_it_on) {
  EXPECT_EQ(book.next_due(), evening() + 60s) << "priority 10";
  std::vector<std::uint32_t> levels;
  for (int minute = 1; minute < 20; ++minute)
    for (const AlertParcel& told : book.due(evening() + minute * 60s)) {
      EXPECT_EQ(told.event.event, AlertHappening::escalated);
      EXPECT_EQ(told.event.escalation->because, "not acknowledged");
      levels.push_back(told.event.escalation->level);
    }
  EXPECT_THAT(levels, ElementsAre(1, 2, 3, 4, 5)) << "and then no more";
  EXPECT_FALSE(book.next_due());
}

TEST_F(Life, ages_no_more_once_somebody_has_it) {
  (void)book.due(evening() + 60s);
  EXPECT_FALSE(does(deed(AlertHappening::acknowledged), 61s).escalation);
  EXPECT_FALSE(book.next_due());
}

TEST_F(Life, tells_an_alert_once_however_late_the_clock_is_looked_at) {
  EXPECT_EQ(book.due(evening() + 1h).size(), 1U);
  EXPECT_EQ(book.next_due(), evening() + 1h + 60s);
}

TEST_F(Life, keeps_its_place_in_line_over_a_restart) {
  AlertParcel first = sighting("a1");
  first.event.published_at = evening();
  AlertBook restarted;
  restarted.recall(first.event);
  EXPECT_EQ(restarted.next_due(), evening() + 60s);
  AlertEvent told = book.due(evening() + 60s).at(0).event;
  told.published_at = evening() + 60s;
  restarted.recall(told);
  EXPECT_EQ(restarted.next_due(), evening() + 120s);
  EXPECT_EQ(restarted.due(evening() + 120s).at(0).event.escalation->level, 2U);
}

TEST(Escalation, leaves_what_only_waits_its_turn_alone_unless_the_site_says_so) {
  AlertParcel queued = sighting("a1");
  queued.event.handling = AlertHandling::queue;
  AlertBook usual;
  (void)usual.enter(queued, evening());
  EXPECT_FALSE(usual.next_due());
  AlertBookOptions options;
  options.escalation = {{.up_to_priority = 100,
                         .after = 30s,
                         .every = 30s,
                         .times = 1,
                         .handling = {AlertHandling::alarm, AlertHandling::queue}}};
  AlertBook strict(options);
  (void)strict.enter(queued, evening());
  EXPECT_EQ(strict.next_due(), evening() + 30s);
}

TEST(Escalation, tells_the_most_urgent_first_and_later_ones_by_their_own_step) {
  AlertBook book;
  AlertParcel low = made_parcel("low");
  low.event.priority = 40;
  (void)book.enter(low, evening());
  AlertParcel high = made_parcel("high");
  high.event.priority = 5;
  (void)book.enter(high, evening() + 120s);
  EXPECT_THAT(words_of(book.due(evening() + 180s)), ElementsAre("high escalated", "low escalated"));
}

TEST(Escalation, runs_on_the_time_of_capture_where_there_is_no_other_clock) {
  AlertBook book;
  (void)book.enter(sighting("a1", 5s));
  EXPECT_EQ(book.next_due(), evening() + 65s);
}

TEST(Escalation, does_not_age_the_failures_of_before_a_restart) {
  AlertEvent failed;
  failed.alert = "f1";
  failed.kind = AlertKind::feed_health;
  failed.channel = "open";
  failed.priority = 20;
  failed.health = AlertHealth{"a32-south", "silent", ""};
  failed.published_at = evening();
  AlertBook book;
  book.recall(failed);
  EXPECT_FALSE(book.next_due()) << "what still fails is raised anew";
}

TEST(Escalation, begins_anew_when_a_silent_sighting_comes_to_sound) {
  AlertBook book;
  (void)book.enter(sighting("a1"), evening());
  (void)book.act(deed(AlertHappening::acknowledged), evening() + 1s);
  AlertParcel repeat = sighting("a2", 10s);
  (void)book.enter(repeat, evening() + 10s);
  EXPECT_FALSE(book.next_due()) << "a repeat is only recorded";
  repeat.event.event = AlertHappening::amended;
  repeat.event.priority = 5;
  const auto told = book.enter(repeat, evening() + 20s);
  EXPECT_EQ(told.at(0).event.alerted_again, "priority");
  EXPECT_EQ(book.next_due(), evening() + 80s);
}

}  // namespace
}  // namespace nightjar
