#include "processing/anpr/plate_reader.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "processing/anpr/registration_mark.hpp"
#include "tests/processing/anpr/drawn_picture.hpp"

namespace nightjar {
namespace {

PlateDesign motorcycle_plate() {
  PlateDesign design;
  design.rows = {"LK19", "RZM"};
  design.size_mm = {229, 178};
  design.cut.height_mm = 64;
  design.cut.width_mm = 44;
  design.cut.stroke_mm = 10;
  design.gap_mm = 10;
  design.row_gap_mm = 13;
  design.ground = {20, 190, 245};
  return design;
}

PlateDesign slovak_plate() {
  PlateDesign design;
  design.rows = {"RK 755AJ"};
  design.face = PlateFace::continental;
  design.cut.height_mm = 75;
  design.cut.width_mm = 45;
  design.cut.stroke_mm = 10;
  design.gap_mm = 10;
  design.group_gap_mm = 40;
  design.band.emplace().text = "SK";
  design.seal = PlateSeal::hyphen;
  design.border = true;
  return design;
}

std::vector<PlateDesign> plates_of_every_style() {
  std::vector<PlateDesign> plates = {plain_plate("RN52 KVS"), plain_plate("YF19 BXD", true),
                                     plain_plate("G863 SCB"), plain_plate("WOR 516K", true)};
  plates.push_back(plain_plate("BD51 SMR", true));
  plates.back().band.emplace();
  plates.back().maker = "Garage 01962 8400";
  plates.push_back(plain_plate("EY58 HTU"));
  plates.back().relief = CharacterRelief::shadow;
  plates.push_back(plain_plate("KP66 LVN"));
  plates.back().border = true;
  plates.back().screws_mm = {{30, 55}, {490, 55}};
  plates.push_back(plain_plate("HJD 781W"));
  plates.back().ground = {25, 25, 25};
  plates.back().ink = {215, 215, 215};
  plates.push_back(plain_plate("FT68KEV"));  // no gap, as the law forbids
  PlateDesign square;
  square.rows = {"NF08", "CTR"};
  square.size_mm = {285, 203};
  plates.push_back(square);
  plates.push_back(motorcycle_plate());
  plates.push_back(slovak_plate());
  return plates;
}

TEST(PlateReader, reads_a_clean_plate_of_every_style_at_every_size) {
  PlateReader reader;
  for (const PlateDesign& design : plates_of_every_style()) {
    for (double px_per_mm : {0.3, 0.5, 1.2}) {
      const DrawnPicture picture = drawn_picture(design, px_per_mm);
      EXPECT_EQ(folded_mark(reader.read(picture.luma, picture.box).mark), folded_mark(mark_of(design)))
          << "at " << px_per_mm << " px/mm";
    }
  }
}

TEST(PlateReader, is_right_or_says_that_it_is_unsure_of_a_small_clean_plate) {
  PlateReader reader;
  int right = 0, all = 0;
  for (const PlateDesign& design : plates_of_every_style()) {
    for (double px_per_mm : {0.15, 0.2, 0.25}) {
      const DrawnPicture picture = drawn_picture(design, px_per_mm);
      const PlateText text = reader.read(picture.luma, picture.box);
      const bool exact = folded_mark(text.mark) == folded_mark(mark_of(design));
      EXPECT_TRUE(exact || text.confidence < 0.9)
          << mark_of(design) << " at " << px_per_mm << " px/mm: " << text.mark << " " << text.confidence;
      right += exact ? 1 : 0;
      ++all;
    }
  }
  EXPECT_GE(right, all * 9 / 10) << "of " << all;
}

TEST(PlateReader, tells_two_lines_by_the_shape_where_the_detector_did_not) {
  PlateReader reader;
  DrawnPicture picture = drawn_picture(motorcycle_plate(), 0.6);
  picture.box.lines = 1;
  EXPECT_EQ(reader.read(picture.luma, picture.box).mark, "LK19RZM");
}

TEST(PlateReader, gives_candidates_best_first_with_probabilities_of_at_most_one_in_all) {
  PlateReader reader;
  std::mt19937_64 rng(7);
  for (int i = 0; i < 20; ++i) {
    const DrawnPicture picture = drawn_picture(random_plate(rng), 0.13);  // small: doubtful
    const PlateText text = reader.read(picture.luma, picture.box);
    if (text.mark.empty()) continue;
    ASSERT_FALSE(text.candidates.empty());
    EXPECT_EQ(text.candidates.front().mark, text.mark);
    EXPECT_EQ(text.candidates.front().probability, text.confidence);
    double sum = 0;
    for (std::size_t k = 0; k < text.candidates.size(); ++k) {
      sum += text.candidates[k].probability;
      EXPECT_GE(text.candidates[k].probability, 0);
      EXPECT_LE(text.candidates[k].probability, text.candidates[k == 0 ? 0 : k - 1].probability);
    }
    EXPECT_LE(sum, 1 + 1e-9);
    EXPECT_LE(text.candidates.size(), PlateReaderOptions().candidates);
  }
}

TEST(PlateReader, says_for_each_character_how_likely_each_symbol_is) {
  PlateReader reader;
  const DrawnPicture picture = drawn_picture(plain_plate("LO51 BTK"), 0.6);
  const PlateText text = reader.read(picture.luma, picture.box);
  ASSERT_EQ(text.mark, "LO51BTK");
  ASSERT_EQ(text.characters.size(), text.mark.size());
  const std::string folded = folded_mark(text.mark);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto& symbol = text.characters[i].symbol;
    EXPECT_GT(symbol[kMarkSymbols.find(folded[i])], 0.5F) << folded[i];
    EXPECT_LE(std::accumulate(symbol.begin(), symbol.end(), 0.0F), 1.0001F);
    EXPECT_EQ(symbol[kMarkSymbols.find('O')], 0) << "stands under 0";
    EXPECT_EQ(symbol[kMarkSymbols.find('I')], 0) << "stands under 1";
  }
}

TEST(PlateReader, is_surer_of_a_sharp_plate_than_of_a_blurred_one) {
  PlateReader reader;
  DrawnPicture picture = drawn_picture(plain_plate("KM18 GSB"), 0.5);
  const double sharp = reader.read(picture.luma, picture.box).confidence;
  cv::GaussianBlur(picture.luma, picture.luma, {}, 7);
  EXPECT_GT(sharp, 0.8);
  EXPECT_LT(reader.read(picture.luma, picture.box).confidence, 0.6 * sharp);
}

TEST(PlateReader, reads_marks_that_fit_no_british_form_whatever_the_prior_weighs) {
  PlateReaderOptions options;
  options.syntax_weight = 2;
  PlateReader reader(options);
  const DrawnPicture picture = drawn_picture(slovak_plate(), 0.6);
  EXPECT_EQ(reader.read(picture.luma, picture.box).mark, "RK755AJ");
}

TEST(PlateReader, reads_sixteen_bits_as_it_reads_eight) {
  PlateReader reader;
  const DrawnPicture picture = drawn_picture(plain_plate("RN52 KVS"), 0.5);
  cv::Mat deep;
  picture.luma.convertTo(deep, CV_16U, 16);
  EXPECT_EQ(reader.read(deep, picture.box).mark, reader.read(picture.luma, picture.box).mark);
}

TEST(PlateReader, gives_no_text_for_a_flat_wall_or_a_box_that_is_none) {
  PlateReader reader;
  const cv::Mat wall(100, 300, CV_8UC1, cv::Scalar(128));
  PlateBox box;
  EXPECT_TRUE(reader.read(wall, box).mark.empty()) << "no area";
  box.corners = {cv::Point2f(10, 10), cv::Point2f(250, 10), cv::Point2f(250, 60), cv::Point2f(10, 60)};
  EXPECT_TRUE(reader.read({}, box).mark.empty()) << "no picture";
  const PlateText text = reader.read(wall, box);
  EXPECT_TRUE(text.mark.empty() || text.confidence < 0.3) << text.mark << " " << text.confidence;
  box.corners[1].x = std::numeric_limits<float>::quiet_NaN();
  const PlateText nothing = reader.read(wall, box);
  EXPECT_TRUE(nothing.mark.empty());
  EXPECT_TRUE(nothing.candidates.empty());
  EXPECT_EQ(nothing.confidence, 0);
}

TEST(PlateReader, reads_the_same_twice) {
  PlateReader reader;
  std::mt19937_64 rng(3);
  const DrawnPicture picture = drawn_picture(random_plate(rng), 0.2);
  const PlateText once = reader.read(picture.luma, picture.box);
  const PlateText again = PlateReader().read(picture.luma, picture.box);
  EXPECT_EQ(once.mark, again.mark);
  EXPECT_EQ(once.confidence, again.confidence);
}

}  // namespace
}  // namespace nightjar
