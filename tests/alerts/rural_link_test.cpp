// A consumer behind 64 kbit/s with 2 % loss that is cut off for a while. The link is the loopback of a
// network namespace of the test's own; NIGHTJAR_OUTAGE_S makes the outage longer (10).
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "alerts/subscriber.hpp"
#include "tests/alerts/made_link.hpp"
#include "tests/alerts/made_worker.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr int kAlerts = 100;
const std::string kLive = "tcp://127.0.0.1:5560";
const std::string kDesk = "tcp://127.0.0.1:5561";

/// A hit as they are on the road: some 1.6 KB.
AlertParcel road_hit(int number, AlertHappening what) {
  AlertParcel parcel = made_parcel("0123456789abc" + std::to_string(100 + number));
  AlertEvent& event = parcel.event;
  event.event = what;
  event.incident = event.alert;
  event.priority = 10 + number % 5;
  event.place =
      AlertPlace{51.0123457, -1.15, std::nullopt, std::nullopt, "SU 59612 22871", "A32 at West Meon"};
  event.areas = {"West Meon", "Beat 12"};
  event.vehicle->mark = "AB" + std::to_string(100 + number) + "CDE";
  event.vehicle->direction = "towards";
  event.vehicle->direction_words = "northbound to Alton";
  event.vehicle->order = "STOP";
  if (what == AlertHappening::amended) event.vehicle->direction_words = "southbound to West Meon";
  AlertEntry& entry = event.vehicle->entries.front();
  entry.list_revision = "5d1c0a77be93f204";
  entry.list_age_s = 5400;
  entry.entry_age_s = 259200;
  entry.markers = "WEAPONS";
  entry.risk = "medium";
  entry.owner = "DC Example";
  entry.contact = "101 ext 5";
  entry.authoriser = "DI Example";
  entry.effective = "2026-11-18";
  entry.weed = "2026-12-18";
  const std::string digest = hex(sha256(event.alert));
  parcel.pictures = {{digest, std::string(30'000, 'j')}};
  event.evidence = {{"plate", digest, evening(), "a32-south"}, {"frame", digest, evening(), "a32-south"}};
  return parcel;
}

/// What a consumer holds: the newest revision of each open alert, when the last of it came, and its state.
struct Room {
  std::map<std::string, std::uint32_t> revisions;
  std::size_t pictures = 0, doubles = 0;
  std::set<std::pair<std::string, std::uint64_t>> had;
  LinkState state = LinkState::stale;
  std::uint64_t at = 0;

  void listen(Subscriber& subscriber, Steady::duration longest, const std::function<bool()>& done) {
    const auto until = Steady::now() + longest;
    while (Steady::now() < until && !done()) {
      const auto received = subscriber.next(20ms);
      if (!received) continue;
      if (const auto* alert = std::get_if<ReceivedAlert>(&*received)) {
        std::uint32_t& revision = revisions[alert->event.alert];
        revision = std::max(revision, alert->event.revision);
        if (!had.insert({alert->event.stream, alert->event.seq}).second) ++doubles;
      }
      if (std::holds_alternative<ReceivedPicture>(*received)) ++pictures;
      if (const auto* change = std::get_if<LinkChange>(&*received)) state = change->state;
      if (const auto* beat = std::get_if<ReceivedBeat>(&*received)) at = beat->beat.seq;
    }
  }
  [[nodiscard]] bool is_current(std::uint64_t seq, std::uint32_t revision) const {
    return state == LinkState::live && at == seq && revisions.size() == kAlerts &&
           std::all_of(revisions.begin(), revisions.end(),
                       [&](const auto& alert) { return alert.second >= revision; });
  }
};

double seconds_since(Steady::time_point then) {
  return std::chrono::duration<double>(Steady::now() - then).count();
}

TEST(RuralLink, is_used_for_what_is_open_first_and_a_consumer_is_current_within_thirty_seconds) {
  MadeLink link;
  std::string why = enter_own_namespaces(CLONE_NEWNET);
  if (why.empty()) why = link.set_up();
  if (!why.empty()) {
    std::cerr << "NOT RUN: " << why << "\n";
    GTEST_SKIP() << why;
  }
  const char* const wanted = std::getenv("NIGHTJAR_OUTAGE_S");
  const std::chrono::seconds outage(wanted == nullptr ? 10 : std::atoi(wanted));
  const TemporaryFolder folder;
  MadeWorker worker(folder.path(), {{"open", kLive}}, {{"open", kDesk}}, 1s);
  for (int i = 0; i < kAlerts; ++i) worker.post(road_hit(i, AlertHappening::raised));
  SubscriberOptions options;
  options.channels = {{kLive, kDesk}};
  options.pictures = {true, 1000};
  options.person = "PC Example";
  Subscriber subscriber(options);
  Room room;
  room.listen(subscriber, 20s, [&] { return room.is_current(kAlerts, 1); });
  ASSERT_TRUE(room.is_current(kAlerts, 1));

  ASSERT_TRUE(link.make_rural());
  ASSERT_TRUE(link.cut());
  for (int i = 0; i < kAlerts; ++i) worker.post(road_hit(i, AlertHappening::amended));
  room.listen(subscriber, outage, [] { return false; });
  EXPECT_EQ(room.state, LinkState::stale);
  const std::size_t pictures = room.pictures;
  ASSERT_TRUE(link.mend());
  const auto back = Steady::now();
  room.listen(subscriber, 60s, [&] { return room.is_current(2 * kAlerts, 2); });
  const double back_s = seconds_since(back);
  std::cout << "back after " << outage.count() << " s: current in " << back_s << " s\n";
  EXPECT_TRUE(room.is_current(2 * kAlerts, 2));
  EXPECT_LT(back_s, 30);
  EXPECT_EQ(room.pictures, pictures) << "text goes first";
  EXPECT_EQ(room.doubles, 0U);

  if (wanted == nullptr) return;  // the long form, by hand, also measures one that has nothing
  Subscriber fresh(options);
  Room other;
  const auto begun = Steady::now();
  other.listen(fresh, 90s, [&] { return other.is_current(2 * kAlerts, 2); });
  std::cout << "from nothing: current in " << seconds_since(begun) << " s\n";
  EXPECT_TRUE(other.is_current(2 * kAlerts, 2));
}

}  // namespace
}  // namespace nightjar
