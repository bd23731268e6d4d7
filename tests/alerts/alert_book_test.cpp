#include "alerts/alert_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/alert_json.hpp"
#include "tests/alerts/book_room.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(AlertBook, passes_a_feeds_events_on_as_they_are) {
  Room room(made_lists(kOne));
  const auto told = room.sees(read_of("AB12CDE"));
  ASSERT_THAT(happenings(told), ElementsAre("raised"));
  EXPECT_EQ(told[0].revision, 1U);
  EXPECT_EQ(told[0].sightings, 1U);
  EXPECT_EQ(told[0].vehicle->order, "STOP");
  EXPECT_EQ(told[0].quiet_s, 1800);
}

TEST(AlertBook, counts_revisions_over_what_feeds_and_people_do) {
  Room room(made_lists(kOne));
  const std::string alert = room.sees(read_of("AB12CDE"))[0].alert;
  EXPECT_EQ(room.book.act(deed(alert, AlertHappening::acknowledged), evening()).parcels[0].event.revision,
            2U);
  PlateRead turned = read_of("AB12CDE", 1, 2000);
  turned.first_seen = evening();
  turned.direction = Direction::away;
  const auto told = room.sees(turned);
  ASSERT_THAT(happenings(told), ElementsAre("amended"));
  EXPECT_EQ(told[0].revision, 3U);
  EXPECT_EQ(told[0].acknowledged_by, "PC Example");
}

TEST(AlertBook, swallows_a_late_match_of_what_is_open_already) {
  Room room(made_lists(kOne));
  room.sees(read_of("AB12CDE"));
  VehicleAlerts kept(VehicleAlertOptions{.feed = "a32-south", .config = {}, .place = {}});
  auto late =
      kept.update(read_of("AB12CDE"), made_lists(kOne)->match(read_of("AB12CDE").text, evening()), {});
  ASSERT_EQ(late.size(), 1U);
  late[0].event.late_match = true;
  EXPECT_THAT(room.book.enter(late[0]), IsEmpty());
}

TEST(AlertBook, refuses_a_verdict_on_what_has_changed_since) {
  Room room(made_lists(kOne));
  const std::string alert = room.sees(read_of("AB12CDE"))[0].alert;
  (void)room.judges(made_lists("AB12CDE,OBSERVE,,Burglary,DC Example\n"));
  const DeedOutcome late = room.book.act(deed(alert, AlertHappening::confirmed, "characters", 1), evening());
  EXPECT_THAT(late.refusal, HasSubstr("have changed since revision 1"));
  EXPECT_THAT(late.parcels, IsEmpty());
  EXPECT_THAT(room.book.act(deed(alert, AlertHappening::confirmed, "characters", 9), evening()).refusal,
              HasSubstr("revision 9"))
      << "nobody can have seen it";
  EXPECT_EQ(room.book.act(deed(alert, AlertHappening::confirmed, "characters", 3), evening()).refusal, "");
}

TEST(AlertBook, takes_a_verdict_on_an_older_revision_where_only_the_confidence_has_changed) {
  Room room(made_lists(kOne));
  const std::string alert = room.sees(read_of("AB12CDE"))[0].alert;
  PlateRead turned = read_of("AB12CDE", 1, 2000);
  turned.first_seen = evening();
  turned.direction = Direction::away;
  ASSERT_THAT(happenings(room.sees(turned)), ElementsAre("amended"));
  const DeedOutcome outcome =
      room.book.act(deed(alert, AlertHappening::confirmed, "entry", 1), evening(5000));
  ASSERT_EQ(outcome.refusal, "");
  const AlertEvent& event = outcome.parcels[0].event;
  EXPECT_EQ(event.event, AlertHappening::confirmed);
  EXPECT_EQ(event.entry_confirmed->person, "PC Example");
  EXPECT_EQ(event.entry_confirmed->revision, 1U);
  EXPECT_EQ(event.action->confirms, "entry");
  EXPECT_FALSE(event.characters_confirmed);
}

