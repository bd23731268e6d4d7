#include "processing/thermal/flow_way.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nightjar {
namespace {

constexpr double kStep_s = SmoothFlowWay::kStep_s;

FlowRow mixed(const FlowRow& from, const FlowRow& to, double share) {
  FlowRow row;
  for (std::size_t c = 0; c < row.size(); ++c) row[c] = from[c] + share * (to[c] - from[c]);
  return row;
}

std::vector<double> normal_window(double deviation_s) {
  const auto reach = static_cast<int>(std::ceil(3 * deviation_s / kStep_s));
  std::vector<double> weights;
  double sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    const double off = i * kStep_s / deviation_s;
    sum += weights.emplace_back(std::exp(-0.5 * off * off));
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

}  // namespace

SmoothFlowWay::SmoothFlowWay(double begins_s, std::vector<FlowRow> rows, const std::vector<bool>& known)
    : begins_s_(begins_s), rows_(std::move(rows)) {
  unknown_before_.push_back(0);
  for (const bool is_known : known) unknown_before_.push_back(unknown_before_.back() + (is_known ? 0 : 1));
}

std::optional<FlowRow> SmoothFlowWay::moved(double from_s, double to_s) const {
  const double from = (from_s - begins_s_) / kStep_s, to = (to_s - begins_s_) / kStep_s;
  if (!(from >= 0) || !(to >= from) || !(to + 2 < static_cast<double>(rows_.size()))) return {};
  const auto a = static_cast<std::size_t>(from), b = static_cast<std::size_t>(to);
  if (unknown_before_[b + 2] != unknown_before_[a]) return {};
  const FlowRow begin = mixed(rows_[a], rows_[a + 1], from - static_cast<double>(a));
  FlowRow row = mixed(rows_[b], rows_[b + 1], to - static_cast<double>(b));
  for (std::size_t c = 0; c < row.size(); ++c) row[c] -= begin[c];
  return row;
}

void FlowWay::add(double from_s, double to_s, const ByTile<Eigen::Vector2d>& moved) {
  constexpr double kSame_s = 1e-6;
  const bool follows = !points_.empty() && std::abs(newest_s() - from_s) < kSame_s;
  if (!follows) points_.push_back({from_s, true, {}});
  Point next{to_s, to_s - from_s > longest_gap_s_, points_.back().sum};
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile) {
    next.sum[2 * tile] += moved[tile].x();
    next.sum[2 * tile + 1] += moved[tile].y();
  }
  points_.push_back(next);
}

void FlowWay::forget_before(double at_s) {
  while (!points_.empty() && points_.front().at_s < at_s) points_.pop_front();
}

SmoothFlowWay FlowWay::smoothed(double deviation_s) const {
  if (points_.size() < 2) return {0, {}, {}};
  const double begins_s = points_.front().at_s;
  const auto steps = static_cast<std::size_t>((newest_s() - begins_s) / kStep_s) + 1;
  std::vector<FlowRow> rows(steps);
  std::vector<bool> known(steps, false);
  for (std::size_t i = 0, after = 1; i < steps; ++i) {
    const double at_s = begins_s + static_cast<double>(i) * kStep_s;
    while (after + 1 < points_.size() && points_[after].at_s < at_s) ++after;
    const Point &from = points_[after - 1], &to = points_[after];
    known[i] = !to.begins;
    if (known[i]) rows[i] = mixed(from.sum, to.sum, (at_s - from.at_s) / (to.at_s - from.at_s));
  }
  const std::vector<double> weights = normal_window(deviation_s);
  const std::size_t reach = weights.size() / 2;
  std::vector<FlowRow> smooth(steps);
  std::vector<bool> smooth_known(steps, false);
  std::size_t known_in_a_row = 0;
  for (std::size_t end = 0; end < steps; ++end) {
    known_in_a_row = known[end] ? known_in_a_row + 1 : 0;
    if (known_in_a_row < weights.size()) continue;
    const std::size_t middle = end - reach;
    smooth_known[middle] = true;
    for (std::size_t i = 0; i < weights.size(); ++i)
      for (std::size_t c = 0; c < smooth[middle].size(); ++c)
        smooth[middle][c] += weights[i] * rows[middle - reach + i][c];
  }
  return {begins_s, std::move(smooth), smooth_known};
}

}  // namespace nightjar
