#include "alerts/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <optional>

#include "alerts/alert_json.hpp"
#include "tests/alerts/full_disk.hpp"
#include "tests/alerts/made_sightings.hpp"

namespace nightjar {
namespace {

/// Recomputes a channel's chain from its texts, as any consumer can.
void expect_chain_holds(const Journal& journal, const std::string& channel) {
  ChainEnd end;
  for (const StoredEvent& event : journal.events_since(channel, 0, 1'000'000)) {
    ASSERT_EQ(event.seq, end.seq + 1);
    ASSERT_TRUE(event.text);
    ASSERT_EQ(event.digest, sha256(*event.text));
    end = {event.seq, sha256(end.head, event.digest)};
    ASSERT_EQ(event.head, end.head);
  }
  EXPECT_EQ(end.seq, journal.end_of(channel).seq);
  EXPECT_EQ(end.head, journal.end_of(channel).head);
}

TEST(Journal, numbers_each_channel_from_one_without_gaps) {
  const TemporaryFolder folder;
  Journal journal(folder.path() / "new" / "journal");
  EXPECT_EQ(append(journal, made_parcel("a", "open")).at(0).event.seq, 1U);
  EXPECT_EQ(append(journal, made_parcel("b", "restricted")).at(0).event.seq, 1U);
  std::vector<AlertParcel> batch{made_parcel("c", "open"), made_parcel("d", "open")};
  const std::vector<ChainedEvent> events = journal.append(batch);
  EXPECT_EQ(events.at(0).event.seq, 2U);
  EXPECT_EQ(events.at(1).event.seq, 3U);
  EXPECT_EQ(events.at(1).event.stream, journal.stream());
  expect_chain_holds(journal, "open");
  expect_chain_holds(journal, "restricted");
}

TEST(Journal, keeps_the_bytes_that_are_sent) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  const std::vector<ChainedEvent> events = append(journal, made_parcel());
  EXPECT_EQ(journal.events_since("open", 0, 10).at(0).text, events.at(0).text);
  EXPECT_EQ(to_json(events.at(0).event), events.at(0).text);
}

TEST(Journal, gives_events_after_a_number_up_to_a_limit) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  for (int i = 0; i < 10; ++i) (void)append(journal, made_parcel());
  const std::vector<StoredEvent> events = journal.events_since("open", 4, 3);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events.front().seq, 5U);
  EXPECT_EQ(events.back().seq, 7U);
  EXPECT_TRUE(journal.events_since("none", 0, 3).empty());
}

TEST(Journal, goes_on_after_reopening_where_it_ended) {
  const TemporaryFolder folder;
  std::string stream;
  {
    Journal journal(folder.path());
    stream = journal.stream();
    for (int i = 0; i < 600; ++i) (void)append(journal, made_parcel());
  }
  Journal journal(folder.path());
  EXPECT_EQ(journal.stream(), stream);
  EXPECT_EQ(append(journal, made_parcel()).at(0).event.seq, 601U);
  expect_chain_holds(journal, "open");
}

TEST(Journal, keeps_a_picture_once_however_many_events_show_it) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  AlertParcel parcel = made_parcel();
  parcel.pictures = {made_picture("jpeg")};
  (void)append(journal, parcel);
  (void)append(journal, parcel);
  EXPECT_EQ(journal.picture(hex(sha256("jpeg"))), "jpeg");
  EXPECT_EQ(journal.picture(hex(sha256("other"))), std::nullopt);
}

TEST(Journal, names_no_picture_that_it_does_not_have) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  AlertParcel parcel = seen("a1", evening());
  parcel.pictures.clear();
  std::vector<AlertParcel> batch{parcel};
  EXPECT_TRUE(journal.append(batch).at(0).event.evidence.empty());
}

TEST(Journal, counts_the_passes_of_each_incident_but_no_amendments) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  AlertParcel parcel = made_parcel("first");
  parcel.event.incident = "van";
  (void)append(journal, parcel);
  parcel.event.event = AlertHappening::amended;
  (void)append(journal, parcel);
  parcel = made_parcel("second");
  parcel.event.incident = "van";
  (void)append(journal, parcel);
  EXPECT_EQ(journal.history().sightings().at("van"), 2U);
}

