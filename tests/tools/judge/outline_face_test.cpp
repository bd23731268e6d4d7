#include "tools/judge/outline_face.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "tools/judge/outlined_plate.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

cv::Mat filled(const OutlineGlyph& glyph) {
  cv::Mat picture(360, 240, CV_8UC1, cv::Scalar(0));
  for (const auto& shape : glyph.shapes) {
    std::vector<std::vector<cv::Point>> rings;
    for (const auto& ring : shape) {
      auto& pixels = rings.emplace_back();
      for (const cv::Point2d& point : ring)
        pixels.emplace_back(cvRound(point.x * 4 + 10), cvRound(point.y * 4 + 10));
    }
    cv::Mat own = cv::Mat::zeros(picture.size(), CV_8UC1);
    cv::fillPoly(own, rings, cv::Scalar(255));
    picture |= own;
  }
  return picture;
}

double overlap(const cv::Mat& a, const cv::Mat& b) {
  return static_cast<double>(cv::countNonZero(a & b)) / cv::countNonZero(a | b);
}

TEST(OutlineFace, has_every_character_of_a_plate_within_its_legal_cell) {
  for (char symbol : kCharacters) {
    const OutlineGlyph glyph = outline_glyph(OutlineFace::mandatory, symbol);
    ASSERT_FALSE(glyph.shapes.empty()) << symbol;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const auto& ring : glyph.shapes.front()) {
      for (const cv::Point2d& point : ring) {
        low = std::min(low, point.y);
        high = std::max(high, point.y);
        EXPECT_GE(point.x, -0.01) << symbol;
        EXPECT_LE(point.x, glyph.width_mm + 0.01) << symbol;
      }
    }
    EXPECT_NEAR(low, 0, 0.01) << symbol;
    EXPECT_NEAR(high, 79, 0.01) << symbol;
    EXPECT_LE(glyph.width_mm, 50) << symbol;
  }
  EXPECT_EQ(outline_glyph(OutlineFace::mandatory, '1').width_mm, 14);
  EXPECT_TRUE(outline_glyph(OutlineFace::mandatory, '-').shapes.empty());
}

TEST(OutlineFace, draws_no_two_characters_alike_but_0_and_O_and_1_and_I) {
  for (OutlineFace face : {OutlineFace::mandatory, OutlineFace::continental}) {
    for (std::size_t i = 0; i < kCharacters.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const char a = kCharacters[j];
        const char b = kCharacters[i];
        if ((a == '0' && b == 'O') || (a == '1' && b == 'I')) continue;
        EXPECT_LT(overlap(filled(outline_glyph(face, a)), filled(outline_glyph(face, b))), 0.95) << a << b;
      }
    }
  }
}

TEST(OutlinedPlate, shows_the_ink_of_a_bar_where_the_law_puts_it) {
  OutlinedPlate plate;
  plate.rows = {"1"};
  plate.size_mm = {100, 111};
  const cv::Mat surface = plate_surface(plate, 2);
  ASSERT_EQ(surface.size(), cv::Size(200, 222));
  EXPECT_NEAR(surface.at<Reflectance>(111, 100)[1], plate.ink[1], 1e-3) << "the middle of the bar";
  EXPECT_NEAR(surface.at<Reflectance>(111, 82)[1], plate.paper[1], 1e-3) << "9 mm left of its middle";
  EXPECT_NEAR(surface.at<Reflectance>(26, 100)[1], plate.paper[1], 1e-3) << "3 mm above it";
  EXPECT_NEAR(surface.at<Reflectance>(36, 100)[1], plate.ink[1], 1e-3) << "2 mm below its top";
}

}  // namespace
}  // namespace nightjar
