#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/tools/nightjar/made_hotlist.hpp"
#include "tools/nightjar/anpr_pipeline.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

/// Ten pictures a second of a lane's verge: a car parked there, and a van every four seconds that hides it.
Frame verge(int i) {
  cv::Mat picture(720, 1280, CV_8UC3, cv::Scalar(70, 75, 70));
  cv::rectangle(picture, {150, 250}, {520, 560}, cv::Scalar(120, 60, 40), cv::FILLED);
  const cv::Mat plate = draw_plate(plain_plate("LR33 TEE", true), 0.3);
  plate.copyTo(picture(cv::Rect(260, 470, plate.cols, plate.rows)));
  const int van_x = -600 + 130 * (i % 40 - 20);
  if (i % 40 >= 20)
    cv::rectangle(picture, {van_x, 150}, {van_x + 600, 650}, cv::Scalar(150, 150, 155), cv::FILLED);
  cv::GaussianBlur(picture, picture, {3, 3}, 0.8);
  Frame frame;
  frame.feed = "verge";
  frame.sequence = static_cast<std::uint64_t>(i);
  frame.captured_at = CaptureTime{} + 1'790'000'000s + 100ms * i;
  cv::cvtColor(picture, frame.luma, cv::COLOR_BGR2GRAY);
  frame.colour_planes = ColourPlanes::bgr;
  frame.colour = {picture};
  return frame;
}

struct Watched {
  std::vector<PlateRead> passes;
  int raised = 0;
  PipelineTally tally;
};

Watched watched(AnprPipelineOptions options, int frames) {
  options.alerts.feed = "verge";
  AnprPipeline pipeline(options, made_hotlist("LR33TEE", "Hare coursing"));
  Watched watched;
  const auto keep = [&](const PipelineYield& yield) {
    watched.passes.insert(watched.passes.end(), yield.passes.begin(), yield.passes.end());
    for (const AlertParcel& parcel : yield.parcels)
      watched.raised += parcel.event.event == AlertHappening::raised ? 1 : 0;
  };
  for (int i = 0; i < frames; ++i) keep(pipeline.process(verge(i)));
  keep(pipeline.finish());
  watched.tally = pipeline.tally();
  return watched;
}

TEST(ParkedPlate, is_one_pass_and_one_alert_however_many_vans_hide_it) {
  const Watched seen = watched({}, 130);
  EXPECT_EQ(seen.raised, 1);
  int of_the_car = 0;
  for (const PlateRead& pass : seen.passes) {
    if (pass.text.mark != "LR33TEE") continue;
    ++of_the_car;
    EXPECT_EQ(pass.outcome, PassOutcome::parked);
    EXPECT_LE(pass.frames_read, 40U) << "it stands: there is nothing new to read";
  }
  EXPECT_EQ(of_the_car, 1);
}

TEST(ParkedPlate, in_an_ignore_zone_is_neither_read_nor_told) {
  AnprPipelineOptions options;
  options.passes.ignore_zones = {{{0.1F, 0.3F}, {0.45F, 0.3F}, {0.45F, 0.8F}, {0.1F, 0.8F}}};
  const Watched seen = watched(options, 30);
  EXPECT_EQ(seen.raised, 0);
  for (const PlateRead& pass : seen.passes) EXPECT_NE(pass.text.mark, "LR33TEE");
  EXPECT_GE(seen.tally.outcomes.at("passes ignored"), 1U) << "but it is counted";
}

}  // namespace
}  // namespace nightjar
