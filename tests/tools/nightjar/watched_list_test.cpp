#include "tools/nightjar/watched_list.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "alerts/journal.hpp"
#include "tests/tools/nightjar/watched_lists.hpp"
#include "tools/nightjar/accept_list.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(WatchedLists, take_a_new_edition_once_it_is_at_rest) {
  write(list_of(10));
  WatchedList list = watched();
  look(list);
  const std::string before = list.in_force().index->edition().revision;
  write(list_of(11));
  EXPECT_FALSE(list.look(now_ += 100ms));
  EXPECT_TRUE(list.is_restless());
  EXPECT_TRUE(look(list));
  EXPECT_FALSE(list.is_restless());
  EXPECT_EQ(list.in_force().index->size(), 11U);
  EXPECT_NE(list.in_force().index->edition().revision, before);
  EXPECT_FALSE(look(list));
  EXPECT_THAT(posted_, IsEmpty());
}

TEST_F(WatchedLists, wait_for_a_writer_that_has_not_finished) {
  write(list_of(10));
  WatchedList list = watched();
  look(list);
  std::ofstream writer(site_.file, std::ios::binary);
  writer << list_of(9) << std::flush;
  if (!has_a_writer(site_.file)) GTEST_SKIP() << "this file system has no leases";
  EXPECT_FALSE(look(list));
  EXPECT_TRUE(list.is_restless());
  writer << "B1,r,o\n";
  writer.close();
  EXPECT_TRUE(look(list));
  EXPECT_EQ(list.in_force().index->size(), 10U);
}

TEST_F(WatchedLists, raise_an_alarm_where_a_writer_never_finishes) {
  write(list_of(10));
  WatchedList list = watched();
  look(list);
  for (int i = 0; i < 400; ++i) {
    std::ofstream(site_.file, std::ios::app) << "B" << i << ",r,o\n";
    EXPECT_FALSE(list.look(now_ += 200ms));
  }
  EXPECT_THAT(posted_, ElementsAre("raised unfinished"));
  EXPECT_EQ(list.in_force().index->size(), 10U);
}

TEST_F(WatchedLists, keep_the_old_edition_and_alarm_where_the_new_one_is_bad) {
  struct Bad {
    std::string name, text, reason;
  };
  const std::string good = list_of(10);
  for (const Bad& bad :
       {Bad{"empty", "", "is empty"},
        Bad{"shrunk", list_of(7), "holds 7 entries, expected at least four fifths of the 10"},
        Bad{"NUL", good + std::string(1, '\0'), "NUL"},
        Bad{"unclosed quote", good + "B1,\"r,o\n", "unclosed quote"},
        Bad{"mixed dates", "mark,weed\nA1,2026-01-01\nA2,31/12/2026\n", "expected the style"},
        Bad{"one endless line", good + std::string(3U << 20U, 'x'), "1 MiB"}}) {
    SCOPED_TRACE(bad.name);
    posted_.clear();
    write(good);
    WatchedList list = watched();
    look(list);
    write(bad.text);
    EXPECT_FALSE(look(list));
    EXPECT_EQ(list.in_force().index->size(), 10U);
    EXPECT_THAT(posted_, ElementsAre("raised refused"));
    EXPECT_THAT(detail_, HasSubstr(bad.reason));
    EXPECT_THAT(list.refused(), HasSubstr(bad.reason));
    write(list_of(12));
    EXPECT_TRUE(look(list));
    EXPECT_THAT(posted_, ElementsAre("raised refused", "closed refused"));
    EXPECT_EQ(list.refused(), "");
  }
}

TEST_F(WatchedLists, take_a_list_that_shrank_once_a_person_accepts_it) {
  write(list_of(10));
  WatchedList list = watched();
  look(list);
  EXPECT_FALSE(list.accept("open").done);
  write(list_of(7));
  look(list);
  EXPECT_EQ(list.in_force().index->size(), 10U);
  EXPECT_TRUE(list.accept("open").done);
  EXPECT_TRUE(look(list));
  EXPECT_EQ(list.in_force().index->size(), 7U);
  EXPECT_THAT(posted_, ElementsAre("raised refused", "closed refused"));
  EXPECT_THAT(load_hotlists({site_}, folder_ / "journal").errors, IsEmpty());
}

TEST_F(WatchedLists, take_a_list_with_too_many_bad_lines_once_a_person_accepts_it) {
  write(list_of(10));
  WatchedList list = watched();
  look(list);
  std::string bad = list_of(10);
  for (int i = 0; i < 11; ++i) bad += "!,r,o\n";
  write(bad);
  EXPECT_FALSE(look(list));
  EXPECT_TRUE(list.accept("open").done);
  EXPECT_TRUE(look(list));
  EXPECT_THAT(posted_, ElementsAre("raised refused", "raised lines left out", "closed refused"));

  EXPECT_THAT(load_hotlists({site_}, folder_ / "journal").errors, IsEmpty()) << "also after a restart";
  WatchedList again = watched();
  EXPECT_FALSE(look(again)) << "it is in force already";
  EXPECT_EQ(again.refused(), "");
  write(bad + "!,r,o\n");
  EXPECT_THAT(load_hotlists({site_}, folder_ / "journal").errors, testing::Not(IsEmpty()))
      << "other bytes were not accepted";
}

