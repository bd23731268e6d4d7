#include "tools/simulate/drone/wet_air.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/drone/drone_flight.hpp"

namespace nightjar {
namespace {

constexpr double kMistReach_m = 110;  // over which the air swallows two thirds of a difference
constexpr double kRainReach_m = 220;
constexpr double kDropsStay_s = 5;
constexpr int kDrops = 14;
constexpr int kCoarser = 8;

}  // namespace

WetAir::WetAir(std::uint64_t seed, Weather weather, const FarmHeat& heat)
    : seed_(seed), weather_(weather), air_c_(heat.air_c) {}

void WetAir::lay_over(cv::Mat& celsius, const cv::Mat& depth_m, double time_s) const {
  if (weather_ == Weather::clear) return;
  const double reach_m = weather_ == Weather::mist ? kMistReach_m : kRainReach_m;
  cv::Mat passed;
  cv::exp(depth_m * (-1 / reach_m), passed);
  celsius = passed.mul(celsius - air_c_) + air_c_;
  if (weather_ == Weather::rain) blur_where_wet(celsius, time_s);
}

void WetAir::blur_where_wet(cv::Mat& celsius, double time_s) const {
  const auto set = static_cast<std::uint64_t>(time_s / kDropsStay_s);
  cv::RNG random(seed_ * 179424673 + set * 32452843 + 59);
  const cv::Size coarse(kThermalSize.width / kCoarser, kThermalSize.height / kCoarser);
  cv::Mat wet(coarse, CV_32FC1, cv::Scalar(0));
  for (int i = 0; i < kDrops; ++i) {
    const double runs = random.uniform(0.0, 0.6) * (time_s - static_cast<double>(set) * kDropsStay_s);
    const cv::Point at(random.uniform(0, coarse.width), random.uniform(0, coarse.height) + cvRound(runs));
    cv::circle(wet, at, random.uniform(3, 8), cv::Scalar(random.uniform(0.5, 0.95)), cv::FILLED);
  }
  cv::GaussianBlur(wet, wet, {0, 0}, 1.2);
  cv::Mat share;
  cv::resize(wet, share, kThermalSize, 0, 0, cv::INTER_LINEAR);
  cv::Mat small;
  cv::resize(celsius, small, coarse, 0, 0, cv::INTER_AREA);
  cv::GaussianBlur(small, small, {0, 0}, 1.0);
  cv::Mat blurred;
  cv::resize(small, blurred, kThermalSize, 0, 0, cv::INTER_LINEAR);
  blurred = blurred * 0.85 + 0.15 * air_c_;  // the drop's own warmth
  celsius += share.mul(blurred - celsius);
}

}  // namespace nightjar
