#include "alerts/journal_reader.hpp"

#include <gtest/gtest.h>

#include "tests/alerts/made_sightings.hpp"

namespace nightjar {
namespace {

TEST(JournalReader, reads_beside_the_journal_that_writes) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  (void)append(journal, seen("a1", evening()));
  JournalReader reader(folder.path());
  EXPECT_EQ(reader.rows_of("open", "a1").size(), 1U);
  (void)append(journal, seen("a1", evening()));
  EXPECT_EQ(reader.rows_of("open", "a1").size(), 2U);
  EXPECT_TRUE(reader.rows_of("restricted", "a1").empty());
  EXPECT_TRUE(reader.shows("open", hex(sha256("plate"))));
  EXPECT_FALSE(reader.shows("restricted", hex(sha256("plate"))));
  EXPECT_TRUE(journal.fold()) << "a reader between its questions holds nothing up";
}

}  // namespace
}  // namespace nightjar
