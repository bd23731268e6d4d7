// What a journal is opened with, and what it refuses to go on with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <fstream>

#include "alerts/journal.hpp"
#include "tests/alerts/made_sightings.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;

std::string opening_error(const std::filesystem::path& folder) {
  try {
    const Journal journal(folder);
  } catch (const JournalError& error) {
    return error.what();
  }
  return "";
}

void run_sql(const std::filesystem::path& file, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  sqlite3_close(database);
}

TEST(Journal, refuses_a_second_writer) {
  const TemporaryFolder folder;
  const Journal journal(folder.path());
  EXPECT_EQ(opening_error(folder.path()),
            folder.path().string() + ": another process writes this journal: " + std::to_string(::getpid()));
}

TEST(Journal, refuses_a_file_that_is_no_database) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "journal.sqlite") << std::string(5000, 'x');
  EXPECT_EQ(opening_error(folder.path()),
            folder.path().string() + ": journal.sqlite cannot be read: file is not a database");
  EXPECT_EQ(file_text(folder.path() / "journal.sqlite"), std::string(5000, 'x'));
}

TEST(Journal, refuses_a_database_of_something_else) {
  const TemporaryFolder folder;
  run_sql(folder.path() / "journal.sqlite", "CREATE TABLE recipe (name TEXT)");
  EXPECT_EQ(opening_error(folder.path()),
            folder.path().string() + ": journal.sqlite is a database, but no journal");
}

TEST(Journal, refuses_a_chain_whose_tail_was_changed) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    for (int i = 0; i < 3; ++i) (void)append(journal, made_parcel());
  }
  run_sql(folder.path() / "journal.sqlite",
          "UPDATE event SET text = replace(text, 'AB12', 'AB13') WHERE seq = 2");
  EXPECT_EQ(opening_error(folder.path()),
            folder.path().string() + ": the journal's chain is broken at event 2 of channel open");
}

TEST(Journal, refuses_a_chain_in_which_an_event_is_missing) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    for (int i = 0; i < 3; ++i) (void)append(journal, made_parcel());
  }
  run_sql(folder.path() / "journal.sqlite", "DELETE FROM event WHERE seq = 2");
  EXPECT_THAT(opening_error(folder.path()), HasSubstr("broken at event 3 of channel open"));
}

TEST(Journal, holds_where_a_text_was_deleted_but_its_digest_kept) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    for (int i = 0; i < 3; ++i) (void)append(journal, made_parcel());
  }
  run_sql(folder.path() / "journal.sqlite", "UPDATE event SET text = NULL WHERE seq = 1");
  const Journal journal(folder.path());
  EXPECT_EQ(journal.end_of("open").seq, 3U);
  EXPECT_EQ(journal.events_since("open", 0, 1).at(0).text, std::nullopt);
}

TEST(Journal, refuses_a_folder_that_is_a_file) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "text";
  EXPECT_THAT(opening_error(folder.path() / "file"),
              HasSubstr((folder.path() / "file").string() + ": the journal"));
}

/// Opens the journal as somebody who may not write there, also where the tests run as root.
[[noreturn]] void open_as_nobody(const std::filesystem::path& folder) {
  if (::geteuid() == 0 && ::seteuid(65534) != 0) std::exit(3);
  const std::string error = opening_error(folder);
  std::fputs(error.c_str(), stderr);
  std::exit(error.empty() ? 0 : 2);
}

TEST(JournalDeathTest, refuses_a_read_only_folder) {
  const TemporaryFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
  EXPECT_EXIT(open_as_nobody(folder.path()), testing::ExitedWithCode(2),
              folder.path().string() + ": the journal cannot be written: Permission denied");
  EXPECT_EXIT(open_as_nobody(folder.path() / "deeper"), testing::ExitedWithCode(2),
              folder.path().string() + "/deeper: the journal folder cannot be made: Permission denied");
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
}

}  // namespace
}  // namespace nightjar
