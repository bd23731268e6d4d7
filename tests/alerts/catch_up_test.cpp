// A subscriber that catches up at the desk of a real worker.
#include "alerts/catch_up.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/subscriber.hpp"
#include "tests/alerts/made_worker.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

SubscriberOptions consumer_of(const TemporaryFolder& folder, const std::string& place = "") {
  SubscriberOptions options;
  options.channels = {{MadeWorker::live(folder.path()), MadeWorker::desk(folder.path())}};
  if (!place.empty()) options.place = folder.path() / place;
  options.person = "PC Example";
  options.stale_after = 1s;
  return options;
}

/// All that a subscriber has handed out.
struct Heard {
  std::vector<ReceivedAlert> alerts;
  std::vector<ReceivedPicture> pictures;
  std::vector<SnapshotTaken> snapshots;
  std::vector<SequenceGap> gaps;
  std::vector<StreamChange> streams;
  std::vector<ChainBreak> breaks;
  LinkState state = LinkState::stale;
  std::uint64_t at = 0;  ///< of the newest heartbeat

  void take(Received received) {
    if (auto* alert = std::get_if<ReceivedAlert>(&received)) alerts.push_back(*alert);
    if (auto* picture = std::get_if<ReceivedPicture>(&received)) pictures.push_back(*picture);
    if (auto* snapshot = std::get_if<SnapshotTaken>(&received)) snapshots.push_back(*snapshot);
    if (auto* gap = std::get_if<SequenceGap>(&received)) gaps.push_back(*gap);
    if (auto* stream = std::get_if<StreamChange>(&received)) streams.push_back(*stream);
    if (auto* broken = std::get_if<ChainBreak>(&received)) breaks.push_back(*broken);
    if (auto* change = std::get_if<LinkChange>(&received)) state = change->state;
    if (auto* beat = std::get_if<ReceivedBeat>(&received)) at = beat->beat.seq;
  }
  [[nodiscard]] std::vector<std::uint64_t> seqs() const {
    std::vector<std::uint64_t> seqs;
    for (const ReceivedAlert& alert : alerts) seqs.push_back(alert.event.seq);
    return seqs;
  }
};

/// Listens until the consumer is up to date with event `seq`, or ten seconds are over.
Heard listen(Subscriber& subscriber, std::uint64_t seq, LinkState before = LinkState::stale) {
  Heard heard;
  heard.state = before;
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (std::chrono::steady_clock::now() < until) {
    if (auto received = subscriber.next(20ms)) heard.take(std::move(*received));
    if (heard.state == LinkState::live && heard.at == seq) return heard;
  }
  ADD_FAILURE() << "not up to date with " << seq;
  return heard;
}

TEST(CatchUp, begins_with_what_is_open_most_urgent_first_and_goes_on_live) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  worker.post("low", AlertHappening::raised, 40);
  worker.post("over");
  worker.post("over", AlertHappening::withdrawn);
  worker.post("high", AlertHappening::raised, 5);
  Subscriber subscriber(consumer_of(folder));
  const Heard heard = listen(subscriber, 4);
  ASSERT_EQ(heard.alerts.size(), 2U);
  EXPECT_EQ(heard.alerts[0].event.alert, "high");
  EXPECT_EQ(heard.alerts[1].event.alert, "low");
  EXPECT_EQ(heard.alerts[0].origin, AlertOrigin::snapshot);
  EXPECT_GT(heard.alerts[0].age_s.value_or(0), 0);
  ASSERT_EQ(heard.snapshots.size(), 1U);
  EXPECT_THAT(heard.snapshots[0].open, ElementsAre("high", "low"));
  worker.post("new");
  const Heard after = listen(subscriber, 5, LinkState::live);
  EXPECT_THAT(after.seqs(), ElementsAre(5));
  EXPECT_EQ(after.alerts[0].origin, AlertOrigin::live);
  EXPECT_FALSE(after.alerts[0].age_s);
  EXPECT_THAT(after.breaks, IsEmpty());
}

TEST(CatchUp, gets_what_it_missed_once_over_restarts_of_either_side_and_the_chain_holds) {
  const TemporaryFolder folder;
  std::vector<std::uint64_t> seqs;
  std::uint64_t newest = 0;
  for (int round = 0; round < 3; ++round) {
    MadeWorker worker(folder.path());
    for (int i = 0; i < 20; ++i) worker.post("missed-" + std::to_string(newest++));
    Subscriber subscriber(consumer_of(folder, "place"));
    for (int i = 0; i < 5; ++i) worker.post("heard-" + std::to_string(newest++));
    const Heard heard = listen(subscriber, newest);
    EXPECT_THAT(heard.breaks, IsEmpty());
    EXPECT_THAT(heard.gaps, IsEmpty());
    const auto more = heard.seqs();
    seqs.insert(seqs.end(), more.begin(), more.end());
  }
  std::sort(seqs.begin(), seqs.end());
  ASSERT_EQ(seqs.size(), 75U);
  for (std::uint64_t seq = 1; seq <= 75; ++seq) EXPECT_EQ(seqs[seq - 1], seq);
}

