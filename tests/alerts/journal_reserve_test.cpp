#include "alerts/journal_reserve.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <set>

#include "alerts/alert_delivery.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_disk.hpp"
#include "tests/alerts/own_namespaces.hpp"

namespace nightjar {
namespace {

std::vector<ChainedEvent> append(Journal& journal, AlertParcel parcel) {
  std::vector<AlertParcel> batch{std::move(parcel)};
  return journal.append(batch);
}

TEST(JournalReserve, is_room_that_others_cannot_take) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "reserve";
  JournalReserve reserve(file, JournalReserve::kTexts);
  EXPECT_FALSE(reserve.give_up());
  ASSERT_TRUE(reserve.take());
  EXPECT_TRUE(JournalReserve(file, JournalReserve::kTexts).held()) << "after a restart";
  EXPECT_TRUE(reserve.give_up());
  EXPECT_FALSE(reserve.held());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

/// Its disk is made anew for each test, where this process may do that.
class JournalOnFullDisk : public testing::Test {
 protected:
  void SetUp() override {
    const std::string why = enter_own_namespaces(CLONE_NEWNS);
    if (!why.empty()) {
      std::cerr << "NOT RUN: " << why << "\n";
      GTEST_SKIP() << why;
    }
    disk_.emplace(folder_.path() / "disk");
    ASSERT_TRUE(disk_->made());
  }

  [[nodiscard]] AlertDeliveryOptions options() const {
    AlertDeliveryOptions options;
    options.journal = disk_->folder();
    options.publisher.channels = {{"open", "tcp://127.0.0.1:*"}};
    return options;
  }

  /// From now on the room for texts is used up, and others have taken all that was left.
  void use_up() {
    std::filesystem::remove(disk_->folder() / "reserve");
    ASSERT_TRUE(disk_->fill(0));
  }

