#include "processing/anpr/second_opinion.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "processing/anpr/registration_mark.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

const cv::Rect kPlate(120, 100, 208, 45);

/// A dark car with a plate at kPlate.
cv::Mat car() {
  cv::Mat picture(260, 440, CV_8UC3, cv::Scalar(70, 65, 60));
  cv::Mat plate;
  cv::resize(draw_plate(plain_plate("LR33 TEE"), 1.0), plate, kPlate.size(), 0, 0, cv::INTER_AREA);
  plate.copyTo(picture(kPlate));
  cv::GaussianBlur(picture, picture, {}, 0.6);
  cv::Mat luma;
  cv::cvtColor(picture, luma, cv::COLOR_BGR2GRAY);
  return luma;
}

PlateBox box_around(const cv::Rect2f& part) {
  PlateBox box;
  box.corners = {part.tl(), cv::Point2f(part.x + part.width, part.y), part.br(),
                 cv::Point2f(part.x, part.y + part.height)};
  return box;
}

TEST(SecondOpinion, keeps_a_good_read) {
  PlateReader reader;
  const cv::Mat luma = car();
  const PlateBox box = box_around(kPlate);
  const PlateText first = reader.read(luma, box);
  ASSERT_EQ(first.mark, "LR33TEE");
  const PlateText said = second_opinion(reader, luma, box, first);
  EXPECT_EQ(said.mark, "LR33TEE");
  EXPECT_DOUBLE_EQ(said.confidence, first.confidence) << "confirmed, and no surer for that";
  EXPECT_EQ(said.characters.size(), 7U);
}

TEST(SecondOpinion, doubts_or_completes_what_is_read_from_a_box_that_cuts_a_character_off) {
  PlateReader reader;
  const cv::Mat luma = car();
  cv::Rect2f cut = kPlate;
  cut.width *= 0.8F;  // the last of seven characters lies outside
  const PlateBox box = box_around(cut);
  const PlateText first = reader.read(luma, box);
  ASSERT_NE(first.mark, "LR33TEE");
  const PlateText said = second_opinion(reader, luma, box, first);
  EXPECT_TRUE(said.mark == "LR33TEE" || said.confidence < first.confidence - 0.05)
      << first.mark << " " << first.confidence << ", then " << said.mark << " " << said.confidence;
}

TEST(SecondOpinion, leaves_a_guess_alone) {
  PlateReader reader;
  PlateText guess;
  guess.mark = "LR33T";
  guess.confidence = 0.3;
  EXPECT_EQ(second_opinion(reader, car(), box_around(kPlate), guess).mark, "LR33T");
}

TEST(SecondOpinion, lets_a_fuller_read_correct_an_unsure_one) {
  PlateReader reader;
  const cv::Mat luma = car();
  const PlateBox box = box_around(kPlate);
  PlateText cut = reader.read(luma, box);
  ASSERT_EQ(cut.mark, "LR33TEE");
  cut.mark.pop_back();
  cut.characters.pop_back();
  cut.confidence = 0.6;
  EXPECT_EQ(second_opinion(reader, luma, box, cut).mark, "LR33TEE");
}

TEST(SecondOpinion, says_nothing_of_nothing) {
  PlateReader reader;
  const PlateBox box = box_around({1000, 1000, 100, 20});
  EXPECT_EQ(second_opinion(reader, car(), box, reader.read(car(), box)).mark, "");
}

}  // namespace
}  // namespace nightjar
