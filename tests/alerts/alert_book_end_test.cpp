// What is over stays over: after a verdict or an outcome, over a restart, and where it was deleted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/alert_book.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

AlertParcel sighting(const std::string& alert, std::chrono::seconds later = 0s) {
  AlertParcel parcel = made_parcel(alert);
  parcel.event.incident = "one vehicle";
  parcel.event.captured_at = evening() + later;
  return parcel;
}

/// A book with one open hit, and what it has told.
class Ended : public testing::Test {
 protected:
  Ended() { told_.push_back(book.enter(sighting("a1"), evening()).at(0).event); }

  void says(AlertHappening what, const std::string& code, std::chrono::seconds later) {
    const DeedOutcome outcome = book.act(deed(what, code), evening() + later);
    EXPECT_EQ(outcome.refusal, "");
    for (const AlertParcel& parcel : outcome.parcels) told_.push_back(parcel.event);
  }
  std::string refuses(AlertHappening what, const std::string& code = {}) {
    return book.act(deed(what, code), evening() + 5s).refusal;
  }
  void sees_better() {
    AlertParcel surer = sighting("a1", 2s);
    surer.event.event = AlertHappening::amended;
    told_.push_back(book.enter(surer, evening() + 2s).at(0).event);
  }
  AlertBook restarted() {
    AlertBook again;
    for (AlertEvent& event : told_) {
      event.published_at = evening();
      again.recall(event);
    }
    return again;
  }

  AlertBook book;

 private:
  static AlertDeed deed(AlertHappening what, const std::string& code) {
    AlertDeed deed{"open", "a1", what, {}, "Sgt Example", std::nullopt};
    if (what == AlertHappening::noted) deed.action.note = "the owner was told";
    if (what == AlertHappening::confirmed) deed.action.confirms = code;
    if (what == AlertHappening::rejected || what == AlertHappening::closed) deed.action.code = code;
    if (what != AlertHappening::noted) deed.action.revision = 2;
    return deed;
  }

  std::vector<AlertEvent> told_;
};

TEST_F(Ended, is_not_taken_on_or_confirmed_any_more_but_can_be_set_right) {
  says(AlertHappening::closed, "found", 1s);
  EXPECT_EQ(refuses(AlertHappening::acknowledged), "the alert is closed");
  EXPECT_EQ(refuses(AlertHappening::confirmed, "characters"), "the alert is closed");
  says(AlertHappening::rejected, "clone", 3s);
  EXPECT_EQ(refuses(AlertHappening::acknowledged), "the alert was rejected");
  says(AlertHappening::noted, "", 5s);
  EXPECT_THAT(book.due(evening() + 24h), IsEmpty()) << "and it does not age";
}

TEST_F(Ended, stays_so_over_a_restart_whatever_is_seen_or_noted_of_it_later) {
  says(AlertHappening::closed, "found", 1s);
  sees_better();
  says(AlertHappening::noted, "", 3s);
  AlertBook after = restarted();
  EXPECT_FALSE(after.next_due());
  EXPECT_THAT(after.of_mark("open", "AB12CDE"), IsEmpty());
  for (AlertBook* each : {&book, &after}) {
    const AlertEvent again = each->enter(sighting("a2", 60s), evening() + 60s).at(0).event;
    EXPECT_EQ(again.handling, AlertHandling::alarm) << "the next sighting sounds";
    EXPECT_EQ(again.alerted_again, "closed before");
  }
}

TEST_F(Ended, is_known_to_be_open_after_all_where_the_journal_says_so) {
  says(AlertHappening::acknowledged, "", 1s);
  AlertEvent newest = *book.find("a1");
  AlertEvent rejected = newest;
  rejected.event = AlertHappening::rejected;
  rejected.action = AlertAction{};
  AlertBook after;
  after.recall(rejected);
  EXPECT_THAT(after.of_mark("open", "AB12CDE"), IsEmpty());
  after.recall(newest, true);
  EXPECT_EQ(after.of_mark("open", "AB12CDE").size(), 1U);
}

TEST_F(Ended, goes_with_its_newest_event_when_that_is_deleted) {
  AlertEvent sent = *book.find("a1");
  sent.stream = "5f";
  sent.seq = 7;
  book.sent(sent);
  book.let_go("a1", "5f", 6);
  EXPECT_NE(book.find("a1"), nullptr) << "an older event of it";
  book.let_go("a1", "5f", 7);
  EXPECT_EQ(book.find("a1"), nullptr);
  EXPECT_FALSE(book.next_due());
  EXPECT_EQ(book.enter(sighting("a2", 60s), evening() + 60s).at(0).event.sightings, 2U);
}

}  // namespace
}  // namespace nightjar
