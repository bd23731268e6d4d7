// A list at run time whose covert entries are told on another channel.
#include <gmock/gmock.h>

#include "alerts/journal.hpp"
#include "tests/tools/nightjar/watched_lists.hpp"
#include "tools/nightjar/accept_list.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class WatchedCovertLists : public WatchedLists {
 protected:
  void SetUp() override {
    WatchedLists::SetUp();
    site_.restricted_channel = "covert";
  }
  static std::string list(int revision, int open, int covert, const std::string& more = {}) {
    std::string text = fmt::format("# revision: {}\nmark,action,owner\n", revision);
    for (int i = 0; i < covert; ++i) text += fmt::format("C{},SILENT,o\n", i);
    for (int i = 0; i < open; ++i) text += fmt::format("A{},STOP,o\n", i);
    return text + more;
  }
};

TEST_F(WatchedCovertLists, tell_their_channel_nothing_of_a_revision_that_went_back_but_that_it_is_not_used) {
  write(list(7, 10, 2));
  WatchedList watched_list = watched();
  look(watched_list);
  write(list(6, 11, 2));
  EXPECT_FALSE(look(watched_list));
  EXPECT_FALSE(watched_list.accept("open").done);
  EXPECT_THAT(posted_, ElementsAre("raised refused on open", "raised refused on covert"));
  EXPECT_THAT(told_open_, ElementsAre(HasSubstr("cannot be used as it is")));
  EXPECT_THAT(told_open_, ElementsAre(Not(testing::AnyOf(HasSubstr("revision 6"), HasSubstr("revision 7")))));
  EXPECT_THAT(told_covert_, ElementsAre(HasSubstr("is revision 6, expected one after 7")));
  const HotlistsLoad start = load_hotlists({site_}, folder_ / "journal");
  EXPECT_THAT(start.errors, ElementsAre(HasSubstr("is revision 6")));
  EXPECT_THAT(start.open_errors, ElementsAre(HasSubstr("cannot be used as it is")));
}

TEST_F(WatchedCovertLists,
       tell_their_channel_nothing_of_an_edition_that_is_refused_and_would_change_nothing_there) {
  const std::string bad_line = "!,STOP,o\n";
  site_.max_bad_lines = 1;
  write(list(7, 10, 4, bad_line));
  WatchedList watched_list = watched();
  look(watched_list);
  posted_.clear();
  for (const std::string& next :
       {list(6, 10, 3, bad_line), list(7, 10, 3, bad_line), list(8, 10, 0, bad_line),
        list(8, 10, 4, bad_line + std::string("!,SILENT,o\n!,SILENT,o\n"))}) {
    write(next);
    EXPECT_FALSE(look(watched_list)) << next;
    EXPECT_EQ(watched_list.refused(), "");
    EXPECT_THAT(watched_list.accept("open").words, HasSubstr("there is no refused edition"));
  }
  EXPECT_THAT(posted_, Each(HasSubstr(" refused on covert")));
  EXPECT_EQ(posted_.size(), 7U) << "each is another alarm, in place of the one before";
  EXPECT_TRUE(watched_list.accept("covert").done);
  EXPECT_TRUE(look(watched_list));
  EXPECT_EQ(watched_list.in_force().index->size(), 14U);
  EXPECT_EQ(posted_.back(), "closed refused on covert");
  EXPECT_THAT(told_open_, ElementsAre(HasSubstr("force.csv:13: mark"))) << "of the first edition";
}

TEST_F(WatchedCovertLists, are_accepted_for_a_start_in_the_trail_of_who_may_know_why) {
  Site site;
  site.journal = folder_ / "journal";
  site.hotlists.push_back(site_);
  const auto accepted_on = [&](const std::string& before, const std::string& next) {
    std::filesystem::remove_all(site.journal);
    write(before);
    (void)watched();
    write(next);
    EXPECT_TRUE(accept_list_for_start(site, "force", "Sgt Example", "weeded by hand").done) << next;
    EXPECT_THAT(load_hotlists({site_}, site.journal).errors, IsEmpty());
    const Journal journal(site.journal);
    return audit_from_json(journal.audit_since(0, 10).at(0).text).value().channel;
  };
  EXPECT_EQ(accepted_on(list(7, 10, 10), list(8, 10, 1)), "covert");
  EXPECT_EQ(accepted_on(list(7, 10, 10), list(6, 10, 10)), "covert");
  EXPECT_EQ(accepted_on(list(7, 10, 10), list(8, 7, 13)), "open");
}