TEST_F(WatchedLists, accept_neither_a_structural_fault_nor_a_file_that_changed_since) {
  write(list_of(10));
  WatchedList list = watched();
  look(list);
  write("mark,reason\nA1,\"open\n");
  look(list);
  EXPECT_FALSE(list.accept("open").done);
  write(list_of(7));
  look(list);
  write(list_of(1));
  EXPECT_FALSE(list.accept("open").done);
}

TEST_F(WatchedLists, name_the_lines_left_out_and_take_the_alarm_back_when_they_are_mended) {
  write(list_of(10) + "!,r,o\n");
  WatchedList list = watched();
  look(list);
  EXPECT_THAT(posted_, ElementsAre("raised lines left out"));
  EXPECT_THAT(detail_, HasSubstr("force.csv:12: mark: found \"!\""));
  write(list_of(11));
  look(list);
  EXPECT_THAT(posted_, ElementsAre("raised lines left out", "closed lines left out"));
}

TEST_F(WatchedLists, go_stale_with_age_and_recover_when_renewed) {
  site_.max_age_h = 1;
  write(list_of(10));
  WatchedList list = watched();
  look(list);
  EXPECT_THAT(posted_, IsEmpty());
  now_ += 1h;
  look(list);
  EXPECT_THAT(posted_, ElementsAre("raised stale"));
  write(list_of(10));
  fs::last_write_time(site_.file, fs::file_time_type::clock::now() + 1h);
  EXPECT_TRUE(look(list));
  EXPECT_THAT(posted_, ElementsAre("raised stale", "closed stale"));
}

TEST_F(WatchedLists, take_deltas_in_turn_and_refuse_one_that_does_not_fit) {
  write("# revision: 1\n" + list_of(10));
  WatchedList list = watched();
  look(list);
  const auto delta = [&](int revision, int base) {
    std::ofstream(folder_ / fmt::format("force.delta-{}.csv", revision)) << fmt::format(
        "# revision: {}\n# base: {}\nmark,reason,owner,change\nB{},r,o,add\n", revision, base, revision);
  };
  delta(2, 1);
  EXPECT_TRUE(look(list));
  EXPECT_EQ(list.in_force().index->edition().revision, "2");
  delta(4, 3);
  EXPECT_FALSE(look(list));
  EXPECT_EQ(list.in_force().index->edition().revision, "2");
  EXPECT_THAT(detail_, HasSubstr("base: found 3, expected 2"));
  delta(3, 2);
  EXPECT_TRUE(look(list));
  EXPECT_EQ(list.in_force().index->edition().revision, "4");
  EXPECT_EQ(list.in_force().index->size(), 13U);
}

TEST_F(WatchedLists, refuse_at_the_start_what_shrank_while_nothing_ran) {
  write(list_of(10));
  WatchedList list = watched();
  look(list);
  write(list_of(7));
  EXPECT_THAT(load_hotlists({site_}, folder_ / "journal").errors,
              ElementsAre(HasSubstr("force.csv:1: file: holds 7 entries, expected at least four fifths")));
  EXPECT_THAT(load_hotlists({site_}, folder_ / "another journal").errors, IsEmpty());
}

TEST_F(WatchedLists, take_at_the_start_what_a_person_accepted_while_nothing_ran) {
  write(list_of(10));
  {
    WatchedList list = watched();
    look(list);
  }
  Site site;
  site.journal = folder_ / "journal";
  site.hotlists.push_back(site_);
  const auto accept = [&](const std::string& list) {
    return accept_list_for_start(site, list, "Sgt Example", "weeded by hand");
  };
  EXPECT_THAT(accept("force").words, HasSubstr("nothing to accept"));
  EXPECT_THAT(accept("none").words, HasSubstr("no \"none\""));
  write(list_of(7));
  {
    const Journal held(site.journal);
    EXPECT_TRUE(accept("force").held);
  }
  const ListAcceptance accepted = accept("force");
  EXPECT_TRUE(accepted.done) << accepted.words;
  EXPECT_THAT(accepted.words, HasSubstr("holds 7 entries"));
  EXPECT_THAT(load_hotlists({site_}, site.journal).errors, IsEmpty());
  const Journal journal(site.journal);
  const auto record = audit_from_json(journal.audit_since(0, 10).at(0).text);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->person, "Sgt Example");
  EXPECT_EQ(record->about, "force");
  write("\"");
  EXPECT_THAT(accept_list_for_start(site, "force", "p", "r").words, HasSubstr("cannot be read as a list"));
}

TEST_F(WatchedLists, refuse_a_revision_that_goes_back_or_changes_under_its_number) {
  write("# revision: 5\n" + list_of(10));
  WatchedList list = watched();
  look(list);
  write("# revision: 4\n" + list_of(10));
  EXPECT_FALSE(look(list));
  EXPECT_THAT(detail_, HasSubstr("is revision 4, expected one after 5"));
  write("# revision: 5\n" + list_of(11));
  EXPECT_FALSE(look(list));
  EXPECT_THAT(detail_, HasSubstr("under the number of revision 5"));
}

TEST_F(WatchedLists, refuse_at_the_start_a_file_that_grows) {
  write(list_of(10));
  std::atomic<bool> done = false;
  std::jthread writer([&] {
    while (!done) {
      std::ofstream(site_.file, std::ios::app) << "B1,r,o\n";
      std::this_thread::sleep_for(50ms);
    }
  });
  std::this_thread::sleep_for(60ms);
  EXPECT_THAT(load_hotlists({site_}).errors,
              ElementsAre(HasSubstr("force.csv:1: file: is still being written")));
  done = true;
}

}  // namespace
}  // namespace nightjar
