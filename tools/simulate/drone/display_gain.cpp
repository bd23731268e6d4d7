#include "tools/simulate/drone/display_gain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>

namespace nightjar {

DisplayGainOptions gain_options(GainKind kind) {
  DisplayGainOptions options;
  if (kind == GainKind::equalised) options.linear_share = 0.3, options.plateau = 0.01;
  return options;
}

DisplayGain::DisplayGain(double fps, const DisplayGainOptions& options)
    : options_(options), taken_up_(1 - std::exp(-1 / (fps * options.settles_s))) {}

cv::Mat DisplayGain::show(const cv::Mat& kelvin_100) {
  CV_Assert(kelvin_100.type() == CV_16UC1 && !kelvin_100.empty());
  const bool same = last_.size() == kelvin_100.size() && cv::norm(last_, kelvin_100, cv::NORM_INF) == 0;
  if (same) return last_shown_.clone();
  const Levels now = levels_for(kelvin_100);
  const auto share = static_cast<float>(started_ ? taken_up_ : 1);
  started_ = true;
  std::array<std::uint8_t, kBins> table;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    levels_[bin] += share * (now[bin] - levels_[bin]);
    table[bin] = cv::saturate_cast<std::uint8_t>(levels_[bin]);
  }
  cv::Mat shown(kelvin_100.size(), CV_8UC1);
  for (int y = 0; y < shown.rows; ++y) {
    const auto* heat = kelvin_100.ptr<std::uint16_t>(y);
    auto* level = shown.ptr<std::uint8_t>(y);
    for (int x = 0; x < shown.cols; ++x) level[x] = table[heat[x] / kPerBin];
  }
  kelvin_100.copyTo(last_);
  last_shown_ = shown.clone();
  return shown;
}

DisplayGain::Levels DisplayGain::levels_for(const cv::Mat& kelvin_100) const {
  Levels weight{};
  for (int y = 0; y < kelvin_100.rows; ++y) {
    const auto* heat = kelvin_100.ptr<std::uint16_t>(y);
    for (int x = 0; x < kelvin_100.cols; ++x) weight[heat[x] / kPerBin] += 1;
  }
  const auto occupied = [](float number) { return number > 0; };
  const auto coldest = std::find_if(weight.begin(), weight.end(), occupied) - weight.begin();
  const auto hottest = weight.rend() - std::find_if(weight.rbegin(), weight.rend(), occupied) - 1;
  const auto plateau = static_cast<float>(options_.plateau * static_cast<double>(kelvin_100.total()));
  double sum = 0;
  for (float& number : weight) sum += double{number = std::min(number, plateau)};

  const double even = options_.linear_share / static_cast<double>(hottest - coldest + 1);
  const double most = options_.most_gain_per_k * kPerBin / 100;
  Levels levels{};
  double level = 0;
  for (auto bin = coldest; bin < static_cast<std::ptrdiff_t>(kBins); ++bin) {
    const auto at = static_cast<std::size_t>(bin);
    if (bin <= hottest) {
      const double share = even + (1 - options_.linear_share) * double{weight[at]} / sum;
      level += std::min(most, 255 * share);
    }
    levels[at] = static_cast<float>(level);
  }
  // What the limit to the gain left over lies half below the coldest, half above the hottest.
  const auto below = static_cast<float>((255 - level) / 2);
  for (float& each : levels) each += below;
  return levels;
}

}  // namespace nightjar
