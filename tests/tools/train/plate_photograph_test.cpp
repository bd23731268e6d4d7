#include "tools/train/plate_photograph.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "processing/anpr/plate_crop.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

TEST(PlatePhotograph, a_seed_gives_the_same_photographs_again) {
  std::mt19937_64 one(21);
  std::mt19937_64 two(21);
  for (int i = 0; i < 25; ++i) {
    const PlatePhotograph a = photograph_plate(one);
    const PlatePhotograph b = photograph_plate(two);
    ASSERT_EQ(a.luma.size(), b.luma.size());
    EXPECT_EQ(cv::norm(a.luma, b.luma), 0);
    EXPECT_EQ(a.mark, b.mark);
    EXPECT_EQ(a.box.corners, b.box.corners);
  }
}

TEST(PlatePhotograph, shows_marks_that_a_plate_can_carry_in_boxes_that_can_be_cut_out) {
  std::mt19937_64 rng(4);
  int readable = 0;
  int two_lines = 0;
  constexpr int kPhotographs = 300;
  for (int i = 0; i < kPhotographs; ++i) {
    const PlatePhotograph photograph = photograph_plate(rng);
    EXPECT_EQ(photograph.luma.type(), CV_8UC1);
    const bool cut = !plate_crop(photograph.luma, photograph.box, photograph.read_as).empty();
    EXPECT_TRUE(cut || photograph.mark.empty());
    for (char symbol : photograph.mark) EXPECT_NE(kMarkSymbols.find(symbol), kMarkSymbols.npos) << symbol;
    readable += photograph.mark.empty() ? 0 : 1;
    two_lines += photograph.read_as == 2 ? 1 : 0;
  }
  EXPECT_GT(readable, kPhotographs * 80 / 100);
  EXPECT_LT(readable, kPhotographs) << "some show nothing to read";
  EXPECT_GT(two_lines, kPhotographs / 8);
}

TEST(PlatePhotograph, shows_no_mark_where_the_box_is_cut_into_the_wrong_rows) {
  std::mt19937_64 rng(9);
  int wrong = 0;
  for (int i = 0; i < 300; ++i) {
    const PlatePhotograph photograph = photograph_plate(rng);
    if (photograph.read_as == photograph.box.lines) continue;
    ++wrong;
    EXPECT_EQ(photograph.mark, "");
  }
  EXPECT_GT(wrong, 5);
}

}  // namespace
}  // namespace nightjar
