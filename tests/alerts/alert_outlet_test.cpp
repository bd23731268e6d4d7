#include "alerts/alert_outlet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <optional>

#include "alerts/alert_json.hpp"
#include "tests/alerts/full_disk.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

AlertOutletOptions options_in(const TemporaryFolder& folder) {
  AlertOutletOptions options;
  options.delivery.journal = folder.path() / "journal";
  options.delivery.publisher.channels = {{"open", "tcp://127.0.0.1:*"}};
  options.delivery.publisher.high_water = 100'000;
  options.beat_every = std::chrono::milliseconds(50);
  return options;
}

AlertEvent next_alert(Listener& listener) {
  const std::vector<std::string> parts = listener.next("alert");
  if (parts.empty()) throw std::runtime_error("no alert came");
  const AlertReading reading = from_json(parts.at(1));
  if (!reading.event) throw std::runtime_error(reading.fault);
  return *reading.event;
}

AlertBeat next_beat(Listener& listener) {
  const std::vector<std::string> parts = listener.next("beat");
  if (parts.empty()) throw std::runtime_error("no beat came");
  return beat_from_json(parts.at(1)).beat.value();
}

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

TEST(AlertOutlet, goes_on_marked_while_the_disk_is_full_and_writes_all_later_in_order) {
  const TemporaryFolder folder;
  {
    AlertOutlet outlet(options_in(folder));
    Listener listener(outlet.endpoint_of("open"));
    (void)next_beat(listener);
    outlet.post(made_parcel("before"));
    EXPECT_TRUE(next_alert(listener).journalled);
    {
      const FullDisk full;
      AlertParcel parcel = made_parcel("during");
      parcel.pictures = {made_picture("kept until the disk is back")};
      outlet.post(parcel);
      const AlertEvent marked = next_alert(listener);
      EXPECT_EQ(marked.alert, "during");
      EXPECT_EQ(marked.seq, 2U);
      EXPECT_FALSE(marked.journalled);
      const AlertEvent alarm = next_alert(listener);
      EXPECT_EQ(alarm.kind, AlertKind::system_health);
      EXPECT_EQ(alarm.health->what, "journal");
      EXPECT_EQ(alarm.seq, 3U);
      AlertBeat beat = next_beat(listener);
      while (beat.journal == JournalState::ok) beat = next_beat(listener);
      EXPECT_EQ(beat.journal, JournalState::full);
      EXPECT_EQ(beat.seq, 3U);
      EXPECT_EQ(beat.unwritten, 2U);
      EXPECT_EQ(outlet.counts().delivery.unwritten, 2U);
    }
    const AlertEvent closed = next_alert(listener);
    EXPECT_EQ(closed.event, AlertHappening::closed);
    EXPECT_TRUE(closed.journalled);
    outlet.post(made_parcel("after"));
    const AlertEvent after = next_alert(listener);
    EXPECT_EQ(after.seq, 5U);
    EXPECT_TRUE(after.journalled);
    outlet.drain();
    const AlertCounts counts = outlet.counts();
    EXPECT_EQ(counts.journal, JournalState::ok);
    EXPECT_EQ(counts.delivery.written_late, 2U);
    EXPECT_EQ(counts.delivery.journalled, 5U);
    EXPECT_EQ(counts.own, 2U);
  }
  const Journal journal(folder.path() / "journal");
  EXPECT_EQ(journal.end_of("open").seq, 5U);
  EXPECT_EQ(journal.picture(hex(sha256("kept until the disk is back"))), "kept until the disk is back");
}

TEST(AlertOutlet, begins_a_new_stream_after_ending_with_a_full_disk) {
  const TemporaryFolder folder;
  std::string stream;
  {
    const auto outlet = std::make_unique<AlertOutlet>(options_in(folder));
    Listener listener(outlet->endpoint_of("open"));
    stream = next_beat(listener).stream;
  }
  {
    std::optional<FullDisk> full;  // ends after the outlet
    AlertOutlet outlet(options_in(folder));
    full.emplace();
    outlet.post(made_parcel());
    outlet.drain();
    EXPECT_GE(outlet.counts().delivery.unwritten, 1U);
  }
  const Journal journal(folder.path() / "journal");
  EXPECT_NE(journal.stream(), stream);
}

[[noreturn]] void post_until_killed(const AlertOutletOptions& options) {
  AlertOutlet outlet(options);
  for (std::uint32_t i = 1;; ++i) {
    AlertParcel parcel = made_parcel("a" + std::to_string(i));
    parcel.pictures = {made_picture(std::string(5000, static_cast<char>('a' + i % 26)))};
    outlet.post(std::move(parcel));
    if (i % 8 == 0) outlet.drain();
  }
}

TEST(AlertOutlet, has_everything_in_the_journal_that_anybody_heard_when_it_is_killed) {
  const TemporaryFolder folder;
  AlertOutletOptions options = options_in(folder);
  options.delivery.publisher.channels = {{"open", "ipc://" + (folder.path() / "live").string()}};
  std::map<std::uint64_t, std::string> heard;
  for (int round = 0; round < 6; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) post_until_killed(options);
    {
      Listener listener(options.delivery.publisher.channels.front().endpoint);
      for (int i = 0; i < 20 + 13 * round; ++i) {
        const std::string text = listener.next("alert").at(1);
        const AlertEvent event = from_json(text).event.value();
        EXPECT_TRUE(heard.emplace(event.seq, text).second) << "number " << event.seq << " was given twice";
      }
      ::kill(child, SIGKILL);
      ::waitpid(child, nullptr, 0);
    }
    const Journal journal(options.delivery.journal);
    const std::vector<StoredEvent> stored = journal.events_since("open", 0, 1'000'000);
    for (const auto& [seq, text] : heard) {
      ASSERT_LE(seq, stored.size());
      EXPECT_EQ(stored.at(seq - 1).text, text);
    }
  }
}

}  // namespace
}  // namespace nightjar
