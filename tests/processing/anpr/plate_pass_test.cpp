#include "processing/anpr/plate_pass.hpp"

#include <gmock/gmock.h>

#include "tests/processing/anpr/scripted_lane.hpp"

namespace nightjar {
namespace {

using scripted::box;
using scripted::coming;
using scripted::Lane;
using scripted::text;
using std::chrono::milliseconds;

TEST(PlatePass, hands_on_the_first_confident_read_at_once) {
  Lane lane;
  lane.see(milliseconds(0), {coming(0, text("AB12CDE", 0.6))});
  EXPECT_TRUE(lane.handed_on.empty());
  lane.see(milliseconds(40), {coming(1, text("AB12CDE", 0.95))});
  ASSERT_EQ(lane.handed_on.size(), 1U);
  EXPECT_EQ(lane.handed_on[0].pass, 1U);
  EXPECT_EQ(lane.handed_on[0].revision, 1U);
  EXPECT_EQ(lane.handed_on[0].text.mark, "AB12CDE");
  EXPECT_EQ(lane.handed_on[0].first_seen, scripted::at(milliseconds(0)));
  EXPECT_EQ(lane.handed_on[0].last_seen, scripted::at(milliseconds(40)));
  EXPECT_FALSE(lane.handed_on[0].outcome);
}

TEST(PlatePass, reads_many_doubtful_frames_as_one_sure_mark) {
  Lane lane;
  const char* seen[] = {"AB12CDE", "A812CDE", "AB12CDE", "AB12COE",
                        "AB12CDE", "AB12CDE", "AB17CDE", "AB12CDE"};
  for (int n = 0; n < 8; ++n) lane.see(milliseconds(40 * n), {coming(n, text(seen[n], 0.75))});
  lane.nothing(milliseconds(320), milliseconds(2000));
  ASSERT_EQ(lane.ended().size(), 1U);
  EXPECT_EQ(lane.ended()[0].text.mark, "AB12CDE");
  EXPECT_GE(lane.ended()[0].text.confidence, 0.9);
  EXPECT_EQ(lane.ended()[0].outcome, PassOutcome::read);
  EXPECT_EQ(lane.ended()[0].frames_read, 8U);
}

TEST(PlatePass, amends_under_the_same_pass_when_the_mark_turns_out_to_be_another) {
  Lane lane;
  lane.see(milliseconds(0), {coming(0, text("A812CDE", 0.92))});
  for (int n = 1; n < 6; ++n) lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.97))});
  lane.end();
  ASSERT_GE(lane.handed_on.size(), 3U);
  EXPECT_EQ(lane.handed_on.front().text.mark, "A812CDE");
  EXPECT_EQ(lane.handed_on.back().text.mark, "AB12CDE");
  for (std::size_t i = 0; i < lane.handed_on.size(); ++i) {
    EXPECT_EQ(lane.handed_on[i].pass, 1U);
    EXPECT_EQ(lane.handed_on[i].revision, i + 1);
  }
}

TEST(PlatePass, does_not_hand_on_what_has_not_changed) {
  Lane lane;
  for (int n = 0; n < 50; ++n) lane.see(milliseconds(40 * n), {{box(900, 500, 120), text("AB12CDE", 0.96)}});
  EXPECT_LE(lane.handed_on.size(), 3U);  // the first, and where its doubt has shrunk to a fraction
}

TEST(PlatePass, says_that_an_earlier_sure_read_has_become_doubtful) {
  Lane lane;
  lane.see(milliseconds(0), {{box(900, 500, 120), text("AB12CDE", 0.92)}});
  for (int n = 1; n < 5; ++n) {
    lane.see(milliseconds(40 * n), {{box(900, 500, 120), text(n % 2 == 1 ? "A812CDE" : "AB12CDE", 0.9)}});
  }
  ASSERT_GE(lane.handed_on.size(), 2U);
  EXPECT_LT(lane.handed_on[1].text.confidence, 0.9);
}

TEST(PlatePass, tells_towards_from_away_by_growth) {
  for (const bool towards : {true, false}) {
    Lane lane;
    for (int n = 0; n < 10; ++n)
      lane.see(milliseconds(40 * n), {coming(towards ? n : 10 - n, text("AB12CDE", 0.95))});
    lane.end();
    EXPECT_EQ(lane.handed_on.back().direction, towards ? Direction::towards : Direction::away);
  }
}

