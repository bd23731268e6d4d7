#include "processing/anpr/plate_search_plan.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

using std::chrono::milliseconds;

CaptureTime at(int frame) {
  return CaptureTime(std::chrono::seconds(1'790'000'000)) + milliseconds(40 * frame);
}

Motion motion_of(const cv::Rect& part, bool moving = true) {
  Motion motion;
  motion.regions = {{part, moving}};
  return motion;
}

/// Searches of a part that moves slowly, in `frames` frames after the first.
int searches(bool moving, const std::vector<cv::Rect>& read, int frames) {
  PlateSearchPlan plan;
  (void)plan.next(at(0), {}, {});
  int parts = 0;
  for (int i = 1; i <= frames; ++i)
    parts += static_cast<int>(
        plan.next(at(i), motion_of({300 + 4 * i, 300, 500, 400}, moving), read).parts.size());
  return parts;
}

TEST(PlateSearchPlan, searches_the_first_frame_whole_and_again_every_second_and_a_half) {
  PlateSearchPlan plan;
  int wholes = 0;
  for (int i = 0; i < 250; ++i) wholes += plan.next(at(i), {}, {}).whole ? 1 : 0;
  EXPECT_EQ(wholes, 7);  // at 0, 1.52, 3.04 … 9.12 s
}

TEST(PlateSearchPlan, searches_what_begins_to_move_at_once_and_then_every_third_frame) {
  PlateSearchPlan plan;
  (void)plan.next(at(0), {}, {});
  EXPECT_EQ(plan.next(at(1), motion_of({300, 300, 500, 400}), {}).parts.size(), 1U);
  EXPECT_TRUE(plan.next(at(2), motion_of({310, 300, 500, 400}), {}).parts.empty());
  EXPECT_TRUE(plan.next(at(3), motion_of({320, 300, 500, 400}), {}).parts.empty());
  EXPECT_EQ(plan.next(at(4), motion_of({330, 300, 500, 400}), {}).parts.size(), 1U);
  EXPECT_EQ(plan.next(at(5), motion_of({1300, 300, 500, 400}), {}).parts.size(), 1U) << "something else";
}

TEST(PlateSearchPlan, looks_finer_every_second_time_at_what_moves_without_a_plate_that_was_read) {
  PlateSearchPlan plan;
  (void)plan.next(at(0), {}, {});
  std::vector<bool> finer;
  for (int i = 1; i < 14; ++i)
    for (const PlateSearchPart& part : plan.next(at(i), motion_of({300 + 4 * i, 300, 500, 400}), {}).parts)
      finer.push_back(part.finer);
  EXPECT_EQ(finer, (std::vector<bool>{false, true, false, true, false}));
  for (int i = 14; i < 40; ++i)
    for (const PlateSearchPart& part :
         plan.next(at(i), motion_of({300 + 4 * i, 300, 500, 400}), {{500, 500, 140, 30}}).parts)
      EXPECT_FALSE(part.finer) << "its plate has been read";
}

TEST(PlateSearchPlan, searches_seldom_what_stands_and_what_was_read_already) {
  EXPECT_EQ(searches(true, {}, 30), 10);
  EXPECT_LE(searches(false, {}, 30), 3);
  EXPECT_LE(searches(true, {{500, 500, 140, 30}}, 30), 3);
  EXPECT_EQ(searches(true, {{1500, 900, 140, 30}}, 30), 10) << "the plate read is somewhere else";
  EXPECT_EQ(searches(true, {{500, 500, 50, 12}}, 30), 10) << "there is room for another vehicle";
}

TEST(PlateSearchPlan, searches_a_vehicle_that_sets_off_again_as_often_as_others) {
  PlateSearchPlan plan;
  (void)plan.next(at(0), {}, {});
  for (int i = 1; i < 20; ++i) (void)plan.next(at(i), motion_of({300, 300, 500, 400}, false), {});
  int parts = 0;
  for (int i = 20; i < 29; ++i)
    parts += static_cast<int>(plan.next(at(i), motion_of({300, 300, 500, 400}), {}).parts.size());
  EXPECT_EQ(parts, 3);
}

TEST(PlateSearchPlan, searches_whole_what_is_new_everywhere_but_not_in_every_frame) {
  PlateSearchPlan plan;
  Motion turning;
  turning.everything = true;
  int wholes = 0;
  for (int i = 0; i < 25; ++i) wholes += plan.next(at(i), turning, {}).whole ? 1 : 0;
  EXPECT_EQ(wholes, 4);  // at 0, 0.28, 0.56, 0.84 s
}

TEST(PlateSearchPlan, searches_frames_whole_that_come_far_apart_and_after_time_went_back) {
  PlateSearchPlan plan;
  for (int i = 0; i < 100; i += 10) EXPECT_TRUE(plan.next(at(i), {}, {}).whole);
  EXPECT_TRUE(plan.next(at(5), {}, {}).whole);
}

}  // namespace
}  // namespace nightjar