TEST(CatchUp, tells_the_newest_state_first_and_marks_what_led_to_it) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  worker.post("first");
  {
    Subscriber subscriber(consumer_of(folder, "place"));
    (void)listen(subscriber, 1);
  }
  worker.post("a");
  worker.post("a", AlertHappening::amended);
  worker.post("b");
  worker.post("b", AlertHappening::withdrawn);
  Subscriber subscriber(consumer_of(folder, "place"));
  const Heard heard = listen(subscriber, 5);
  ASSERT_THAT(heard.seqs(), ElementsAre(3, 2, 4, 5));
  EXPECT_EQ(heard.alerts[0].origin, AlertOrigin::snapshot);
  EXPECT_EQ(heard.alerts[1].origin, AlertOrigin::history);
  EXPECT_TRUE(heard.alerts[1].superseded);
  EXPECT_FALSE(heard.alerts[2].superseded);
  EXPECT_THAT(heard.snapshots.at(0).open, UnorderedElementsAre("first", "a"));
}

TEST(CatchUp, says_what_was_deleted_meanwhile) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  for (int i = 1; i <= 6; ++i) worker.post(std::to_string(i));
  for (const std::uint64_t seq : {1U, 2U, 5U}) worker.erase(seq);
  SubscriberOptions options = consumer_of(folder);
  options.since = StreamSeq{worker.stream(), 0};
  Subscriber subscriber(options);
  const Heard heard = listen(subscriber, 6);
  EXPECT_THAT(heard.seqs(), UnorderedElementsAre(3, 4, 6));
  ASSERT_EQ(heard.gaps.size(), 2U);
  EXPECT_EQ(heard.gaps[0].first, 1U);
  EXPECT_EQ(heard.gaps[0].last, 2U);
  EXPECT_EQ(heard.gaps[1].first, 5U);
  EXPECT_TRUE(heard.gaps[1].gone);
  EXPECT_THAT(heard.breaks, IsEmpty());
}

TEST(CatchUp, goes_on_with_a_new_stream_and_says_that_the_one_before_is_gone) {
  const TemporaryFolder folder;
  std::string before;
  {
    MadeWorker worker(folder.path());
    worker.post("a");
    before = worker.stream();
    Subscriber subscriber(consumer_of(folder, "place"));
    (void)listen(subscriber, 1);
  }
  std::filesystem::rename(folder.path() / "journal.sqlite", folder.path() / "elsewhere.sqlite");
  MadeWorker worker(folder.path());
  worker.post("b");
  worker.post("b", AlertHappening::withdrawn);
  Subscriber subscriber(consumer_of(folder, "place"));
  const Heard heard = listen(subscriber, 2);
  EXPECT_THAT(heard.seqs(), ElementsAre(1, 2));
  ASSERT_EQ(heard.streams.size(), 2U);
  EXPECT_EQ(heard.streams[0].before, before);
  EXPECT_EQ(heard.streams[0].now, worker.stream());
  EXPECT_FALSE(heard.streams[0].gone);
  EXPECT_TRUE(heard.streams[1].gone);
}

TEST(CatchUp, is_stale_while_the_worker_is_away_and_catches_up_when_it_is_back) {
  const TemporaryFolder folder;
  std::optional<MadeWorker> worker(std::in_place, folder.path());
  worker->post("a");
  Subscriber subscriber(consumer_of(folder));
  (void)listen(subscriber, 1);
  worker.reset();
  Heard away;
  away.state = LinkState::live;
  for (int i = 0; i < 200 && away.state != LinkState::stale; ++i)
    if (auto received = subscriber.next(50ms)) away.take(std::move(*received));
  EXPECT_EQ(away.state, LinkState::stale);
  worker.emplace(folder.path());
  worker->post("b");
  const Heard heard = listen(subscriber, 2);
  EXPECT_THAT(heard.seqs(), ElementsAre(2));
  EXPECT_EQ(heard.snapshots.size(), 1U);
}

TEST(CatchUp, fetches_the_pictures_that_it_wants_when_it_is_up_to_date) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  AlertParcel parcel = made_parcel("a");
  parcel.pictures = {made_picture(std::string(300'000, 'j'))};
  parcel.event.evidence = {{"frame", parcel.pictures[0].sha256, evening(), "a32-south"}};
  worker.post(parcel);
  SubscriberOptions options = consumer_of(folder);
  options.pictures.wanted = true;
  Subscriber subscriber(options);
  Heard heard = listen(subscriber, 1);
  for (int i = 0; i < 200 && heard.pictures.empty(); ++i)
    if (auto received = subscriber.next(50ms)) heard.take(std::move(*received));
  ASSERT_EQ(heard.pictures.size(), 1U);
  EXPECT_EQ(heard.pictures[0].jpeg, std::string(300'000, 'j'));
  EXPECT_EQ(heard.pictures[0].alert, "a");
}

}  // namespace
}  // namespace nightjar
