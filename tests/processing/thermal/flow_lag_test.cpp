#include "processing/thermal/flow_lag.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace nightjar {
namespace {

using std::chrono::microseconds;

CaptureTime at(double seconds) {
  return CaptureTime{} + std::chrono::hours(24) + microseconds(std::llround(1e6 * seconds));
}

/// Where the ground is in the picture, pixels: legs, gusts and the gimbal's lag.
Eigen::Vector2d place(double t) {
  return {40 * t + 60 * std::sin(0.5 * t) + 6 * std::sin(2.9 * t + 1) + 2 * std::sin(7.1 * t),
          80 * std::cos(0.31 * t) + 5 * std::sin(3.7 * t) + 3 * std::sin(8.3 * t + 2)};
}

template <typename Place>
ByTile<Eigen::Vector2d> moved(const Place& where, double from, double to) {
  ByTile<Eigen::Vector2d> all;
  all.fill(where(to) - where(from));
  return all;
}

PictureFlow as_seen(const ByTile<Eigen::Vector2d>& moved) {
  PictureFlow flow;
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile) flow[tile] = moved[tile];
  return flow;
}

/// Poses of 15 a second whose times are `lag_s` late, and pictures five a second.
template <typename Place>
FlowLagMeter flown(const Place& where, double lag_s, double seconds) {
  FlowLagMeter meter;
  for (double t = 0; t < seconds; t += 0.2) {
    for (double pose = t; pose < t + 0.19; pose += 1.0 / 15)
      meter.predict(at(pose), at(pose + 1.0 / 15), moved(where, pose - lag_s, pose + 1.0 / 15 - lag_s));
    meter.see(at(t), at(t + 0.2), as_seen(moved(where, t, t + 0.2)));
  }
  return meter;
}

TEST(FlowLag, IsFoundBetweenTheSteps) {
  for (const double lag_s : {-2.31, -0.4, 0.0, 0.137, 1.9}) {
    const auto found = flown(place, lag_s, 30).estimate();
    ASSERT_TRUE(found) << lag_s;
    EXPECT_NEAR(found->lag_s, lag_s, 0.01);
    EXPECT_LT(found->error90_s, 0.05);
    EXPECT_GT(found->correlation, 0.9);
    EXPECT_NEAR(found->span_s, 30, 0.3);
  }
}

TEST(FlowLag, NoiseOfThePosesIsNoMotionAndIsInTheStatedError) {
  int held = 0;
  for (unsigned seed = 0; seed < 10; ++seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, 3);
    const double lag_s = 0.37;
    FlowLagMeter meter;
    Eigen::Vector2d wrong = Eigen::Vector2d::Zero();
    for (int i = 0; i < 450; ++i) {
      const double t = i / 15.0;
      const Eigen::Vector2d next(noise(random), noise(random));
      auto step = moved(place, t - lag_s, t + 1 / 15.0 - lag_s);
      for (auto& tile : step) tile += next - wrong;
      wrong = next;
      meter.predict(at(t), at(t + 1 / 15.0), step);
      if (i % 3 == 0) meter.see(at(t), at(t + 0.2), as_seen(moved(place, t, t + 0.2)));
    }
    const auto found = meter.estimate();
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->lag_s, lag_s, 0.1);
    held += std::abs(found->lag_s - lag_s) <= found->error90_s ? 1 : 0;
  }
  EXPECT_GE(held, 7);
}

TEST(FlowLag, WhatWasSeenWronglyIsLeftOut) {
  FlowLagMeter meter;
  PictureFlow wild;
  wild.fill(Eigen::Vector2d(300, -250));
  for (int i = 0; i < 150; ++i) {
    const double t = 0.2 * i;
    meter.predict(at(t), at(t + 0.2), moved(place, t - 0.6, t - 0.4));
    meter.see(at(t), at(t + 0.2), i % 30 == 7 ? wild : as_seen(moved(place, t, t + 0.2)));
  }
  const auto found = meter.estimate();
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->lag_s, 0.6, 0.02);
}

TEST(FlowLag, SteadyFlightSaysNothing) {
  const auto steady = [](double t) { return Eigen::Vector2d(30 * t, -4 * t); };
  EXPECT_FALSE(flown(steady, 0.5, 40).estimate());
}

TEST(FlowLag, MotionThatRepeatsItselfDoesNotSayByHowManyTurns) {
  const auto circles = [](double t) { return Eigen::Vector2d(20 * std::cos(4 * t), 20 * std::sin(4 * t)); };
  const auto found = flown(circles, 0.5, 40).estimate();
  EXPECT_FALSE(found) << found->lag_s << " " << found->error90_s;
}

TEST(FlowLag, ALagBeyondThoseThatAreTriedIsNotMadeUp) {
  EXPECT_FALSE(flown(place, 4.5, 40).estimate());
}

TEST(FlowLag, SomeSecondsAreTooFew) {
  EXPECT_FALSE(flown(place, 0.5, 8).estimate());
  EXPECT_FALSE(FlowLagMeter().estimate());
}

TEST(FlowLag, AGapInTheTelemetryIsPassedOver) {
  FlowLagMeter meter;
  for (double t = 0; t < 40; t += 0.2) {
    meter.see(at(t), at(t + 0.2), as_seen(moved(place, t, t + 0.2)));
    if (t > 15 && t < 20) continue;
    meter.predict(at(t), at(t + 0.2), moved(place, t - 0.8, t - 0.6));
  }
  const auto found = meter.estimate();
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->lag_s, 0.8, 0.03);
}

TEST(FlowLag, AClockThatIsSetBackBeginsAnew) {
  FlowLagMeter meter = flown(place, 0.5, 30);
  meter.predict(at(5), at(5.1), moved(place, 5, 5.1));
  EXPECT_FALSE(meter.estimate());
}

}  // namespace
}  // namespace nightjar
