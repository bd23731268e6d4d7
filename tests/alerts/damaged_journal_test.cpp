// A journal whose file is damaged is set aside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "alerts/sqlite_database.hpp"
#include "tests/alerts/made_sightings.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;

TEST(DamagedJournal, is_set_aside_whole_and_the_worker_goes_on_with_a_new_stream_and_an_alarm) {
  const TemporaryFolder folder;
  std::string stream;
  {
    Journal journal(folder.path());
    stream = journal.stream();
    (void)append(journal, seen("a1", evening()));
  }
  const std::string bytes(5000, 'x');
  std::filesystem::rename(folder.path() / "journal.sqlite", folder.path() / "good");
  std::ofstream(folder.path() / "journal.sqlite") << bytes;
  std::ofstream(folder.path() / "damaged-1.sqlite") << "an earlier one";
  {
    AlertDelivery delivery(delivery_options(folder.path()));
    delivery.write_late();
    EXPECT_NE(delivery.journal().stream(), stream);
    const auto events = delivery.journal().events_since("open", 0, 10);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_THAT(*events[0].text, HasSubstr("system_health"));
    EXPECT_THAT(*events[0].text, HasSubstr("was damaged and set aside"));
    EXPECT_EQ(delivery.journal_state(), JournalState::ok);
  }
  EXPECT_EQ(file_text(folder.path() / "damaged-2.sqlite"), bytes);
  EXPECT_EQ(file_text(folder.path() / "damaged-1.sqlite"), "an earlier one");
}

TEST(DamagedJournal, is_also_one_whose_newest_events_do_not_follow_on_each_other) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    for (int i = 0; i < 3; ++i) (void)append(journal, seen("a" + std::to_string(i), evening()));
  }
  SqliteDatabase(folder.path() / "journal.sqlite").run("UPDATE event SET text = 'x' WHERE seq = 2");
  const Journal journal(folder.path(), OnDamage::set_aside);
  ASSERT_TRUE(journal.set_aside());
  EXPECT_THAT(*journal.set_aside(),
              HasSubstr("broken at event 2 of channel open; it lies now as damaged-1.sqlite"));
  EXPECT_EQ(journal.end_of("open").seq, 0U);
}

}  // namespace
}  // namespace nightjar
