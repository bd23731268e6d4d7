#pragma once

#include <array>
#include <optional>
#include <vector>

#include "processing/thermal/flow_way.hpp"
#include "processing/thermal/picture_flow.hpp"

namespace nightjar {

/// How the scene was seen to move from one time to another.
struct SeenFlow {
  double from_s, to_s;
  PictureFlow moved;
};

/// How well seen and predicted motion agree at each lag: over all, and with each block of time left out.
struct LagCurve {
  static constexpr std::size_t kBlocks = 8;

  double step_s = SmoothFlowWay::kStep_s;
  int farthest = 0;  ///< steps
  std::vector<double> all, gains;
  std::array<std::vector<double>, kBlocks> without;

  LagCurve(const std::vector<SeenFlow>& seen, const SmoothFlowWay& way, double farthest_s, double every_s);

  [[nodiscard]] std::optional<double> peak_s(const std::vector<double>& correlations) const;
  /// Whether nothing but the peak's own lag explains the motion.
  [[nodiscard]] bool stands_alone() const;
};

}  // namespace nightjar