TEST(PlatePass, amends_when_the_direction_becomes_known) {
  Lane lane;
  lane.see(milliseconds(0), {coming(0, text("AB12CDE", 0.999))});
  ASSERT_EQ(lane.handed_on.size(), 1U);
  EXPECT_EQ(lane.handed_on[0].direction, Direction::unknown);
  for (int n = 1; n < 6; ++n) lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.999))});
  ASSERT_EQ(lane.handed_on.size(), 2U);
  EXPECT_EQ(lane.handed_on[1].direction, Direction::towards);
  EXPECT_EQ(lane.handed_on[1].revision, 2U);
}

TEST(PlatePass, tells_by_its_fall_through_the_picture_where_the_size_does_not) {
  Lane lane;
  for (int n = 0; n < 10; ++n) {
    lane.see(milliseconds(40 * n),
             {{box(900, 300 + 20 * static_cast<float>(n), 120), text("AB12CDE", 0.95)}});
  }
  lane.end();
  EXPECT_EQ(lane.handed_on.back().direction, Direction::towards);
}

TEST(PlatePass, leaves_the_direction_unknown_for_what_stands) {
  Lane lane;
  for (int n = 0; n < 20; ++n) {
    lane.see(milliseconds(40 * n), {{box(900 + static_cast<float>(n % 2), 500, 120), text("AB12CDE", 0.95)}});
  }
  lane.end();
  EXPECT_EQ(lane.handed_on.back().direction, Direction::unknown);
}

TEST(PlatePass, reads_a_vehicle_that_only_drives_through_an_ignore_zone) {
  PlatePassesOptions options;
  options.ignore_zones = {{{0.0F, 0.0F}, {1.0F, 0.0F}, {1.0F, 0.35F}, {0.0F, 0.35F}}};
  Lane lane(options);
  lane.see(milliseconds(0), {coming(0, text("AB12CDE", 0.95))});
  EXPECT_TRUE(lane.handed_on.empty());
  for (int n = 1; n < 10; ++n) lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.95))});
  EXPECT_FALSE(lane.handed_on.empty());
}

TEST(PlatePass, keeps_the_frame_that_shows_the_final_mark_best) {
  Lane lane;
  lane.see(milliseconds(0), {coming(0, text("AB12CDE", 0.6))});
  lane.see(milliseconds(40), {coming(1, text("AB12CDE", 0.97))});
  lane.see(milliseconds(80), {coming(2, text("A812CDE", 0.8))});
  lane.see(milliseconds(120), {coming(3, text("AB12CDE", 0.7))});
  lane.end();
  EXPECT_EQ(lane.handed_on.back().best_sequence, 1U);
  EXPECT_EQ(lane.handed_on.back().best_captured_at, scripted::at(milliseconds(40)));
}

TEST(PlatePass, takes_its_direction_from_where_its_mark_was_read) {
  Lane lane;
  // Something that moves down the picture is taken for it at first; then a plate is read that goes up.
  for (int n = 0; n < 8; ++n)
    lane.see(milliseconds(40 * n), {{box(900, 500 + 10 * static_cast<float>(n), 100), std::nullopt}});
  for (int n = 8; n < 20; ++n) {
    const auto up = static_cast<float>(n - 8);
    lane.see(milliseconds(40 * n), {{box(900, 575 - 12 * up, 100 - 3 * up), text("AB12CDE", 0.95)}});
  }
  lane.end();
  EXPECT_EQ(lane.handed_on.back().text.mark, "AB12CDE");
  EXPECT_EQ(lane.handed_on.back().direction, Direction::away);
}

TEST(PlatePass, is_not_believed_for_one_frame_where_another_plate_was) {
  Lane lane;
  for (int n = 0; n < 10; ++n) lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.97))});
  lane.see(milliseconds(400), {coming(10, text("PPP111X", 0.97))});
  lane.end();
  for (const PlateRead& read : lane.ended()) {
    if (read.text.mark != "PPP111X") continue;
    EXPECT_EQ(read.outcome, PassOutcome::unsure);
    EXPECT_LE(read.text.confidence, 0.5);
  }
  EXPECT_EQ(lane.ended().size(), 2U);
}

}  // namespace
}  // namespace nightjar
