#pragma once

#include <array>
#include <deque>
#include <optional>
#include <vector>

#include "processing/thermal/picture_flow.hpp"

namespace nightjar {

/// Both directions of all tiles: 2 * tile for right, 2 * tile + 1 for down.
using FlowRow = std::array<double, 2 * kFlowTiles>;

/// How far the ground has moved in each tile up to a time, in even steps and smoothed.
class SmoothFlowWay {
 public:
  static constexpr double kStep_s = 0.025;

  SmoothFlowWay(double begins_s, std::vector<FlowRow> rows, const std::vector<bool>& known);

  /// Between two times; nullopt where something in between is not known.
  [[nodiscard]] std::optional<FlowRow> moved(double from_s, double to_s) const;

 private:
  double begins_s_;
  std::vector<FlowRow> rows_;
  std::vector<int> unknown_before_;  ///< steps, so that a span is asked about at once
};

/// The motion that poses predict, over time.
class FlowWay {
 public:
  explicit FlowWay(double longest_gap_s) : longest_gap_s_(longest_gap_s) {}

  void add(double from_s, double to_s, const ByTile<Eigen::Vector2d>& moved);
  void forget_before(double at_s);
  void clear() { points_.clear(); }

  [[nodiscard]] bool empty() const { return points_.empty(); }
  [[nodiscard]] double newest_s() const { return points_.back().at_s; }

  /// By a normal window of that standard deviation.
  [[nodiscard]] SmoothFlowWay smoothed(double deviation_s) const;

 private:
  struct Point {
    double at_s;
    bool begins;  ///< nothing is known between it and the one before
    FlowRow sum;
  };

  double longest_gap_s_;
  std::deque<Point> points_;
};

}  // namespace nightjar
