// What an outlet does where its disk is full, or it is killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>

#include "tests/alerts/full_disk.hpp"
#include "tests/alerts/made_outlet.hpp"

namespace nightjar {
namespace {

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
