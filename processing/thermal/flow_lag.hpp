#pragma once

#include <deque>
#include <optional>

#include "ingest/telemetry.hpp"
#include "processing/thermal/flow_way.hpp"
#include "processing/thermal/lag_curve.hpp"
#include "processing/thermal/picture_flow.hpp"

namespace nightjar {

struct FlowLagOptions {
  double farthest_s = 3;       ///< lags that are tried, both ways
  double keep_s = 120;         ///< of motion
  double least_s = 12;         ///< of motion, before anything is said
  double longest_gap_s = 1.2;  ///< between poses
  double most_error_s = 0.3;   ///< of the 90 %; less sure: nothing is said
};

/// How much later the predicted motion comes than the seen one.
struct FlowLag {
  double lag_s = 0;
  double error90_s = 0;    ///< nine of ten lie within this of the truth
  double correlation = 0;  ///< of both motions, shifted so
  double span_s = 0;       ///< from the first seen motion to the last
};

/// Finds by how much two records of one motion are shifted in time: that seen in the pictures and that which
/// the poses predict. Correlates what changes in both, over all lags; how sure that is follows from leaving
/// out one eighth of the time after the other (jackknife).
class FlowLagMeter {
 public:
  explicit FlowLagMeter(const FlowLagOptions& options = {})
      : options_(options), predicted_(options.longest_gap_s) {}

  /// What the middle of each tile shows moves so far from one pose to the next.
  void predict(CaptureTime from, CaptureTime to, const ByTile<Eigen::Vector2d>& moved);
  void see(CaptureTime from, CaptureTime to, const PictureFlow& moved);

  /// nullopt: too little motion, too little that agrees, or several lags that would do. Some 20 ms of work.
  [[nodiscard]] std::optional<FlowLag> estimate() const;

 private:
  [[nodiscard]] double since_start(CaptureTime time);
  [[nodiscard]] std::vector<SeenFlow> comparable() const;
  static void limit(std::vector<SeenFlow>& seen, const SmoothFlowWay& way);
  [[nodiscard]] std::optional<FlowLag> estimate(std::vector<SeenFlow> seen) const;

  FlowLagOptions options_;
  std::optional<CaptureTime> start_;
  FlowWay predicted_;
  std::deque<SeenFlow> seen_;
};

}  // namespace nightjar
