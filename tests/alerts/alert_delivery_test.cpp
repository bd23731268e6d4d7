#include "alerts/alert_delivery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/alert_json.hpp"
#include "alerts/alert_names.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// A worker's delivery by a clock that the test sets.
class Clocked : public testing::Test {
 protected:
  std::unique_ptr<AlertDelivery> start() {
    AlertDeliveryOptions options;
    options.journal = folder_.path();
    options.publisher.channels = {{"open", "tcp://127.0.0.1:*"}};
    options.now = [this] { return now; };
    options.retention.keep["open"] = std::chrono::hours(24 * 30);
    options.retention.clock_is_kept = [] { return true; };
    return std::make_unique<AlertDelivery>(options);
  }
  static std::vector<std::string> happenings(const AlertDelivery& delivery) {
    std::vector<std::string> words;
    for (const StoredEvent& stored : delivery.journal().events_since("open", 0, 100))
      words.emplace_back(name_of(from_json(stored.text.value()).event.value().event));
    return words;
  }

  CaptureTime now = evening();

 private:
  TemporaryFolder folder_;
};

TEST_F(Clocked, gives_an_alert_back_that_was_handed_on_before_a_restart) {
  AlertDeed deed{"open", "a1", AlertHappening::handed_on, {}, "Sgt Example", std::nullopt};
  deed.action.to = "Rural 2";
  {
    const auto delivery = start();
    delivery->deliver({made_parcel("a1")});
    ASSERT_EQ(delivery->act(deed).refusal, "");
    now += 59s;
    delivery->look_at_the_clock();
    EXPECT_THAT(happenings(*delivery), ElementsAre("raised", "handed_on"));
  }
  now += 1s;
  const auto delivery = start();
  delivery->look_at_the_clock();
  delivery->look_at_the_clock();
  EXPECT_THAT(happenings(*delivery), ElementsAre("raised", "handed_on", "escalated"));
  EXPECT_EQ(delivery->state_of("a1")->cause, "Rural 2 has not received it within 60 s: use the radio");
}

TEST_F(Clocked, goes_on_with_what_is_open_after_a_restart_however_much_has_happened_since) {
  AlertParcel ended = made_parcel("a2");
  AlertDeed close{"open", "a2", AlertHappening::closed, {}, "Sgt Example", std::nullopt};
  close.action.code = "found";
  AlertDeed note{"open", "a2", AlertHappening::noted, {}, "Sgt Example", std::nullopt};
  note.action.note = "for the file";
  {
    const auto delivery = start();
    delivery->deliver({made_parcel("a1"), ended});
    ASSERT_EQ(delivery->act(close).refusal, "");
    std::vector<AlertParcel> others;
    for (int number = 0; number < 3000; ++number) {
      others.push_back(made_parcel("b" + std::to_string(number)));
      others.back().event.event = AlertHappening::withdrawn;
    }
    delivery->deliver(std::move(others));
    ASSERT_EQ(delivery->act(note).refusal, "");
  }
  now += 60s;
  const auto delivery = start();
  delivery->look_at_the_clock();
  const auto newest = delivery->journal().events_since("open", 3003, 100);
  ASSERT_EQ(newest.size(), 2U) << "what is closed does not age";
  const AlertEvent told = from_json(newest.back().text.value()).event.value();
  EXPECT_EQ(told.alert, "a1");
  EXPECT_EQ(told.event, AlertHappening::escalated);
}

TEST_F(Clocked, knows_no_more_of_an_alert_that_was_deleted_on_time) {
  const auto delivery = start();
  delivery->deliver({made_parcel("a1")});
  EXPECT_TRUE(delivery->state_of("a1"));
  now += std::chrono::hours(24 * 31);
  delivery->delete_on_time();
  EXPECT_FALSE(delivery->state_of("a1"));
  delivery->look_at_the_clock();
  EXPECT_EQ(delivery->journal().events_since("open", 0, 100).size(), 1U) << "nothing is told of it";
}

TEST_F(Clocked, ages_an_alert_by_the_rooms_clock_however_old_its_picture_is) {
  AlertParcel old = made_parcel("a1");
  old.event.captured_at = evening() - 1h;
  const auto delivery = start();
  delivery->deliver({old});
  delivery->look_at_the_clock();
  EXPECT_THAT(happenings(*delivery), ElementsAre("raised"));
  now += 60s;
  delivery->look_at_the_clock();
  EXPECT_THAT(happenings(*delivery), ElementsAre("raised", "escalated"));
}

TEST_F(Clocked, closes_a_failure_of_before_its_start_once_and_leaves_hits_open) {
  AlertParcel failure = made_parcel("f1");
  failure.event.kind = AlertKind::feed_health;
  failure.event.vehicle.reset();
  failure.event.health = AlertHealth{"a32-south", "silent", ""};
  start()->deliver({failure, made_parcel("a1")});
  now += 5s;
  (void)start();
  const auto delivery = start();
  EXPECT_THAT(happenings(*delivery), ElementsAre("raised", "raised", "closed"));
  const auto closed = delivery->state_of("f1");
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->cause, "the worker was started again");
  EXPECT_EQ(closed->revision, 2U);
  EXPECT_EQ(closed->captured_at, now);
}

TEST_F(Clocked, ages_a_heat_contact_on_over_a_restart_but_no_failure_of_before_it) {
  AlertParcel contact = made_parcel("c1");
  contact.event.kind = AlertKind::heat_contact;
  contact.event.vehicle.reset();
  contact.event.heat = AlertHeat{"person", 0.9, {}, {}, {}, {}, {}};
  AlertParcel failure = made_parcel("f1");
  failure.event.kind = AlertKind::feed_health;
  failure.event.vehicle.reset();
  failure.event.health = AlertHealth{"a32-south", "silent", ""};
  start()->deliver({contact, failure});
  now += 60s;
  const auto delivery = start();
  delivery->look_at_the_clock();
  EXPECT_THAT(happenings(*delivery), ElementsAre("raised", "raised", "closed", "escalated"));
  EXPECT_TRUE(delivery->state_of("c1")->escalation);
}

}  // namespace
}  // namespace nightjar