TEST_F(WatchedCovertLists, keep_an_alarm_of_their_own_while_others_come_and_go_on_the_other_channel) {
  write(list(7, 10, 2));
  WatchedList watched_list = watched();
  look(watched_list);
  for (const int revision : {5, 6}) {
    write(list(revision, 11, 2 + revision));
    look(watched_list);
  }
  EXPECT_THAT(posted_, ElementsAre("raised refused on open", "raised refused on covert",
                                   "closed refused on covert", "raised refused on covert"));
  write(list(4, 10, 2));
  look(watched_list);
  EXPECT_EQ(posted_.at(4), "closed refused on open") << "they are in force as that edition has them";
}

TEST_F(WatchedCovertLists, are_held_to_their_open_entries_as_if_there_were_no_others) {
  write(list(7, 10, 10));
  WatchedList watched_list = watched();
  look(watched_list);
  write(list(8, 7, 13));
  EXPECT_FALSE(look(watched_list)) << "as many in all";
  EXPECT_THAT(told_open_, ElementsAre(HasSubstr("holds 7 entries, expected at least four fifths of the 10")));
  write(list(9, 9, 1));
  EXPECT_FALSE(look(watched_list));
  EXPECT_THAT(told_open_.back(), HasSubstr("cannot be used as it is"));
  EXPECT_THAT(told_covert_.back(), HasSubstr("holds 10 entries"));
}

TEST_F(WatchedCovertLists, give_the_lines_of_the_file_only_to_who_is_cleared) {
  write(list(7, 2, 3, "!,STOP,o\n"));
  WatchedList watched_list = watched();
  look(watched_list);
  EXPECT_THAT(told_open_, ElementsAre(HasSubstr("force.csv:5: mark")));
  EXPECT_THAT(told_covert_, ElementsAre(HasSubstr("force.csv:8: mark")));
  write(list(8, 2, 4, "!,STOP,o\n"));
  EXPECT_TRUE(look(watched_list));
  EXPECT_EQ(told_open_.size(), 1U) << "no news";
}

TEST_F(WatchedCovertLists, age_by_what_may_be_known_of_them_also_over_a_restart) {
  site_.max_age_h = 1;
  write(list(7, 10, 2));
  {
    WatchedList watched_list = watched();
    look(watched_list);
    write(list(8, 10, 3));
    std::filesystem::last_write_time(site_.file, std::filesystem::file_time_type::clock::now() + 50min);
    EXPECT_TRUE(look(watched_list));
    now_ += 1h;
    look(watched_list);
    EXPECT_THAT(posted_, ElementsAre("raised stale on open"))
        << "new covert entries renew nothing that is told there";
    EXPECT_THAT(told_open_, ElementsAre(HasSubstr("last changed its entries 1.0 h ago")));
  }
  posted_.clear();
  WatchedList again = watched();
  look(again);
  EXPECT_THAT(posted_, ElementsAre("raised stale on open"));
  now_ += 1h;
  look(again);
  EXPECT_THAT(posted_, ElementsAre("raised stale on open", "raised stale on covert"));
  write(list(9, 11, 3));
  std::filesystem::last_write_time(site_.file, std::filesystem::file_time_type::clock::now() + 2h);
  EXPECT_TRUE(look(again));
  EXPECT_THAT(posted_, ElementsAre("raised stale on open", "raised stale on covert", "closed stale on open",
                                   "closed stale on covert"));
}

}  // namespace
}  // namespace nightjar
