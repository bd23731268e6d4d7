#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/alerts/made_rules.hpp"
#include "tests/tools/nightjar/made_hotlist.hpp"
#include "tests/tools/nightjar/made_road.hpp"
#include "tools/nightjar/anpr_pipeline.hpp"
#include "tools/nightjar/thermal_pipeline.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

CaptureTime at(std::chrono::milliseconds after_start) {
  return CaptureTime{} + 1'790'000'000s + after_start;
}

/// Every fifth of a second a frame.
Frame road(int i, const std::string& mark) {
  const cv::Mat picture = road_picture(i, mark);
  Frame frame;
  frame.feed = "road";
  frame.sequence = static_cast<std::uint64_t>(i);
  frame.captured_at = at(200ms * i);
  cv::cvtColor(picture, frame.luma, cv::COLOR_BGR2GRAY);
  frame.colour_planes = ColourPlanes::bgr;
  frame.colour = {picture};
  return frame;
}

TEST(AnprPipeline, hands_a_listed_vehicle_on_once_and_books_every_pass_under_one_outcome) {
  AnprPipelineOptions options;
  options.alerts.feed = "road";
  AnprPipeline pipeline(options, made_hotlist("LR33TEE", "Hare coursing"));
  std::vector<AlertParcel> parcels;
  const auto keep = [&](PipelineYield yield) {
    std::move(yield.parcels.begin(), yield.parcels.end(), std::back_inserter(parcels));
  };
  for (int i = 0; i < 10; ++i) keep(pipeline.process(road(i, "LR33 TEE")));
  keep(pipeline.finish());
  const auto raised = std::count_if(parcels.begin(), parcels.end(), [](const AlertParcel& parcel) {
    return parcel.event.event == AlertHappening::raised;
  });
  EXPECT_EQ(raised, 1);
  ASSERT_FALSE(parcels.empty());
  EXPECT_EQ(parcels.front().event.vehicle->mark, "LR33TEE");
  EXPECT_FALSE(parcels.front().wire_picture.empty());
  EXPECT_EQ(parcels.front().event.evidence.size(), 2U) << "the plate and the whole view";

  auto outcomes = pipeline.tally().outcomes;
  EXPECT_EQ(outcomes["passes open"], 0U);
  EXPECT_GE(outcomes["passes begun"], 1U);
  EXPECT_EQ(outcomes["passes begun"], outcomes["passes read"] + outcomes["passes unsure"] +
                                          outcomes["passes unread"] + outcomes["passes parked"] +
                                          outcomes["passes ignored"]);
}

TEST(AnprPipeline, says_nothing_of_a_vehicle_that_is_on_no_list) {
  AnprPipeline pipeline({}, made_hotlist("AB12CDE", "Hare coursing"));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(pipeline.process(road(i, "LR33 TEE")).parcels.empty());
  const PipelineYield end = pipeline.finish();
  EXPECT_TRUE(end.parcels.empty());
  ASSERT_FALSE(end.passes.empty()) << "the pass itself is told";
  const auto picture = end.plate_pictures.find(end.passes.front().pass);
  ASSERT_NE(picture, end.plate_pictures.end()) << "for a list that comes later";
  EXPECT_LE(picture->second.size(), 4096U);
  EXPECT_TRUE(picture->second.starts_with("\xFF\xD8"));
}

Frame field(int i, bool warm) {
  cv::Mat levels(512, 640, CV_16UC1);
  cv::RNG noise(static_cast<std::uint64_t>(i) + 1);
  noise.fill(levels, cv::RNG::NORMAL, 8000, 12);
  if (warm) cv::ellipse(levels, {320, 250}, {6, 11}, 20, 0, 360, cv::Scalar(8600), cv::FILLED);
  cv::GaussianBlur(levels, levels, {5, 5}, 1);
  Frame frame;
  frame.feed = "drone";
  frame.sequence = static_cast<std::uint64_t>(i);
  frame.captured_at = at(200ms * i);
  frame.luma = levels;
  return frame;
}

TEST(ThermalPipeline, raises_a_contact_without_a_place_where_the_feed_has_no_telemetry) {
  ThermalPipelineOptions options;
  options.alerts.feed = "drone";
  options.alerts.rules = rules_of({every_contact("open")});
  ThermalPipeline pipeline(options);
  std::vector<AlertParcel> parcels;
  for (int i = 0; i < 20; ++i)
    for (AlertParcel& parcel : pipeline.process(field(i, true)).parcels) parcels.push_back(std::move(parcel));
  ASSERT_FALSE(parcels.empty());
  const AlertEvent& contact = parcels.front().event;
  EXPECT_EQ(contact.kind, AlertKind::heat_contact);
  EXPECT_EQ(contact.event, AlertHappening::raised);
  EXPECT_FALSE(contact.place && contact.place->latitude_deg) << "a position that nobody measured";
  EXPECT_EQ(contact.evidence.size(), 2U);
  EXPECT_EQ(pipeline.finish().tracks.size(), 1U);
  EXPECT_EQ(pipeline.tally().outcomes["tracks confirmed"], 1U);
}

