#include "processing/hotlist/hotlist_matcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processing/hotlist/hotlist_file.hpp"

namespace nightjar {
namespace {

using namespace std::chrono;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const CaptureTime kNow = sys_days{year{2026} / 11 / 21} + 20h;

PlateText read_of(std::string mark, double confidence = 0.97) {
  PlateText read;
  read.mark = std::move(mark);
  read.confidence = confidence;
  return read;
}

TermedHotlist list_of(std::string_view text, HotlistTerms terms = {"force", "open"}) {
  const HotlistLoad load = parse_hotlist(text, {}, {"0123456789abcdef", kNow - 2h});
  EXPECT_TRUE(load.index) << text;
  return {std::move(terms), load.index};
}

std::vector<std::string> reasons_of(const std::vector<HotlistMatch>& matches) {
  std::vector<std::string> reasons;
  for (const HotlistMatch& match : matches) reasons.push_back(match.entry.reason.value_or("?"));
  return reasons;
}

TEST(HotlistMatcher, says_all_that_an_alert_needs_of_a_match) {
  const HotlistMatcher matcher({list_of("mark,reason,effective\nAB12CDE,Burglary,2026-11-20\n",
                                        {"force", "open", Matching::exact, HitHandling::queue, 20})});
  const auto matches = matcher.match(read_of("AB12CDE"), kNow);
  ASSERT_THAT(matches, SizeIs(1));
  const HotlistMatch& match = matches.front();
  EXPECT_EQ(match.list, "force");
  EXPECT_EQ(match.list_revision, "0123456789abcdef");
  EXPECT_EQ(match.list_age, 2h);
  EXPECT_EQ(match.channel, "open");
  EXPECT_EQ(match.handling, HitHandling::queue);
  EXPECT_EQ(match.priority, 20);
  EXPECT_EQ(match.entry.mark, "AB12CDE");
  EXPECT_EQ(match.entry_age, 44h);
  EXPECT_TRUE(match.exact);
  EXPECT_GT(match.probability, 0.97) << "being listed makes it likelier than what looks alike and is not";
  EXPECT_LT(match.probability, 1);
  EXPECT_THAT(match.differs, IsEmpty());
}

TEST(HotlistMatcher, takes_0_and_O_and_1_and_I_for_the_same_and_nothing_else) {
  const HotlistMatcher matcher({list_of("mark\nOI2 ABC\nAB12CDE\n")});
  EXPECT_THAT(matcher.match(read_of("012ABC"), kNow), SizeIs(1));
  EXPECT_THAT(matcher.match(read_of("O12ABC"), kNow), SizeIs(1));
  EXPECT_THAT(matcher.match(read_of("A812CDE"), kNow), IsEmpty());
  EXPECT_THAT(matcher.match(read_of("AB12CD"), kNow), IsEmpty());
  EXPECT_THAT(matcher.match(read_of("AB12CDEF"), kNow), IsEmpty());
  EXPECT_THAT(matcher.match(read_of(""), kNow), IsEmpty());
}

TEST(HotlistMatcher, gives_all_entries_of_all_lists_the_highest_priority_first) {
  const HotlistMatcher matcher(
      {list_of("mark,reason,priority\nA1,first,\nA1,second,70\nA1,third,5\n"),
       list_of("mark,reason\nA1,fourth\n", {"local", "open", Matching::exact, HitHandling::alarm, 10}),
       list_of("mark,reason,priority\nA1,fifth,high\n")});
  EXPECT_THAT(reasons_of(matcher.match(read_of("A1"), kNow)),
              ElementsAre("third", "fourth", "first", "fifth", "second"));
}

TEST(HotlistMatcher, respects_the_days_of_an_entry_in_local_time) {
  const HotlistMatcher matcher({list_of("mark,effective,weed\nA1,2026-07-10,2026-07-12\n")});
  const auto at = [&](CaptureTime when) { return matcher.match(read_of("A1"), when).size(); };
  const sys_days tenth = year{2026} / 7 / 10;
  EXPECT_EQ(at(tenth - 1h - 1us), 0U) << "23:59:59 on the 9th in London";
  EXPECT_EQ(at(tenth - 1h), 1U) << "midnight in London is 23:00 UTC in summer";
  EXPECT_EQ(at(tenth + 36h), 1U);
  EXPECT_EQ(at(tenth + days{3} - 1h - 1us), 1U) << "the weed day counts to its end";
  EXPECT_EQ(at(tenth + days{3} - 1h), 0U);
}

TEST(HotlistMatcher, knows_no_age_of_what_began_after_the_capture) {
  const HotlistMatcher matcher({list_of("mark\nA1\n")});
  EXPECT_EQ(matcher.match(read_of("A1"), kNow - 3h).at(0).list_age, std::nullopt);
  EXPECT_EQ(matcher.match(read_of("A1"), kNow).at(0).entry_age, std::nullopt);
}

TEST(HotlistMatcher, tells_of_a_list_how_old_that_is_which_the_channel_may_know_of_it) {
  HotlistFileOptions options;
  options.covert.apart = true;
  const std::string_view text = "mark,action\nA1,STOP\nB2,SILENT\n";
  const HotlistLoad old = parse_hotlist(text, options, {"old", kNow - 30h});
  options.open_before = old.index->edition().open;
  const HotlistLoad load = parse_hotlist(text, options, {"new", kNow - 2h});
  HotlistTerms terms{"force", "open"};
  terms.restricted_channel = "covert";
  const HotlistMatcher matcher({{terms, load.index}});
  EXPECT_EQ(matcher.match(read_of("A1"), kNow).at(0).list_age, 30h) << "its entries are as they were";
  EXPECT_EQ(matcher.match(read_of("B2"), kNow).at(0).list_age, 2h);
}

}  // namespace
}  // namespace nightjar
