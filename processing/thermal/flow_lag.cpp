#include "processing/thermal/flow_lag.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nightjar {
namespace {

constexpr std::size_t kBlocks = LagCurve::kBlocks;
constexpr double kStudent90 = 1.895;  // of seven degrees of freedom, both sides
constexpr double kOutlier = 5;        // times the median of what is left over
constexpr double kModel90_s = 0.025;  // what stays of slopes and heights that the prediction does not know
constexpr double kSmooth_s = 0.1;     // the telemetry's noise is no motion

/// Mean over the tiles of how far seen and predicted are apart.
double apart_px(const PictureFlow& seen, const FlowRow& predicted) {
  double sum = 0, n = 0;
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile) {
    if (!seen[tile]) continue;
    sum += (*seen[tile] - Eigen::Vector2d(predicted[2 * tile], predicted[2 * tile + 1])).norm();
    n += 1;
  }
  return n > 0 ? sum / n : 0;
}

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return values.empty() ? 0 : *middle;
}

}  // namespace

double FlowLagMeter::since_start(CaptureTime time) {
  if (!start_) start_ = time;
  return std::chrono::duration<double>(time - *start_).count();
}

void FlowLagMeter::predict(CaptureTime from, CaptureTime to, const ByTile<Eigen::Vector2d>& moved) {
  const double from_s = since_start(from), to_s = since_start(to);
  if (!(to_s > from_s)) return;
  const bool clock_went_back = !predicted_.empty() && from_s < predicted_.newest_s() - 1e-6;
  if (clock_went_back) {
    predicted_.clear();
    seen_.clear();
  }
  predicted_.add(from_s, to_s, moved);
  predicted_.forget_before(to_s - options_.keep_s - options_.farthest_s);
  while (!seen_.empty() && seen_.front().from_s < to_s - options_.keep_s) seen_.pop_front();
}

void FlowLagMeter::see(CaptureTime from, CaptureTime to, const PictureFlow& moved) {
  const double from_s = since_start(from), to_s = since_start(to);
  if (!(to_s > from_s)) return;
  const bool clock_went_back = !seen_.empty() && from_s < seen_.back().from_s;
  if (clock_went_back) seen_.clear();
  seen_.push_back({from_s, to_s, moved});
  while (seen_.front().from_s < to_s - options_.keep_s) seen_.pop_front();
}

/// Without what was seen over a gap: so long a way cannot be told by comparing pictures.
std::vector<SeenFlow> FlowLagMeter::comparable() const {
  std::vector<double> lengths;
  for (const SeenFlow& seen : seen_) lengths.push_back(seen.to_s - seen.from_s);
  const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
  std::nth_element(lengths.begin(), middle, lengths.end());
  std::vector<SeenFlow> kept;
  for (const SeenFlow& seen : seen_)
    if (seen.to_s - seen.from_s < 1.7 * *middle) kept.push_back(seen);
  return kept;
}

std::optional<FlowLag> FlowLagMeter::estimate() const {
  if (predicted_.empty() || seen_.empty()) return {};
  if (seen_.back().to_s - seen_.front().from_s < options_.least_s) return {};
  return estimate(comparable());
}

/// What no pose comes near was seen wrongly: brought back to where it does no harm.
void FlowLagMeter::limit(std::vector<SeenFlow>& seen, const SmoothFlowWay& way) {
  FlowRow least{}, most{};
  for (const SeenFlow& each : seen) {
    const auto predicted = way.moved(each.from_s, each.to_s);
    if (!predicted) continue;
    for (std::size_t c = 0; c < least.size(); ++c) {
      least[c] = std::min(least[c], (*predicted)[c]);
      most[c] = std::max(most[c], (*predicted)[c]);
    }
  }
  for (SeenFlow& each : seen) {
    for (std::size_t tile = 0; tile < kFlowTiles; ++tile) {
      if (!each.moved[tile]) continue;
      for (const std::size_t c : {2 * tile, 2 * tile + 1}) {
        const double margin = 2 + 0.2 * (most[c] - least[c]);
        double& moved = (*each.moved[tile])(static_cast<Eigen::Index>(c % 2));
        moved = std::clamp(moved, least[c] - margin, most[c] + margin);
      }
    }
  }
}

std::optional<FlowLag> FlowLagMeter::estimate(std::vector<SeenFlow> seen) const {
  const SmoothFlowWay way = predicted_.smoothed(kSmooth_s);
  limit(seen, way);
  constexpr double kCoarse_s = 0.1;
  const LagCurve rough(seen, way, options_.farthest_s, kCoarse_s);
  const auto about_s = rough.peak_s(rough.all);
  if (!about_s) return {};
  const auto left_over = [&](const SeenFlow& each) -> std::optional<double> {
    const auto predicted = way.moved(each.from_s + *about_s, each.to_s + *about_s);
    if (!predicted) return {};
    return apart_px(each.moved, *predicted);
  };
  std::vector<double> apart;
  for (const SeenFlow& each : seen)
    if (const auto px = left_over(each)) apart.push_back(*px);
  const double most_px = kOutlier * std::max(1.0, median_of(apart));
  std::erase_if(seen, [&](const SeenFlow& each) {
    const auto px = left_over(each);
    return px && *px > most_px;
  });
  if (seen.size() < 2 * kBlocks) return {};

  const LagCurve curve(seen, way, options_.farthest_s, SmoothFlowWay::kStep_s);
  const auto lag_s = curve.peak_s(curve.all);
  if (!lag_s || !curve.stands_alone()) return {};
  double mean = 0, squares = 0;
  std::array<double, kBlocks> lags{};
  for (std::size_t block = 0; block < kBlocks; ++block) {
    const auto without = curve.peak_s(curve.without[block]);
    if (!without) return {};
    lags[block] = *without;
    mean += *without / kBlocks;
  }
  for (const double lag : lags) squares += (lag - mean) * (lag - mean);
  FlowLag result;
  result.lag_s = *lag_s;
  result.error90_s = std::hypot(kModel90_s, kStudent90 * std::sqrt(squares * (kBlocks - 1) / kBlocks));
  result.correlation = *std::max_element(curve.all.begin(), curve.all.end());
  result.span_s = seen.back().to_s - seen.front().from_s;
  if (result.error90_s > options_.most_error_s) return {};
  return result;
}

}  // namespace nightjar