TEST(Journal, numbers_promised_events_in_order_and_writes_them_later) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    (void)append(journal, made_parcel());
    const std::vector<PromisedEvent> promised{{journal.promise(made_hit("b")), {}},
                                              {journal.promise(made_hit("c")), {made_picture("late")}}};
    EXPECT_EQ(promised.at(1).chained.event.seq, 3U);
    EXPECT_FALSE(promised.at(1).chained.event.journalled);
    EXPECT_EQ(journal.events_since("open", 0, 10).size(), 1U);
    journal.write(promised);
    (void)append(journal, made_parcel("d"));
    expect_chain_holds(journal, "open");
    EXPECT_EQ(journal.picture(hex(sha256("late"))), "late");
  }
  const Journal journal(folder.path());
  EXPECT_EQ(journal.end_of("open").seq, 4U);
}

TEST(Journal, writes_later_what_it_promised_in_a_stream_that_began_while_the_disk_took_nothing) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  (void)append(journal, made_parcel());
  const std::string stream = journal.stream();
  std::optional<FullDisk> full(std::in_place, 0);
  const std::vector<PromisedEvent> promised{{journal.promise(made_hit("b")), {}}};
  full.reset();
  ASSERT_NE(journal.stream(), stream) << "that numbers were promised could not be noted";
  journal.write(promised);
  (void)append(journal, made_parcel("c"));
  EXPECT_EQ(journal.end_of("open").seq, 2U);
  expect_chain_holds(journal, "open");
}

TEST(Journal, begins_a_new_stream_where_promised_numbers_never_reached_the_disk) {
  const TemporaryFolder folder;
  std::string stream;
  {
    Journal journal(folder.path());
    stream = journal.stream();
    (void)append(journal, made_parcel());
    (void)journal.promise(made_hit("b"));
  }
  {
    Journal journal(folder.path());
    EXPECT_NE(journal.stream(), stream);
    EXPECT_EQ(append(journal, made_parcel("c")).at(0).event.seq, 1U);
    stream = journal.stream();
  }
  const Journal journal(folder.path());
  EXPECT_EQ(journal.stream(), stream);
}

/// Writes for ever, and says each durable number on a pipe.
[[noreturn]] void write_until_killed(const std::filesystem::path& folder, int pipe) {
  Journal journal(folder);
  for (std::uint64_t i = 0;; ++i) {
    std::vector<AlertParcel> batch;
    for (std::uint64_t k = 0; k <= i % 5; ++k) batch.push_back(made_parcel("a" + std::to_string(i)));
    batch.front().pictures = {made_picture(std::string(20'000, static_cast<char>('a' + i % 26)))};
    const std::uint64_t durable = journal.append(batch).back().event.seq;
    if (::write(pipe, &durable, sizeof durable) != sizeof durable) std::_Exit(1);
  }
}

TEST(Journal, loses_nothing_it_called_durable_when_its_process_is_killed) {
  const TemporaryFolder folder;
  for (int round = 0; round < 12; ++round) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_until_killed(folder.path(), ends[1]);
    ::close(ends[1]);
    std::uint64_t durable = 0;
    for (int commits = 0; commits < 3 + 7 * round; ++commits) {
      ASSERT_EQ(::read(ends[0], &durable, sizeof durable), static_cast<ssize_t>(sizeof durable));
    }
    ::usleep(static_cast<useconds_t>(197 * round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(ends[0], &durable, sizeof durable) == static_cast<ssize_t>(sizeof durable)) {
    }
    ::close(ends[0]);
    const Journal journal(folder.path());
    EXPECT_GE(journal.end_of("open").seq, durable);
    EXPECT_LE(journal.end_of("open").seq, durable + 5);
    expect_chain_holds(journal, "open");
  }
}

}  // namespace
}  // namespace nightjar
