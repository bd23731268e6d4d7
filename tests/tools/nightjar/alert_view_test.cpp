#include "tools/nightjar/alert_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/made_alerts.hpp"
#include "tools/nightjar/alert_watch.hpp"
#include "tools/nightjar/alert_words.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;
using testing::Not;

const AlertView kPlain{Palette(false)};

AlertEvent shown_hit() {
  AlertEvent event = made_hit();
  AlertEntry& entry = event.vehicle->entries.front();
  entry.markers = "FIREARMS";
  entry.owner = "DC Example";
  entry.list_age_s = 7200;
  entry.entry_age_s = 3 * 86400;
  event.vehicle->direction = "towards";
  event.vehicle->direction_words = "northbound to Alton";
  event.vehicle->bearing_deg = 5;
  event.place = AlertPlace{51.0123457, -1.15, {}, {}, "SU 59612 22871", "A32 at West Meon"};
  event.sightings = 16;
  return event;
}

TEST(AlertView, shows_a_hit_as_a_block_with_what_to_do_first) {
  EXPECT_EQ(kPlain.of(shown_hit()),
            "20:00:00Z   ALARM 10   UNCONFIRMED  a32-south · open · a1\n"
            "  STOP  ·  FIREARMS  ·  Seen at three burglaries\n"
            "  list force, 2 h old, entry 3 d old, owner DC Example\n"
            "  [ AB12 CDE ]  exact match, read 98 %\n"
            "  northbound to Alton (bearing 005°)\n"
            "  A32 at West Meon   SU 59612 22871   51.012346, -1.150000\n"
            "  sighting 16\n");
}

TEST(AlertView, shows_which_characters_of_a_possible_match_differ) {
  AlertEvent event = shown_hit();
  event.vehicle->exact = false;
  event.vehicle->probability = 0.72;
  event.vehicle->differs = {{1, "B", "8"}, {6, "", "E"}};
  EXPECT_THAT(
      kPlain.of(event),
      HasSubstr("[ AB12 CDE ]  POSSIBLE match 72 %: 2nd read B, listed 8; 7th read nothing, listed E\n"));
}

TEST(AlertView, never_rounds_a_confidence_up_to_certainty) {
  EXPECT_EQ(percent(0.9999), "99 %");
}

TEST(AlertView, shows_a_heat_contact_with_its_error_and_grid_reference) {
  AlertEvent event = made_hit();
  event.kind = AlertKind::heat_contact;
  event.feed = "drone";
  event.vehicle.reset();
  event.heat = AlertHeat{"person", 0.93, 0.81, 305.5, 1.3, 271, {}};
  event.place = AlertPlace{51.0123457, -1.15, 3.25, {}, "SU 59612 22871", {}};
  EXPECT_EQ(kPlain.of(event),
            "20:00:00Z   HEAT CONTACT 10   UNCONFIRMED  drone · open · a1\n"
            "  person (81 %), contact 93 %, 305.5 K, 1.3 m/s towards 271°\n"
            "  SU 59612 22871 ± 3.2 m   51.012346, -1.150000\n");
  event.event = AlertHappening::amended;
  event.revision = 2;
  event.heat->lost_at = evening(5000);
  EXPECT_THAT(kPlain.of(event), HasSubstr("AMENDED  person (revision 2), person (81 %), contact 93 %"));
  EXPECT_THAT(kPlain.of(event), HasSubstr("LOST since 20:00:05Z"));
}

TEST(AlertView, shows_health_as_a_line_and_when_it_is_well_again) {
  AlertEvent event = made_hit();
  event.kind = AlertKind::feed_health;
  event.vehicle.reset();
  event.health = AlertHealth{"a32-south", "silent", "no picture for 10 s"};
  EXPECT_EQ(kPlain.of(event), "20:00:00Z  FEED HEALTH  a32-south: silent (no picture for 10 s)\n");
  event.event = AlertHappening::closed;
  EXPECT_EQ(kPlain.of(event), "20:00:00Z  FEED HEALTH  a32-south: well again\n");
}

TEST(AlertView, shows_amendments_and_withdrawals_as_a_line) {
  AlertEvent event = shown_hit();
  event.event = AlertHappening::amended;
  event.revision = 2;
  EXPECT_EQ(kPlain.of(event),
            "20:00:00Z  AMENDED  AB12 CDE (revision 2), exact match, read 98 %, northbound to Alton, "
            "UNCONFIRMED  a1\n");
  event.event = AlertHappening::withdrawn;
  event.cause = "the plate now reads A812CDE";
  EXPECT_EQ(kPlain.of(event),
            "20:00:00Z  WITHDRAWN  AB12 CDE (revision 2): the plate now reads A812CDE  a1\n");
}

