#include "tools/nightjar/telemetry_delay.hpp"

#include <gtest/gtest.h>

#include "tests/processing/thermal/swaying_camera.hpp"

namespace nightjar {
namespace {

using std::chrono::milliseconds;

struct Watched {
  std::vector<PipelineRemark> remarks;
  std::optional<FoundDelay> found;
};

/// Of telemetry that is `late_s` later than its feed is set to.
Watched watched(double late_s, milliseconds set, int pictures = 320) {
  const SwayingCamera camera;
  TelemetryDelayOptions options;
  options.lag.ground.level_m = SwayingCamera::kLevel_m;
  options.set = set;
  TelemetryDelay delay(options);
  Watched watched;
  const auto keep = [&](std::optional<PipelineRemark> remark) {
    if (remark) watched.remarks.push_back(*remark);
  };
  for (int i = 0; i < pictures; ++i) {
    Frame frame;
    frame.captured_at = SwayingCamera::time(i);
    frame.telemetry = SwayingCamera::telemetry(i, late_s);
    keep(delay.update(frame, camera.picture(i)));
  }
  keep(delay.finish());
  watched.found = delay.found();
  return watched;
}

TEST(TelemetryDelay, OneThatContradictsTheSiteIsToldOnceWithWhatWouldMendIt) {
  const Watched late = watched(0.5, milliseconds(200));
  ASSERT_TRUE(late.found);
  EXPECT_EQ(late.found->set, milliseconds(200));
  EXPECT_NEAR(static_cast<double>(late.found->found.count()), 700, 60);
  ASSERT_EQ(late.remarks.size(), 1U);
  EXPECT_TRUE(late.remarks[0].concern);
  EXPECT_NE(late.remarks[0].words.find("later than the pictures by their motion"), std::string::npos);
  EXPECT_NE(late.remarks[0].words.find("200 ms set"), std::string::npos);
  EXPECT_NE(late.remarks[0].words.find("telemetry_delay_ms = "), std::string::npos);
}

TEST(TelemetryDelay, OneThatAgreesIsShownAndNotTold) {
  const Watched right = watched(0, milliseconds(350));
  ASSERT_TRUE(right.found);
  EXPECT_NEAR(static_cast<double>(right.found->found.count()), 350, 50);
  EXPECT_TRUE(right.remarks.empty());
}

TEST(TelemetryDelay, ASingleFindingIsNotTold) {
  EXPECT_TRUE(watched(0.5, milliseconds(0), 140).remarks.empty());
}

TEST(TelemetryDelay, IsSaidInWords) {
  const FoundDelay found{milliseconds(0), milliseconds(-420), milliseconds(30), milliseconds(60'000)};
  EXPECT_EQ(words_of(found),
            "telemetry 420 ms earlier than the pictures by their motion (90 % within 30 ms), 0 ms set");
}

}  // namespace
}  // namespace nightjar