TEST(ThermalPipeline, books_a_contact_that_no_rule_wants_under_one_outcome_and_says_that_nobody_was_told) {
  ThermalPipelineOptions options;
  options.alerts.feed = "drone";
  options.alerts.rules = rules_of({});
  ThermalPipeline pipeline(options);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(pipeline.process(field(i, true)).parcels.empty());
  const std::size_t tracks = pipeline.finish().tracks.size();
  ASSERT_GT(tracks, 0U);
  std::uint64_t booked = 0;
  auto outcomes = pipeline.tally().outcomes;
  for (const auto& [outcome, count] : outcomes) booked += outcome.rfind("tracks ", 0) == 0 ? count : 0;
  EXPECT_EQ(booked, tracks)
      << "what begins so is an outcome of a track, and score holds it against the records";
  EXPECT_EQ(outcomes["contacts outside the rules"], 1U);
}

TEST(ThermalPipeline, rides_out_a_freeze_and_pictures_that_cannot_be_searched_and_counts_them) {
  ThermalPipelineOptions options;
  options.alerts.feed = "drone";
  options.alerts.rules = rules_of({every_contact("open")});
  ThermalPipeline pipeline(options);
  std::size_t raised = 0;
  const auto take = [&](Frame frame, int i) {
    frame.sequence = static_cast<std::uint64_t>(i);
    frame.captured_at = at(200ms * i);
    for (const AlertParcel& parcel : pipeline.process(frame).parcels)
      raised += parcel.event.event == AlertHappening::raised ? 1 : 0;
  };
  for (int i = 0; i < 20; ++i) take(field(i, true), i);
  EXPECT_EQ(raised, 1U);
  for (int i = 20; i < 26; ++i) take(field(19, true), i);
  Frame empty = field(26, true);
  empty.luma = cv::Mat();
  take(empty, 26);
  Frame huge = field(27, true);
  huge.luma = cv::Mat(4320, 7680, CV_8UC1, cv::Scalar(7));
  take(huge, 27);
  for (int i = 28; i < 34; ++i) take(field(i, true), i);
  EXPECT_EQ(raised, 1U) << "the same contact";
  EXPECT_EQ(pipeline.finish().tracks.size(), 1U);
  auto outcomes = pipeline.tally().outcomes;
  EXPECT_EQ(outcomes["frames frozen"], 6U);
  EXPECT_EQ(outcomes["frames empty"], 1U);
  EXPECT_EQ(outcomes["frames too large"], 1U);
  EXPECT_EQ(outcomes["frames radiometric"], 26U);
}

TEST(ThermalPipeline, passes_over_pictures_that_come_too_soon_to_show_anything_new_and_counts_them) {
  ThermalPipelineOptions options;
  options.alerts.feed = "drone";
  options.alerts.rules = rules_of({every_contact("open")});
  ThermalPipeline pipeline(options);
  std::size_t raised = 0;
  for (int i = 0; i < 120; ++i) {
    Frame frame = field(i, true);
    frame.captured_at = at(33ms * i);
    for (const AlertParcel& parcel : pipeline.process(frame).parcels)
      raised += parcel.event.event == AlertHappening::raised ? 1 : 0;
  }
  EXPECT_EQ(raised, 1U);
  auto outcomes = pipeline.tally().outcomes;
  EXPECT_EQ(outcomes["frames radiometric"], 60U);
  EXPECT_EQ(outcomes["frames between searches"], 60U);
}

TEST(ThermalPipeline, searches_on_where_the_clock_of_a_feed_goes_back) {
  ThermalPipeline pipeline({});
  for (const int i : {5, 6, 2, 3}) static_cast<void>(pipeline.process(field(i, true)));
  EXPECT_EQ(pipeline.tally().outcomes["frames radiometric"], 4U);
}

TEST(ThermalPipeline, says_what_it_cannot_tell_to_the_room) {
  ThermalPipeline pipeline({});
  std::vector<PipelineRemark> remarks;
  for (int i = 0; i < 40; ++i) {
    Frame frame = field(i, false);
    frame.luma.convertTo(frame.luma, CV_8U, 1.0 / 80);
    for (PipelineRemark& remark : pipeline.process(frame).remarks) remarks.push_back(std::move(remark));
  }
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_TRUE(remarks[0].concern);
  EXPECT_THAT(remarks[0].words, testing::HasSubstr("taken as white-hot"));
}

TEST(ThermalPipeline, is_quiet_over_a_field_where_nothing_is_warm) {
  ThermalPipeline pipeline({});
  for (int i = 0; i < 30; ++i) EXPECT_TRUE(pipeline.process(field(i, false)).parcels.empty());
  EXPECT_TRUE(pipeline.finish().parcels.empty());
}

}  // namespace
}  // namespace nightjar
