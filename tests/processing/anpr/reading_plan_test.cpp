#include "processing/anpr/reading_plan.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

using std::chrono::milliseconds;

CaptureTime at(int ms) {
  return CaptureTime(std::chrono::seconds(1'790'000'000)) + milliseconds(ms);
}

PlatePlace place(int ms, double width_px = 100, double x = 500) {
  return {at(ms), {x, 500}, width_px, width_px / 4.7};
}

bool worth(const ReadsSoFar& so_far, const PlateStanding& is, int ms) {
  return worth_another_read(so_far, is, place(ms), place(ms), {});
}

constexpr PlateStanding kPromising{false, true, false};
constexpr PlateStanding kSure{true, true, false};

TEST(ReadingPlan, reads_the_first_frames_and_then_spaces_them) {
  EXPECT_TRUE(worth({}, {}, 0));
  EXPECT_TRUE(worth({3, at(0), 100}, kPromising, 40));
  EXPECT_FALSE(worth({4, at(0), 100}, kPromising, 40));
  EXPECT_TRUE(worth({4, at(0), 100}, kPromising, 80));
  EXPECT_FALSE(worth({10, at(0), 100}, kPromising, 160));
  EXPECT_TRUE(worth({10, at(0), 100}, kPromising, 200));
}

TEST(ReadingPlan, spends_little_on_what_makes_no_sense_or_is_sure) {
  EXPECT_FALSE(worth({1, at(0), 100}, {}, 160));
  EXPECT_FALSE(worth({4, at(0), 100}, {}, 160));
  EXPECT_TRUE(worth({4, at(0), 100}, {}, 200));
  EXPECT_FALSE(worth({1, at(0), 100}, kSure, 360));
  EXPECT_TRUE(worth({1, at(0), 100}, kSure, 400));
}

TEST(ReadingPlan, reads_what_stands_more_seldom_still) {
  EXPECT_FALSE(worth({6, at(0), 100}, {false, true, true}, 360));
  EXPECT_TRUE(worth({6, at(0), 100}, {false, true, true}, 375));
  EXPECT_FALSE(worth({6, at(0), 100}, {true, true, true}, 1960));
  EXPECT_TRUE(worth({6, at(0), 100}, {true, true, true}, 2000));
}

TEST(ReadingPlan, reads_at_once_what_came_nearer_or_jumped) {
  EXPECT_TRUE(worth_another_read({9, at(0), 100}, kSure, place(40, 116), place(40, 116), {}));
  EXPECT_TRUE(worth_another_read({9, at(0), 100}, kSure, place(40, 100, 560), place(40), {}));
}

}  // namespace
}  // namespace nightjar
