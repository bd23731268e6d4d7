#include "processing/hotlist/entry_terms.hpp"

#include <gtest/gtest.h>

#include "processing/hotlist/hotlist_file.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {
namespace {

const std::vector<std::string> kOpenMarkings = HotlistTerms{}.open_markings;

TEST(EntryTerms, call_covert_what_says_silent_in_any_case_and_among_other_words) {
  EXPECT_TRUE(is_covert("SILENT", "", kOpenMarkings));
  EXPECT_TRUE(is_covert("Silent - observe only", "", kOpenMarkings));
  EXPECT_FALSE(is_covert("STOP", "", kOpenMarkings));
  EXPECT_FALSE(is_covert("", "", kOpenMarkings));
}

TEST(EntryTerms, call_covert_every_marking_that_is_not_named_as_open) {
  EXPECT_FALSE(is_covert("STOP", "official", kOpenMarkings));
  EXPECT_FALSE(is_covert("STOP", "Not Protectively Marked", kOpenMarkings));
  EXPECT_TRUE(is_covert("STOP", "OFFICIAL-SENSITIVE", kOpenMarkings));
  EXPECT_TRUE(is_covert("STOP", "SECRET", kOpenMarkings));
  EXPECT_FALSE(is_covert("STOP", "OFFICIAL-SENSITIVE", {"OFFICIAL", "OFFICIAL-SENSITIVE"}));
}

TEST(EntryTerms, send_covert_entries_to_the_restricted_channel_and_nowhere_else) {
  HotlistTerms terms;
  terms.channel = "open";
  HotlistEntry entry;
  entry.action = "SILENT";
  EXPECT_EQ(channel_of(entry, terms), "");
  terms.restricted_channel = "covert";
  EXPECT_EQ(channel_of(entry, terms), "covert");
  entry.action = "STOP";
  EXPECT_EQ(channel_of(entry, terms), "open");
}

TEST(EntryTerms, let_the_action_decide_how_an_entry_is_handled) {
  HotlistTerms terms;
  terms.handling = HitHandling::queue;
  terms.handling_by_action = {{"STOP", HitHandling::alarm}};
  HotlistEntry entry;
  EXPECT_EQ(handling_of(entry, terms), HitHandling::queue);
  entry.action = "Stop";
  EXPECT_EQ(handling_of(entry, terms), HitHandling::alarm);
  entry.action = "OBSERVE";
  EXPECT_EQ(handling_of(entry, terms), HitHandling::queue);
}

TEST(EntryTerms, decide_for_each_entry_of_a_match) {
  TermedHotlist list;
  list.terms.name = "force";
  list.terms.channel = "open";
  list.terms.restricted_channel = "covert";
  list.terms.handling_by_action = {{"SILENT", HitHandling::record}};
  list.index = parse_hotlist("mark,action\nA1,STOP\nA1,SILENT\n").index;
  const auto matches = HotlistMatcher({list}).match({"A1", 1, {}, {}}, CaptureTime{});
  ASSERT_EQ(matches.size(), 2U);
  EXPECT_EQ(matches[0].channel, "open");
  EXPECT_EQ(matches[0].handling, HitHandling::alarm);
  EXPECT_EQ(matches[1].channel, "covert");
  EXPECT_EQ(matches[1].handling, HitHandling::record);
}

}  // namespace
}  // namespace nightjar
