#include "processing/anpr/closer_look.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "processing/anpr/registration_mark.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

const cv::Rect kPlate(120, 100, 208, 45);

/// A dark car with a plate at kPlate, seen through a blur of so many pixels.
cv::Mat car(double blur_px = 0.6) {
  cv::Mat picture(260, 440, CV_8UC3, cv::Scalar(70, 65, 60));
  cv::Mat plate;
  cv::resize(draw_plate(plain_plate("LR33 TEE"), 1.0), plate, kPlate.size(), 0, 0, cv::INTER_AREA);
  plate.copyTo(picture(kPlate));
  cv::GaussianBlur(picture, picture, {}, blur_px);
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

TEST(CloserLook, keeps_a_sure_read) {
  PlateReader reader;
  const cv::Mat luma = car();
  const PlateBox box = box_around(kPlate);
  const PlateText first = reader.read(luma, box);
  ASSERT_EQ(first.mark, "LR33TEE");
  const PlateText said = closer_look(reader, luma, box, first);
  EXPECT_EQ(said.mark, "LR33TEE");
  EXPECT_DOUBLE_EQ(said.confidence, first.confidence);
  EXPECT_EQ(said.characters.size(), 7U);
}

TEST(CloserLook, leaves_a_guess_alone) {
  PlateReader reader;
  PlateText guess;
  guess.mark = "LR33T";
  guess.confidence = 0.3;
  const PlateText said = closer_look(reader, car(), box_around(kPlate), guess);
  EXPECT_EQ(said.mark, "LR33T");
  EXPECT_DOUBLE_EQ(said.confidence, 0.3);
}

TEST(CloserLook, completes_what_goes_on_beside_the_box) {
  PlateReader reader;
  const cv::Mat luma = car();
  const PlateText whole = reader.read(luma, box_around(kPlate));
  ASSERT_EQ(whole.mark, "LR33TEE");
  PlateText cut = whole;
  cut.mark.pop_back();
  cut.characters.pop_back();
  cut.confidence = 0.6;
  cv::Rect2f part = kPlate;
  part.width *= 0.86F;  // the last of seven characters lies outside
  const PlateText said = closer_look(reader, luma, box_around(part), cut);
  EXPECT_EQ(said.mark, "LR33TEE");
}

TEST(CloserLook, looks_more_often_at_what_stays_unsure) {
  PlateReader reader;
  const PlateBox box = box_around(kPlate);
  int unsure = 0, looked_again = 0;
  for (double blur_px = 2; blur_px < 7; blur_px += 0.25) {
    const cv::Mat luma = car(blur_px);
    const PlateText first = reader.read(luma, box);
    if (first.confidence < 0.5 || first.confidence >= 0.85) continue;
    ++unsure;
    const PlateText said = closer_look(reader, luma, box, first);
    looked_again += said.confidence != first.confidence ? 1 : 0;
    EXPECT_TRUE(said.mark == "LR33TEE" || said.confidence < 0.9) << blur_px << ": " << said.mark;
  }
  ASSERT_GT(unsure, 0) << "no blur makes the reader unsure: choose others";
  EXPECT_EQ(looked_again, unsure);
}

TEST(CloserLook, says_nothing_of_nothing) {
  PlateReader reader;
  const PlateBox box = box_around({1000, 1000, 100, 20});
  EXPECT_EQ(closer_look(reader, car(), box, reader.read(car(), box)).mark, "");
}

}  // namespace
}  // namespace nightjar
