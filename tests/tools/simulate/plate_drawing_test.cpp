#include "tools/simulate/plate_drawing.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

namespace nightjar {
namespace {

constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";  // O and I are 0 and 1

// Ink is 255.
cv::Mat glyph_picture(PlateFace face, char symbol) {
  PlateDesign design;
  design.face = face;
  design.rows = {std::string(1, symbol)};
  design.size_mm = {70, 99};
  design.ground = cv::Scalar::all(0);
  design.ink = cv::Scalar::all(255);
  cv::Mat picture;
  cv::extractChannel(draw_plate(design, 2), picture, 0);
  return picture;
}

TEST(PlateDrawing, every_character_fills_its_cell_of_fifty_by_seventy_nine_millimetres) {
  for (char symbol : kCharacters) {
    cv::Mat ink;
    cv::findNonZero(glyph_picture(PlateFace::charles_wright, symbol) > 127, ink);
    const cv::Rect box = cv::boundingRect(ink);
    EXPECT_NEAR(box.height / 2.0, 79, 1) << symbol;
    EXPECT_NEAR(box.width / 2.0, symbol == '1' ? 14 : 50, symbol == '1' ? 1 : 4) << symbol;
    EXPECT_NEAR(box.y / 2.0, 10, 1) << symbol;
  }
}

TEST(PlateDrawing, no_two_characters_of_a_face_look_alike) {
  for (auto face : {PlateFace::charles_wright, PlateFace::continental, PlateFace::engineered}) {
    for (std::size_t i = 0; i < kCharacters.size(); ++i) {
      const cv::Mat one = glyph_picture(face, kCharacters[i]);
      for (std::size_t k = i + 1; k < kCharacters.size(); ++k) {
        const cv::Mat other = glyph_picture(face, kCharacters[k]);
        const double differing_mm2 = cv::norm(one, other, cv::NORM_L1) / 255 / 4;
        EXPECT_GT(differing_mm2, 70) << kCharacters[i] << " and " << kCharacters[k];
      }
    }
  }
}

TEST(PlateDrawing, zero_and_o_one_and_i_are_one_glyph_each_on_a_british_plate) {
  EXPECT_EQ(
      cv::norm(glyph_picture(PlateFace::charles_wright, '0'), glyph_picture(PlateFace::charles_wright, 'O')),
      0);
  EXPECT_EQ(
      cv::norm(glyph_picture(PlateFace::charles_wright, '1'), glyph_picture(PlateFace::charles_wright, 'I')),
      0);
}

TEST(PlateDrawing, strokes_are_fourteen_millimetres_wide) {
  const cv::Mat ink = glyph_picture(PlateFace::charles_wright, 'H');
  const int above_the_bar = 25 * 2;
  const double across_mm = cv::sum(ink.row(above_the_bar))[0] / 255 / 2;
  EXPECT_NEAR(across_mm, 28, 1.5);
}

TEST(PlateDrawing, has_the_size_of_the_plate_at_every_scale_down_to_a_few_pixels) {
  const PlateDesign design = plain_plate("AB12 CDE");
  for (double px_per_mm : {0.02, 0.04, 0.3, 1.0, 1.35}) {
    const cv::Mat plate = draw_plate(design, px_per_mm);
    EXPECT_EQ(plate.type(), CV_8UC3);
    EXPECT_NEAR(plate.cols, 520 * px_per_mm, 1);
    EXPECT_NEAR(plate.rows, 111 * px_per_mm, 1);
  }
}

TEST(PlateDrawing, keeps_the_share_of_ink_when_it_is_small) {
  const PlateDesign design = plain_plate("AB12 CDE");
  const double large = cv::mean(draw_plate(design, 1.5))[0];
  const double small = cv::mean(draw_plate(design, 0.08))[0];
  EXPECT_NEAR(large, small, 4);
}

TEST(PlateDrawing, a_seed_gives_the_same_plates_again) {
  std::mt19937_64 one(11);
  std::mt19937_64 two(11);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(cv::norm(draw_plate(random_plate(one), 0.3), draw_plate(random_plate(two), 0.3)), 0);
    EXPECT_EQ(random_mark(one), random_mark(two));
  }
}

TEST(PlateDrawing, random_plates_show_their_mark_and_stay_within_the_plate) {
  std::mt19937_64 rng(5);
  for (int i = 0; i < 300; ++i) {
    const std::string mark = random_mark(rng);
    std::string bare = mark;
    std::erase(bare, ' ');
    EXPECT_EQ(mark_of(random_plate(rng, mark, i % 5 == 0)), bare);
    const PlateDesign design = random_plate(rng);
    for (const std::string& row : design.rows) {
      double width_mm = 0;
      for (char symbol : row) width_mm += symbol == ' ' ? 0 : glyph_width_mm(design.face, symbol, design.cut);
      EXPECT_LT(width_mm, design.size_mm.width) << row;
    }
  }
}

}  // namespace
}  // namespace nightjar