  TemporaryFolder folder_;
  std::optional<MadeDisk> disk_;
};

TEST_F(JournalOnFullDisk, takes_texts_and_lets_a_worker_start) {
  {
    Journal journal(disk_->folder());
    (void)append(journal, made_parcel("a"));
    ASSERT_TRUE(journal.has_reserve());
    ASSERT_TRUE(disk_->fill(0));
    AlertParcel with_picture = made_parcel("b");
    with_picture.pictures = {made_picture(std::string(100'000, 'j'))};
    EXPECT_THROW((void)append(journal, with_picture), JournalError) << "pictures wait";
    EXPECT_TRUE(journal.has_reserve());
    EXPECT_EQ(append(journal, made_parcel("b")).at(0).event.seq, 2U);
    EXPECT_FALSE(journal.has_reserve());
    EXPECT_FALSE(journal.take_reserve()) << "the disk is still full";
    ASSERT_TRUE(disk_->empty());
    EXPECT_TRUE(journal.take_reserve());
  }
  ASSERT_TRUE(disk_->fill(0));
  Journal journal(disk_->folder());
  EXPECT_TRUE(journal.has_reserve()) << "opening has room of its own";
  EXPECT_EQ(append(journal, made_parcel("c")).at(0).event.seq, 3U);
  EXPECT_FALSE(journal.has_reserve());
}

TEST_F(JournalOnFullDisk, takes_for_opening_what_there_is_and_the_rest_when_there_is_room) {
  const auto file = disk_->folder() / "reserve-start";
  JournalReserve reserve(file, JournalReserve::kStart);
  ASSERT_TRUE(disk_->fill(4096));
  EXPECT_FALSE(reserve.take());
  EXPECT_FALSE(std::filesystem::exists(file));
  ASSERT_TRUE(disk_->fill(100'000));
  EXPECT_TRUE(reserve.take());
  EXPECT_EQ(std::filesystem::file_size(file), 96U << 10U);
  EXPECT_TRUE(JournalReserve(file, JournalReserve::kStart).held());
  ASSERT_TRUE(disk_->empty());
  EXPECT_TRUE(reserve.take());
  EXPECT_EQ(std::filesystem::file_size(file), JournalReserve::kStart.bytes);
}

/// What a worker says on a full disk until that takes nothing any more.
void speak_until_it_refuses(const AlertDeliveryOptions& options, std::string& stream) {
  AlertDelivery delivery(options);
  stream = delivery.journal().stream();
  EXPECT_EQ(delivery.journal_state(), JournalState::full) << "before anything has happened";
  for (int i = 0; i < 1000 && delivery.unwritten().empty(); ++i)
    delivery.deliver({made_parcel("b" + std::to_string(i))});
  ASSERT_FALSE(delivery.unwritten().empty());
  EXPECT_FALSE(delivery.unwritten().front().chained.event.journalled);
}

/// The same, and the worker is killed.
void speak_and_be_killed(const AlertDeliveryOptions& options, const std::filesystem::path& note,
                         std::string& stream) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    AlertDelivery delivery(options);
    for (int i = 0; i < 1000 && delivery.unwritten().empty(); ++i)
      delivery.deliver({made_parcel("b" + std::to_string(i))});
    std::ofstream(note) << delivery.journal().stream() << std::flush;
    ::_exit(delivery.unwritten().empty() ? 1 : 0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  stream = file_text(note);
}

TEST_F(JournalOnFullDisk, lets_a_worker_start_again_and_again_with_no_room_for_texts) {
  { AlertDelivery(options()).deliver({made_parcel("a")}); }
  std::set<std::string> streams;
  for (int start = 0; start < 24; ++start) {
    use_up();
    std::string stream;
    if (start % 3 == 2) {
      speak_and_be_killed(options(), folder_.path() / "stream", stream);
    } else {
      speak_until_it_refuses(options(), stream);
    }
    if (HasFatalFailure()) FAIL() << "start " << start;
    EXPECT_TRUE(start == 0 || streams.insert(stream).second) << "numbers went out that nobody wrote down";
  }
}

TEST_F(JournalOnFullDisk, takes_later_what_a_worker_said_that_started_with_no_room_for_texts) {
  { AlertDelivery(options()).deliver({made_parcel("a")}); }
  use_up();
  std::string before;
  speak_until_it_refuses(options(), before);
  use_up();
  AlertDelivery delivery(options());
  EXPECT_NE(delivery.journal().stream(), before);
  for (int i = 0; i < 1000 && delivery.unwritten().size() < 20; ++i)
    delivery.deliver({made_parcel("c" + std::to_string(i))});
  EXPECT_EQ(delivery.unwritten().size(), 20U);
  ASSERT_TRUE(disk_->empty());
  delivery.write_late();
  EXPECT_TRUE(delivery.unwritten().empty());
  EXPECT_EQ(delivery.journal_state(), JournalState::ok);
  const std::vector<StoredEvent> events = delivery.journal().events_since("open", 0, 10'000);
  EXPECT_EQ(events.size(), delivery.counts().delivered);
  EXPECT_EQ(events.size(), delivery.counts().journalled);
}

TEST_F(JournalOnFullDisk, is_opened_where_there_is_no_room_even_for_the_new_stream) {
  { AlertDelivery(options()).deliver({made_parcel("a")}); }
  use_up();
  std::string before;
  speak_and_be_killed(options(), folder_.path() / "stream", before);
  std::filesystem::remove(disk_->folder() / "reserve-start");
  use_up();
  AlertDelivery delivery(options());
  const std::string stream = delivery.journal().stream();
  EXPECT_NE(stream, before);
  delivery.deliver({made_parcel("c")});
  ASSERT_EQ(delivery.unwritten().size(), 2U) << "and the alarm";
  EXPECT_EQ(delivery.unwritten().front().chained.event.seq, 1U);
  ASSERT_TRUE(disk_->empty());
  delivery.write_late();
  EXPECT_EQ(delivery.unwritten().size(), 0U);
  EXPECT_EQ(delivery.journal().events_since("open", 0, 10).size(), delivery.counts().delivered);
}

TEST_F(JournalOnFullDisk, is_set_aside_where_it_is_damaged_with_no_room_for_texts) {
  { AlertDelivery(options()).deliver({made_parcel("a")}); }
  std::ofstream(disk_->folder() / "journal.sqlite", std::ios::in | std::ios::out) << "no database any more";
  use_up();
  AlertDelivery delivery(options());
  EXPECT_TRUE(delivery.journal().set_aside());
  EXPECT_EQ(delivery.journal_state(), JournalState::full);
  delivery.deliver({made_parcel("b")});
  EXPECT_GE(delivery.counts().delivered, 1U);
}

}  // namespace
}  // namespace nightjar
