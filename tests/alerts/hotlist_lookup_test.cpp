#include "alerts/hotlist_lookup.hpp"

#include <gtest/gtest.h>

#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_lists.hpp"

namespace nightjar {
namespace {

TEST(HotlistLookup, says_what_a_read_would_match_and_why) {
  const auto lists =
      made_lists("AB12CDE,STOP,WEAPONS,Burglary,DC Example\nABI2CDE,OBSERVE,,Theft,DC Other\n");
  const auto items = look_up(*lists, "AB12CDE", "open", evening());
  ASSERT_EQ(items.size(), 2U);
  EXPECT_TRUE(items[0].alerts);
  EXPECT_EQ(items[0].why, "the mark is listed");
  EXPECT_EQ(items[0].entry.reason, "Burglary");
  EXPECT_EQ(items[1].why, "listed as ABI2CDE: 0 and O, 1 and I are one character on a plate");
  const auto json = to_json(items[0]);
  EXPECT_EQ(json["alerts"], true);
  EXPECT_EQ(json["handling"], "alarm");
  EXPECT_EQ(json["entry"]["list"], "force");
  EXPECT_EQ(json["entry"]["markers"], "WEAPONS");
}

TEST(HotlistLookup, says_why_an_entry_outside_its_days_does_not_alert) {
  TermedHotlist list;
  list.terms = {"force", "open"};
  list.index = parse_hotlist(
                   "mark,reason,effective,weed\nAB12CDE,Old,2026-01-01,2026-11-20\n"
                   "AB12CDE,Soon,2026-11-22,\nAB12CDE,Now,,2026-11-21\n")
                   .index;
  const auto items = look_up(*made_lists({list}), "AB12CDE", "open", evening());
  ASSERT_EQ(items.size(), 3U);
  EXPECT_TRUE(items[0].alerts);
  EXPECT_EQ(items[0].entry.reason, "Now");
  EXPECT_FALSE(items[1].alerts);
  EXPECT_EQ(items[1].why, "would match, but 2026-11-20 was its last day");
  EXPECT_EQ(items[2].why, "would match, but only from 2026-11-22 on");
}

TEST(HotlistLookup, names_what_such_a_read_might_be_a_misread_of) {
  TermedHotlist list = made_list("force", "open", "A812CDE,STOP,,Theft,DC Example\n");
  list.terms.matching = Matching::possible;
  const auto items = look_up(*made_lists({list}), "AB12CDE", "open", evening());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_FALSE(items[0].alerts);
  EXPECT_EQ(items[0].why,
            "possible, listed as A812CDE; character 2 read B, listed 8; too unlikely for an alert");
  ASSERT_TRUE(items[0].probability);
  EXPECT_LT(*items[0].probability, list.terms.threshold);
}

TEST(HotlistLookup, knows_the_lists_of_its_own_channel_only) {
  const auto lists = made_lists({made_list("force", "open", "AB12CDE,STOP,,One,\n"),
                                 made_list("secret", "restricted", "AB12CDE,SILENT,,Two,\n")});
  const auto open = look_up(*lists, "AB12CDE", "open", evening());
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].entry.list, "force");
  const auto restricted = look_up(*lists, "AB12CDE", "restricted", evening());
  ASSERT_EQ(restricted.size(), 1U);
  EXPECT_EQ(restricted[0].entry.list, "secret");
}

TEST(HotlistLookup, refuses_what_is_no_mark) {
  EXPECT_EQ(lookup_fault("AB12CDE"), "");
  for (const char* mark : {"", "AB12?", "ABCDEFGHIJKLM", "ÄB12"}) EXPECT_NE(lookup_fault(mark), "") << mark;
}

}  // namespace
}  // namespace nightjar