TEST(AlertBook, refuses_what_is_no_deed) {
  Room room(made_lists(kOne));
  const std::string alert = room.sees(read_of("AB12CDE"))[0].alert;
  AlertBook& book = room.book;
  EXPECT_THAT(book.act(deed("nothing", AlertHappening::acknowledged), evening()).refusal,
              HasSubstr("no \"nothing\""));
  AlertDeed elsewhere = deed(alert, AlertHappening::acknowledged);
  elsewhere.channel = "restricted";
  EXPECT_THAT(book.act(elsewhere, evening()).refusal, HasSubstr("on this channel"));
  EXPECT_THAT(book.act(deed(alert, AlertHappening::raised), evening()).refusal,
              HasSubstr("expected acknowledged"));
  EXPECT_THAT(book.act(deed(alert, AlertHappening::rejected, "boring"), evening()).refusal,
              HasSubstr("misread"));
  EXPECT_THAT(book.act(deed(alert, AlertHappening::rejected, "misread", std::nullopt), evening()).refusal,
              HasSubstr("revision"));
  EXPECT_THAT(book.act(deed(alert, AlertHappening::closed, ""), evening()).refusal, HasSubstr("stopped"));
  EXPECT_THAT(book.act(deed(alert, AlertHappening::noted), evening()).refusal, HasSubstr("note"));
  EXPECT_EQ(book.find(alert)->revision, 1U) << "nothing of it has left a trace";
}

TEST(AlertBook, closes_the_repeats_with_the_alert_that_sounded) {
  Room room(made_lists(kOne));
  const std::string first = room.sees(read_of("AB12CDE", 1))[0].alert;
  const auto repeat = room.sees(read_of("AB12CDE", 2, 60'000));
  EXPECT_EQ(repeat.at(0).repeat_of, first);
  const DeedOutcome outcome = room.book.act(deed(first, AlertHappening::closed, "stopped"), evening());
  ASSERT_EQ(outcome.parcels.size(), 2U);
  EXPECT_EQ(outcome.parcels[1].event.alert, repeat[0].alert);
  EXPECT_EQ(outcome.parcels[1].event.event, AlertHappening::closed);
  EXPECT_THAT(room.book.of_mark("open", "ab12 cde"), IsEmpty());
  EXPECT_EQ(room.sees(read_of("AB12CDE", 3, 120'000)).at(0).alerted_again, "closed before");
}

TEST(AlertBook, finds_open_alerts_by_mark_on_their_own_channel) {
  Room room(made_lists(kOne));
  room.sees(read_of("AB12CDE"));
  EXPECT_EQ(room.book.of_mark("open", "AB12 CDE").size(), 1U);
  EXPECT_THAT(room.book.of_mark("restricted", "AB12 CDE"), IsEmpty());
}

TEST(AlertBook, forgets_the_oldest_alert_when_it_holds_too_many) {
  AlertBookOptions options;
  options.most_alerts = 2;
  AlertBook book(options);
  for (const char* alert : {"a1", "a2", "a3"}) (void)book.enter(made_parcel(alert));
  EXPECT_EQ(book.find("a1"), nullptr);
  EXPECT_NE(book.find("a3"), nullptr);
}

TEST(AlertBook, tells_the_open_channel_the_same_with_and_without_a_restricted_entry) {
  Room with(made_lists({made_list("force", "open", kOne), made_list("secret", "restricted", kOne)}));
  Room without(made_lists({made_list("force", "open", kOne)}));
  const auto open_of = [](Room& room) {
    std::string text;
    for (const std::int64_t at_ms : {0, 60'000, 120'000}) {
      for (const AlertEvent& event :
           room.sees(read_of("AB12CDE", static_cast<std::uint64_t>(at_ms) + 1, at_ms)))
        if (event.channel == "open") text += to_json(event) + "\n";
    }
    return text;
  };
  const std::string seen = open_of(with);
  EXPECT_EQ(seen, open_of(without));
  EXPECT_EQ(seen.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace nightjar