TEST(AlertView, shows_DO_NOT_STOP_before_all_else_whatever_other_entries_say) {
  AlertEvent event = shown_hit();
  event.vehicle->order = "DO NOT STOP";
  const std::string shown = kPlain.of(event);
  EXPECT_LT(shown.find("DO NOT STOP"), shown.find("STOP  ·"));
  event.event = AlertHappening::amended;
  EXPECT_THAT(kPlain.of(event), HasSubstr("DO NOT STOP"));
}

TEST(AlertView, shows_a_sighting_that_does_not_sound_as_a_line) {
  AlertEvent event = shown_hit();
  event.repeat_of = "a0";
  EXPECT_EQ(kPlain.of(event),
            "20:00:00Z  SEEN AGAIN  AB12 CDE (revision 1), exact match, read 98 %, northbound to Alton, "
            "UNCONFIRMED, sighting 16, A32 at West Meon   SU 59612 22871   51.012346, -1.150000  a1\n");
}

TEST(AlertView, says_what_is_odd_about_a_sighting) {
  AlertEvent event = shown_hit();
  event.alerted_again = "new area";
  event.possible_clone = PossibleClone{"a9", "m3-north", evening(-240'000), 33'374, 240};
  event.cloned = "PC Example";
  event.late_match = true;
  const std::string shown = kPlain.of(event);
  EXPECT_THAT(shown, HasSubstr("POSSIBLE CLONE: m3-north saw it 33.4 km away, 4 min apart\n"));
  EXPECT_THAT(shown, HasSubstr("CLONE ABOUT, says PC Example\n"));
  EXPECT_THAT(shown, HasSubstr("LATE MATCH"));
  EXPECT_THAT(shown, HasSubstr("sighting 16, again: new area\n"));
}

TEST(AlertView, shows_what_people_did_and_stops_saying_unconfirmed_once_both_are_confirmed) {
  AlertEvent event = shown_hit();
  event.event = AlertHappening::rejected;
  event.revision = 3;
  event.actor = AlertActor{"PC Example", {}};
  event.action = AlertAction{"misread", "B is an 8", {}, 2};
  EXPECT_THAT(kPlain.of(event), HasSubstr("REJECTED  AB12 CDE (revision 3)"));
  EXPECT_THAT(kPlain.of(event), HasSubstr("by PC Example, misread: B is an 8  a1\n"));
  event = shown_hit();
  event.characters_confirmed = Confirmation{"PC Example", 1, evening()};
  EXPECT_THAT(kPlain.of(event), HasSubstr("UNCONFIRMED"));
  event.entry_confirmed = Confirmation{"PC Example", 1, evening()};
  EXPECT_THAT(kPlain.of(event), Not(HasSubstr("UNCONFIRMED")));
}

TEST(AlertView, says_which_half_is_still_to_be_confirmed_and_until_when_the_entry_is) {
  AlertEvent event = shown_hit();
  event.characters_confirmed = Confirmation{"PC Example", 1, evening()};
  EXPECT_THAT(kPlain.of(event), HasSubstr("UNCONFIRMED: entry to be confirmed"));
  event.entry_confirmed = Confirmation{"PC Example", 1, evening(), evening(1'800'000)};
  EXPECT_THAT(kPlain.of(event), HasSubstr("  CONFIRMED, the entry until 20:30:00Z"));
  event.event = AlertHappening::confirmed;
  event.action = AlertAction{{}, {}, "entry", 1};
  EXPECT_THAT(kPlain.of(event), HasSubstr("ENTRY CONFIRMED  AB12 CDE"));
  event.characters_confirmed.reset();
  EXPECT_THAT(kPlain.of(event),
              HasSubstr("UNCONFIRMED: characters to be confirmed, entry is until 20:30:00Z"));
}

TEST(AlertView, follows_a_crew_and_tells_whom_to_call_back) {
  AlertEvent event = shown_hit();
  event.event = AlertHappening::handed_on;
  event.published_at = evening(90'000);
  event.actor = AlertActor{"Sgt Example", {}};
  event.crew = AlertCrew{"Rural 2", "Sgt Example", evening(90'000), evening(150'000), {}, {}, {}};
  const std::string handed = kPlain.of(event);
  EXPECT_THAT(handed, HasSubstr("20:01:30Z  HANDED ON  AB12 CDE")) << "when they did it";
  EXPECT_THAT(handed, HasSubstr("handed on to Rural 2, to be received by 20:02:30Z, by Sgt Example"));
  event.event = AlertHappening::withdrawn;
  EXPECT_THAT(kPlain.of(event), HasSubstr("Rural 2 WAS SENT TO IT: TELL THEM"));
  event.event = AlertHappening::escalated;
  event.actor.reset();
  event.crew->receive_by.reset();
  event.crew->given_back_at = evening(150'000);
  event.escalation = AlertEscalation{1, "not received"};
  event.cause = "Rural 2 has not received it within 60 s: use the radio";
  const std::string back = kPlain.of(event);
  EXPECT_THAT(
      back, HasSubstr("ESCALATED 1  AB12 CDE (revision 1): Rural 2 has not received it within 60 s: use the "
                      "radio, priority 10"));
  EXPECT_THAT(back, HasSubstr("SU 59612 22871")) << "whom it reaches now has not seen it before";
}

TEST(AlertView, shows_an_escalated_failure_as_what_it_is) {
  AlertEvent event = made_hit();
  event.kind = AlertKind::feed_health;
  event.vehicle.reset();
  event.health = AlertHealth{"a32-south", "silent", "no picture for 10 s"};
  event.event = AlertHappening::escalated;
  event.escalation = AlertEscalation{2, "not acknowledged"};
  event.cause = "nobody has taken it on";
  EXPECT_THAT(kPlain.of(event), HasSubstr("ESCALATED 2  a32-south (revision 1): nobody has taken it on"));
}

TEST(AlertView, shows_what_people_did_about_a_failure) {
  AlertEvent event = made_hit();
  event.kind = AlertKind::feed_health;
  event.vehicle.reset();
  event.health = AlertHealth{"a32-south", "silent", "no picture for 10 s"};
  event.event = AlertHappening::acknowledged;
  event.actor = AlertActor{"PC Example", {}};
  EXPECT_THAT(kPlain.of(event), HasSubstr("ACKNOWLEDGED  a32-south (revision 1), by PC Example  a1\n"));
}

TEST(AlertView, says_what_is_not_journalled_late_or_a_replay) {
  AlertEvent event = shown_hit();
  event.journalled = false;
  event.late_s = 185;
  event.replay = true;
  EXPECT_THAT(kPlain.of(event), HasSubstr("UNCONFIRMED  REPLAY  NOT JOURNALLED  3 min LATE"));
}

TEST(AlertView, lets_nothing_from_outside_move_the_cursor) {
  AlertEvent event = shown_hit();
  const std::string attack =
      "\x1b[2J\x1b]0;owned\x07\r\n\xc2\x9b"
      "31m\x7f\xe2\x80\xae";
  event.feed = event.channel = attack;
  event.vehicle->mark = event.vehicle->direction_words.emplace(attack);
  AlertEntry& entry = event.vehicle->entries.front();
  entry.list = attack;
  for (auto* text :
       {&entry.action, &entry.markers, &entry.reason, &entry.risk, &entry.owner, &entry.contact}) {
    *text = attack;
  }
  event.place->words = event.place->os_grid = attack;
  event.vehicle->exact = false;
  event.vehicle->differs = {{0, "\x1b", "\x9b"}};
  AlertEvent health = event;
  health.kind = AlertKind::system_health;
  health.health = AlertHealth{attack, attack, attack};
  AlertEvent withdrawn = event;
  withdrawn.event = AlertHappening::withdrawn;
  withdrawn.cause = attack;
  withdrawn.actor = AlertActor{attack, attack};
  withdrawn.action = AlertAction{attack, attack, attack, {}};
  AlertEvent heat = event;
  heat.kind = AlertKind::heat_contact;
  heat.vehicle.reset();
  heat.heat = AlertHeat{attack, 0.5, {}, {}, {}, {}, {}};
  for (const AlertEvent& shown : {event, health, withdrawn, heat}) {
    const std::string text = kPlain.of(shown);
    EXPECT_EQ(text.find_first_of("\x1b\x07\r\x7f"), std::string::npos);
    EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
  }
}

TEST(AlertView, colours_only_where_asked) {
  EXPECT_EQ(kPlain.of(shown_hit()).find('\x1b'), std::string::npos);
  EXPECT_THAT(AlertView(Palette(true)).of(shown_hit()), HasSubstr("\x1b[1;97;41mSTOP\x1b[0m"));
}

TEST(AlertView, says_when_nothing_is_listed_to_do) {
  AlertEvent event = shown_hit();
  AlertEntry& entry = event.vehicle->entries.front();
  entry.action = entry.markers = entry.reason = std::nullopt;
  EXPECT_THAT(kPlain.of(event), HasSubstr("no action or reason is listed\n"));
}

TEST(TerminalText, keeps_utf8_and_replaces_what_is_none) {
  EXPECT_EQ(printable("Müller · 5 °"), "Müller · 5 °");
  EXPECT_EQ(printable("a\xff\xc3"), "a??");
  EXPECT_EQ(printable("\xc0\xaf \xed\xa0\x80 \xf5"), "?? ??? ?");
  EXPECT_EQ(printable("tab\there"), "tab here");
}

TEST(AlertWatch, names_pictures_so_that_no_event_chooses_a_path) {
  AlertEvent event = made_hit("../../etc/cron.d/x");
  event.revision = 4;
  EXPECT_EQ(picture_file_name(event), "______etc_cron_d_x-r4.jpg");
}

}  // namespace
}  // namespace nightjar
