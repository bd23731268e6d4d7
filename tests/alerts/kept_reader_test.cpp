#include "alerts/kept_reader.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "alerts/journal.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

void append(Journal& journal, const std::string& alert) {
  std::vector<AlertParcel> batch{made_parcel(alert)};
  (void)journal.append(batch);
}

std::size_t events_of(const std::filesystem::path& folder, const std::string& alert) {
  const KeptReader reader(folder);
  return (*reader).rows_of("open", alert).size();
}

TEST(KeptReader, stays_open_from_question_to_question_and_sees_what_is_new) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  const JournalReader* first = nullptr;
  {
    const KeptReader reader(folder.path());
    first = &*reader;
  }
  append(journal, "a1");
  EXPECT_EQ(events_of(folder.path(), "a1"), 1U);
  const KeptReader again(folder.path());
  EXPECT_EQ(&*again, first);
  EXPECT_TRUE(journal.fold()) << "it holds nothing up between questions";
  std::thread([&] { EXPECT_NE(&*KeptReader(folder.path()), first) << "another thread, another one"; }).join();
}

TEST(KeptReader, reads_the_new_journal_where_the_old_one_was_set_aside) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    append(journal, "a1");
    EXPECT_EQ(events_of(folder.path(), "a1"), 1U);
  }
  (void)set_journal_file_aside(folder.path());
  EXPECT_THROW((void)events_of(folder.path(), "a1"), JournalError) << "there is none";
  Journal journal(folder.path());
  append(journal, "b1");
  EXPECT_EQ(events_of(folder.path(), "a1"), 0U);
  EXPECT_EQ(events_of(folder.path(), "b1"), 1U);
}

TEST(KeptReader, is_opened_anew_after_a_question_that_failed) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  append(journal, "a1");
  try {
    const KeptReader reader(folder.path());
    throw std::runtime_error("the question failed");
  } catch (const std::runtime_error&) {
    EXPECT_EQ(events_of(folder.path(), "a1"), 1U);
  }
}

}  // namespace
}  // namespace nightjar
