#include "alerts/journal_reserve.hpp"

#include <gtest/gtest.h>

#include <iostream>

#include "alerts/journal.hpp"
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
  JournalReserve reserve(folder.path());
  EXPECT_FALSE(reserve.give_up());
  ASSERT_TRUE(reserve.take());
  EXPECT_TRUE(JournalReserve(folder.path()).held()) << "after a restart";
  EXPECT_TRUE(reserve.give_up());
  EXPECT_FALSE(reserve.held());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(JournalReserve, takes_texts_on_a_full_disk_and_lets_a_worker_start_there) {
  if (const std::string why = enter_own_namespaces(CLONE_NEWNS); !why.empty()) {
    std::cerr << "NOT RUN: " << why << "\n";
    GTEST_SKIP() << why;
  }
  const TemporaryFolder folder;
  MadeDisk disk(folder.path() / "disk");
  ASSERT_TRUE(disk.made());
  {
    Journal journal(disk.folder());
    (void)append(journal, made_parcel("a"));
    ASSERT_TRUE(journal.has_reserve());
    ASSERT_TRUE(disk.fill(0));
    AlertParcel with_picture = made_parcel("b");
    with_picture.pictures = {made_picture(std::string(100'000, 'j'))};
    EXPECT_THROW((void)append(journal, with_picture), JournalError) << "pictures wait";
    EXPECT_TRUE(journal.has_reserve());
    EXPECT_EQ(append(journal, made_parcel("b")).at(0).event.seq, 2U);
    EXPECT_FALSE(journal.has_reserve());
    EXPECT_FALSE(journal.take_reserve()) << "the disk is still full";
    ASSERT_TRUE(disk.empty());
    EXPECT_TRUE(journal.take_reserve());
  }
  ASSERT_TRUE(disk.fill(0));
  Journal journal(disk.folder());
  EXPECT_FALSE(journal.has_reserve());
  EXPECT_EQ(append(journal, made_parcel("c")).at(0).event.seq, 3U);
}

}  // namespace
}  // namespace nightjar
