#include "processing/anpr/form_belief.hpp"

#include <gtest/gtest.h>

#include "tests/processing/anpr/scripted_reads.hpp"

namespace nightjar {
namespace {

using scripted::text;

TEST(FormBelief, leaves_marks_of_known_forms_as_they_were_read) {
  for (const char* mark : {"AB12CDE", "XK57FPW", "K24BAX", "FEI7640", "123X456"})
    EXPECT_DOUBLE_EQ(weighed_by_form(text(mark, 0.93)).confidence, 0.93) << mark;
}

TEST(FormBelief, doubts_other_forms_and_keeps_a_sure_foreign_plate_sure) {
  EXPECT_LT(weighed_by_form(text("KM52FARM", 0.93)).confidence, 0.6);
  EXPECT_LT(weighed_by_form(text("EGGS0221", 0.6)).confidence, 0.15);
  EXPECT_GT(weighed_by_form(text("ZV512EJ", 0.9995)).confidence, 0.98);
  EXPECT_LT(weighed_by_form(text("ZV512EJ", 1.0)).confidence, 1.0);
  EXPECT_GT(weighed_by_form(text("ZV512EJ", 1.0)).confidence, 0.999);
}

TEST(FormBelief, doubts_short_texts_though_they_may_be_marks) {
  EXPECT_LT(weighed_by_form(text("PS68", 0.94)).confidence, 0.6);
  EXPECT_GT(weighed_by_form(text("W250", 0.9995)).confidence, 0.98);
}

TEST(FormBelief, believes_words_and_road_numbers_no_more_than_it_should_however_sure) {
  EXPECT_LE(weighed_by_form(text("FRESHEGGS", 0.999)).confidence, 0.1);
  for (const char* road : {"B3047", "A272", "M3", "A2"})
    EXPECT_LE(weighed_by_form(text(road, 0.9999)).confidence, 0.5) << road;
  EXPECT_GT(weighed_by_form(text("C3047", 0.9999)).confidence, 0.9) << "no class of road";
  EXPECT_EQ(weighed_by_form(text("C3047", 0.9999)).mark, "C3047");
}

TEST(FormBelief, keeps_the_mark_and_the_order_of_its_candidates) {
  PlateText read = text("VYQ5TDY", 0.7);
  read.candidates.push_back({"VY05TDY", 0.25});
  const PlateText weighed = weighed_by_form(read);
  EXPECT_EQ(weighed.mark, "VYQ5TDY");
  ASSERT_EQ(weighed.candidates.size(), 2U);
  EXPECT_EQ(weighed.candidates[0].probability, weighed.confidence);
  EXPECT_LE(weighed.candidates[1].probability, weighed.candidates[0].probability);
}

TEST(FormBelief, can_be_switched_off) {
  FormBeliefOptions off;
  off.weighed = false;
  EXPECT_DOUBLE_EQ(weighed_by_form(text("FRESHEGGS", 0.97), off).confidence, 0.97);
}

TEST(FormBelief, takes_nothing_for_nothing) {
  EXPECT_EQ(weighed_by_form({}).mark, "");
  EXPECT_EQ(weighed_by_form({}).confidence, 0);
}

}  // namespace
}  // namespace nightjar
