#include "processing/thermal/fixed_pattern.hpp"

#include <gtest/gtest.h>

#include "processing/thermal/heat_detector.hpp"
#include "processing/thermal/heat_reader.hpp"
#include "tests/processing/thermal/made_flight.hpp"

namespace nightjar {
namespace {

void write_on(cv::Mat& picture, int i) {
  const auto text = [&](const std::string& words, cv::Point at) {
    cv::putText(picture, words, at + cv::Point(1, 1), cv::FONT_HERSHEY_PLAIN, 1, cv::Scalar(0), 2);
    cv::putText(picture, words, at, cv::FONT_HERSHEY_PLAIN, 1, cv::Scalar(255), 1);
  };
  text("20:14:" + std::to_string(10 + i / 15), {12, 60});
  text("ALT 61m HDG 184", {300, 420});
  cv::line(picture, {306, 256}, {334, 256}, cv::Scalar(255));
  cv::line(picture, {320, 242}, {320, 270}, cv::Scalar(255));
}

/// For what stands out as far as text does, and not for the ground.
HeatDetector text_detector() {
  HeatDetectorOptions options;
  options.eight_bit_noise = 1;
  return HeatDetector(options);
}

/// Spots of the reader's heat near a place, over the last pictures of a flight.
int spots_near(HeatReader& reader, const Frame& frame, cv::Point2d place, double within) {
  HeatDetector detector = text_detector();
  const HeatPicture picture = reader.read(frame);
  int near = 0;
  for (const HeatSpot& spot : detector.detect(picture.heat))
    near +=
        std::hypot(double{spot.centre_px.x} - place.x, double{spot.centre_px.y} - place.y) < within ? 1 : 0;
  return near;
}

TEST(FixedPattern, leaves_out_text_and_a_cross_once_the_scene_has_moved) {
  const MadeFlight flight(0);
  HeatReader reader;
  HeatDetector detector = text_detector();
  std::size_t at_first = 0, at_last = 0;
  for (int i = 0; i < 80; ++i) {
    cv::Mat picture = flight.picture(i);
    write_on(picture, i);
    const auto spots = detector.detect(reader.read(MadeFlight::frame(i, picture)).heat);
    if (i == 0) at_first = spots.size();
    if (i >= 60) at_last += spots.size();
  }
  EXPECT_GT(at_first, 10U) << "the test has text that counts";
  EXPECT_LE(at_last, 10U) << "in 20 pictures";
  EXPECT_GT(reader.fixed_pattern().text_px(), 500);
}

TEST(FixedPattern, knows_text_as_soon_as_the_scene_has_moved_once) {
  const MadeFlight flight(0);
  HeatReader reader;
  HeatDetector detector = text_detector();
  for (int i = 0; i < 20; ++i) {
    cv::Mat picture = flight.picture(i);
    write_on(picture, i);
    const auto spots = detector.detect(reader.read(MadeFlight::frame(i, picture)).heat);
    if (i * std::hypot(flight.step_px.x, flight.step_px.y) < 12) {
      EXPECT_GT(spots.size(), 10U) << i << ": the test has text that counts";
    } else if (i >= 5) {  // as far as the shift of a picture is known
      EXPECT_LE(spots.size(), 1U) << i;
    }
  }
}

TEST(FixedPattern, says_nothing_of_text_while_the_drone_stands_still) {
  const MadeFlight flight(0);
  HeatReader reader;
  for (int i = 0; i < 60; ++i) {
    cv::Mat picture = flight.picture_at(0, i);
    write_on(picture, i);
    (void)reader.read(MadeFlight::frame(i, picture));
  }
  EXPECT_EQ(reader.fixed_pattern().text_px(), 0);
}

TEST(FixedPattern, leaves_out_coloured_symbols_at_once_though_the_drone_stands_still) {
  const MadeFlight flight(0);
  HeatReader reader;
  HeatDetector detector = text_detector();
  std::size_t spots = 0;
  for (int i = 0; i < 5; ++i) {
    cv::Mat bgr;
    cv::cvtColor(flight.picture_at(0, i), bgr, cv::COLOR_GRAY2BGR);
    cv::putText(bgr, "REC 00:12", {50, 60}, cv::FONT_HERSHEY_PLAIN, 1.3, cv::Scalar(0, 255, 0), 2);
    spots += detector.detect(reader.read(MadeFlight::colour_frame(i, bgr)).heat).size();
  }
  EXPECT_EQ(spots, 0U);
}

TEST(FixedPattern, replaces_stuck_pixels_hot_and_cold_in_16_bits) {
  MadeFlight flight(0);
  HeatReader reader;
  const std::vector<cv::Point> stuck = {{100, 200}, {300, 100}, {500, 400}};
  cv::Mat heat;
  for (int i = 0; i < 140; ++i) {
    cv::Mat picture = flight.picture(i, CV_16UC1);
    picture.at<std::uint16_t>(stuck[0]) = 4000;
    picture.at<std::uint16_t>(stuck[1]) = 3;
    picture(cv::Rect(stuck[2], cv::Size(3, 3))).setTo(2500);
    heat = reader.read(MadeFlight::frame(i, picture)).heat.clone();
  }
  EXPECT_EQ(reader.fixed_pattern().bad_pixels(), 3);
  for (const cv::Point& at : stuck) EXPECT_NEAR(heat.at<std::uint16_t>(at), 900, 150);
  EXPECT_NEAR(heat.at<std::uint16_t>(stuck[2] + cv::Point(1, 1)), 900, 150);
}

TEST(FixedPattern, never_eats_somebody_who_lies_still_under_a_drone_that_stands_still) {
  for (const int type : {CV_8UC1, CV_16UC1}) {
    MadeFlight flight(0);
    cv::ellipse(flight.ground, {360, 290}, {3, 6}, 0, 0, 360, cv::Scalar(250), cv::FILLED);
    cv::GaussianBlur(flight.ground, flight.ground, {}, 0.8);
    HeatReader reader;
    for (int i = 0; i < 200; ++i) {
      const int near = spots_near(reader, MadeFlight::frame(i, flight.picture_at(0, i, type)), {320, 260}, 4);
      if (i > 170) {
        EXPECT_EQ(near, 1) << i;
      }
    }
    EXPECT_TRUE(reader.fixed_pattern().mask().empty());
  }
}

TEST(FixedPattern, never_eats_somebody_whom_a_flying_drone_keeps_in_its_cross) {
  const MadeFlight flight(0);
  HeatReader reader;
  int seen = 0;
  for (int i = 0; i < 200; ++i) {
    cv::Mat picture = flight.picture(i);
    cv::Mat body = cv::Mat::zeros(picture.size(), CV_8UC1);
    cv::ellipse(body, {320, 256}, {5, 9}, i, 0, 360, cv::Scalar(200), cv::FILLED);  // clipped to white
    cv::GaussianBlur(body, body, {}, 0.8);
    picture += body;
    const int near = spots_near(reader, MadeFlight::frame(i, picture), {320, 256}, 5);
    if (i >= 150) seen += near;
  }
  EXPECT_GE(seen, 49) << "of 50";
}

}  // namespace
}  // namespace nightjar
