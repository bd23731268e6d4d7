// What the book makes of open hits when a list is another one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/book_room.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(AlertBook, withdraws_a_hit_whose_entry_is_gone_and_says_why) {
  Room room(made_lists(kOne));
  room.sees(read_of("AB12CDE"));
  const auto told = room.judges(made_lists("XY99ZZZ,STOP,,Theft,DC Example\n"));
  ASSERT_THAT(happenings(told), ElementsAre("withdrawn"));
  EXPECT_EQ(told[0].cause, "the entry AB12CDE of list force is not in force any more");
  EXPECT_EQ(told[0].revision, 2U);
  EXPECT_EQ(told[0].vehicle->entries.size(), 1U) << "what it had been about";
}

TEST(AlertBook, withdraws_a_hit_whose_entry_was_changed_and_raises_it_as_it_is_now) {
  Room room(made_lists(kOne));
  room.sees(read_of("AB12CDE"));
  const auto told = room.judges(made_lists("AB12CDE,OBSERVE,DO NOT STOP,Burglary,DC Example\n"));
  ASSERT_THAT(happenings(told), ElementsAre("withdrawn", "raised"));
  EXPECT_EQ(told[0].cause, "the entry AB12CDE of list force was changed");
  EXPECT_EQ(told[0].vehicle->order, "STOP");
  EXPECT_EQ(told[1].vehicle->order, "DO NOT STOP");
  EXPECT_EQ(told[1].alert, told[0].alert);
  EXPECT_EQ(told[1].revision, 3U);
  EXPECT_FALSE(told[1].cause);
}

TEST(AlertBook, leaves_a_hit_alone_whose_entry_stands_in_a_new_revision_of_the_list) {
  Room room(made_lists(kOne));
  room.sees(read_of("AB12CDE"));
  EXPECT_THAT(room.judges(made_lists(std::string(kOne) + "XY99ZZZ,STOP,,Theft,DC Example\n")), IsEmpty());
}

TEST(AlertBook, amends_a_hit_where_another_entry_came_on_top) {
  Room room(made_lists(kOne));
  room.sees(read_of("AB12CDE"));
  const auto told =
      room.judges(made_lists({made_list("force", "open", kOne),
                              made_list("room/open", "open", "AB12CDE,,DO NOT STOP,999 call,\n")}));
  ASSERT_THAT(happenings(told), ElementsAre("amended"));
  EXPECT_EQ(told[0].vehicle->entries.size(), 2U);
  EXPECT_EQ(told[0].vehicle->order, "DO NOT STOP");
}

TEST(AlertBook, puts_what_falls_ahead_of_all_else_that_a_swap_brings) {
  Room room(made_lists("AB12CDE,STOP,,One,\nXY99ZZZ,STOP,,Two,\n"));
  room.sees(read_of("AB12CDE", 1));
  room.sees(read_of("XY99ZZZ", 2));
  const auto told = room.judges(made_lists("AB12CDE,OBSERVE,,One,\n"));
  EXPECT_THAT(happenings(told), ElementsAre("withdrawn", "withdrawn", "raised"));
}

TEST(AlertBook, judges_a_hit_by_its_own_channel_alone) {
  Room room(made_lists({made_list("force", "open", kOne), made_list("secret", "restricted", kOne)}));
  room.sees(read_of("AB12CDE"));
  const auto told =
      room.judges(made_lists({made_list("force", "open", kOne), made_list("secret", "restricted", "")}));
  ASSERT_THAT(happenings(told), ElementsAre("withdrawn"));
  EXPECT_EQ(told[0].channel, "restricted");
}

TEST(AlertBook, judges_a_possible_match_by_what_was_read_or_by_its_entry_after_a_restart) {
  AlertEvent hit = made_hit("a1");
  hit.stream = "5f";
  hit.seq = 1;
  hit.incident = vehicle_incident("open", "AB12CDE");
  hit.vehicle->mark = "A812CDE";
  hit.vehicle->exact = false;
  hit.vehicle->probability = 0.7;
  hit.vehicle->differs = {{1, "8", "B"}};
  hit.vehicle->entries[0].exact = false;
  hit.vehicle->entries[0].reason = "Burglary";
  hit.vehicle->entries[0].owner = "DC Example";
  AlertBook book;
  book.recall(hit);
  EXPECT_THAT(book.judge(made_lists(kOne)), IsEmpty()) << "the entry stands";
  const auto told = book.judge(made_lists("XY99ZZZ,STOP,,Theft,DC Example\n"));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].event.event, AlertHappening::withdrawn);
}

TEST(AlertBook, says_nothing_twice_when_the_feed_finds_out_for_itself) {
  Room room(made_lists(kOne));
  room.sees(read_of("AB12CDE"));
  room.swaps(made_lists("XY99ZZZ,STOP,,Theft,DC Example\n"));
  EXPECT_THAT(happenings(room.judges(made_lists("XY99ZZZ,STOP,,Theft,DC Example\n"))),
              ElementsAre("withdrawn"));
  EXPECT_THAT(room.sees(read_of("AB12CDE", 1, 1500)), IsEmpty()) << "its withdrawal is known";
}

TEST(AlertBook, judges_at_once_what_was_still_matched_against_the_lists_of_before) {
  Room room(made_lists(kOne));
  (void)room.judges(made_lists("XY99ZZZ,STOP,,Theft,DC Example\n"));
  const auto told = room.sees(read_of("AB12CDE"));
  EXPECT_THAT(happenings(told), ElementsAre("raised", "withdrawn"));
  PlateRead turned = read_of("AB12CDE", 1, 2000);
  turned.first_seen = evening();
  turned.direction = Direction::away;
  EXPECT_THAT(room.sees(turned), IsEmpty()) << "an amendment of what is withdrawn";
}

TEST(AlertBook, is_unconfirmed_again_once_the_entry_has_changed) {
  Room room(made_lists(kOne));
  const std::string alert = room.sees(read_of("AB12CDE"))[0].alert;
  (void)room.book.act(deed(alert, AlertHappening::confirmed, "characters", 1), evening());
  const auto told = room.judges(made_lists("AB12CDE,OBSERVE,,Burglary,DC Example\n"));
  ASSERT_THAT(happenings(told), ElementsAre("withdrawn", "raised"));
  EXPECT_FALSE(told[1].characters_confirmed);
}

}  // namespace
}  // namespace nightjar
