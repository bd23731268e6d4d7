#include "processing/thermal/telemetry_lag.hpp"

#include <gtest/gtest.h>

#include "tests/processing/thermal/swaying_camera.hpp"

namespace nightjar {
namespace {

TelemetryLagOptions over_the_field() {
  TelemetryLagOptions options;
  options.ground.level_m = SwayingCamera::kLevel_m;
  return options;
}

TEST(TelemetryLag, IsFoundByWhatThePicturesShow) {
  const SwayingCamera camera;
  for (const double late_s : {-0.73, 0.0, 0.42}) {
    TelemetryLag lag(over_the_field());
    for (int i = 0; i < 250; ++i)
      lag.update(SwayingCamera::time(i), camera.picture(i), SwayingCamera::telemetry(i, late_s));
    ASSERT_TRUE(lag.lag()) << late_s;
    EXPECT_NEAR(lag.lag()->lag_s, late_s, 0.05);
    EXPECT_NEAR(lag.lag()->lag_s, late_s, 1.5 * lag.lag()->error90_s + 0.01);
  }
}

TEST(TelemetryLag, IsToldEveryTenSeconds) {
  const SwayingCamera camera;
  TelemetryLag lag(over_the_field());
  std::vector<int> told;
  for (int i = 0; i < 250; ++i)
    if (lag.update(SwayingCamera::time(i), camera.picture(i), SwayingCamera::telemetry(i, 0)))
      told.push_back(i);
  EXPECT_EQ(told, (std::vector{100, 200}));
}

/// Ten pictures a second, each searched for the lag.
void fly(TelemetryLag& lag, const SwayingCamera& camera, int from, int to, double late_s) {
  for (int i = from; i < to; ++i)
    lag.update(SwayingCamera::time(i), camera.picture(i), SwayingCamera::telemetry(i, late_s));
}

TEST(TelemetryLag, IsKnownOnceTwoFindingsAgreeAndStaysSoByFewerPictures) {
  const SwayingCamera camera;
  TelemetryLag lag(over_the_field());
  fly(lag, camera, 0, 250, 0.42);
  EXPECT_FALSE(lag.known()) << "by one finding";
  fly(lag, camera, 250, 310, 0.42);
  ASSERT_TRUE(lag.known());
  fly(lag, camera, 310, 710, 0.42);
  EXPECT_TRUE(lag.known());
  ASSERT_TRUE(lag.lag());
  EXPECT_NEAR(lag.lag()->lag_s, 0.42, 0.05);
}

TEST(TelemetryLag, IsFoundAnewWhereItChangesInFlight) {
  const SwayingCamera camera;
  TelemetryLag lag(over_the_field());
  fly(lag, camera, 0, 410, 0);
  ASSERT_TRUE(lag.known());
  fly(lag, camera, 410, 1710, 0.6);
  ASSERT_TRUE(lag.lag());
  EXPECT_NEAR(lag.lag()->lag_s, 0.6, 0.05);
}

TEST(TelemetryLag, WithoutPositionsOrPicturesNothingIsKnown) {
  const SwayingCamera camera;
  TelemetryLag blind(over_the_field()), lost(over_the_field());
  for (int i = 0; i < 150; ++i) {
    blind.update(SwayingCamera::time(i), i == 0 ? camera.picture(0) : cv::Mat(),
                 SwayingCamera::telemetry(i, 0));
    lost.update(SwayingCamera::time(i), camera.picture(i), std::nullopt);
  }
  EXPECT_FALSE(blind.measure());
  EXPECT_FALSE(lost.measure());
}

}  // namespace
}  // namespace nightjar
