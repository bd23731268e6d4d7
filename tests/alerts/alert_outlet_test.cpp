#include "alerts/alert_outlet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "tests/alerts/made_outlet.hpp"

namespace nightjar {
namespace {

TEST(AlertOutlet, publishes_what_is_already_in_the_journal) {
  const TemporaryFolder folder;
  std::string stream;
  {
    AlertOutlet outlet(options_in(folder));
    Listener listener(outlet.endpoint_of("open"));
    stream = next_beat(listener).stream;
    AlertParcel parcel = made_parcel("a7");
    parcel.wire_picture = "small";
    outlet.post(parcel);
    const std::vector<std::string> parts = listener.next("alert");
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts.at(2), "small");
    const AlertEvent event = from_json(parts.at(1)).event.value();
    EXPECT_EQ(event.alert, "a7");
    EXPECT_EQ(event.seq, 1U);
    EXPECT_EQ(event.stream, stream);
    EXPECT_TRUE(event.journalled);
    EXPECT_TRUE(event.published_at);
  }
  const Journal journal(folder.path() / "journal");
  EXPECT_EQ(journal.end_of("open").seq, 1U);
}

TEST(AlertOutlet, beats_with_the_newest_number_and_the_head_of_the_chain) {
  const TemporaryFolder folder;
  AlertOutlet outlet(options_in(folder));
  Listener listener(outlet.endpoint_of("open"));
  const AlertBeat before = next_beat(listener);
  EXPECT_EQ(before.seq, 0U);
  EXPECT_EQ(before.head, std::string(64, '0'));
  outlet.post(made_parcel());
  const std::string text = listener.next("alert").at(1);
  AlertBeat after = next_beat(listener);
  EXPECT_EQ(after.seq, 1U);
  EXPECT_EQ(after.head, hex(sha256(Sha256{}, sha256(text))));
  EXPECT_EQ(after.journal, JournalState::ok);
}

TEST(AlertOutlet, loses_nothing_and_keeps_each_threads_order_with_eight_posting_at_once) {
  constexpr int kThreads = 8;
  constexpr int kEach = 250;
  const TemporaryFolder folder;
  {
    AlertOutlet outlet(options_in(folder));
    Listener listener(outlet.endpoint_of("open"));
    (void)next_beat(listener);
    std::vector<std::jthread> posters;
    for (int thread = 0; thread < kThreads; ++thread) {
      posters.emplace_back([&outlet, thread] {
        for (int i = 1; i <= kEach; ++i) {
          AlertParcel parcel = made_parcel("thread-" + std::to_string(thread));
          parcel.event.revision = static_cast<std::uint32_t>(i);
          parcel.pictures = {made_picture(std::string(2000, 'x') + std::to_string(thread * kEach + i))};
          outlet.post(std::move(parcel));
        }
      });
    }
    std::map<std::string, std::uint32_t> newest;
    for (std::uint64_t seq = 1; seq <= kThreads * kEach; ++seq) {
      const AlertEvent event = next_alert(listener);
      ASSERT_EQ(event.seq, seq);
      ASSERT_EQ(event.revision, newest[event.alert] + 1);
      newest[event.alert] = event.revision;
    }
    posters.clear();
    outlet.drain();
    const AlertCounts counts = outlet.counts();
    EXPECT_EQ(counts.posted, static_cast<std::uint64_t>(kThreads * kEach));
    EXPECT_EQ(counts.posted + counts.own, counts.delivery.delivered + counts.waiting);
    EXPECT_EQ(counts.delivery.published, counts.posted);
    EXPECT_EQ(counts.delivery.journalled, counts.posted);
    EXPECT_EQ(counts.pictures_shed + counts.delivery.pictures_shed, 0U);
  }
  const Journal journal(folder.path() / "journal");
  EXPECT_EQ(journal.end_of("open").seq, static_cast<std::uint64_t>(kThreads * kEach));
}

// Runs under the thread sanitizer, which takes libzmq's own locks for races: here no socket is open.
TEST(AlertOutlet, journals_in_each_threads_order_what_no_channel_hears) {
  constexpr int kThreads = 4;
  constexpr int kEach = 100;
  const TemporaryFolder folder;
  {
    AlertOutletOptions options = options_in(folder);
    options.delivery.publisher.channels.clear();
    AlertOutlet outlet(options);
    std::vector<std::jthread> posters;
    for (int thread = 0; thread < kThreads; ++thread) {
      posters.emplace_back([&outlet, thread] {
        for (int i = 1; i <= kEach; ++i) {
          AlertParcel parcel = made_parcel("thread-" + std::to_string(thread));
          parcel.event.revision = static_cast<std::uint32_t>(i);
          outlet.post(std::move(parcel));
          const AlertCounts counts = outlet.counts();
          EXPECT_LE(counts.waiting, counts.posted);
        }
      });
    }
    posters.clear();
    outlet.drain();
    EXPECT_EQ(outlet.counts().delivery.unheard, static_cast<std::uint64_t>(kThreads * kEach));
    EXPECT_EQ(outlet.counts().delivery.journalled, static_cast<std::uint64_t>(kThreads * kEach));
  }
  const Journal journal(folder.path() / "journal");
  std::map<std::string, std::uint32_t> newest;
  for (const StoredEvent& stored : journal.events_since("open", 0, 1000)) {
    const AlertEvent event = from_json(*stored.text).event.value();
    ASSERT_EQ(event.revision, newest[event.alert] + 1);
    newest[event.alert] = event.revision;
  }
  EXPECT_EQ(newest.size(), static_cast<std::size_t>(kThreads));
}

TEST(AlertOutlet, has_journalled_everything_posted_when_it_is_destroyed) {
  const TemporaryFolder folder;
  {
    AlertOutlet outlet(options_in(folder));
    for (int i = 0; i < 500; ++i) outlet.post(made_parcel());
  }
  const Journal journal(folder.path() / "journal");
  EXPECT_EQ(journal.end_of("open").seq, 500U);
}

TEST(AlertOutlet, sheds_pictures_first_when_too_much_waits_but_no_text) {
  const TemporaryFolder folder;
  AlertOutletOptions options = options_in(folder);
  options.most_picture_bytes = 1000;
  AlertOutlet outlet(options);
  AlertParcel parcel = made_parcel();
  parcel.pictures = {made_picture(std::string(1001, 'x'))};
  parcel.event.evidence = {{"frame", parcel.pictures.front().sha256, {}, ""},
                           {"plate", hex(sha256("kept")), {}, ""}};
  Listener listener(outlet.endpoint_of("open"));
  (void)next_beat(listener);
  AlertParcel before = made_parcel("before");
  before.pictures = {made_picture("kept")};
  before.event.evidence = {{"plate", before.pictures.front().sha256, {}, ""}};
  outlet.post(before);
  EXPECT_EQ(next_alert(listener).evidence.size(), 1U);
  outlet.post(parcel);
  const AlertEvent event = next_alert(listener);
  ASSERT_EQ(event.evidence.size(), 1U);
  EXPECT_EQ(event.evidence.front().name, "plate");
  EXPECT_EQ(outlet.counts().pictures_shed, 1U);
}

TEST(AlertOutlet, counts_the_passes_of_an_incident_over_restarts) {
  const TemporaryFolder folder;
  for (std::uint32_t pass = 1; pass <= 3; ++pass) {
    AlertOutlet outlet(options_in(folder));
    Listener listener(outlet.endpoint_of("open"));
    (void)next_beat(listener);
    AlertParcel parcel = made_parcel("pass-" + std::to_string(pass));
    parcel.event.incident = "van";
    outlet.post(parcel);
    EXPECT_EQ(next_alert(listener).sightings, pass);
    parcel.event.event = AlertHappening::amended;
    parcel.event.revision = 2;
    outlet.post(parcel);
    EXPECT_EQ(next_alert(listener).sightings, pass);
  }
}

TEST(AlertOutlet, says_how_late_an_alert_is_but_not_of_a_recording) {
  const TemporaryFolder folder;
  AlertOutletOptions options = options_in(folder);
  options.delivery.now = [] { return evening(8000); };
  AlertOutlet outlet(options);
  Listener listener(outlet.endpoint_of("open"));
  (void)next_beat(listener);
  outlet.post(made_parcel());
  EXPECT_EQ(next_alert(listener).late_s, 8.0);
  AlertParcel recorded = made_parcel();
  recorded.event.clock.source = ClockSource::recording;
  outlet.post(recorded);
  EXPECT_EQ(next_alert(listener).late_s, std::nullopt);
}

}  // namespace
}  // namespace nightjar
