#include "processing/thermal/heat_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "tests/processing/thermal/made_flight.hpp"

namespace nightjar {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

/// What a reader said and did over some frames.
struct Heard {
  std::map<std::string, int> outcomes;
  std::vector<std::string> words, concerns;
  cv::Mat heat;  ///< of the last picture that had one

  void take(HeatReader& reader, const Frame& frame) {
    const HeatPicture picture = reader.read(frame);
    ++outcomes[std::string(picture.outcome)];
    for (const HeatRemark& remark : picture.remarks)
      (remark.concern ? concerns : words).push_back(remark.words);
    if (!picture.heat.empty()) heat = picture.heat.clone();
  }
  [[nodiscard]] std::string all() const {
    return std::accumulate(words.begin(), words.end(), std::string(),
                           [](const std::string& a, const std::string& b) { return a + b + "; "; });
  }
};

/// How well heat goes with the levels that it was made from, -1 to 1.
double agreement(const cv::Mat& heat, const cv::Mat& levels) {
  cv::Mat a, b, correlation;
  heat.convertTo(a, CV_32F);
  levels.convertTo(b, CV_32F);
  cv::matchTemplate(a, b, correlation, cv::TM_CCOEFF_NORMED);
  return double{correlation.at<float>(0, 0)};
}

HeatReader told_by_the_site(HeatPalette palette) {
  HeatReaderOptions options;
  options.palette = palette;
  return HeatReader(options);
}

cv::Mat in_colours(const cv::Mat& grey, int map, bool turned_round = false) {
  cv::Mat wide, bgr;
  grey.convertTo(wide, CV_8U, 2.2, -120);
  if (turned_round) cv::bitwise_not(wide, wide);
  cv::applyColorMap(wide, bgr, map);
  return bgr;
}

TEST(HeatReader, tells_white_hot_from_black_hot_by_small_bodies_and_says_so_once) {
  const MadeFlight flight;
  for (const bool black : {false, true}) {
    HeatReader reader;
    Heard heard;
    cv::Mat grey;
    for (int i = 0; i < 60; ++i) {
      grey = flight.picture(i);
      heard.take(reader, MadeFlight::frame(i, black ? cv::Mat(255 - grey) : grey));
    }
    EXPECT_EQ(reader.palette(), black ? HeatPalette::black_hot : HeatPalette::white_hot);
    EXPECT_EQ(reader.grounds(), HeatReader::Grounds::bodies);
    EXPECT_EQ(heard.words.size(), 1U) << heard.all();
    EXPECT_THAT(heard.words.at(0), HasSubstr(black ? "palette black-hot" : "palette white-hot"));
    EXPECT_GT(agreement(heard.heat, grey), 0.9);
    EXPECT_GE(heard.outcomes[black ? "frames black-hot" : "frames white-hot"], 30);
  }
}

TEST(HeatReader, says_aloud_that_nothing_tells_the_palette) {
  const MadeFlight empty(0);
  HeatReader reader;
  Heard heard;
  for (int i = 0; i < 120; ++i) heard.take(reader, MadeFlight::frame(i, empty.picture(i)));
  EXPECT_EQ(heard.outcomes["frames taken as white-hot"], 120);
  ASSERT_EQ(heard.concerns.size(), 1U);
  EXPECT_THAT(heard.concerns[0], HasSubstr("palette unknown: taken as white-hot"));
}

TEST(HeatReader, is_not_turned_round_by_one_cold_puddle) {
  MadeFlight flight(0);
  cv::ellipse(flight.ground, {400, 300}, {14, 11}, 0, 0, 360, cv::Scalar(40), cv::FILLED);
  HeatReader reader;
  Heard heard;
  for (int i = 0; i < 90; ++i) heard.take(reader, MadeFlight::frame(i, flight.picture_at(0, i)));
  EXPECT_EQ(reader.palette(), HeatPalette::white_hot);
}

TEST(HeatReader, knows_the_cold_sky_above_the_horizon) {
  for (const bool black : {false, true}) {
    MadeFlight flight(0);
    HeatReader reader;
    Heard heard;
    for (int i = 0; i < 45; ++i) {
      cv::Mat grey = flight.picture(i);
      grey.rowRange(0, 250) -= 60;
      Frame frame = MadeFlight::frame(i, black ? cv::Mat(255 - grey) : grey);
      frame.telemetry = Telemetry{};
      frame.telemetry->latitude_deg = 51, frame.telemetry->longitude_deg = -1.3;
      frame.telemetry->height_m = 160;
      frame.telemetry->heading_deg = frame.telemetry->pitch_deg = frame.telemetry->roll_deg = 0;
      frame.telemetry->gimbal_yaw_deg = frame.telemetry->gimbal_pitch_deg = frame.telemetry->gimbal_roll_deg =
          0;
      frame.telemetry->hfov_deg = 57;
      heard.take(reader, frame);
    }
    EXPECT_EQ(reader.grounds(), HeatReader::Grounds::sky);
    EXPECT_EQ(reader.palette(), black ? HeatPalette::black_hot : HeatPalette::white_hot);
  }
}

TEST(HeatReader, follows_a_pilot_who_changes_the_palette_without_a_wrong_picture) {
  const MadeFlight flight;
  HeatReader reader;
  Heard heard;
  const auto shown = [](int i, const cv::Mat& grey) {
    if (i < 35) return MadeFlight::frame(i, grey);
    if (i < 60) return MadeFlight::frame(i, 255 - grey);
    if (i < 85) return MadeFlight::colour_frame(i, in_colours(grey, cv::COLORMAP_INFERNO));
    if (i < 110) return MadeFlight::colour_frame(i, in_colours(grey, cv::COLORMAP_JET));
    return MadeFlight::frame(i, 255 - grey);
  };
  for (int i = 0; i < 135; ++i) {
    const cv::Mat grey = flight.picture(i);
    heard.take(reader, shown(i, grey));
    if (i >= 25) {
      EXPECT_GT(agreement(heard.heat, i == 60 || i == 85 || i == 110 ? flight.picture(i - 1) : grey), 0.6)
          << i;
    }
  }
  EXPECT_EQ(heard.outcomes["frames while the palette changed"], 3) << "one each, and none of them searched";
  EXPECT_EQ(reader.palette(), HeatPalette::black_hot);
  EXPECT_EQ(reader.grounds(), HeatReader::Grounds::continuity);
  EXPECT_LE(heard.words.size(), 6U) << heard.all();
}

TEST(HeatReader, takes_what_the_site_file_says_before_what_it_sees) {
  const MadeFlight flight;
  HeatReader reader = told_by_the_site(HeatPalette::black_hot);
  Heard heard;
  for (int i = 0; i < 40; ++i)
    heard.take(reader, MadeFlight::frame(i, i < 20 ? flight.picture(i) : cv::Mat(255 - flight.picture(i))));
  EXPECT_EQ(heard.outcomes["frames black-hot"], 40);
  ASSERT_EQ(heard.concerns.size(), 1U) << "the change is told, not followed";
  EXPECT_THAT(heard.concerns[0], HasSubstr("site file says black-hot"));
}

class ColourMaps : public testing::TestWithParam<int> {};

TEST_P(ColourMaps, become_heat_in_the_right_order) {
  const MadeFlight flight;
  HeatReader reader;
  Heard heard;
  cv::Mat grey;
  for (int i = 0; i < 10; ++i) {
    grey = flight.picture(i);
    heard.take(reader, MadeFlight::colour_frame(i, in_colours(grey, GetParam())));
  }
  EXPECT_GT(agreement(heard.heat, grey), 0.85);
  EXPECT_EQ(reader.grounds(), HeatReader::Grounds::colours);
  const bool rainbow = GetParam() == cv::COLORMAP_JET || GetParam() == cv::COLORMAP_TURBO;
  EXPECT_EQ(reader.palette() == HeatPalette::rainbow, rainbow) << name_of(reader.palette());
  EXPECT_TRUE(heard.concerns.empty());
}

INSTANTIATE_TEST_SUITE_P(OfOpenCv, ColourMaps,
                         testing::Values(cv::COLORMAP_JET, cv::COLORMAP_TURBO, cv::COLORMAP_INFERNO,
                                         cv::COLORMAP_MAGMA, cv::COLORMAP_HOT, cv::COLORMAP_PLASMA,
                                         cv::COLORMAP_VIRIDIS, cv::COLORMAP_PINK));

TEST(HeatReader, takes_the_darker_of_colours_for_the_hotter_where_the_site_says_so) {
  const MadeFlight flight;
  HeatReader reader = told_by_the_site(HeatPalette::dark_hot);
  Heard heard;
  cv::Mat grey;
  for (int i = 0; i < 10; ++i) {
    grey = flight.picture(i);
    heard.take(reader, MadeFlight::colour_frame(i, in_colours(grey, cv::COLORMAP_INFERNO, true)));
  }
  EXPECT_GT(agreement(heard.heat, grey), 0.85);
  EXPECT_EQ(heard.outcomes["frames dark-hot"], 10);
  EXPECT_TRUE(heard.concerns.empty());
}

TEST(HeatReader, leaves_16_bits_as_they_are_without_a_copy) {
  const MadeFlight flight;
  HeatReader reader = told_by_the_site(HeatPalette::black_hot);
  for (int i = 0; i < 10; ++i) {
    const Frame frame = MadeFlight::frame(i, flight.picture(i, CV_16UC1));
    const HeatPicture picture = reader.read(frame);
    EXPECT_EQ(picture.heat.data, frame.luma.data);
    EXPECT_EQ(picture.outcome, "frames radiometric");
  }
}

TEST(HeatReader, leaves_out_the_site_s_screen_zones) {
  const MadeFlight flight(0);
  HeatReaderOptions options;
  options.screen_zones = {{{0, 0}, {1, 0}, {1, 0.1F}, {0, 0.1F}}, {{0.4F, 0.4F}, {0.6F, 0.4F}, {0.6F, 0.6F}}};
  HeatReader reader(options);
  cv::Mat grey = flight.picture(0);
  cv::rectangle(grey, {10, 10, 60, 20}, cv::Scalar(255), cv::FILLED);
  cv::circle(grey, {360, 230}, 12, cv::Scalar(255), cv::FILLED);
  const HeatPicture picture = reader.read(MadeFlight::frame(0, grey));
  EXPECT_NE(picture.zones.at<std::uint8_t>(20, 30), 0);
  EXPECT_LT(picture.heat.at<std::uint8_t>(20, 30), 130);
  EXPECT_LT(picture.heat.at<std::uint8_t>(230, 360), 130);
}

TEST(HeatReader, counts_pictures_that_cannot_be_searched_and_goes_on) {
  const MadeFlight flight;
  HeatReader reader;
  Heard heard;
  heard.take(reader, MadeFlight::frame(0, cv::Mat()));
  heard.take(reader, MadeFlight::frame(1, cv::Mat(0, 0, CV_8UC1)));
  heard.take(reader, MadeFlight::frame(2, cv::Mat(512, 640, CV_8UC3, cv::Scalar::all(9))));
  heard.take(reader, MadeFlight::frame(3, cv::Mat(512, 640, CV_32FC1, cv::Scalar(9))));
  for (int i = 4; i < 7; ++i)
    heard.take(reader, MadeFlight::frame(i, cv::Mat(4320, 7680, CV_8UC1, cv::Scalar(9))));
  heard.take(reader, MadeFlight::frame(7, cv::Mat(1, 1, CV_8UC1, cv::Scalar(9))));
  heard.take(reader, MadeFlight::frame(8, cv::Mat(3, 700, CV_16UC1, cv::Scalar(9))));
  EXPECT_EQ(heard.outcomes["frames empty"], 2);
  EXPECT_EQ(heard.outcomes["frames of no known depth"], 2);
  EXPECT_EQ(heard.outcomes["frames too large"], 3);
  EXPECT_EQ(heard.concerns.size(), 1U) << "said once";
  heard.take(reader, MadeFlight::frame(9, flight.picture(9)));
  EXPECT_EQ(heard.outcomes["frames taken as white-hot"], 2);
}

TEST(HeatReader, lives_through_a_change_of_size_depth_and_colours) {
  HeatReader reader;
  Heard heard;
  MadeFlight flight;
  for (int i = 0; i < 60; ++i) {
    flight.size = (i / 4) % 2 == 0 ? cv::Size(640, 512) : cv::Size(322, 258);
    if ((i / 6) % 2 == 0) {
      heard.take(reader, MadeFlight::frame(i, flight.picture(i, CV_16UC1)));
    } else {
      const cv::Mat bgr = in_colours(flight.picture(i), i % 3 == 0 ? cv::COLORMAP_JET : cv::COLORMAP_HOT);
      heard.take(reader, MadeFlight::colour_frame(i, bgr));
    }
    ASSERT_EQ(heard.heat.size(), flight.size);
  }
  EXPECT_GT(reader.format_changes(), 10U);
}

}  // namespace
}  // namespace nightjar
